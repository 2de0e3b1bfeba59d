"""The chats of tests/memory/chats with the answers a careful model would give: what our own code makes of them.

The figures are held to over the whole set and are printed for each language; a single chat may fail, the set may not.
"""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from bot.packaged import LocalEmbedder
from memory.memory import Memory
from memory.prompts import SCHEMA
from memory.store.database import open_database
from memory.store.vectors import ensure_model
from tests.memory.chat_figures import Figures, judge
from tests.memory.chat_run import Stage, reference
from tests.memory.chatbook import Chat, chats, languages
from tests.memory.learning_world import NOW

ALL = {language: chats(language) for language in languages()}


@pytest.fixture
async def stage(database_dsn: str) -> AsyncIterator[Stage]:
    async with LocalEmbedder() as embedder, open_database(database_dsn) as database:
        await ensure_model(database, embedder.name, embedder.dimensions)
        owner = await asyncpg.connect(database_dsn)
        try:
            yield Stage(Memory(database, embedder, quiet=NOW), owner)
        finally:
            await owner.close()


async def test_what_careful_answers_become(stage: Stage) -> None:
    total, told = Figures(), []
    for language, those in ALL.items():
        figures = Figures()
        for chat in those:
            figures.add(judge(chat, await stage.play(chat, reference(chat), twice=True)))
        told.append(f"{language}: {figures}")
        total.add(figures)
    report = "\n".join(["", *total.remarks, *told, f"all: {total}"])
    assert total.supersession >= 0.95, report
    assert total.wrong_invalidation <= 0.02, report
    assert total.junk == 0, report
    assert min(total.precision, total.recall) >= 0.95, report
    assert total.clock >= 0.95, report
    assert total.doubled == 0, report
    assert total.repeated >= 0.85 * total.to_repeat, report


@pytest.mark.parametrize("chat", [chat for those in ALL.values() for chat in those], ids=lambda chat: chat.name)
def test_a_chat_is_written_soundly(chat: Chat) -> None:
    said = {line.number: line for line in chat.said}
    assert 1 <= len(said) <= 8
    properties = SCHEMA["properties"]["facts"]["items"]["properties"]
    for item in chat.answer:
        assert set(item) <= set(properties)
        assert item["quote"] in said[item["line"]].text
        assert said[item["line"]].speaker
        assert all(item[name] in properties.get(name, {}).get("enum", [item[name]]) for name in item)
        for name in ("known", "depends"):
            assert not isinstance(item.get(name), int) or 0 < item[name] <= len(chat.known)
    for reference_ in (ref for one in chat.want for ref in one.closes):
        assert not isinstance(reference_, int) or 0 < reference_ <= len(chat.known)


def test_the_set_is_large_and_names_are_unique() -> None:
    everything = [chat for those in ALL.values() for chat in those]
    assert len(everything) >= 150
    assert len({(chat.language, chat.name) for chat in everything}) == len(everything)

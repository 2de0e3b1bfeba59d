"""Whether what was said in a language is found, asked in the same one and in English: python -m tests.bench.languages

Twenty facts of our own (languages.toml) in seven languages, each asked in other forms of its words. A person for each
language says them among twenty lines of small talk in that language, in direct, and asks: is the line of the fact among
the first three? By words alone, by meaning alone (the packaged embedder), and as recall does it, by both. A last person
says each fact in another of the languages in turn, and the small talk in English. By chance it is 3 of 40: .075. "Told"
is whether recall tells the line at all: what fits badly is ranked, but not told.
"""

import asyncio
import shutil
import tempfile
import tomllib
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, cycle, islice
from pathlib import Path

from bot.packaged import LocalEmbedder
from memory.embedded import embedded_postgres
from memory.lexical import words_met
from memory.memory import Memory, open_memory
from memory.ports import Embedder
from memory.rank import rank_spots
from memory.recall import Recaller
from memory.recalled import Passage, Recall
from memory.store import candidates, vectors
from memory.store.candidates import Question
from memory.store.database import Database, open_database
from memory.terms import Wanted
from memory.types import Account, Audience, Line, Place, Spot, Utterance, Viewer
from tests.bench.recall_quality import embedded
from tests.memory.chatbook import chats

FACTS = Path(__file__).with_name("languages.toml")
LANGUAGES = ("de", "es", "pt", "fr", "ja", "ar")
LATER = ("ko",)  # not in the mean nor among the mixed, so that these compare with what was measured before
FIRST, SMALL_TALK = 3, 20
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Asked:
    """One fact: the question in the language of its line and in English, and where the line stands."""

    same: str
    english: str
    gold: Spot


@dataclass(frozen=True, slots=True)
class Told:
    """What one person said."""

    viewer: Viewer
    asked: tuple[Asked, ...]


def facts(language: str) -> list[tuple[str, str, str]]:
    """Line, question in its language, question in English; of "mixed" each in another language in turn."""
    turns = cycle(LANGUAGES if language == "mixed" else (language,))
    known = tomllib.loads(FACTS.read_text())["fact"]
    return [(*fact[spoken], fact["en"]) for fact, spoken in zip(known, turns, strict=False)]


def small_talk(language: str) -> list[str]:
    """Lines of our chats in that language, or those written for this."""
    written: dict[str, list[str]] = tomllib.loads(FACTS.read_text())["chatter"]
    if language in written:
        return written[language]
    said = (line.text for chat in chats(language) for line in chain(*chat.sessions) if line.speaker)
    return list(islice(said, SMALL_TALK))


async def tell(memory: Memory, language: str) -> Told:
    """One person says the facts of a language, each after a line of small talk."""
    place = Place(f"direct:{language}", None, Audience.DIRECT)
    person = await memory.person(Account("bench", language, "Ana"), place)
    idle = small_talk("en" if language == "mixed" else language)
    asked = []
    for number, ((line, same, english), other) in enumerate(zip(facts(language), idle, strict=True)):
        for name, text in (("idle", other), ("fact", line)):
            at = START + timedelta(hours=number)
            noted = await memory.note(Utterance(f"{name}:{number}", person, place, text, at))
        asked.append(Asked(same, english, noted.spot))
    return Told(Viewer(person, place), tuple(asked))


async def by_meaning(database: Database, embedder: Embedder, viewer: Viewer, text: str) -> list[Spot]:
    """The nearest lines, without a look at the words."""
    model = await vectors.ensure_model(database, embedder.name, embedder.dimensions)
    question = Question((), model, (await embedder.embed([text]))[0])
    near = await candidates.signals(database, viewer, question=question, also=())
    nothing = words_met(await candidates.said(database, viewer, Wanted()))
    return [hit.spot for hit in rank_spots(nothing, near.nearest, FIRST)]


async def shares(database: Database, embedder: Embedder, told: Told) -> list[float]:
    """Hits by words, by meaning and by both, and what is told: asked in the same language, then in English."""
    words, both = Recaller(database, None), Recaller(database, embedder)
    found = []
    for questions in ([each.same for each in told.asked], [each.english for each in told.asked]):
        ways = [
            [await words.spots(told.viewer, text, FIRST) for text in questions],
            [await by_meaning(database, embedder, told.viewer, text) for text in questions],
            [await both.spots(told.viewer, text, FIRST) for text in questions],
        ]
        recalled = [await both.recall(told.viewer, text) for text in questions]
        ways.append([[line.spot for line in _lines(each)] for each in recalled])
        found += [_hits(told.asked, way) for way in ways]
    return found


def _lines(recall: Recall) -> list[Line]:
    return [line for each in recall.passages if isinstance(each.item, Passage) for line in each.item.lines]


def _hits(asked: Sequence[Asked], found: Sequence[Sequence[Spot]]) -> float:
    return sum(each.gold in spots for each, spots in zip(asked, found, strict=True)) / len(asked)


async def main() -> None:
    """All on one server."""
    home = Path(tempfile.mkdtemp(prefix="rapport-bench-"))
    try:
        home.chmod(0o711)
        async with AsyncExitStack() as stack:
            dsn = await stack.enter_async_context(embedded_postgres(home))
            embedder = await stack.enter_async_context(LocalEmbedder())
            memory = await stack.enter_async_context(open_memory(dsn, embedder))
            database = await stack.enter_async_context(open_database(dsn))
            await embedder.load()
            told = {language: await tell(memory, language) for language in (*LANGUAGES, *LATER, "mixed")}
            while await embedded(memory):
                pass
            print(
                "|  | words | meaning | both | told | English: words | meaning | both | told |\n| --- |" + " --: |" * 8
            )
            rows = {language: await shares(database, embedder, each) for language, each in told.items()}
            rows["mean of six"] = [sum(each) / len(LANGUAGES) for each in zip(*map(rows.get, LANGUAGES), strict=True)]
            for name, row in rows.items():
                print(f"| {name} | " + " | ".join(f"{share:.2f}" for share in row) + " |")
    finally:
        shutil.rmtree(home)


if __name__ == "__main__":
    asyncio.run(main())

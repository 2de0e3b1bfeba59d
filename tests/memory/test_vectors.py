"""Vectors in the background: what is embedded, what is not written back, and who may do it at once."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from memory.errors import EmbedderUnavailable
from memory.memory import Memory
from memory.store import vectors as module
from memory.store.database import Database
from memory.store.vectors import embed_next
from memory.types import Account, Audience, Place, PlaceId, Spot, Utterance, Viewer
from tests.memory.embedding import WordEmbedder
from tests.memory.vector_world import HOME, START, Pausing, drain, say, vectors

ROOM = Place("room", "acme", Audience.PRIVATE)


async def test_embeds_each_line_with_its_neighbours_and_date(database: Database) -> None:
    embedder = WordEmbedder()
    await say(database, "I play the oboe")
    await say(database, "Since when?", bot=True)
    await say(database, "Since March")
    assert await drain(database, embedder) == 3
    assert "3 May 2026\nI play the oboe\nSince when?" in embedder.texts
    assert "3 May 2026\nSince when?\nSince March" in embedder.texts
    assert await embed_next(database, embedder) == 0


async def test_where_several_talk_names_stand_in_the_windows(database: Database) -> None:
    embedder, memory = WordEmbedder(), Memory(database, None)
    for name, text in (("Ana", "I play the oboe"), ("Ben", "Since when?")):
        speaker = await memory.person(Account("test", name, name), ROOM)
        await memory.note(Utterance(text, speaker, ROOM, text, START))
    await drain(database, embedder)
    assert "3 May 2026\nAna: I play the oboe\nBen: Since when?" in embedder.texts


async def test_a_line_is_embedded_again_among_its_neighbours_when_the_next_arrives(
    database: Database, owner: Any
) -> None:
    embedder = WordEmbedder()
    await say(database, "one", "two")
    await drain(database, embedder)
    before = await vectors(owner)
    embedder.texts.clear()
    await say(database, "three")
    await drain(database, embedder)
    after = await vectors(owner)
    assert embedder.texts == ["3 May 2026\none\ntwo\nthree", "three", "3 May 2026\ntwo\nthree"]
    assert after[1]["embedding"] == before[1]["embedding"]
    assert after[1]["around"] != before[1]["around"]
    assert after[0]["around"] == before[0]["around"]


async def test_the_bots_lines_have_no_vector(database: Database, owner: Any) -> None:
    await say(database, "hello")
    await say(database, "hello to you", bot=True)
    await drain(database, WordEmbedder())
    assert [row["seq"] for row in await vectors(owner)] == [1]


async def test_what_is_erased_while_it_is_embedded_is_not_written(database: Database, owner: Any) -> None:
    await say(database, "keep", "secret", "keep too", *(f"far {n}" for n in range(3)))

    class Erasing(Pausing):
        async def meanwhile(self) -> None:
            await owner.execute("UPDATE utterances SET text = '', erased_at = now() WHERE text = 'secret'")

    embedder = Erasing()
    await embed_next(database, embedder)
    assert [row["seq"] for row in await vectors(owner)] == [4, 5, 6]
    embedder.texts.clear()
    await drain(database, embedder)
    assert [row["seq"] for row in await vectors(owner)] == [1, 3, 4, 5, 6]
    assert not any("secret" in text for text in embedder.texts)


async def test_what_is_forgotten_while_it_is_embedded_stays_in_no_window(database: Database, owner: Any) -> None:
    ana = await say(database, "before", "the secret", "after", "far")
    memory, viewer = Memory(database, None), Viewer(ana, HOME)
    await drain(database, WordEmbedder())

    class Forgetting(Pausing):
        async def meanwhile(self) -> None:
            place = await owner.fetchval("SELECT id FROM places")
            if not await owner.fetchval("SELECT count(*) FROM utterances WHERE erased_at IS NOT NULL"):
                await memory.forget(viewer, lines=[Spot(PlaceId(place), 2)])

    await owner.execute("UPDATE utterances SET embedded_at = NULL")
    embedder = Forgetting()
    await embed_next(database, embedder)
    assert [row["seq"] for row in await vectors(owner)] == [4], "both neighbours held the words"
    embedder.texts.clear()
    await drain(database, embedder)
    assert [row["seq"] for row in await vectors(owner)] == [1, 3, 4]
    assert not any("secret" in text for text in embedder.texts)


async def test_a_lease_is_short_and_lasts_as_long_as_the_embedder_works(
    database: Database, owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert timedelta(seconds=30) <= module.LEASE <= timedelta(seconds=90), "what a dead worker holds is soon free"
    monkeypatch.setattr(module, "LEASE", timedelta(seconds=1))

    class Slow(Pausing):
        async def meanwhile(self) -> None:
            for _ in range(6):
                await asyncio.sleep(0.25)
                assert await embed_next(database, WordEmbedder()) == 0

    await say(database, "hello")
    assert await embed_next(database, Slow()) == 1
    assert await owner.fetchval("SELECT count(*) FROM embedding_leases") == 0


async def test_several_workers_share_the_work_and_embed_each_line_once(database: Database, owner: Any) -> None:
    memory = Memory(database, None)
    for name in "abcdef":
        place = Place(f"dm:{name}", None, Audience.DIRECT)
        person = await memory.person(Account("test", name, name), place)
        for n in range(3):
            await memory.note(Utterance(f"{n}", person, place, f"line {n} of {name}", START))
    workers = [Pausing() for _ in range(3)]
    await asyncio.gather(*(drain(database, worker) for worker in workers))
    texts = [text for worker in workers for text in worker.texts if "\n" not in text]
    assert sorted(texts) == sorted(f"line {n} of {name}" for name in "abcdef" for n in range(3))
    assert len(await vectors(owner)) == 18


async def test_an_embedder_that_fails_leaves_the_work_for_later(database: Database) -> None:
    embedder = WordEmbedder(broken=True)
    await say(database, "hello")
    with pytest.raises(EmbedderUnavailable):
        await embed_next(database, embedder)
    embedder.broken = False
    assert await embed_next(database, embedder) == 1

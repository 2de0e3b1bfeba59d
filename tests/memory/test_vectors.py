"""Vectors in the background: what is embedded, what is not written back, who may do it at once, and another model."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import numpy as np
import pytest
from numpy.typing import NDArray

from memory.errors import EmbedderUnavailable, EmbeddingMismatch
from memory.memory import Memory
from memory.recall import Recaller
from memory.store import vectors as module
from memory.store.database import Database, open_database
from memory.store.reembedding import reembed
from memory.store.vectors import embed_next, ensure_model
from memory.types import Account, Audience, PersonId, Place, PlaceId, Spot, Utterance, Viewer
from tests.memory.embedding import WordEmbedder

START = datetime(2026, 5, 3, 9, 0, tzinfo=UTC)
HOME = Place("dm:ana", None, Audience.DIRECT)


class Pausing(WordEmbedder):
    """Lets something happen while it embeds."""

    async def embed(self, texts: Sequence[str], *, urgent: bool = False) -> NDArray[np.float32]:
        await self.meanwhile()
        return await super().embed(texts, urgent=urgent)

    async def meanwhile(self) -> None: ...


@pytest.fixture
async def database(database_dsn: str) -> AsyncIterator[Database]:
    async with open_database(database_dsn) as database:
        yield database


@pytest.fixture
async def owner(database_dsn: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(database_dsn)
    yield connection
    await connection.close()


async def say(database: Database, *texts: str, bot: bool = False) -> PersonId:
    memory = Memory(database, None)
    ana = await memory.person(Account("test", "ana", "Ana"), HOME)
    for text in texts:
        await memory.note(Utterance(text, None if bot else ana, HOME, text, START + timedelta(minutes=1)))
    return ana


async def drain(database: Database, embedder: WordEmbedder) -> int:
    total = 0
    while done := await embed_next(database, embedder):
        total += done
    return total


async def vectors(owner: Any) -> list[Any]:
    rows = "SELECT seq, model, embedding::text, around::text FROM utterance_vectors ORDER BY seq, model"
    return list(await owner.fetch(rows))


async def test_embeds_each_line_with_its_neighbours_names_and_date(database: Database) -> None:
    embedder = WordEmbedder()
    await say(database, "I play the oboe")
    await say(database, "Since when?", bot=True)
    await say(database, "Since March")
    assert await drain(database, embedder) == 3
    assert "3 May 2026\nAna: I play the oboe\nSince when?" in embedder.texts
    assert "3 May 2026\nSince when?\nAna: Since March" in embedder.texts
    assert await embed_next(database, embedder) == 0


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
    assert embedder.texts == ["3 May 2026\nAna: one\nAna: two\nAna: three", "three", "3 May 2026\nAna: two\nAna: three"]
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


async def test_another_model_is_refused(database: Database) -> None:
    first = await ensure_model(database, "words", 256)
    assert await ensure_model(database, "words", 256) == first
    for name, dimensions in (("other", 256), ("words", 128)):
        with pytest.raises(EmbeddingMismatch):
            await ensure_model(database, name, dimensions)


class Killed(Exception):
    """The process dies here."""


async def test_a_killed_reembedding_goes_on_where_it_was_and_recall_works_throughout(
    database: Database, owner: Any
) -> None:
    old, new = WordEmbedder(), WordEmbedder(name="new", dimensions=64)
    ana = await say(database, "I play the oboe", *(f"line {n}" for n in range(150)))
    await drain(database, old)
    viewer = Viewer(ana, HOME)

    def die(done: int, total: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        await reembed(database, new, die)
    done = await owner.fetchval(
        "SELECT count(*) FROM utterance_vectors v JOIN embedding_models m ON m.id = v.model WHERE m.name = 'new'"
    )
    assert 0 < done < 151
    assert (await Recaller(database, old).recall(viewer, "oboe")).passages
    assert await ensure_model(database, old.name, old.dimensions)
    await say(database, "said meanwhile")
    await drain(database, old)
    new.texts.clear()
    told: list[int] = []
    await reembed(database, new, lambda done, total: told.append(total))
    assert len(new.texts) == 2 * (152 - done)
    assert told[-1] == 152
    with pytest.raises(EmbeddingMismatch):
        await ensure_model(database, old.name, old.dimensions)
    assert {row["model"] for row in await vectors(owner)} == {await ensure_model(database, "new", 64)}
    assert len(await vectors(owner)) == 152
    assert (await Recaller(database, new).recall(viewer, "oboe")).passages
    assert (await Recaller(database, old).recall(viewer, "oboe")).passages


async def test_facts_have_their_new_vectors_ready_before_the_switch(database: Database, owner: Any) -> None:
    old = WordEmbedder()
    memory = Memory(database, old)
    ana = await say(database, "I play the oboe", "I keep bees")
    viewer = Viewer(ana, HOME)
    for line in await memory.recent(viewer):
        await memory.remember(viewer, line.spot, line.text)
    await drain(database, old)
    active: dict[str, str] = {}

    class Watching(Pausing):
        async def embed(self, texts: Sequence[str], *, urgent: bool = False) -> NDArray[np.float32]:
            model = await owner.fetchval("SELECT name FROM embedding_models WHERE active")
            active.update(dict.fromkeys(texts, model))
            if "I keep bees" in texts and not any(text.startswith("3 May") for text in texts):
                await owner.execute("UPDATE facts SET text = 'I keep wasps' WHERE text = 'I keep bees'")
            return await super().embed(texts, urgent=urgent)

    new = Watching(name="new", dimensions=64)
    await reembed(database, new, lambda done, total: None)
    assert active["I play the oboe"] == old.name
    assert active["I keep wasps"] == "new"  # its text was another when its vector was made
    rows = await owner.fetch("SELECT text, vector_dims(embedding) AS size FROM facts ORDER BY text")
    assert [(row["text"], row["size"]) for row in rows] == [("I keep wasps", 64), ("I play the oboe", 64)]
    assert await owner.fetchval("SELECT count(*) FROM next_fact_vectors") == 0
    assert (await Recaller(database, new).recall(viewer, "oboe")).facts

"""Edits and deletions that meet learning, embedding, forgetting and death."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest

from memory.learn import learn_next
from memory.outcomes import Receipt
from memory.ports import Extraction, Vector
from memory.reading import read
from memory.store import retraction
from memory.store.vectors import embed_next
from memory.types import Utterance
from tests.memory.learning_world import ANA, ANA_DIRECT, START, CountingEmbedder, World, item, open_world
from tests.memory.mortal import Gone, Mortal
from tests.memory.test_erasure import everywhere
from tests.memory.test_following import edit, embedded

YTTERBY = item(1, "I live in Ytterby", "Ana lives in Ytterby.")
REX = item(2, "My dog is called Rex", "Ana's dog is called Rex.")


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn, CountingEmbedder()) as world:
        yield world


async def test_an_edit_while_the_model_reads_is_learned_from_and_the_rest_of_the_batch_is_kept(world: World) -> None:
    await world.say(ANA, "I live in Ytterby", name="m")
    await world.say(ANA, "My dog is called Rex")

    async def reading(_: Extraction) -> object:
        assert await edit(world, "m", "I live in Uppsala") == Receipt(0, 0, 0)
        return {"facts": [YTTERBY, REX]}

    await learn_next(world.database, reading, world.embedder)
    assert await everywhere(world, "ytterb") == []
    assert await world.current() == ["Ana's dog is called Rex."]
    assert await world.learn(item(1, "I live in Uppsala", "Ana lives in Uppsala.")) is not None
    assert sorted(await world.current()) == ["Ana lives in Uppsala.", "Ana's dog is called Rex."]
    assert await world.learn() is None


async def test_a_deletion_while_the_model_reads(world: World) -> None:
    await world.say(ANA, "I live in Ytterby", name="m")
    await world.say(ANA, "My dog is called Rex")

    async def reading(_: Extraction) -> object:
        await world.memory.following.deleted(ANA_DIRECT.key, ["m"])
        return {"facts": [YTTERBY, REX]}

    await learn_next(world.database, reading, world.embedder)
    assert await everywhere(world, "ytterb") == []
    assert await world.current() == ["Ana's dog is called Rex."]
    assert await world.learn() is None


async def test_an_edit_while_vectors_are_made(world: World) -> None:
    await world.say(ANA, "aaaa", name="m")
    edits = iter([True])

    class Slow(CountingEmbedder):
        async def embed(self, texts: Sequence[str], *, urgent: bool = False) -> Vector:
            if next(edits, False):
                await edit(world, "m", "bbbb")
            return await super().embed(texts, urgent=urgent)

    async with asyncio.timeout(30):
        while await embed_next(world.database, Slow()):
            pass
    (row,) = await world.owner("SELECT embedding::text AS embedding FROM utterance_vectors")
    firsts = [float(each) for each in row["embedding"].strip("[]").split(",")][:2]
    assert firsts[0] < firsts[1]


async def test_an_edit_and_a_deletion_at_once_end_in_nothing(world: World) -> None:
    for number in range(8):
        name = f"m{number}"
        await world.say(ANA, "I live in Ytterby", name=name)
        async with asyncio.timeout(30):
            await asyncio.gather(
                edit(world, name, "I live in Ytterby no more"),
                world.memory.following.deleted(ANA_DIRECT.key, [name]),
                world.learn(YTTERBY),
                edit(world, name, "Ytterby again", at=START + timedelta(days=1)),
            )
    assert await everywhere(world, "ytterb") == []


async def test_an_edit_waits_for_who_learns_without_standing_in_the_way(world: World) -> None:
    await world.say(ANA, "I live in Ytterby", name="m")
    await world.learn(YTTERBY)
    (fact,) = await world.facts()
    async with world.database.transaction(fact.tenant) as learning:
        await learning.execute("SELECT FROM places WHERE key = $1 FOR NO KEY UPDATE", ANA_DIRECT.key)
        editing = asyncio.create_task(edit(world, "m", "I live in Uppsala"))
        async with asyncio.timeout(10):
            while not await world.owner("SELECT FROM pg_locks WHERE NOT granted"):
                await asyncio.sleep(0.01)
        assert await learning.fetch("SELECT FROM facts WHERE id = $1 FOR UPDATE NOWAIT", fact.id)
    assert await editing == Receipt(1, 0, 0)


@pytest.mark.parametrize("change", ["edit", "delete"])
async def test_a_killed_change_has_done_nothing_and_comes_again(world: World, change: str) -> None:
    await world.say(ANA, "I live in Ytterby", name="m")
    await world.learn(YTTERBY)
    await embedded(world)
    before = await everywhere(world, "ytterb")
    person = (await world.viewer(ANA)).person
    line = Utterance("m", person, ANA_DIRECT, "I live in Uppsala", START)
    for steps in range(100):
        mortal = Mortal(world.database, steps)
        try:
            if change == "delete":
                await retraction.deleted(mortal, ANA_DIRECT.key, ["m"])
            else:
                await retraction.edited(mortal, line, known=read(line.text), edited_at=START, quiet=timedelta(0))
        except Gone:
            assert await everywhere(world, "ytterb") == before
            continue
        break
    assert steps > 5
    assert await everywhere(world, "ytterb") == []
    assert await world.current() == []

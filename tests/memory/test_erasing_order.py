"""Who erases holds places in one order and counts last, so that nobody waits in a circle, nor hears of an end early."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import asyncpg
import pytest

from memory.outcomes import Receipt
from memory.recalled import Turn
from memory.store import clearing
from memory.types import Spot
from tests.memory.learning_world import ANA, GARDEN, SHED, CountingEmbedder, World, item, open_world
from tests.memory.test_erasure import everywhere
from tests.memory.test_following import edit

Act = Callable[[World, Spot], Coroutine[Any, Any, None]]
YTTERBY = item(1, "I live in Ytterby", "Ana lives in Ytterby.")
FREE_PLACES = "SELECT key FROM places WHERE key = ANY ($1) FOR NO KEY UPDATE SKIP LOCKED"
FREE_TOTALS = "SELECT part FROM word_totals FOR UPDATE SKIP LOCKED"


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn, CountingEmbedder()) as world:
        yield world


async def forget_line(world: World, spot: Spot) -> None:
    await world.memory.forget(await world.viewer(ANA, GARDEN), lines=[spot])


async def forget_fact(world: World, _: Spot) -> None:
    (fact,) = await world.facts(ANA, GARDEN)
    await world.memory.forget(await world.viewer(ANA, GARDEN), facts=[fact.id])


async def delete(world: World, _: Spot) -> None:
    await world.memory.following.deleted(GARDEN.key, ["m"])


async def change(world: World, _: Spot) -> None:
    await edit(world, "m", "I keep bees", place=GARDEN)


async def close(world: World, _: Spot) -> None:
    await world.memory.following.closed(GARDEN.key)
    while await world.memory.following.erase_next() is not None:
        pass


@pytest.mark.parametrize("passages", [True, False])
@pytest.mark.parametrize("act", [forget_line, forget_fact, delete, change, close])
async def test_who_waits_for_a_place_holds_no_later_one_and_no_count(world: World, act: Act, passages: bool) -> None:
    """The answer to be erased with the line stands in a place that comes before the line's."""
    asked = await world.say(ANA, "where do I live?", SHED)
    spot = await world.say(ANA, "I live in Ytterby", GARDEN, "m")
    await world.learn()
    await world.learn(YTTERBY)
    (fact,) = await world.facts(ANA, GARDEN)
    told = await world.say(None, "You live in Ytterby.", SHED)
    facts, lines = ((), (spot,)) if passages else ((fact.id,), ())
    await world.memory.log_turn(Turn(await world.viewer(ANA, SHED), asked, told, facts, lines, "model"))
    totals = len(await world.owner("SELECT part FROM word_totals"))
    assert totals == 2

    other = await asyncpg.connect(world.dsn)
    try:
        async with other.transaction():
            await other.execute("SELECT FROM places WHERE key = $1 FOR NO KEY UPDATE", SHED.key)
            acting = asyncio.create_task(act(world, spot))
            async with asyncio.timeout(10):
                while not await world.owner("SELECT FROM pg_locks WHERE NOT granted"):
                    await asyncio.sleep(0.01)
            assert [row["key"] for row in await world.owner(FREE_PLACES, [GARDEN.key, SHED.key])] == [GARDEN.key]
            assert len(await world.owner(FREE_TOTALS)) == totals
    finally:
        await other.close()
    await acting
    assert await everywhere(world, "ytterb") == []
    (kept,) = await world.owner("SELECT sum(documents) AS lines, sum(term_count) AS words FROM word_totals")
    (there,) = await world.owner("SELECT sum(documents) AS lines, sum(term_count) AS words FROM places")
    assert tuple(kept) == tuple(there)


async def test_nothing_is_left_is_not_said_while_another_is_still_at_it(world: World) -> None:
    """Who asks to be forgotten is told so once nothing is found to be due, and that has to be true."""
    await world.say(ANA, "I live in Ytterby", GARDEN)
    await world.memory.following.closed(GARDEN.key)
    async with world.database.transaction() as another:
        assert await another.fetchrow(clearing.NEXT) is not None
        assert await world.memory.following.erase_next() == Receipt(0, 0, 0)
        assert await everywhere(world, "ytterb") != []
    while await world.memory.following.erase_next() is not None:
        pass
    assert await everywhere(world, "ytterb") == []
    assert await world.owner("SELECT FROM erasures") == []

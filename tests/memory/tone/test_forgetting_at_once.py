"""Whose tone is forgotten at the moment at which it is measured: nothing of before is left, whoever comes first."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from memory.store import remeasuring
from memory.tone.measured import Feature, Observation
from memory.tones import Tones, added
from tests.memory.learning_world import ANA, BEN, GARDEN, START, World, open_world
from tests.memory.tone.tone_world import length, measure, observed, then
from tests.memory.visible_world import owner


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn) as world:
        world.memory.tones = Tones(world.database, observed, now=then)
        yield world


@pytest.mark.parametrize("known", [False, True])
async def test_measuring_waits_for_forgetting_and_leaves_out_what_was_forgotten(world: World, known: bool) -> None:
    if known:
        await world.say(ANA, "3", GARDEN)
        await measure(world)
    await world.say(ANA, "9", GARDEN)
    ana = (await world.viewer(ANA, GARDEN)).person
    async with owner(world.dsn) as other, asyncio.timeout(20):
        async with other.transaction():
            await other.execute("SELECT forget_tone($1)", ana)
            measuring = asyncio.ensure_future(world.memory.tones.measure_next())
            await asyncio.sleep(0.3)
            assert not measuring.done()
        await measuring
    assert await length(world, ANA, GARDEN) is None
    await world.say(ANA, "5", GARDEN)
    await measure(world)
    assert await length(world, ANA, GARDEN) == 5, "what comes later is measured"


async def test_what_was_measured_anew_is_not_put_over_a_tone_that_was_begun_since(world: World) -> None:
    await world.say(ANA, "9", GARDEN)
    await measure(world)
    await world.owner("UPDATE tones SET lost = 9")
    worn = await remeasuring.next_worn(world.database)
    assert worn is not None
    await world.memory.tones.forget((await world.viewer(ANA, GARDEN)).person)
    for _ in range(3):
        await world.say(ANA, "5", GARDEN)
        await measure(world)
    old = added(None, [(Observation({Feature.LENGTH: 9.0}), START)])
    revisions = await world.owner("SELECT revision FROM tones")
    assert not await remeasuring.replace(world.database, worn, old), revisions
    assert await length(world, ANA, GARDEN) == 5


async def test_groups_are_made_anew_soon_without_who_was_forgotten(world: World) -> None:
    for _ in range(15):
        await world.say(ANA, "9", GARDEN)
    await world.say(BEN, "9", GARDEN)
    await measure(world)
    tones = world.memory.tones
    await tones.regroup()
    due = "SELECT made_at < '2000-01-01' AS due FROM tone_grouping"
    await tones.forget((await world.viewer(BEN, GARDEN)).person)
    assert not (await world.owner(due))[0]["due"], "who said little is in no group"
    await tones.forget((await world.viewer(ANA, GARDEN)).person)
    assert (await world.owner(due))[0]["due"]
    await tones.regroup()
    assert not (await world.owner(due))[0]["due"]

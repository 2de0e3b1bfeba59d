"""Threads through the real door: what a channel and its threads may use of one another, and who reads them."""

import asyncio
from dataclasses import replace

import pytest

from memory.errors import PlaceMismatch
from memory.types import Account, Audience, Place
from tests.memory.learning_world import ANA, ANA_DIRECT, BEN, BEN_DIRECT, CELLAR, GARDEN, World, item

CEM = Account("console", "cem", "Cem")
CEM_DIRECT = Place("console:cem", None, Audience.DIRECT, "direct with Cem")
BARREL = Place("club:cellar:1", "club", Audience.PRIVATE, "barrel", CELLAR.key)
BOTTLE = Place("club:cellar:2", "club", Audience.PRIVATE, "bottle", CELLAR.key)
ASIDE = Place("console:ana:1", None, Audience.DIRECT, "aside", ANA_DIRECT.key)
OSLO = item(1, "I live in Oslo", "Ana lives in Oslo.")


async def learned(world: World, place: Place) -> None:
    await world.say(ANA, "I live in Oslo", place)
    await world.learn(OSLO)


async def seen(world: World, who: Account, place: Place) -> bool:
    viewer = await world.viewer(who, place)
    found = (await world.memory.find(viewer, "who lives in Oslo?")).packed(600)
    return "Oslo" in str(found)


@pytest.mark.parametrize("first", [CELLAR, BARREL])
@pytest.mark.parametrize("second", [CELLAR, BARREL, BOTTLE])
async def test_a_channel_and_its_threads_use_one_another_whichever_was_met_first(
    world: World, first: Place, second: Place
) -> None:
    await learned(world, first)
    assert await seen(world, BEN, second)
    assert await seen(world, BEN, BEN_DIRECT)
    assert not await seen(world, CEM, GARDEN)
    assert not await seen(world, CEM, CEM_DIRECT)


async def test_each_has_a_transcript_of_its_own(world: World) -> None:
    await learned(world, CELLAR)
    await world.say(BEN, "cheers", BARREL)
    assert [line.text for line in await world.memory.recent(await world.viewer(BEN, BARREL))] == ["cheers"]


async def test_what_changes_in_a_thread_changes_what_the_channel_told(world: World) -> None:
    await learned(world, CELLAR)
    await world.say(ANA, "I live in Bergen now", BARREL)
    await world.learn(item(1, "I live in Bergen now", "Ana lives in Bergen.", relation="updates", known=1))
    assert await world.current(ANA, CELLAR) == ["Ana lives in Bergen."]


async def test_who_leaves_the_channel_leaves_its_threads(world: World) -> None:
    await learned(world, BARREL)
    await world.viewer(BEN, BARREL)
    ben = (await world.viewer(BEN, BOTTLE)).person
    assert await seen(world, BEN, BEN_DIRECT)
    await world.memory.leave(ben, CELLAR)  # where nobody was ever met
    assert not await seen(world, BEN, BEN_DIRECT)


async def test_asides_of_a_direct_conversation_stay_with_the_person(world: World) -> None:
    await learned(world, ASIDE)
    assert await seen(world, ANA, ANA_DIRECT)
    assert not await seen(world, BEN, BEN_DIRECT)
    with pytest.raises(PlaceMismatch):
        await world.viewer(BEN, ASIDE)
    with pytest.raises(PlaceMismatch):
        await world.viewer(BEN, replace(ASIDE, key="console:ana:2"))


async def test_a_thread_stays_in_its_room_and_space(world: World) -> None:
    await world.viewer(ANA, BARREL)
    with pytest.raises(PlaceMismatch):
        await world.viewer(ANA, replace(BARREL, room=GARDEN.key))
    with pytest.raises(PlaceMismatch):
        await world.viewer(ANA, replace(BOTTLE, space="elsewhere"))
    with pytest.raises(PlaceMismatch):
        await world.viewer(ANA, replace(CELLAR, space="elsewhere"))


async def test_a_room_opens_and_closes_as_one(world: World) -> None:
    await learned(world, BARREL)  # behind closed doors
    await world.viewer(ANA, CELLAR)
    opened = replace(CELLAR, audience=Audience.PUBLIC)
    await world.say(BEN, "come in", opened)
    assert {row[0] for row in await world.owner("SELECT audience::text FROM places")} == {"public"}
    assert not await seen(world, BEN, BEN_DIRECT), "he came when everybody could"
    assert await seen(world, ANA, ANA_DIRECT)
    assert not await seen(world, ANA, replace(BARREL, audience=Audience.PUBLIC))
    await world.say(BEN, "closed again", BARREL)
    found = await world.owner("SELECT DISTINCT audience::text FROM places WHERE space = 'club'")
    assert [row[0] for row in found] == ["private"]
    assert await seen(world, BEN, BARREL)
    assert await seen(world, BEN, CELLAR)


async def test_threads_that_change_at_once_do_not_hold_each_other_up(world: World) -> None:
    for place in (CELLAR, BARREL, BOTTLE):
        await world.viewer(ANA, place)
    for audience in (Audience.PUBLIC, Audience.PRIVATE) * 5:
        places = [replace(place, audience=audience) for place in (CELLAR, BARREL, BOTTLE)]
        async with asyncio.timeout(30):
            await asyncio.gather(*(world.memory.person(BEN, place) for place in places))
        found = await world.owner("SELECT DISTINCT audience::text FROM places")
        assert [row[0] for row in found] == [audience.value]


async def test_in_a_thread_the_people_of_the_channel_are_known_by_name(world: World) -> None:
    ben = (await world.viewer(BEN, CELLAR)).person
    await world.say(ANA, "Ben lives in Oslo", BARREL)
    await world.learn(item(1, "Ben lives in Oslo", "Ben lives in Oslo.", about="Ben"))
    assert [fact.subject for fact in await world.facts(ANA, BARREL)] == [ben]

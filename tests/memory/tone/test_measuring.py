"""Lines are measured once, whoever dies and however many measure; what is deleted is measured out again."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count as numbers

import pytest

from memory.store.database import open_database
from memory.tone.measured import Observation
from memory.tones import Tones
from memory.types import Account, Audience, Place, Utterance
from tests.memory.learning_world import ANA, ANA_DIRECT, BEN, CELLAR, GARDEN, SHED, START, World, open_world
from tests.memory.mortal import Gone, Mortal
from tests.memory.tone.tone_world import length, measure, observed, then, weight


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn) as world:
        world.memory.tones = Tones(world.database, observed, now=then)
        yield world


async def freed(world: World) -> None:
    """The leases of those who died are over."""
    await world.owner("UPDATE places SET tone_lease = now() - interval '1 second'")


async def test_whoever_dies_nothing_is_counted_twice_or_lost(world: World) -> None:
    for steps in numbers():
        ana, place = Account("console", f"a{steps}", "Ana"), Place(f"hall{steps}", f"s{steps}", Audience.PUBLIC)
        for text in ("2", "4"):
            await world.say(ana, text, place)
        try:
            await Tones(Mortal(world.database, steps), observed, now=then).measure_next()
            died = False
        except Gone:
            died = True
        await freed(world)
        await measure(world)
        assert await length(world, ana, place) == pytest.approx(3, abs=0.01)
        assert await weight(world, ana, place) == pytest.approx(2, abs=0.01)
        if not died:
            assert steps > 8
            return


async def test_any_number_of_workers_count_each_line_once(world: World) -> None:
    places = [Place(f"club:{n}", "club", Audience.PUBLIC) for n in range(8)]
    for place in places:
        for _ in range(3):
            await world.say(ANA, "1", place)
            await world.say(BEN, "5", place)

    async with open_database(world.dsn) as other, asyncio.timeout(30):
        workers = [Tones(database, observed, now=then) for database in (world.database, other, world.database)]

        async def until_done(tones: Tones) -> None:
            while await tones.measure_next():
                pass

        await asyncio.gather(*(until_done(tones) for tones in workers))
    assert await world.owner("SELECT FROM places WHERE tone_due OR tone_lease IS NOT NULL") == []
    assert await weight(world, ANA, GARDEN) == pytest.approx(24, abs=2)
    assert await length(world, BEN, GARDEN) == pytest.approx(5)


async def test_a_worker_that_comes_too_late_writes_nothing(world: World) -> None:
    await world.say(ANA, "1")
    slow = asyncio.Event()

    def never(text: str) -> Observation | None:
        asyncio.run_coroutine_threadsafe(overtaken(), loop).result(20)
        return observed(text)

    async def overtaken() -> None:
        await freed(world)
        await measure(world)
        slow.set()

    loop = asyncio.get_running_loop()
    await Tones(world.database, never, now=then).measure_next()
    assert slow.is_set()
    assert await weight(world, ANA, ANA_DIRECT) == pytest.approx(1)


async def test_what_is_deleted_or_edited_while_it_is_measured_is_left_out(world: World) -> None:
    for text, name in (("1", "kept"), ("9", "deleted"), ("5", "edited")):
        await world.say(ANA, text, name=name)
    ana = await world.viewer(ANA)
    done: list[str] = []

    def meanwhile(text: str) -> Observation | None:
        if not done:
            done.append(text)
            asyncio.run_coroutine_threadsafe(changed(), loop).result(20)
        return observed(text)

    async def changed() -> None:
        await world.memory.following.deleted(ANA_DIRECT.key, ["deleted"])
        edited = Utterance("edited", ana.person, ANA_DIRECT, "7", START)
        await world.memory.following.edited(edited, START + timedelta(hours=1))

    loop = asyncio.get_running_loop()
    await Tones(world.database, meanwhile, now=then).measure_next()
    assert await length(world, ANA, ANA_DIRECT) == pytest.approx(1)


async def test_what_is_deleted_before_is_never_measured(world: World) -> None:
    await world.say(ANA, "1")
    await world.say(ANA, "9", name="deleted")
    await world.memory.following.deleted(ANA_DIRECT.key, ["deleted"])
    await measure(world)
    assert await length(world, ANA, ANA_DIRECT) == pytest.approx(1)
    assert await world.owner("SELECT FROM tone_losses") == []


@pytest.mark.parametrize("place", [ANA_DIRECT, CELLAR, GARDEN])
async def test_more_than_a_tenth_deleted_is_measured_out_again(world: World, place: Place) -> None:
    for n in range(30):
        await world.say(ANA, "9" if n < 3 else "1", place, name=f"m{n}")
    await measure(world)
    await world.memory.following.deleted(place.key, ["m0", "m1"])
    await measure(world)
    assert await length(world, ANA, place) == pytest.approx(1.8, abs=0.1)  # less than a tenth: it fades by itself
    await world.memory.following.deleted(place.key, ["m2"])
    await measure(world)
    assert await length(world, ANA, place) == pytest.approx(1)
    assert await weight(world, ANA, place) == pytest.approx(27, abs=2)
    assert await world.owner("SELECT FROM tones WHERE lost <> 0") == []


async def test_an_edited_line_counts_as_it_reads_now(world: World) -> None:
    await world.say(ANA, "9", name="edited")
    await measure(world)
    edited = Utterance("edited", (await world.viewer(ANA)).person, ANA_DIRECT, "1", START)
    await world.memory.following.edited(edited, START + timedelta(hours=1))
    await measure(world)
    assert await length(world, ANA, ANA_DIRECT) == pytest.approx(1)


async def test_when_all_of_it_is_deleted_the_tone_is_gone(world: World) -> None:
    await world.say(ANA, "9", name="only")
    await measure(world)
    await world.memory.following.deleted(ANA_DIRECT.key, ["only"])
    await measure(world)
    assert await world.owner("SELECT FROM tones") == []


async def test_what_is_said_while_it_is_measured_anew_is_not_lost(world: World) -> None:
    await world.say(ANA, "9", name="deleted")
    await world.say(ANA, "1")
    await measure(world)
    await world.memory.following.deleted(ANA_DIRECT.key, ["deleted"])
    said: list[str] = []

    def meanwhile(text: str) -> Observation | None:
        if not said:
            said.append(text)
            asyncio.run_coroutine_threadsafe(more(), loop).result(20)
        return observed(text)

    async def more() -> None:
        await world.say(ANA, "3")
        assert await world.memory.tones.measure_next() == 1

    loop = asyncio.get_running_loop()
    await Tones(world.database, meanwhile, now=then).measure_next()
    assert said
    await measure(world)
    assert await length(world, ANA, ANA_DIRECT) == pytest.approx(2, abs=0.02)
    assert await weight(world, ANA, ANA_DIRECT) == pytest.approx(2, abs=0.02)


async def test_tones_of_an_older_kind_are_measured_anew_as_a_whole(world: World) -> None:
    for place in (GARDEN, SHED):
        await world.say(ANA, "1", place)
    await measure(world)
    await world.owner("UPDATE tones SET version = 0, means = '{1}'")
    assert await length(world, ANA, GARDEN) is None
    await world.say(ANA, "4", GARDEN)
    await measure(world)
    assert await length(world, ANA, GARDEN) == pytest.approx(2, abs=0.02)
    assert await weight(world, ANA, GARDEN) == pytest.approx(3, abs=0.05)


async def test_a_long_past_is_measured_in_steps(world: World) -> None:
    for _ in range(230):
        await world.say(ANA, "1")
    assert await world.memory.tones.measure_next() == 100
    assert await measure(world) == 130

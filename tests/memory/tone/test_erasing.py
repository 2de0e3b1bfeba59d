"""What goes with people, places and spaces that end, what an export holds, and the wall of the database."""

import json
from collections.abc import AsyncIterator

import asyncpg
import pytest

from memory.store.database import Database
from memory.tone.addressee import Source
from memory.tone.measured import Feature
from memory.tone.wished import Dial, Preset
from memory.tones import Tones
from memory.types import Account, Audience, Place
from tests.memory.learning_world import ANA, ANA_DIRECT, BEN, BEN_DIRECT, CELLAR, GARDEN, START, World, open_world
from tests.memory.test_clearing import cleared, due_in_days
from tests.memory.tone.tone_world import length, measure, observed, then

CY, DEE = Account("console", "cy", "Cy"), Account("console", "dee", "Dee")


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn) as world:
        world.memory.tones = Tones(world.database, observed, now=then)
        yield world


async def everybody_talks(world: World, place: Place = GARDEN) -> None:
    for who, text in ((ANA, "9"), (BEN, "1"), (CY, "2")):
        await world.say(who, text, place)
    await measure(world)


async def usual_length(world: World, place: Place = GARDEN) -> float | None:
    """How long people's messages are in the place, for somebody who never said anything."""
    found = await Tones(world.database, observed, now=then).of(await world.viewer(DEE, place))
    assert Source.OWN not in dict(found.shares)
    return None if found.tone is None else found.tone.mean(Feature.LENGTH)


async def test_strangers_are_answered_as_people_write_there(world: World) -> None:
    await world.say(ANA, "9", GARDEN)
    await world.say(BEN, "1", GARDEN)
    await measure(world)
    assert await usual_length(world) is None  # of two, one would be told
    await world.say(CY, "2", GARDEN)
    await measure(world)
    assert await usual_length(world) == pytest.approx(4, abs=0.05)
    assert await usual_length(world, Place("guild:hall", "guild", GARDEN.audience)) is None
    assert await usual_length(world, CELLAR) == pytest.approx(4, abs=0.05)
    await everybody_talks(world, CELLAR)
    await world.say(ANA, "60", CELLAR)
    assert await usual_length(world) == pytest.approx(4, abs=0.05)


async def test_how_people_write_in_a_closed_room_shows_only_there(world: World) -> None:
    await everybody_talks(world, CELLAR)
    assert await usual_length(world, CELLAR) == pytest.approx(4, abs=0.05)
    assert await usual_length(world, GARDEN) is None
    assert await usual_length(world, Place("club:attic", "club", Audience.PRIVATE)) is None


async def test_who_forgets_their_tone_is_no_part_of_the_places(world: World) -> None:
    await everybody_talks(world)
    await world.memory.tones.forget((await world.viewer(ANA)).person)
    assert await usual_length(world) is None
    await world.say(DEE, "3", Place("club:shed", "club", Audience.PUBLIC))
    await measure(world)
    found = await Tones(world.database, observed, now=then).of(await world.viewer(ANA, GARDEN))
    assert found.tone is not None and found.tone.mean(Feature.LENGTH) == pytest.approx(2, abs=0.05)


async def test_a_person_who_is_erased_leaves_no_tone(world: World) -> None:
    ben = (await world.viewer(BEN, BEN_DIRECT)).person
    for place in (GARDEN, CELLAR, BEN_DIRECT):
        await world.say(BEN, "1", place)
    await measure(world)
    await world.say(BEN, "1", GARDEN)
    await world.memory.tones.wish(ben, Dial.LENGTH, 1, source=None, at=START)
    assert len(await world.owner("SELECT FROM tones")) == 3
    await world.memory.following.erase_account("console", "ben")
    for table in ("tones", "tone_wishes"):
        assert await world.owner(f"SELECT FROM {table}") == []
    await measure(world)  # what they said last, in vain
    assert await world.owner("SELECT FROM tones") == []
    await cleared(world)
    await measure(world)
    for table in ("tones", "tone_wishes", "tone_losses"):
        assert await world.owner(f"SELECT FROM {table}") == []


async def test_a_space_that_ends_takes_its_tones(world: World) -> None:
    await everybody_talks(world)
    await everybody_talks(world, CELLAR)
    await world.say(ANA, "5")
    await measure(world)
    await world.memory.following.closed_space("club")
    await due_in_days(world, 31)
    await cleared(world)
    await measure(world)
    (left,) = await world.owner("SELECT tenant FROM tones")
    assert left["tenant"].startswith("person:")
    assert await world.owner("SELECT FROM place_tones") == [] == await world.owner("SELECT FROM tone_losses")


@pytest.mark.parametrize("place", [CELLAR, GARDEN])
async def test_a_place_that_ends_takes_what_was_measured_in_it(world: World, place: Place) -> None:
    await everybody_talks(world, place)
    shed = Place("club:shed", "club", Audience.PUBLIC)
    await world.say(ANA, "5", shed)
    await measure(world)
    await world.memory.following.closed(place.key)
    await due_in_days(world, 31)
    await cleared(world)
    await measure(world)
    assert await length(world, ANA, shed) == pytest.approx(5)
    assert await length(world, BEN, shed) is None
    assert len(await world.owner("SELECT FROM tones")) == 1
    assert await world.owner("SELECT FROM place_tones") == []


async def test_an_export_tells_tone_and_wishes(world: World) -> None:
    viewer = await world.viewer(ANA)
    for place in (ANA_DIRECT, GARDEN, CELLAR):
        await world.say(ANA, "4", place)
    await world.say(BEN, "9", GARDEN)
    await measure(world)
    await world.memory.tones.wish(viewer.person, Dial.EMOJI, -2, source=None, at=START)
    await world.memory.tones.choose(viewer.person, Preset.STEPS, True, source=None, at=START)
    told = json.loads(json.dumps(await world.memory.export(viewer)))
    assert [
        (each["register"], each["room"]) for each in sorted(told["tones"], key=lambda each: str(each["register"]))
    ] == [
        ("direct", ""),
        ("private", CELLAR.key),
        ("public", ""),
    ]
    assert all(each["features"] == {"length": {"mean": 4, "variance": 0, "messages": 1}} for each in told["tones"])
    assert [(each["name"], each["value"]) for each in told["tone_wishes"]] == [("dial:emoji", -2), ("preset:steps", 1)]


async def test_without_its_tenant_no_row_is_read_or_changed(
    world: World, owner: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    await everybody_talks(world)
    await world.memory.tones.wish((await world.viewer(ANA)).person, Dial.EMOJI, -2, source=None, at=START)
    database: Database = world.database
    for table in ("tones", "place_tones", "tone_wishes"):
        assert len(await owner.fetch(f"SELECT FROM {table}")) > 0
        assert await database.fetch(f"SELECT FROM {table}") == []
        assert await database.execute(f"DELETE FROM {table}") == "DELETE 0"
        async with database.transaction("space:guild") as connection:
            assert await connection.fetch(f"SELECT FROM {table}") == []

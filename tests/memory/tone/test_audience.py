"""What is known of somebody's tone in a place rests on nothing that was said to fewer people: by an oracle."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from random import Random

import pytest

from memory.tone.addressee import Source
from memory.tone.measured import Feature
from memory.tones import Tones
from memory.types import Account, Audience, Place, Viewer
from tests.memory.learning_world import World, open_world
from tests.memory.tone.tone_world import measure, observed, then

DIRECT, PRIVATE, PUBLIC = Audience.DIRECT, Audience.PRIVATE, Audience.PUBLIC


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn) as world:
        world.memory.tones = Tones(world.database, observed, now=then)
        yield world


@dataclass(frozen=True, slots=True)
class Said:
    """What was said, and where as it was then."""

    who: Account
    place: Place
    length: float


def may_hear(said: Said, who: Account, place: Place, *, member: bool) -> bool:
    """The rule, in Python: whether everybody who reads `place` was entitled to hear it."""
    if said.who != who:
        return False
    if place.audience is DIRECT:
        return place.key == f"d:{who.handle}"
    if said.place.audience is PUBLIC:
        return said.place.space == place.space and (place.audience is PUBLIC or member)
    same_room = (said.place.room or said.place.key) == (place.room or place.key)
    return said.place.audience is PRIVATE and place.audience is PRIVATE and same_room and member


def _places(n: int, people: list[Account]) -> list[Place]:
    rooms = [
        Place(f"s{n}:hall", f"s{n}", PUBLIC),
        Place(f"s{n}:den", f"s{n}", PRIVATE),
        Place(f"s{n}:other", f"s{n}", PRIVATE),
        Place(f"t{n}:hall", f"t{n}", PUBLIC),
        Place(f"group{n}", None, PRIVATE),
    ]
    threads = [replace(room, key=f"{room.key}#1", room=room.key) for room in rooms[:2]]
    return [*rooms, *threads, *(Place(f"d:{who.handle}", None, DIRECT) for who in people)]


def _turned(place: Place, open_: dict[str, Audience]) -> Place:
    return replace(place, audience=open_.get(place.room or place.key, place.audience))


@pytest.mark.parametrize("seed", range(12))
async def test_nothing_reaches_further_than_it_was_said(world: World, seed: int) -> None:
    random, history = Random(seed), list[Said]()
    people = [Account("p", f"{name}{seed}", name) for name in ("ana", "ben")]
    places, open_ = _places(seed, people), dict[str, Audience]()
    for _ in range(30):
        who, place = random.choice(people), _turned(random.choice(places), open_)
        if place.audience is DIRECT and place.key != f"d:{who.handle}":
            continue
        if place.space and place.key.endswith("den") and random.random() < 0.3:
            open_[place.key] = random.choice((PRIVATE, PUBLIC))
            place = _turned(place, open_)
        said = Said(who, place, float(random.randrange(1, 1_000)))
        await world.say(who, str(said.length), place)
        history.append(said)
        if random.random() < 0.2:
            await world.memory.tones.measure_next()
    await measure(world)
    for who in people:
        person = (await world.viewer(who, Place(f"d:{who.handle}", None, DIRECT))).person
        for place in (_turned(each, open_) for each in places):
            member = any(
                said.who == who and (said.place.room or said.place.key) == (place.room or place.key) for said in history
            )
            found = await world.memory.tones.of(Viewer(person, place))
            heard = [each.length for each in history if may_hear(each, who, place, member=member)]
            assert found.messages == pytest.approx(len(heard), rel=0.15), (who, place)
            assert (Source.OWN in dict(found.shares)) == bool(heard), (who, place)
            if heard and found.tone is not None:
                assert min(heard) - 1 <= found.tone.mean(Feature.LENGTH) <= max(heard) + 1


async def test_nobody_elses_direct_place_tells_anything(world: World) -> None:
    ana, ben = Account("p", "ana", "Ana"), Account("p", "ben", "Ben")
    alone = Place("d:ana", None, DIRECT)
    await world.say(ana, "5", alone)
    await world.say(ben, "7", Place("d:ben", None, DIRECT))
    await measure(world)
    viewer = await world.viewer(ben, Place("d:ben", None, DIRECT))
    assert (await world.memory.tones.of(Viewer(viewer.person, alone))).tone is None


async def test_a_place_the_platform_calls_wider_by_now_is_wider(world: World) -> None:
    ana, den = Account("p", "ana", "Ana"), Place("s:den", "s", PRIVATE)
    await world.say(ana, "5", den)
    await measure(world)
    person = (await world.viewer(ana, den)).person
    assert (await world.memory.tones.of(Viewer(person, den))).messages == pytest.approx(1)
    assert (await world.memory.tones.of(Viewer(person, replace(den, audience=PUBLIC)))).tone is None
    assert (await world.memory.tones.of(Viewer(person, Place("s:den2", "s", PUBLIC)))).tone is None


async def test_who_left_a_closed_place_is_not_known_there(world: World) -> None:
    ana, den = Account("p", "ana", "Ana"), Place("s:den", "s", PRIVATE)
    await world.say(ana, "5", den)
    await measure(world)
    viewer = await world.viewer(ana, den)
    await world.memory.leave(viewer.person, den)
    assert (await Tones(world.database, observed, now=then).of(viewer)).tone is None


async def test_nothing_is_known_in_a_space_that_the_bot_was_put_out_of(world: World) -> None:
    ana, hall = Account("p", "ana", "Ana"), Place("s:hall", "s", PUBLIC)
    await world.say(ana, "5", hall)
    await measure(world)
    viewer = await world.viewer(ana, hall)
    await world.memory.following.closed_space("s")
    assert (await Tones(world.database, observed, now=then).of(viewer)).tone is None

"""Tones in the database: measured once, used where everybody was entitled to hear what they were measured from."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial

import pytest

from memory.errors import ChoiceUnknown, NotVisible
from memory.memory import Memory
from memory.store.database import open_database
from memory.tone.addressee import Source
from memory.tone.gathering import DAYS
from memory.tone.measured import Feature
from memory.tone.wished import Dial, Preset
from memory.tones import Tones
from memory.types import Account, PersonId, Place, Spot
from tests.memory.learning_world import ANA, ANA_DIRECT, BEN, BEN_DIRECT, CELLAR, GARDEN, SHED, START, World, open_world
from tests.memory.off_record_world import turn_off, turn_on
from tests.memory.tone.tone_world import length, measure, observed, then

LATER = START + timedelta(days=1)
OTHERS = [Account("console", name, name) for name in ("ben", "cam", "dee")]


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn) as world:
        world.memory.tones = Tones(world.database, observed, now=then)
        yield world


async def test_nobody_is_known_at_first(world: World) -> None:
    found = await world.memory.tones.of(await world.viewer(ANA))
    assert found.tone is None and not found.wishes and found.shares == ((Source.NONE, 1.0),)
    assert await world.memory.tones.measure_next() == 0


async def test_what_was_said_is_measured_once(world: World) -> None:
    for text in ("1", "…", "3"):
        await world.say(ANA, text)
    await world.say(None, "9")
    assert await world.memory.tones.measure_next() == 4
    assert await world.memory.tones.measure_next() == 0
    found = await world.memory.tones.of(await world.viewer(ANA))
    assert found.tone is not None
    assert found.tone.mean(Feature.LENGTH) == pytest.approx(2, abs=0.01)
    assert found.messages == pytest.approx(2, abs=0.01)


async def test_who_was_silent_for_long_is_trusted_to_write_so_still_less_and_less(world: World) -> None:
    for who, text in [(ANA, "1")] * 9 + [(each, "5") for each in OTHERS] * 9:
        await world.say(who, text, GARDEN)
    await measure(world)
    found = []
    for days in (0, DAYS, 6 * DAYS):
        tones = Tones(world.database, observed, now=partial(START.__add__, timedelta(days=days)))
        found.append(await tones.of(await world.viewer(ANA, GARDEN)))
    own, place = ([dict(each.shares).get(source, 0.0) for each in found] for source in (Source.OWN, Source.PLACE))
    assert own[0] > own[1] > own[2] and own[2] < 0.1
    assert place == sorted(place), "how people write there is heard of others, and steps in"
    assert [each.messages for each in found] == pytest.approx([9, 4.5, 9 / 64], abs=0.2)
    means = [each.tone.mean(Feature.LENGTH) for each in found if each.tone]
    assert means == sorted(means) and means[0] < 2 < 3.5 < means[-1]


async def test_what_is_said_alone_with_the_bot_shows_nowhere_else(world: World) -> None:
    await world.say(ANA, "1", GARDEN)
    await world.say(ANA, "5", CELLAR)
    await world.say(ANA, "9")
    await measure(world)
    assert await length(world, ANA, GARDEN) == pytest.approx(1)
    assert await length(world, ANA, SHED) == pytest.approx(1)
    assert await length(world, ANA, CELLAR) == pytest.approx(3, abs=0.1)  # the wider register counts a little less
    assert await length(world, ANA, ANA_DIRECT) == pytest.approx(5, abs=0.2)
    for place in (GARDEN, CELLAR, BEN_DIRECT):
        assert await length(world, BEN, place) is None


async def test_the_more_is_heard_in_a_register_the_less_the_wider_count(world: World) -> None:
    for _ in range(40):
        await world.say(ANA, "1", GARDEN)
    means = []
    for _ in range(4):
        await measure(world)
        means.append(await length(world, ANA, ANA_DIRECT) or 0.0)
        for _ in range(20):
            await world.say(ANA, "9")
    assert means[0] == pytest.approx(1) and means == sorted(means)
    assert means[-1] > (40 + 60 * 9) / 100 + 1  # all alike, it would be that
    assert await length(world, ANA, GARDEN) == pytest.approx(1)


async def test_what_was_said_in_a_space_shows_in_no_other(world: World) -> None:
    elsewhere = Place("guild:hall", "guild", GARDEN.audience)
    group = Place("group", None, CELLAR.audience)
    await world.say(ANA, "1", GARDEN)
    await world.say(ANA, "7", group)
    await measure(world)
    assert await length(world, ANA, elsewhere) is None
    assert await length(world, ANA, group) == pytest.approx(7)
    assert await length(world, ANA, CELLAR) == pytest.approx(1)


async def test_lines_off_the_record_are_never_measured(world: World) -> None:
    await world.say(ANA, "1")
    await turn_off(world)
    await world.say(ANA, "9")
    await turn_on(world)
    await measure(world)
    assert await length(world, ANA, ANA_DIRECT) == pytest.approx(1)


async def test_a_wish_is_kept_and_taken_back(world: World) -> None:
    ana, tones = (await world.viewer(ANA)).person, world.memory.tones
    spot = await world.say(ANA, "1")
    assert (await tones.wish(ana, Dial.LENGTH, -2, source=spot, at=START)).dials == {Dial.LENGTH: -2}
    wishes = await tones.choose(ana, Preset.STEPS, True, source=None, at=LATER)
    assert wishes.presets == {Preset.STEPS} and wishes.dials == {Dial.LENGTH: -2}
    for place in (ANA_DIRECT, GARDEN):
        assert (await tones.of(await world.viewer(ANA, place))).wishes == wishes
    shorter, steps = await tones.wished(ana)
    assert (shorter.name, shorter.value, shorter.source, shorter.at) == (Dial.LENGTH, -2, spot, START)
    assert (steps.name, steps.value, steps.source) == (Preset.STEPS, 1, None)
    assert (await tones.wish(ana, Dial.LENGTH, 0, source=None, at=LATER)).dials == {}
    assert (await tones.of(await world.viewer(ANA))).wishes.dials == {}
    assert {row.name: (row.before, row.value) for row in await tones.wished(ana)}[Dial.LENGTH] == (-2, 0)


async def test_an_older_wish_that_is_heard_late_changes_nothing(world: World) -> None:
    ana, tones = (await world.viewer(ANA)).person, world.memory.tones
    await tones.wish(ana, Dial.EMOJI, 2, source=None, at=LATER)
    assert (await tones.wish(ana, Dial.EMOJI, -2, source=None, at=START)).dials == {Dial.EMOJI: 2}


async def test_no_dial_goes_further_than_it_does(world: World) -> None:
    ana = (await world.viewer(ANA)).person
    for value in (-3, 3):
        with pytest.raises(ChoiceUnknown):
            await world.memory.tones.wish(ana, Dial.LENGTH, value, source=None, at=START)
    with pytest.raises(NotVisible):
        await world.memory.tones.wish(PersonId(99), Dial.LENGTH, 1, source=None, at=START)


async def test_a_wish_goes_with_its_line(world: World) -> None:
    viewer = await world.viewer(ANA)
    spot: Spot = await world.say(ANA, "1")
    await world.memory.tones.wish(viewer.person, Dial.LENGTH, -1, source=spot, at=START)
    await world.memory.forget(viewer, lines=[spot])
    assert await world.memory.tones.wished(viewer.person) == ()


async def test_another_process_is_heard_when_in_doubt(world: World) -> None:
    ana = await world.viewer(ANA)
    assert not (await world.memory.tones.of(ana)).wishes
    async with open_database(world.dsn) as other:
        await Memory(other, None).tones.wish(ana.person, Dial.HUMOUR, 1, source=None, at=START)
    assert not (await world.memory.tones.of(ana)).wishes
    world.memory.tones.doubt(ana.person)
    assert (await world.memory.tones.of(ana)).wishes.dials == {Dial.HUMOUR: 1}


async def test_what_is_forgotten_is_not_measured_again(world: World) -> None:
    ana = await world.viewer(ANA)
    await world.say(ANA, "1")
    await measure(world)
    await world.say(ANA, "5")
    await world.memory.tones.wish(ana.person, Dial.HUMOUR, 1, source=None, at=START)
    await world.memory.tones.forget(ana.person)
    await measure(world)
    found = await world.memory.tones.of(ana)
    assert found.tone is None and not found.wishes
    await world.say(ANA, "9")
    await measure(world)
    assert await length(world, ANA, ANA_DIRECT) == pytest.approx(9)

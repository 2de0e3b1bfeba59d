"""Signals about answers: whose are kept, what is measured of them, and what becomes of them when something goes."""

from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from memory.preference import Refinement, Signal
from memory.store.preferences import of_group
from memory.tone.measured import Feature
from memory.tone.wished import Dial
from memory.types import Account
from tests.memory.learning_world import ANA, ANA_DIRECT, BEN, GARDEN, SHED, World
from tests.memory.preference_world import answer, name_of, signals

NOW = datetime.now(UTC)
SHORTER = {Dial.LENGTH: -1}


async def test_a_thumb_is_a_signal_while_it_stands(world: World) -> None:
    ana = await world.viewer(ANA, GARDEN)
    _, spoken = await answer(world)
    name = await name_of(world, spoken)
    await world.memory.answers.rate(ana, name, 1)
    assert [each.signal for each in await signals(world, ana)] == [Signal.UP]
    await world.memory.answers.rate(ana, name, -1, "too long")
    (down,) = await signals(world, ana)
    assert (down.signal, down.reason) == (Signal.DOWN, "too long")
    assert down.features is not None and Feature.LENGTH in down.features
    await world.memory.answers.rate(ana, name, 0)
    assert await signals(world, ana) == ()


async def test_a_thumb_on_an_answer_to_somebody_else_says_nothing_of_oneself(world: World) -> None:
    _, spoken = await answer(world)
    ben = await world.viewer(BEN, GARDEN)
    await world.memory.answers.rate(ben, await name_of(world, spoken), -1)
    assert await signals(world, ben) == ()
    assert await signals(world, await world.viewer(ANA, GARDEN)) == ()


async def test_who_has_it_answered_again_took_the_second(world: World) -> None:
    ana = await world.viewer(ANA, GARDEN)
    question, _ = await answer(world, "It is late, and by that I mean that it is long past nine in the evening now.")
    assert not await world.memory.preferences.again(ana, question), "answered once"
    await answer(world, "Late.", asked=question)
    assert await world.memory.preferences.again(ana, question, group=3)
    assert not await world.memory.preferences.again(ana, question), "known already"
    (pair,) = await signals(world, ana)
    assert pair.signal is Signal.AGAIN and pair.chosen is not None and pair.chosen != pair.turn
    assert pair.features is not None and pair.chosen_features is not None
    assert pair.features[Feature.LENGTH] > pair.chosen_features[Feature.LENGTH]


async def test_a_wish_is_about_the_answer_right_before(world: World) -> None:
    ana = await world.viewer(ANA, GARDEN)
    line = await world.say(ANA, "shorter please", GARDEN)
    assert not await world.memory.preferences.said(ana, line, Signal.WISH, ways=SHORTER), "nothing was answered"
    await answer(world)
    line = await world.say(ANA, "shorter please", GARDEN)
    await answer(world, "Late.", asked=line)
    assert await world.memory.preferences.said(ana, line, Signal.WISH, ways=SHORTER, beside=(True, None))
    (wish,) = await signals(world, ana)
    assert wish.ways == SHORTER and wish.chosen_features is not None


async def test_what_was_answered_long_ago_is_not_meant(world: World) -> None:
    ana = await world.viewer(ANA, GARDEN)
    question, _ = await answer(world)
    await world.owner("UPDATE turns SET created_at = created_at - interval '1 hour'")
    line = await world.say(ANA, "shorter please", GARDEN)
    assert not await world.memory.preferences.said(ana, line, Signal.WISH, ways=SHORTER)
    assert not await world.memory.preferences.edited(ana, await name_of(world, question))


async def test_a_question_put_otherwise_is_a_signal(world: World) -> None:
    ana = await world.viewer(ANA, GARDEN)
    question, _ = await answer(world)
    name = await name_of(world, question)
    assert await world.memory.preferences.words(ana, name) == "what time is it?"
    assert await world.memory.preferences.words(await world.viewer(BEN, GARDEN), name) is None
    assert await world.memory.preferences.edited(ana, name)
    assert [each.signal for each in await signals(world, ana)] == [Signal.EDIT]


async def test_nothing_is_kept_of_who_wants_nothing_learned(world: World) -> None:
    ana = await world.viewer(ANA, GARDEN)
    await world.memory.choices.set_learning(ana.person, False)
    question, spoken = await answer(world)
    await answer(world, asked=question)
    await world.memory.answers.rate(ana, await name_of(world, spoken), -1)
    line = await world.say(ANA, "shorter please", GARDEN)
    assert not await world.memory.preferences.said(ana, line, Signal.WISH, ways=SHORTER)
    assert not await world.memory.preferences.again(ana, question)
    await world.memory.choices.set_learning(ana.person, True)
    assert not await world.memory.preferences.again(ana, question), "both stand off the record"
    assert await signals(world, ana) == ()


@pytest.mark.parametrize("gone", [0, 1])
async def test_a_signal_goes_with_the_question_or_the_answer(world: World, gone: int) -> None:
    ana = await world.viewer(ANA, GARDEN)
    spots = await answer(world)
    await world.memory.answers.rate(ana, await name_of(world, spots[1]), 1)
    await world.memory.following.deleted(GARDEN.key, [await name_of(world, spots[gone])])
    assert await signals(world, ana) == ()


async def test_a_pair_goes_with_the_other_answer_and_the_signal_stays(world: World) -> None:
    ana = await world.viewer(ANA, GARDEN)
    question, _ = await answer(world)
    _, second = await answer(world, "Late.", asked=question)
    await world.memory.preferences.again(ana, question)
    await signals(world, ana)
    await world.memory.following.deleted(GARDEN.key, [await name_of(world, second)])
    (left,) = await signals(world, ana)
    assert left.chosen is None and left.chosen_features is None and left.features is not None


async def test_all_goes_with_the_person_and_is_in_their_export(world: World) -> None:
    ana, alone = await world.viewer(ANA, GARDEN), await world.viewer(ANA, ANA_DIRECT)
    _, spoken = await answer(world)
    await world.memory.answers.rate(ana, await name_of(world, spoken), 1)
    await world.memory.choices.set_training(ana.person, True)
    await world.memory.preferences.refine(ana.person, Refinement(Dial.LENGTH, -1, 3, 2, NOW), at=NOW)
    exported = await world.memory.export(alone)
    assert [each["signal"] for each in _rows(exported, "preferences")] == ["up"]
    assert [each["name"] for each in _rows(exported, "refinements")] == ["dial:length"]
    await world.memory.following.erase_account("console", "ana")
    while await world.memory.following.erase_next() is not None:
        pass
    for table in ("preferences", "refinements", "due_refinements"):
        assert await world.owner(f"SELECT * FROM {table}") == []


async def test_a_wish_is_made_once_and_never_against_the_person(world: World) -> None:
    ana = (await world.viewer(ANA)).person
    tones, preferences = world.memory.tones, world.memory.preferences
    refinement = Refinement(Dial.LENGTH, -1, 3, 2, NOW - timedelta(days=2))
    assert await preferences.refine(ana, refinement, at=NOW) is not None
    assert await preferences.refine(ana, refinement, at=NOW) is None
    (row,) = await tones.wished(ana)
    assert (row.name, row.value, row.before, row.source) == (Dial.LENGTH, -1, 0, None)
    ((told, platform, handle, _),) = await preferences.untold()
    assert (told.dial, told.value, platform, handle) == (Dial.LENGTH, -1, "console", "ana")
    await preferences.told(told)
    assert await preferences.untold() == ()
    await tones.wish(ana, Dial.LENGTH, 0, source=None, at=NOW)
    assert await preferences.refine(ana, refinement, at=NOW) is None, "they took it back after all of that"
    later = Refinement(Dial.LENGTH, -1, 3, 2, NOW + timedelta(days=1))
    assert await preferences.refine(ana, later, at=NOW + timedelta(days=3)) is not None
    assert [each.value for each in await preferences.refinements(ana)] == [-1, -1]


async def test_evidence_is_given_to_one_and_comes_again_where_they_died(world: World) -> None:
    ana = await world.viewer(ANA, GARDEN)
    _, spoken = await answer(world)
    await world.memory.answers.rate(ana, await name_of(world, spoken), 1)
    preferences = world.memory.preferences
    assert await preferences.due() is None, "not before a while has gone by"
    await world.owner("UPDATE due_refinements SET due_at = now()")
    assert await preferences.due() == ana.person
    assert await preferences.due() is None
    await world.owner("UPDATE due_refinements SET due_at = now()")
    assert await preferences.due() == ana.person
    await preferences.looked_at(ana.person, at=NOW - timedelta(hours=1))
    assert await world.owner("SELECT * FROM due_refinements") != [], "more was signalled since"
    await preferences.looked_at(ana.person, at=datetime.now(UTC))
    assert await world.owner("SELECT * FROM due_refinements") == []


def _rows(exported: dict[str, object], part: str) -> list[dict[str, object]]:
    return cast(list[dict[str, object]], exported[part])


async def test_a_group_tells_of_others_in_public_alone_and_the_best_is_chosen_by_it(world: World) -> None:
    long = "Well, it is late, and by that I mean that it is long past nine in the evening by now."
    people = [Account("console", f"p{each}", f"P{each}") for each in range(4)]
    for who in (*people, ANA):
        for place in (GARDEN, SHED):
            await world.memory.person(who, place)
            for _ in range(4):
                question, _ = await answer(world, long, who=who, place=place)
                await answer(world, "Late.", who=who, place=place, asked=question)
                viewer = await world.viewer(who, place)
                assert await world.memory.preferences.again(viewer, question, group=7)
    await signals(world, await world.viewer(ANA, GARDEN))
    ana = (await world.viewer(ANA, GARDEN)).person

    async def told(group: int = 7, most: int = 99) -> list[int]:
        return [who for who, _ in await of_group(world.database, group, ana, most=(most, 5), by=None)]

    assert len(set(await told())) == 4 and len(await told()) == 20, "no more than some of each, and none of her own"
    assert len(await told(most=3)) == 3 and await told(8) == []
    away = (await world.viewer(people[0], GARDEN)).person
    await world.memory.choices.set_learning(away, False)
    assert len(set(await told())) == 3, "who wants nothing learned is no longer learned from"
    await world.owner("UPDATE places SET audience = 'private' WHERE key = $1", SHED.key)
    await world.owner("UPDATE places SET audience = 'private' WHERE key = $1", GARDEN.key)
    assert await told() == []


async def test_the_first_is_best_where_nothing_tells(world: World) -> None:
    ana = await world.viewer(ANA, GARDEN)
    assert await world.memory.preferences.best(ana, ["Late.", "It is late."]) == 0
    assert await world.memory.preferences.best(ana, ["It is late.", "", "Late."]) == 0

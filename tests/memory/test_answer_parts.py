"""A long answer stands in several messages, each of which means all of it, whoever asks."""

from datetime import timedelta

import asyncpg
import pytest

from memory.recalled import Turn
from memory.types import Noted, Utterance
from tests.memory.feedback_world import answered, given_now, values
from tests.memory.learning_world import ANA, BEN, CELLAR, GARDEN, START, World


async def test_an_answer_in_several_messages_is_rated_by_each_of_them_and_only_there(world: World) -> None:
    ana, ben = await world.viewer(ANA, GARDEN), await world.viewer(BEN, GARDEN)
    asked = await world.say(ANA, "tell me all", GARDEN)
    long = Utterance("first", None, GARDEN, "all of it", START, more=("second", "third"))
    answer = (await world.memory.note(long)).spot
    assert await world.memory.note(long) == Noted(answer, False, "all of it")
    turn = await world.memory.log_turn(Turn(ana, asked, answer, (), (), "model", 10, 0))
    answers = world.memory.answers
    for viewer, part in ((ana, "second"), (ben, "third")):
        rated = await answers.rate(viewer, part, 1)
        assert rated is not None and rated.turn == turn and await answers.turn(viewer, part) is not None
    assert values(await answers.rate(ana, "third", 0, undone=1)) == (0, None)
    assert values(await answers.rate(ana, "second", -1)) == (-1, None)
    assert await answers.ask(ana, "third", rest=timedelta(minutes=10))
    await answered(world, CELLAR, name="elsewhere")
    assert await answers.rate(await world.viewer(ANA, CELLAR), "second", 1) is None
    await world.memory.following.deleted(GARDEN.key, ["first"])
    assert await answers.rate(ben, "second", 1) is None and await given_now(world) == []


async def test_what_answers_a_later_part_answers_the_answer(world: World) -> None:
    ana = await world.viewer(ANA, GARDEN)
    await world.memory.note(Utterance("first", None, GARDEN, "all of it", START, more=("second",)))
    for name, answers in (("by part", "second"), ("whole", "first"), ("other", "unknown")):
        await world.memory.note(Utterance(name, ana.person, GARDEN, "why?", START, reply_to=answers))
    rows = await world.owner("SELECT external_id, reply_to FROM utterances WHERE reply_to IS NOT NULL ORDER BY seq")
    assert [tuple(row) for row in rows] == [("by part", "first"), ("whole", "first"), ("other", "unknown")]


async def test_what_parts_an_answer_has_can_only_be_asked_about(world: World) -> None:
    await world.viewer(ANA, GARDEN)
    await world.memory.note(Utterance("first", None, GARDEN, "all of it", START, more=("second",)))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await world.database.fetch("SELECT * FROM answer_parts")

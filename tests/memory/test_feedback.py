"""Thumbs on answers: by whom, found by the answer's message, once a person, and gone with the answer."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest

from memory.types import Account, Audience, PersonId, Place, Viewer
from tests.memory.feedback_world import answered, given_now, values
from tests.memory.learning_world import ANA, ANA_DIRECT, BEN, BEN_DIRECT, CELLAR, GARDEN, World, item

CEM = Account("console", "cem", "Cem")


async def test_a_thumb_is_one_row_a_person_however_often_it_comes(world: World) -> None:
    ana = await answered(world)
    ben = await world.viewer(BEN, GARDEN)
    rate = world.memory.answers.rate
    first = await rate(ana, "answer", 1)
    again = await rate(ana, "answer", 1)
    assert first is not None and again is not None
    assert (first.turn, first.person, first.value) == (again.turn, ana.person, 1)
    assert first.given_at.tzinfo is not None
    await rate(ben, "answer", -1)
    assert await given_now(world) == [("Ana", 1, None), ("Ben", -1, None)]


async def test_a_reason_may_follow_and_goes_with_its_thumb(world: World) -> None:
    ana = await answered(world)
    rate = world.memory.answers.rate
    assert values(await rate(ana, "answer", -1)) == (-1, None)
    assert values(await rate(ana, "answer", -1, " too long ")) == (-1, "too long")
    assert values(await rate(ana, "answer", -1)) == (-1, "too long")  # the thumb delivered again
    assert values(await rate(ana, "answer", -1, "too\0 dull")) == (-1, "too\ufffd dull")
    assert values(await rate(ana, "answer", 1)) == (1, None)
    assert values(await rate(ana, "answer", 1, "  ")) == (1, None)
    assert values(await rate(ana, "answer", 1, "'; DROP TABLE feedback; --")) == (1, "'; DROP TABLE feedback; --")
    assert values(await rate(ana, "answer", 0)) == (0, None)


async def test_a_secret_in_a_reason_is_not_kept_and_a_long_one_is_cut(world: World) -> None:
    ana = await answered(world)
    key = "sk-" + "a1B2" * 8
    rated = await world.memory.answers.rate(ana, "answer", -1, f"my key is {key}")
    assert rated is not None and rated.reason is not None
    assert key not in rated.reason
    rated = await world.memory.answers.rate(ana, "answer", -1, "long " * 1000)
    assert rated is not None and rated.reason is not None
    assert len(rated.reason) <= 1000


async def test_a_thumb_that_is_taken_back_takes_back_no_other(world: World) -> None:
    ana = await answered(world)
    rate = world.memory.answers.rate
    assert await rate(ana, "answer", 0) is None  # nothing was given
    await rate(ana, "answer", 1)
    await rate(ana, "answer", -1, "wrong")
    assert values(await rate(ana, "answer", 0, undone=1)) == (-1, "wrong")
    assert values(await rate(ana, "answer", 0, undone=-1)) == (0, None)
    assert values(await rate(ana, "answer", 0)) == (0, None)
    assert await given_now(world) == [("Ana", 0, None)]


async def test_all_thumbs_on_an_answer_are_taken_back_together_or_those_of_one_kind(world: World) -> None:
    ana = await answered(world)
    await answered(world, name="other")
    ben = await world.viewer(BEN, GARDEN)
    answers = world.memory.answers
    for who, message, thumb in ((ana, "answer", (1,)), (ben, "answer", (-1, "wrong")), (ana, "other", (1,))):
        await answers.rate(who, message, *thumb)
    for key, message in ((CELLAR.key, "answer"), ("nowhere", "answer"), (GARDEN.key, "unknown")):
        await answers.clear(key, message)
    assert await given_now(world) == [("Ana", 1, None), ("Ana", 1, None), ("Ben", -1, "wrong")]
    await answers.clear(GARDEN.key, "answer", value=1)
    assert sorted(await given_now(world)) == [("Ana", 0, None), ("Ana", 1, None), ("Ben", -1, "wrong")]
    await answers.clear(GARDEN.key, "answer")
    assert sorted(await given_now(world)) == [("Ana", 0, None), ("Ana", 1, None), ("Ben", 0, None)]


async def test_only_who_reads_the_answer_can_rate_it_or_ask_why(world: World) -> None:
    ana = await answered(world, CELLAR)
    await answered(world, ANA_DIRECT, name="alone")
    answers = world.memory.answers
    cem = await world.viewer(CEM, GARDEN)
    ben = await world.viewer(BEN, CELLAR)
    assert values(await answers.rate(ben, "answer", 1)) == (1, None)
    for nobody in (
        Viewer(cem.person, CELLAR),  # no member
        Viewer(ben.person, ANA_DIRECT),
        replace(ana, place=GARDEN),  # no such message there
        replace(ana, place=Place("nowhere", None, Audience.DIRECT)),
        Viewer(PersonId(4711), GARDEN),
    ):
        for message in ("answer", "alone", ""):
            assert await answers.rate(nobody, message, 1, "mine") is None
            assert await answers.turn(nobody, message) is None
    await world.memory.leave(ben.person, CELLAR)
    assert await answers.rate(ben, "answer", -1) is None
    assert await answers.turn(ben, "answer") is None
    assert await given_now(world) == [("Ben", 1, None)]


async def test_what_was_answered_in_a_closed_place_stays_with_those_who_heard_it(world: World) -> None:
    await answered(world, CELLAR)
    opened = replace(CELLAR, audience=Audience.PUBLIC)
    cem = await world.viewer(CEM, opened)
    assert await world.memory.answers.turn(cem, "answer") is None
    assert await world.memory.answers.rate(cem, "answer", 1) is None
    await answered(world, opened, name="later")
    assert await world.memory.answers.turn(cem, "later") is not None


async def test_somebody_who_does_not_exist_gives_nothing(world: World) -> None:
    await answered(world)
    assert await world.memory.answers.rate(Viewer(PersonId(4711), GARDEN), "answer", 1) is None
    assert await given_now(world) == []


async def test_only_an_answer_of_the_bot_is_rated(world: World) -> None:
    ana = await world.viewer(ANA, GARDEN)
    await world.say(BEN, "I say so", GARDEN, "not ours")
    await world.say(None, "Welcome!", GARDEN, "no answer")
    for message in ("not ours", "no answer", "unknown"):
        assert await world.memory.answers.rate(ana, message, 1) is None
        assert await world.memory.answers.turn(ana, message) is None


async def test_the_turn_of_an_answer_is_found_whomever_it_answered_and_however_many_came_since(world: World) -> None:
    ana = await answered(world, name="first")
    await answered(world, name="second")
    ben = await world.viewer(BEN, GARDEN)
    for viewer in (ana, ben):
        turn = await world.memory.answers.turn(viewer, "first")
        assert turn is not None and turn.answered is not None
        assert (turn.viewer, turn.asked.seq, turn.answered.seq) == (ana, 1, 2)
        assert (turn.prompt_tokens, turn.reply_tokens) == (10, 3)
    last = await world.memory.last_turn(ana)
    assert last is not None and last == await world.memory.answers.turn(ben, "second")


async def test_an_answer_that_was_logged_twice_is_one(world: World) -> None:
    ana = await answered(world)
    first = await world.memory.answers.rate(ana, "answer", 1)
    turn = await world.memory.answers.turn(ana, "answer")
    assert turn is not None and first is not None
    await world.memory.log_turn(replace(turn, model="another"))
    assert await world.memory.answers.turn(ana, "answer") == turn
    again = await world.memory.answers.rate(ana, "answer", -1)
    assert again is not None and again.turn == first.turn
    assert await given_now(world) == [("Ana", -1, None)]


async def test_two_raters_at_once_and_one_rater_twice_at_once(world: World) -> None:
    ana = await answered(world)
    ben = await world.viewer(BEN, GARDEN)
    rate = world.memory.answers.rate
    await asyncio.gather(*(rate(who, "answer", 1 if n % 2 else -1) for n in range(10) for who in (ana, ben)))
    rows = await given_now(world)
    assert [row[0] for row in rows] == ["Ana", "Ben"]
    assert all(row[1] in (1, -1) for row in rows)
    await asyncio.gather(*(rate(who, "answer", 1) for _ in range(5) for who in (ana, ben)))
    assert await given_now(world) == [("Ana", 1, None), ("Ben", 1, None)]


async def test_with_a_forgotten_answer_goes_what_was_said_about_it(world: World) -> None:
    await world.say(ANA, "I live in Ytterby", GARDEN)
    await world.learn(item(1, "I live in Ytterby", "Ana lives in Ytterby."))
    (home,) = await world.facts(ANA, GARDEN)
    ana = await answered(world, said="You live in Ytterby.")
    ben = await world.viewer(BEN, GARDEN)
    other = await answered(world, said="It is late.", name="other")
    await world.memory.answers.rate(ben, "answer", -1, "nobody lives in Ytterby")
    await world.memory.answers.rate(other, "other", 1)
    receipt = await world.memory.forget(ana, facts=[home.id])
    assert receipt.replies == 1
    assert await given_now(world) == [("Ana", 1, None)]
    assert await world.memory.answers.rate(ben, "answer", -1, "still Ytterby") is None
    assert await world.memory.answers.turn(ben, "answer") is None
    assert await given_now(world) == [("Ana", 1, None)]


async def test_with_the_line_it_answered_goes_the_feedback(world: World) -> None:
    ana = await answered(world)
    await world.memory.answers.rate(ana, "answer", -1, "five past nine")
    turn = await world.memory.answers.turn(ana, "answer")
    assert turn is not None
    await world.memory.forget(ana, lines=[turn.asked])
    assert await given_now(world) == []


async def test_rating_and_erasing_at_once_leaves_nothing(world: World) -> None:
    ana = await answered(world)
    turn = await world.memory.answers.turn(ana, "answer")
    assert turn is not None and turn.answered is not None
    place = {"place": turn.answered.place, "seq": turn.answered.seq}
    async with world.database.transaction("space:club") as erasing:
        await erasing.execute(
            "UPDATE utterances SET text = '', erased_at = now() WHERE place_id = $1 AND seq = $2", *place.values()
        )
        rating = asyncio.create_task(world.memory.answers.rate(ana, "answer", 1, "too late"))
        async with asyncio.timeout(10):
            while not await world.owner("SELECT FROM pg_locks WHERE NOT granted"):
                await asyncio.sleep(0.01)
    assert await rating is None
    assert await given_now(world) == []


async def test_with_a_deleted_line_or_person_the_feedback_goes_too(world: World) -> None:
    ana = await answered(world)
    ben = await world.viewer(BEN, GARDEN)
    await world.memory.answers.rate(ana, "answer", 1)
    await world.memory.answers.rate(ben, "answer", 1)
    await world.owner("DELETE FROM place_members WHERE person_id = $1", ben.person)
    await world.owner("DELETE FROM space_members WHERE person_id = $1", ben.person)
    await world.owner("DELETE FROM accounts WHERE person_id = $1", ben.person)
    await world.owner("DELETE FROM people WHERE id = $1", ben.person)
    assert await given_now(world) == [("Ana", 1, None)]
    await world.owner("DELETE FROM utterances WHERE external_id = 'answer'")
    assert await given_now(world) == []


async def test_an_export_holds_ones_own_feedback_only(world: World) -> None:
    await answered(world)
    ben = await world.viewer(BEN, GARDEN)
    ana = await world.viewer(ANA, GARDEN)
    await world.memory.answers.rate(ben, "answer", -1, "far too vague")
    await world.memory.answers.rate(ana, "answer", 1, "just right")
    out: dict[str, Any] = await world.memory.export(await world.viewer(BEN, BEN_DIRECT))
    assert [(each["place"], each["value"], each["reason"]) for each in out["feedback"]] == [
        (GARDEN.key, -1, "far too vague")
    ]
    assert "just right" not in json.dumps(out)


@pytest.mark.parametrize("table", ["feedback", "space_settings", "setting_changes"])
async def test_it_stands_behind_the_second_wall(world: World, table: str) -> None:
    ana = await answered(world)
    await world.memory.answers.rate(ana, "answer", 1)
    await world.owner("INSERT INTO space_settings VALUES ('space:club', '', 'talk', 'true')")
    await world.owner(
        "INSERT INTO setting_changes (tenant, channel, name, changed_at) VALUES ('space:club', '', 'talk', now())"
    )
    assert await world.database.fetch(f"SELECT * FROM {table}") == []
    assert await world.database.execute(f"DELETE FROM {table}") == "DELETE 0"
    async with world.database.transaction("space:other") as connection:
        assert await connection.fetch(f"SELECT * FROM {table}") == []
    async with world.database.transaction("space:club") as connection:
        assert len(await connection.fetch(f"SELECT * FROM {table}")) == 1

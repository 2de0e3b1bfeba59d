"""`/remind`: what is held is echoed with day, hour and zone; what is open is asked, and an answer finds it anywhere."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.bridge import to_place
from bot.reminders.outcomes import Asking, Made, Refusal
from bot.reminders.reminding import Reminding
from bot.reminders.sentences import NOTES, QUESTIONS, REFUSALS
from bot.reminders.times import OPEN, timing_of
from bot.reminders.wish import APART, Missing
from bot.when import Note, Once, Unsure
from memory.reminder import Change, Standing
from tests.bot.chat import Chat, chatting, fits, labels
from tests.bot.reminders.reminded import ZONE, held, person_of, tomorrow


async def test_what_is_held_is_echoed_with_its_day_hour_and_zone(chat: Chat) -> None:
    made = await chat.order("remind", "call Bob tomorrow at 9:00")
    assert "I will remind you of this: call Bob" in made.text and tomorrow(9) in made.text
    assert labels(made) == ["Edit", "Cancel"]
    (reminder,) = await held(chat.stage)
    assert (reminder.text, reminder.zone, reminder.place_key) == ("call Bob", ZONE, None)
    assert reminder.next_due is not None and reminder.next_due.astimezone(ZoneInfo(ZONE)).hour == 9


async def test_the_same_event_makes_one(chat: Chat) -> None:
    reminding = Reminding(chat.stage.memory.reminders)
    place = to_place(chat.stage.seat.address, chat.stage.seat.audience)
    asking = Asking(await person_of(chat.stage), "console", "ana", place, datetime.now(UTC), "event-1", ZONE)
    first = await reminding.make(asking, "water the fern tomorrow at 10:00")
    second = await reminding.make(asking, "water the fern tomorrow at 10:00")
    assert isinstance(first, Made) and isinstance(second, Made)
    assert (first.fresh, second.fresh) == (True, False) and first.reminder.id == second.reminder.id
    assert len(await held(chat.stage)) == 1


@pytest.mark.parametrize(
    ("words", "again"),
    [
        ("call Bob tomorrow at 9:00", "Call  Bob tomorrow at 09:00"),
        ("stretch every 2 hours", "stretch every 2 hours"),
        ("pay the rent every month on the last day at 9:00", "pay the rent every month on the last day at 9:00"),
    ],
)
async def test_the_same_wish_said_again_makes_no_second_one(chat: Chat, words: str, again: str) -> None:
    await chat.order("remind", words)
    (first,) = await held(chat.stage)
    told = await chat.order("remind", again)
    assert f"I have that already: {first.text}" in told.text
    await chat.press(told, "Edit")
    assert [each.id for each in await held(chat.stage)] == [first.id]
    await chat.stage.memory.reminders.pause(first.person, first.id)
    assert "It is paused" in (await chat.order("remind", again)).text
    assert not await held(chat.stage)


@pytest.mark.parametrize(
    "other",
    [
        "call Bea tomorrow at 9:00",
        "call Bob tomorrow at 9:30",
        "call Bob every day at 9:00",
        "call Bob tomorrow at 9:00 until I say done",
    ],
)
async def test_another_wish_makes_another(chat: Chat, other: str) -> None:
    await chat.order("remind", "call Bob tomorrow at 9:00")
    assert "I will remind you of this" in (await chat.order("remind", other)).text
    assert len(await held(chat.stage)) == 2


async def test_the_same_answer_to_the_same_question_makes_no_second_one(chat: Chat) -> None:
    for count, first in ((1, "I will remind you of this"), (2, "I have that already")):
        asked = await chat.order("remind", "pay the rent every 31st at 9")
        assert first in (await chat.press(asked, "every month on the last day")).text, count
    assert len(await held(chat.stage)) == 1 and not await held(chat.stage, Standing.PROPOSED)


async def test_what_was_cancelled_may_be_wished_for_again(chat: Chat) -> None:
    made = await chat.order("remind", "call Bob tomorrow at 9:00")
    await chat.press(made, "Cancel")
    assert "I will remind you of this" in (await chat.order("remind", "call Bob tomorrow at 9:00")).text


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ("call Bob", Unsure.NO_TIME),
        ("call Bob yesterday at 17:00", Unsure.PAST),
        ("pay the rent every 31st at 9", Unsure.SHORT_MONTHS),
        ("join the standup tomorrow at 9am IST", Unsure.WHICH_ZONE),
        ("tomorrow at 9:00", Missing.TASK),
    ],
)
async def test_what_is_open_is_asked_and_nothing_is_held_yet(
    chat: Chat, words: str, question: Unsure | Missing
) -> None:
    asked = await chat.order("remind", words)
    assert QUESTIONS[question] in asked.text and "Never mind" in labels(asked)
    assert not await held(chat.stage)
    (kept,) = await held(chat.stage, Standing.PROPOSED)
    assert kept.zone_data == OPEN
    assert "Left out" in (await chat.press(asked, "Never mind")).text
    assert not await held(chat.stage, Standing.PROPOSED)


async def test_a_button_answers_what_was_asked_also_in_another_process(
    chat: Chat, database_dsn: str, tmp_path: Path
) -> None:
    asked = await chat.order("remind", "pay the rent every 31st at 9")
    async with chatting(database_dsn, tmp_path) as later:
        made = await later.press(asked, "every month on the 31st, only in months that have it")
        assert "only in months that have it" in made.text
        (reminder,) = await held(later.stage)
        assert reminder.text == "pay the rent"
        again = await later.press(asked, "every month on the last day")  # it is answered, whatever is pressed later
        assert "I have that already" in again.text and "only in months that have it" in again.text
        assert [each.schedule for each in await held(later.stage)] == [reminder.schedule]


async def test_what_was_answered_by_a_process_that_died_halfway_is_gone_on_with(chat: Chat) -> None:
    asked = await chat.order("remind", "pay the rent every 31st at 9")
    (kept,) = await held(chat.stage, Standing.PROPOSED)
    due = datetime.now(UTC) + timedelta(days=3)
    change = Change("pay the rent", timing_of(Once(due.replace(tzinfo=None, microsecond=0), ZONE), due))
    await chat.stage.memory.reminders.edit(kept.person, kept.id, change)
    assert "I will remind you of this: pay the rent" in (await chat.press(asked, labels(asked)[0])).text
    assert [each.id for each in await held(chat.stage)] == [kept.id]


async def test_own_words_answer_too_and_may_be_asked_about_again(chat: Chat) -> None:
    asked = await chat.order("remind", "feed the cat")
    form = await chat.press(asked, "Say it in my own words")
    again = await chat.fill(form, "every 31st at 9")
    assert QUESTIONS[Unsure.SHORT_MONTHS] in again.text and "feed the cat" in again.text
    old = await chat.order("reminder", asked.buttons[0].argument, control="1")
    assert REFUSALS[Refusal.SETTLED] in old.text  # the old button answers another question
    made = await chat.press(again, "every month on the last day")
    assert "I will remind you of this: feed the cat" in made.text
    assert len(await held(chat.stage)) == 1 and not await held(chat.stage, Standing.PROPOSED)


async def test_what_it_is_about_can_be_said_afterwards(chat: Chat) -> None:
    asked = await chat.order("remind", "tomorrow at 9:00")
    made = await chat.fill(await chat.press(asked, "Write it"), "take the 5 o'clock train")
    assert "I will remind you of this: take the 5 o'clock train" in made.text and tomorrow(9) in made.text
    assert APART not in (await held(chat.stage))[0].text


async def test_what_holds_beside_it_may_be_said_with_the_answer_or_a_change(chat: Chat) -> None:
    form = await chat.press(await chat.order("remind", "take the pills"), "Say it in my own words")
    made = await chat.fill(form, "every day at 9:00 until I say done")
    assert "Minutes between: 10." in made.text
    (kept,) = await held(chat.stage)
    await chat.order("reminder", f"when {kept.id} every day at 10:00, useless after 2 hours")
    (kept,) = await held(chat.stage)
    assert (kept.policy.again, kept.policy.useless_after) == (timedelta(minutes=10), timedelta(hours=2))


async def test_another_reading_is_one_button(chat: Chat) -> None:
    made = await chat.order("remind", "stretch every day at 8")
    assert NOTES[Note.HALF_ASSUMED] in made.text
    label = next(each for each in labels(made) if each.endswith("instead"))
    assert "at 20:00" in (await chat.press(made, label)).text
    (reminder,) = await held(chat.stage)
    assert reminder.next_due is not None and reminder.next_due.astimezone(ZoneInfo(ZONE)).hour == 20


async def test_a_zone_that_nobody_knows_is_asked_once(database_dsn: str, tmp_path: Path) -> None:
    async with chatting(database_dsn, tmp_path) as chat:
        asked = await chat.order("remind", "call Bob tomorrow at 9:00")
        assert QUESTIONS[Missing.ZONE] in asked.text and fits(asked)
        assert not await held(chat.stage)
        wrong = await chat.order("reminder", f"{asked.pick.argument if asked.pick else ''} Nowhere/Land", control="1")
        assert "I do not know that time zone" in wrong.text
        form = await chat.press(asked, "Another time zone")
        assert form.form is not None and form.form.argument == "zone 1"
        made = await chat.pick(asked, ZONE)
        assert tomorrow(9) in made.text
        assert ZONE in (await chat.order("timezone")).text
        assert tomorrow(10) in (await chat.order("remind", "call Eve tomorrow at 10:00")).text


async def test_a_distance_needs_no_zone(database_dsn: str, tmp_path: Path) -> None:
    async with chatting(database_dsn, tmp_path) as chat:
        made = await chat.order("remind", "tea in 20 minutes")
        assert "I will remind you of this: tea" in made.text and "(UTC)" in made.text
        (reminder,) = await held(chat.stage)
        assert reminder.next_due is not None
        assert timedelta(minutes=19) < reminder.next_due - datetime.now(UTC) <= timedelta(minutes=20)

"""A reminder that is edited by a part of its time keeps the rest, at a terminal and by a form, and says so."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.reminders.sentences import NOTES
from bot.when import Freq, Note, Once, Recurring, Rule, Weekday
from bot.when.stored import restored
from memory.reminder import Policy
from tests.bot.chat import Chat
from tests.bot.reminders.reminded import ZONE, added, held, tomorrow
from tests.bot.stage import Stage

START = date(2026, 1, 1)
WEEKDAYS = Rule(Freq.WEEKLY, weekdays=tuple(Weekday(day) for day in range(5)))
STANDUP = Recurring(START, (time(9, 15),), ZONE, WEEKDAYS, ends=date(2040, 1, 1), without=(date(2039, 12, 26),))
AGAIN = Policy(useless_after=timedelta(hours=2), again=timedelta(minutes=10), floating=True)
UNCLEAR = "on 3/4 at 9 until I confirm, useless after 2 hours, wherever I am"


async def test_another_hour_of_a_rhythm_leaves_it_a_rhythm(stage: Stage) -> None:
    made = await added(stage, STANDUP, policy=AGAIN)
    told = await stage.order("reminders", f"when {made.id} at 10")
    assert told.startswith("Changed.") and "Every weekday at 10:00" in told and NOTES[Note.HALF_ASSUMED] in told
    told = await stage.order("reminders", f"when {made.id} 14:30")
    assert "Every weekday at 14:30" in told and NOTES[Note.HALF_ASSUMED] not in told
    (kept,) = await held(stage)
    wanted = Recurring(START, (time(14, 30),), ZONE, WEEKDAYS, ends=STANDUP.ends, without=STANDUP.without)
    assert (restored(kept.schedule), kept.policy, kept.text) == (wanted, AGAIN, made.text)


async def test_another_hour_or_day_of_one_time_leaves_the_other(chat: Chat) -> None:
    day = datetime.now(UTC).date() + timedelta(days=9)
    made = await added(chat.stage, Once(datetime.combine(day, time(17)), ZONE))
    form = await chat.order("reminder", f"when {made.id}")
    assert "Changed." in (await chat.fill(form, "18:30")).text
    (kept,) = await held(chat.stage)
    assert restored(kept.schedule) == Once(datetime.combine(day, time(18, 30)), ZONE)
    told = (await chat.fill(form, "tomorrow")).text
    assert tomorrow(18).replace("18:00", "18:30") in told and NOTES[Note.HOUR_ASSUMED] not in told


async def test_how_to_remind_is_kept_with_the_question_about_the_day(chat: Chat) -> None:
    made = await added(chat.stage, STANDUP)
    asked = await chat.order("reminder", f"when {made.id} {UNCLEAR}")
    assert "Changed." in (await chat.press(asked, asked.buttons[0].label)).text
    (kept,) = await held(chat.stage)
    assert kept.policy == AGAIN and kept.schedule != made.schedule


async def test_how_to_remind_is_kept_where_the_answer_is_typed(stage: Stage) -> None:
    made = await added(stage, STANDUP)
    asked = await stage.order("reminders", f"when {made.id} {UNCLEAR}")
    typed = asked.splitlines()[1].partition("/reminders ")[2]
    assert typed.startswith(f"move {made.id} R")
    assert (await stage.order("reminders", typed)).startswith("Changed.")
    (kept,) = await held(stage)
    assert kept.policy == AGAIN


async def test_what_was_agreed_before_holds_where_nothing_is_said_of_it(chat: Chat) -> None:
    made = await added(chat.stage, STANDUP, policy=AGAIN)
    asked = await chat.order("reminder", f"when {made.id} on 3/4 at 9, useless after 1 hour")
    await chat.press(asked, asked.buttons[0].label)
    (kept,) = await held(chat.stage)
    assert kept.policy == replace(AGAIN, useless_after=timedelta(hours=1))


async def test_a_wish_keeps_how_to_remind_with_what_is_asked_about_it(chat: Chat) -> None:
    asked = await chat.order("remind", f"take my pill {UNCLEAR}")
    assert "I will remind you" in (await chat.press(asked, asked.buttons[0].label)).text
    (kept,) = await held(chat.stage)
    assert (kept.text, kept.policy) == ("take my pill", AGAIN)

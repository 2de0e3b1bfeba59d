"""Buttons under a reminder that was delivered: done, later, the next left out; they say plainly when it is gone."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from adapters.types import direct_with
from bot.delivering.due import moment_of
from bot.delivering.message import told_at
from bot.reminder_orders.press import ALONE, GONE
from bot.reminder_orders.presses import ONCE_ONLY, OVER, UNCLEAR
from bot.when import Freq, Recurring, Rule
from memory.reminder import Policy, Standing, Way
from tests.bot.chat import Chat, chatting, fits, labels
from tests.bot.reminders.reminded import ZONE, added, delivered, held
from tests.bot.stage import staged

DAILY = Recurring(date(2026, 1, 1), (time(9),), ZONE, Rule(Freq.DAILY))
AGAIN = Policy(again=timedelta(minutes=10))


@pytest.fixture
async def chat(database_dsn: str, tmp_path: Path) -> AsyncIterator[Chat]:
    """Somebody in Berlin at a platform with buttons."""
    async with chatting(database_dsn, tmp_path) as chat:
        await chat.order("timezone", ZONE)
        yield chat
        assert all(fits(shown) for shown in chat.sheet.outgoing)


async def again_at(chat: Chat) -> datetime:
    """When the only reminder comes again."""
    (kept,) = await held(chat.stage)
    assert kept.comes_again_at is not None
    return kept.comes_again_at


async def test_done_ends_the_asking(chat: Chat) -> None:
    due = await delivered(chat.stage, DAILY, policy=AGAIN)
    assert (await held(chat.stage))[0].comes_again_at is not None
    assert (await chat.order("reminder", f"done {due.occurrence}")).text == "Done: water the fern"
    assert (await held(chat.stage))[0].comes_again_at is None
    assert (await chat.order("reminder", f"done {due.occurrence}")).text == "Done: water the fern"


@pytest.mark.parametrize(("value", "minutes"), [("15m", 15), ("1h", 60), ("2h", 120)])
async def test_later_by_a_value_of_the_list(chat: Chat, value: str, minutes: int) -> None:
    due = await delivered(chat.stage)
    told = await chat.order("reminder", f"snooze {due.occurrence} {value}")
    assert "water the fern\nI come again: " in told.text and ZONE in told.text
    assert abs(await again_at(chat) - datetime.now(UTC) - timedelta(minutes=minutes)) < timedelta(seconds=20)


@pytest.mark.parametrize("value", ["tonight", "tomorrow"])
async def test_later_at_an_hour_of_the_persons_own_day(chat: Chat, value: str) -> None:
    due = await delivered(chat.stage)
    await chat.order("reminder", f"snooze {due.occurrence} {value}")
    there, now = (await again_at(chat)).astimezone(ZoneInfo(ZONE)), datetime.now(ZoneInfo(ZONE))
    assert timedelta() < there - now < timedelta(hours=34)
    assert (there.hour, there.minute) in ([(20, 0), (22, 0), (9, 0)] if value == "tonight" else [(9, 0)])
    if value == "tomorrow":
        assert there.date() == now.date() + timedelta(days=1)


async def test_later_in_own_words_is_asked_about_where_it_is_open(chat: Chat) -> None:
    due = await delivered(chat.stage)
    form = await chat.order("reminder", f"snooze {due.occurrence} own")
    assert form.form is not None
    asked = await chat.fill(form, "yesterday at 17:00")
    assert "That is over already" in asked.text
    assert "at 17:00" not in asked.text and ", 17:00" in labels(asked)[0]
    assert "I come again" in (await chat.press(asked, labels(asked)[0])).text
    assert (await again_at(chat)).astimezone(ZoneInfo(ZONE)).hour == 17
    assert "I come again" in (await chat.fill(form, "in 90 minutes")).text
    assert abs(await again_at(chat) - datetime.now(UTC) - timedelta(minutes=90)) < timedelta(seconds=20)
    assert (await chat.fill(form, "every day at 9:00")).text == ONCE_ONLY
    assert (await chat.fill(form, "the fern")).text == UNCLEAR
    assert (await chat.order("reminder", f"snooze {due.occurrence} @1")).text == OVER


async def test_where_no_zone_is_known_it_is_asked_for_or_a_distance_is_taken(database_dsn: str, tmp_path: Path) -> None:
    async with chatting(database_dsn, tmp_path) as chat:
        due = await delivered(chat.stage)
        asked = await chat.order("reminder", f"snooze {due.occurrence} tomorrow")
        assert "I do not know your time zone" in asked.text and fits(asked)
        assert "I do not know your time zone" in (await chat.order("reminder", f"own {due.occurrence} at 17:00")).text
        assert "I come again" in (await chat.order("reminder", f"own {due.occurrence} in 2 hours")).text
        assert f", 09:00 ({ZONE})" in (await chat.pick(asked, ZONE)).text
        assert (await again_at(chat)).astimezone(ZoneInfo(ZONE)).hour == 9


async def test_edit_and_stop_lead_to_the_reminder(chat: Chat) -> None:
    due = await delivered(chat.stage, DAILY)
    assert due.reminder is not None
    shown = await chat.order("reminder", f"edit {due.reminder.id}", control="1")
    assert not shown.replace and "Change the time" in labels(shown)
    assert "Left out once" in (await chat.order("reminder", f"skip {due.reminder.id}")).text
    assert "Cancelled" in (await chat.order("reminder", f"stop {due.reminder.id}")).text
    assert not await held(chat.stage)


async def test_every_button_of_a_message_is_understood_and_says_when_its_reminder_is_gone(chat: Chat) -> None:
    due = await delivered(chat.stage, DAILY)
    message = told_at(direct_with("console", "ana"), due, moment=moment_of(due, datetime.now(UTC)))
    assert message.pick is not None and len(message.buttons) == 4
    uses = [(each.command, each.argument) for each in message.buttons]
    uses += [(message.pick.command, f"{message.pick.argument} {each.value}") for each in message.pick.choices]
    for command, argument in uses:
        assert "I do not know that" not in (await chat.order(command, argument)).text
    chat.sit(chat.stage.seat.named("Ben"))
    await chat.order("timezone", ZONE)
    for command, argument in uses:
        answer = await chat.order(command, argument)
        assert answer.form is not None or answer.text == GONE


async def test_what_went_elsewhere_is_shown_to_its_person_alone(chat: Chat, database_dsn: str, tmp_path: Path) -> None:
    past = datetime.now(UTC) - timedelta(seconds=1)
    await added(chat.stage, DAILY, due=past)
    (due,) = await chat.stage.memory.outbox.claim(["console"], most=1)
    assert await chat.stage.memory.outbox.divert(due, Way.TALK, following=None)
    shown = await chat.order("reminder", f"show {due.id}")
    assert "water the fern" in shown.text and "Done" in labels(shown)
    async with staged(database_dsn, tmp_path) as stage:
        assert "water the fern" in await stage.order("reminder", f"show {due.id}")
        stage.seat = stage.seat.moved("#garden")
        assert await stage.order("reminder", f"show {due.id}") == ALONE
        stage.seat = stage.seat.moved("direct").named("Ben")
        assert await stage.order("reminder", f"show {due.id}") == GONE


async def test_what_is_shown_has_the_words_as_they_were_written(chat: Chat) -> None:
    past = datetime.now(UTC) - timedelta(seconds=1)
    await added(chat.stage, DAILY, text="try /memory and a/b", due=past)
    (due,) = await chat.stage.memory.outbox.claim(["console"], most=1)
    assert await chat.stage.memory.outbox.divert(due, Way.TALK, following=None)
    chat.sheet.limits = replace(chat.sheet.limits, commands="/rapport ")
    assert "Reminder: try /memory and a/b" in (await chat.order("reminder", f"show {due.id}")).text


async def test_a_terminal_answers_with_the_words_that_stand_under_it(database_dsn: str, tmp_path: Path) -> None:
    async with staged(database_dsn, tmp_path) as stage:
        due = await delivered(stage)
        assert "I come again" in await stage.order("reminder", f"snooze {due.occurrence} 1h")
        assert await stage.order("reminder", f"done {due.occurrence}") == "Done: water the fern"
        assert not await held(stage, Standing.ACTIVE)

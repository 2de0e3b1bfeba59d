"""What is refused, who may remind whom, and how it is all done where nothing can be pressed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.types import Audience, Message, direct_with
from bot.reminder_orders.press import GONE
from bot.reminders.outcomes import Refusal
from bot.reminders.reminding import MOST_ACTIVE
from bot.reminders.sentences import NOT_YOURS_NOW, QUESTIONS, REFUSALS
from bot.when import Every, Unsure
from memory.reminder import Standing
from tests.bot.chat import Chat, labels
from tests.bot.reminders.reminded import ZONE, added, held, tomorrow
from tests.bot.stage import Stage, staged


@pytest.mark.parametrize(
    ("words", "why"),
    [("stretch every minute", Refusal.TOO_OFTEN), (f"{'x' * 2_000} tomorrow at 9:00", Refusal.TOO_LONG)],
)
async def test_what_cannot_be_is_refused_plainly(chat: Chat, words: str, why: Refusal) -> None:
    assert (await chat.order("remind", words)).text == REFUSALS[why]
    assert not await held(chat.stage, Standing.ACTIVE, Standing.PROPOSED)


async def test_nobody_has_more_than_the_most(chat: Chat) -> None:
    later = Every(datetime.now(UTC) + timedelta(days=2), 86_400, ZONE)
    for _ in range(MOST_ACTIVE - 1):
        await added(chat.stage, later)
    await chat.order("remind", "the last one tomorrow at 9:00")
    assert (await chat.order("remind", "one more tomorrow at 9:00")).text == REFUSALS[Refusal.TOO_MANY]
    assert len(await held(chat.stage)) == MOST_ACTIVE


async def test_what_holds_beside_what_and_when_is_said(chat: Chat) -> None:
    words = "take the pills every day at 9:00 wherever I am, every 15 minutes until I confirm, useless after 3 hours"
    made = await chat.order("remind", words)
    assert "It comes again until you say that it is done, 12 times at most. Minutes between: 15." in made.text
    assert "too late by this many minutes: 180." in made.text and "wherever you are" in made.text
    (reminder,) = await held(chat.stage)
    assert reminder.text == "take the pills"
    policy = reminder.policy
    assert (policy.again, policy.useless_after, policy.floating) == (timedelta(minutes=15), timedelta(hours=3), True)


async def test_what_people_write_is_shown_as_it_is_and_names_no_command(chat: Chat) -> None:
    said = "tell <@!1234> and @everyone about **this** `code` /forget all"
    made = await chat.order("remind", f"{said} tomorrow at 9:00")
    assert made.plain and made.mentions is None
    assert said in made.text
    assert (await held(chat.stage))[0].text == said


async def test_the_menu_of_a_message_asks_when(chat: Chat) -> None:
    who = chat.stage.seat
    about = Message("7", who.address, Audience.DIRECT, who.author, "Dentist needs the form\nby mail", datetime.now(UTC))
    asked = await chat.order("remind-about", about=about)
    assert QUESTIONS[Unsure.NO_TIME] in asked.text and "Dentist needs the form by mail" in asked.text
    made = await chat.press(asked, labels(asked)[0])
    assert "I will remind you of this: Dentist needs the form by mail" in made.text
    assert "stands in its menu" in (await chat.order("remind-about")).text


async def test_an_open_question_about_a_channel_is_answered_only_by_those_who_still_manage_it(chat: Chat) -> None:
    chat.go("#garden")
    chat.sit(chat.stage.seat, manages=True)
    asked = await chat.order("remind", "in this channel standup")
    assert len(labels(asked)) > 1
    chat.sit(chat.stage.seat, manages=False)
    assert (await chat.press(asked, labels(asked)[0])).text == REFUSALS[Refusal.NOT_MANAGER]
    assert not await held(chat.stage, Standing.ACTIVE)
    chat.sit(chat.stage.seat, manages=True)
    assert "Everybody in that channel will read it." in (await chat.press(asked, labels(asked)[0])).text


async def test_everybody_in_a_channel_is_reminded_only_by_those_who_manage_it(chat: Chat) -> None:
    chat.go("#garden")
    words = "in this channel tomorrow at 9:00 standup"
    assert (await chat.order("remind", words)).text == REFUSALS[Refusal.NOT_MANAGER]
    chat.sit(chat.stage.seat, manages=True)
    made = await chat.order("remind", words)
    assert "Everybody in that channel will read it." in made.text
    told = chat.sheet.outgoing[-2]
    assert "standup" in told.text and labels(told) == ["Remind me too"] and not told.private
    (reminder,) = await held(chat.stage)
    assert reminder.place_key == chat.stage.seat.address.key


async def test_who_manages_a_channel_no_longer_changes_what_it_is_told_but_may_take_it_back(chat: Chat) -> None:
    chat.go("#garden")
    seat = chat.stage.seat
    chat.sit(seat, manages=True)
    await chat.order("remind", "in this channel tomorrow at 9:00 standup")
    (kept,) = await held(chat.stage)
    assert "Changed." in (await chat.order("reminders", f"text {kept.id} meet at the well")).text
    chat.sit(seat, manages=False)
    for words in (f"text {kept.id} buy my book", f"when {kept.id} every day at 9:00"):
        assert (await chat.order("reminders", words)).text == NOT_YOURS_NOW
    assert "Paused." in (await chat.order("reminders", f"pause {kept.id}")).text
    assert (await chat.order("reminders", f"resume {kept.id}")).text == NOT_YOURS_NOW
    chat.sit(seat, manages=True)
    chat.go("direct")
    assert (await chat.order("reminders", f"text {kept.id} buy my book")).text == NOT_YOURS_NOW
    assert [each.text for each in await held(chat.stage, Standing.PAUSED)] == ["meet at the well"]
    assert "Cancelled" in (await chat.order("reminders", f"cancel {kept.id}")).text


async def test_of_questions_that_nobody_answers_the_oldest_is_left_out(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.reminders.reminding.MOST_OPEN", 2)
    asked = [await chat.order("remind", f"call {name}") for name in ("Eve", "Bob", "Ana")]
    assert sorted(each.text for each in await held(chat.stage, Standing.PROPOSED)) == ["call Ana", "call Bob"]
    assert (await chat.press(asked[0], labels(asked[0])[0])).text == REFUSALS[Refusal.SETTLED]
    assert "I will remind you of this: call Ana" in (await chat.press(asked[2], labels(asked[2])[0])).text


async def test_a_button_of_somebody_else_says_that_it_is_not_theirs(chat: Chat) -> None:
    made = await chat.order("remind", "call Bob tomorrow at 9:00")
    asked = await chat.order("remind", "call Eve")
    chat.sit(chat.stage.seat.named("Ben"))
    for button in (*made.buttons, *asked.buttons):
        assert (await chat.order(button.command, button.argument, control="1")).text == GONE
    assert not await held(chat.stage, *Standing)


async def test_a_terminal_asks_and_is_answered_by_typed_words(stage: Stage) -> None:
    asked = await stage.order("remind", "pay the rent every 31st at 9")
    assert "1. every month on the last day" in asked and "/reminders answer" in asked
    (kept,) = await held(stage, Standing.PROPOSED)
    assert "on the last day" in await stage.order("reminders", f"answer {kept.id} 1")
    await stage.order("remind", "feed the cat")
    (kept,) = await held(stage, Standing.PROPOSED)
    made = await stage.order("reminders", f"answer {kept.id} tomorrow at 9:00")
    assert tomorrow(9) in made and f"/reminders when {kept.id}" in made
    await stage.order("remind", "tomorrow at 9:00")
    (kept,) = await held(stage, Standing.PROPOSED)
    assert "water the fern" in await stage.order("reminders", f"answer {kept.id} water the fern")


async def test_a_terminal_without_a_zone_goes_on_once_it_is_set(database_dsn: str, tmp_path: Path) -> None:
    async with staged(database_dsn, tmp_path) as stage:
        asked = await stage.order("remind", "call Bob tomorrow at 9:00")
        assert "/timezone" in asked
        (kept,) = await held(stage, Standing.PROPOSED)
        await stage.order("timezone", ZONE)
        assert tomorrow(9) in await stage.order("reminders", f"answer {kept.id}")


async def test_in_company_a_terminal_tells_nothing_that_was_asked_alone(stage: Stage) -> None:
    await stage.order("remind", "buy a ring tomorrow at 9:00")
    (secret,) = await held(stage)
    stage.seat = stage.seat.moved("#garden")
    await stage.order("remind", "rake the leaves tomorrow at 10:00")
    listed = await stage.order("reminders")
    assert "rake the leaves" in listed and "ring" not in listed
    assert await stage.order("reminders", str(secret.id)) == "I tell that only when we are alone."
    for words in ("calendar", "open", "file", "lost", f"cancel {secret.id}"):
        assert "ring" not in await stage.order("reminders", words)
    assert direct_with("console", "ana").key == secret.origin_key

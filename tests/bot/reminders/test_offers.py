"""What is offered is taken once: where it is held already, or nearly the same is, nothing is held twice."""

from datetime import UTC, date, datetime, time, timedelta

from bot.reminders.wish import once_at
from bot.when import Freq, Recurring, Rule
from memory.reminder import Standing
from tests.bot.chat import Chat
from tests.bot.reminders.reminded import ZONE, added, held, proposed

DAILY = Recurring(date(2026, 1, 1), (time(9),), ZONE, Rule(Freq.DAILY))


async def test_an_offer_of_what_is_held_meanwhile_is_settled_by_that(chat: Chat) -> None:
    offer = await proposed(chat.stage, DAILY, quote="I'll water the fern every morning")
    kept = await added(chat.stage, DAILY, text="water the big fern")
    told = await chat.order("reminder", f"accept {offer.id}")
    assert told.text.startswith("I have that already: water the big fern")
    assert [each.id for each in await held(chat.stage)] == [kept.id]
    assert not await held(chat.stage, Standing.PROPOSED)


async def test_an_offer_of_something_else_or_of_another_time_is_taken(chat: Chat) -> None:
    offer = await proposed(chat.stage, DAILY, quote="I'll water the fern every morning")
    await added(chat.stage, DAILY, text="water the lawn")
    await added(chat.stage, once_at(datetime.now(UTC) + timedelta(days=1), ZONE), text="water the fern")
    told = await chat.order("reminder", f"accept {offer.id}")
    assert told.text.startswith("I will remind you of this: water the fern")
    assert len(await held(chat.stage)) == 3


async def test_all_are_cancelled_with_what_is_paused_and_what_was_offered_and_as_many_as_was_asked(chat: Chat) -> None:
    await proposed(chat.stage, DAILY, quote="I'll water the fern every morning")
    paused = await added(chat.stage, DAILY, text="water the lawn")
    await chat.stage.memory.reminders.pause(paused.person, paused.id)
    await added(chat.stage, DAILY, text="feed the cat")
    asked = await chat.order("reminders", "cancel all")
    assert "Number of them: 3." in asked.text
    assert "Cancelled: 3." in (await chat.press(asked, "Cancel all")).text
    assert not await held(chat.stage, Standing.ACTIVE, Standing.PAUSED, Standing.PROPOSED)

"""`/reminders`: seen with their next times, changed in time and text, held up, left out once, cancelled."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from bot.reminder_orders.press import GONE
from bot.reminder_orders.presses import TOO_FAR
from bot.reminders.lists import PAGE
from bot.reminders.outcomes import Refusal
from bot.reminders.replies import moment_line
from bot.reminders.sentences import NONE, QUESTIONS, REFUSALS
from bot.reminders.wish import once_at
from bot.when import Every, Freq, Once, Recurring, Rule, Unsure
from memory.reminder import Standing
from tests.bot.chat import Chat, chatting, fits, labels
from tests.bot.reminders.reminded import ZONE, added, delivered, held, person_of, proposed
from tests.bot.stage import Stage, staged

DAILY = Recurring(date(2026, 1, 1), (time(9),), ZONE, Rule(Freq.DAILY))


@pytest.fixture
async def chat(database_dsn: str, tmp_path: Path) -> AsyncIterator[Chat]:
    """Somebody in Berlin at a platform with buttons."""
    async with chatting(database_dsn, tmp_path) as chat:
        await chat.order("timezone", ZONE)
        yield chat
        assert all(fits(shown) for shown in chat.sheet.outgoing)


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """Somebody in Berlin at a terminal."""
    async with staged(database_dsn, tmp_path) as stage:
        await stage.order("timezone", ZONE)
        yield stage


def next_times(count: int) -> list[str]:
    """When something comes that comes every day at nine."""
    there = ZoneInfo(ZONE)
    return [moment_line(each.astimezone(there)) for each in DAILY.first(count, datetime.now(UTC))]


async def test_each_is_listed_with_its_next_three_times(chat: Chat) -> None:
    assert (await chat.order("reminders")).text == NONE
    await added(chat.stage, DAILY)
    listed = await chat.order("reminders")
    assert "; ".join(next_times(3)) in listed.text and "water the fern" in listed.text
    assert {"Calendar", "Calendar file", "Quiet hours", "Cancel all"} <= set(labels(listed))


async def test_a_long_list_has_pages(chat: Chat) -> None:
    for at in range(PAGE + 2):
        await added(chat.stage, once_at(datetime.now(UTC) + timedelta(days=at + 1), ZONE), text=f"task {at}")
    first = await chat.order("reminders")
    assert "(page 1 of 2)" in first.text and "task 0" in first.text and f"task {PAGE}" not in first.text
    second = await chat.press(first, "Next page")
    assert f"task {PAGE}" in second.text and "task 0" not in second.text
    assert "task 0" in (await chat.press(second, "Previous page")).text


async def test_a_time_is_changed_by_a_form_and_asked_about_where_it_is_open(chat: Chat) -> None:
    made = await added(chat.stage, DAILY)
    shown = await chat.pick(await chat.order("reminders"), "water the fern")
    form = await chat.press(shown, "Change the time")
    assert form.form is not None and form.form.value == f"every day at 09:00 starting Thursday 1 January 2026 ({ZONE})"
    changed = await chat.fill(form, "every Monday at 10:30")
    assert "Changed." in changed.text and "every monday at 10:30" in changed.text.casefold()
    asked = await chat.fill(form, "yesterday at 17:00")
    assert QUESTIONS[Unsure.PAST] in asked.text
    moved = await chat.press(asked, labels(asked)[0])
    assert "at 17:00" in moved.text
    (kept,) = await held(chat.stage)
    assert (kept.id, kept.text) == (made.id, made.text) and '"once"' in kept.schedule
    assert REFUSALS[Refusal.TOO_OFTEN] == (await chat.fill(form, "every minute")).text
    assert "I find no time in that" in (await chat.fill(form, "the fern")).text
    assert await held(chat.stage) == (kept,)


async def test_a_text_is_changed_and_its_times_stay(chat: Chat) -> None:
    made = await added(chat.stage, DAILY)
    form = await chat.press(await chat.order("reminder", f"edit {made.id}"), "Change the text")
    assert form.form is not None and form.form.value == "water the fern"
    assert "feed the cat" in (await chat.fill(form, "feed the cat")).text
    (kept,) = await held(chat.stage)
    assert (kept.text, kept.schedule, kept.next_due) == ("feed the cat", made.schedule, made.next_due)


async def test_it_is_held_up_and_goes_on(chat: Chat) -> None:
    made = await added(chat.stage, DAILY)
    paused = await chat.press(await chat.order("reminder", f"open {made.id}"), "Pause")
    assert "(paused)" in paused.text and not await held(chat.stage)
    assert "(paused)" in (await chat.order("reminders")).text
    assert "It goes on." in (await chat.press(paused, "Resume")).text
    (kept,) = await held(chat.stage)
    assert kept.next_due == DAILY.next(datetime.now(UTC))


async def test_what_is_over_meanwhile_does_not_go_on(chat: Chat) -> None:
    made = await added(chat.stage, once_at(datetime.now(UTC) + timedelta(milliseconds=50), ZONE))
    await chat.order("reminder", f"pause {made.id}")
    while datetime.now(UTC) < (made.next_due or datetime.now(UTC)):
        pass
    assert (await chat.order("reminder", f"resume {made.id}")).text == REFUSALS[Refusal.OVER]


async def test_one_time_is_left_out(chat: Chat) -> None:
    made = await added(chat.stage, DAILY)
    skipped = await chat.press(await chat.order("reminder", f"open {made.id}"), "Skip next")
    assert next_times(2)[1] in skipped.text
    (kept,) = await held(chat.stage)
    assert made.next_due is not None and kept.next_due == DAILY.next(made.next_due)
    left_out, *following = next_times(4)
    for again in (await chat.order("reminders"), await chat.order("reminder", f"open {made.id}")):
        assert "; ".join(following) in again.text and left_out not in again.text
    once = await added(chat.stage, once_at(datetime.now(UTC) + timedelta(days=1), ZONE))
    assert "Skip next" not in labels(await chat.order("reminder", f"open {once.id}"))


async def test_cancelling_is_for_good_and_all_of_them_only_once_confirmed(chat: Chat) -> None:
    made = await added(chat.stage, DAILY)
    await added(chat.stage, DAILY, text="feed the cat")
    await added(chat.stage, DAILY, text="call Bob")
    cancelled = await chat.press(await chat.order("reminder", f"open {made.id}"), "Cancel")
    assert "Cancelled: water the fern" in cancelled.text
    assert "cancelled already" in (await chat.order("reminder", f"stop {made.id}")).text
    asked = await chat.press(await chat.order("reminders"), "Cancel all")
    assert "Cancel all your reminders? Number of them: 2." in asked.text and len(await held(chat.stage)) == 2
    assert "Cancelled: 2." in (await chat.press(asked, "Cancel all")).text
    assert not await held(chat.stage, Standing.ACTIVE, Standing.PAUSED, Standing.PROPOSED)


async def test_what_was_offered_is_taken_or_left_with_one_press(chat: Chat) -> None:
    await proposed(chat.stage, DAILY, quote="I'll water the fern every morning")
    kept = await proposed(chat.stage, DAILY, quote="I'll water it on Friday")
    listed = await chat.press(await chat.order("reminders"), "Open questions")
    assert 'You said: "I\'ll water it on Friday".' in listed.text
    offer = await chat.order("reminder", f"open {kept.id}")
    assert labels(offer) == ["Yes, remind me", "No"]
    assert "I will remind you of this: water the fern" in (await chat.press(offer, "Yes, remind me")).text
    assert [each.id for each in await held(chat.stage)] == [kept.id]
    assert "I have that already" in (await chat.press(offer, "Yes, remind me")).text
    (other,) = await held(chat.stage, Standing.PROPOSED)
    assert "Left out" in (await chat.order("reminder", f"drop {other.id}")).text
    assert not await held(chat.stage, Standing.PROPOSED)


async def test_quiet_hours_are_set_seen_and_ended(chat: Chat, stage: Stage) -> None:
    form = await chat.order("reminders", "quiet")
    assert form.form is not None and form.form.value == ""
    assert "From 22:00 to 07:30 I am quiet" in (await chat.fill(form, "22:00-7:30")).text
    person = await person_of(chat.stage)
    assert (await chat.stage.memory.choices.of(person)).quiet == (time(22), time(7, 30))
    for wrong in ("often", "25:00-07:00", "22:00", "07:00-07:00"):
        assert "Say it as in /reminders quiet" in (await chat.fill(form, wrong)).text
    assert "You have no quiet hours" in (await chat.fill(form, "off")).text
    assert "You have no quiet hours" in await stage.order("reminders", "quiet")
    assert "From 23:00 to 06:00" in await stage.order("reminders", "quiet 23 to 6")


async def test_the_next_weeks_are_a_calendar_and_a_file(chat: Chat, stage: Stage, tmp_path: Path) -> None:
    await added(chat.stage, DAILY)
    await added(chat.stage, Once(datetime(2030, 5, 3, 8), ZONE), text="far away")
    weeks = (await chat.order("reminders", "calendar")).text
    assert "09:00  water the fern" in weeks and "far away" not in weeks
    sent = await chat.order("reminders", "file")
    (file,) = sent.files
    assert file.name == "reminders.ics"
    assert len(Calendar.from_ical(file.content.decode()).events) == 2
    told = await stage.order("reminders", "file")
    path = Path(told.rpartition(" ")[2])
    assert path.parent == tmp_path and path.stat().st_mode & 0o077 == 0
    assert len(Calendar.from_ical(path.read_text()).events) == 2


async def test_what_never_arrived_is_listed(chat: Chat) -> None:
    assert (await chat.order("reminders", "lost")).text == "Everything reached you."
    past = datetime.now(UTC) - timedelta(seconds=1)
    await added(chat.stage, once_at(past, ZONE), due=past)
    (due,) = await chat.stage.memory.outbox.claim(["console"], most=1)
    assert await chat.stage.memory.outbox.dead(due, "Refused", following=None)
    listed = await chat.order("reminders")
    assert "water the fern" in (await chat.press(listed, "What did not arrive")).text


async def test_a_terminal_does_all_of_it_by_typed_words(stage: Stage) -> None:
    made = await added(stage, DAILY)
    number = made.id
    assert f"{number}. water the fern" in await stage.order("reminders")
    assert "Changed." in await stage.order("reminders", f"when {number} every day at 10:00")
    assert "feed the cat" in await stage.order("reminders", f"text #{number} feed the cat")
    assert "(paused)" in await stage.order("reminders", f"pause {number}")
    assert "It goes on." in await stage.order("reminders", f"{number} resume")
    assert "Left out once" in await stage.order("reminders", f"skip {number}")
    assert "10:00" in await stage.order("reminders", str(number))
    assert "Say /reminders all yes." in await stage.order("reminders", "cancel all")
    assert "Cancelled: feed the cat" in await stage.order("reminders", f"cancel {number}")
    assert "no reminders" in await stage.order("reminders", "all yes")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("frobnicate", "I do not know that."),
        ("cancel", "Say which one by its number"),
        ("cancel 999", GONE),
        ("999", GONE),
        ("take 999 0 1", GONE),
        ("when 999", GONE),
        ("done", "Say which one by its number"),
        ("done 999", GONE),
        ("snooze 999 1h", GONE),
        ("show 999", GONE),
        ("too 999", GONE),
        ("untoo 999", GONE),
        ("agree 999", GONE),
        ("accept 99999999999999999999", "Say which one by its number"),
        ("page 7", NONE),
        ("move 1 T9999", "I find no time in that."),
        ("move 1 @99999999999999", "I find no time in that."),
        ("move 1 nonsense", "I find no time in that."),
        ("move 1 @4000000000 nonsense", "I find no time in that."),
        ("take 1 99999999999999999 1", "I have that already"),
        ("snooze 1 @999999999999", "I find no time in that."),
        ("snooze 1 @4000000000", TOO_FAR),
    ],
)
async def test_what_is_not_there_is_said_plainly(stage: Stage, words: str, told: str) -> None:
    if " 1 " in words:
        await added(stage, DAILY)
    assert told in await stage.order("reminders", words)


async def test_even_distances_and_what_was_put_off_are_listed(chat: Chat) -> None:
    await added(chat.stage, Every(datetime.now(UTC) + timedelta(hours=1), 7_200, ZONE), text="stretch")
    assert (await chat.order("reminders")).text.count(";") == 2
    due = await delivered(chat.stage)
    await chat.order("reminder", f"snooze {due.occurrence} 1h")
    again = moment_line((datetime.now(UTC) + timedelta(hours=1)).astimezone(ZoneInfo(ZONE)))[:-2]
    assert f"water the fern\n    {again}" in (await chat.order("reminders")).text

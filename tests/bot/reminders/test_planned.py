"""Lists, calendar and file after something was left out or put off: they tell what will come, and nothing else."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar

from bot.reminders.replies import moment_line
from bot.when import Every, Freq, Recurring, Rule, say_day
from tests.bot.chat import Chat
from tests.bot.reminders.reminded import ZONE, added, delivered, held

DAILY = Recurring(date(2026, 1, 1), (time(9),), ZONE, Rule(Freq.DAILY))


async def test_what_was_left_out_is_in_neither_calendar(chat: Chat) -> None:
    made = await added(chat.stage, DAILY)
    await chat.order("reminder", f"skip {made.id}")
    (kept,) = await held(chat.stage)
    assert kept.next_due is not None and made.next_due is not None
    assert (await chat.order("reminders", "calendar")).text.splitlines()[1] == say_day(kept.next_due.date(), "en")
    (file,) = (await chat.order("reminders", "file")).files
    (event,) = Calendar.from_ical(file.content.decode()).events
    assert event.exdates == [made.next_due.astimezone(ZoneInfo(ZONE))]


async def test_what_was_put_off_is_listed_beside_its_next_times(chat: Chat) -> None:
    due = await delivered(chat.stage, DAILY)
    await chat.order("reminder", f"snooze {due.occurrence} 2h")
    (kept,) = await held(chat.stage)
    assert kept.comes_again_at is not None
    times = sorted((kept.comes_again_at, *DAILY.first(2, datetime.now(UTC))))
    told = "; ".join(moment_line(each.astimezone(ZoneInfo(ZONE))) for each in times)
    assert told in (await chat.order("reminders")).text
    assert (
        f"{kept.comes_again_at.astimezone(ZoneInfo(ZONE)):%H:%M}  water the fern"
        in (await chat.order("reminders", "calendar")).text
    )
    (file,) = (await chat.order("reminders", "file")).files
    assert [each.start for each in Calendar.from_ical(file.content.decode()).events][1:] == [
        kept.comes_again_at.replace(microsecond=0)
    ]


async def test_what_is_left_out_while_it_is_late_goes_on_with_a_time_to_come(chat: Chat) -> None:
    late = datetime.now(UTC) - timedelta(hours=5)
    every = Every(late, 7_200, ZONE)
    made = await added(chat.stage, every, due=late)
    await chat.order("reminder", f"skip {made.id}")
    (kept,) = await held(chat.stage)
    assert kept.next_due == every.next(datetime.now(UTC))

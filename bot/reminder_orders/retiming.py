"""A new time for a reminder: as a form begins with it, as a button names it, and what is asked where it is unclear."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.reminder_orders.press import Press
from bot.reminders.marks import marked
from bot.reminders.replies import COMMAND, is_english, task_line, when_line
from bot.reminders.sentences import AGAIN_EXACTLY, QUESTIONS
from bot.reminders.terms import Terms
from bot.reminders.ways import buttons_of, lines_of, ways_of
from bot.reply import Reply
from bot.when import Reading, Recurring, Schedule, read
from memory.reminder import Reminder

NO_TIME = "I find no time in that. Say it as in: tomorrow at 9, or every Monday at 8."
COMPARED = 5  # times


def read_mark(press: Press, taken: Schedule) -> Schedule:
    """The schedule of a mark; raises `UserError`."""
    read_as = marked(press.rest, taken)
    if read_as is None:
        raise press.fault(NO_TIME)
    return read_as


def asked_when(press: Press, kept: Reminder, reading: Reading, terms: Terms) -> Reply:
    """What is open about a new time, with what may be meant; the answer keeps the terms that were said with it."""
    ways = ways_of(reading.alternatives, kept, terms, tongue=press.asking.tongue)
    question = press.say(QUESTIONS[reading.question] if reading.question else NO_TIME)
    said = "\n".join([f"{question} ({task_line(kept.text)})", *lines_of(ways, controls=press.controls)])
    if not press.controls:
        return Reply(f"{said}\n{press.say(AGAIN_EXACTLY)}")
    own = press.showing.button("Say it in my own words", COMMAND, f"when {kept.id}")
    return Reply(said, (*buttons_of(ways), own))


def editable(press: Press, schedule: Schedule) -> str:
    """The time in the person's language where that is read back as the same, else in English."""
    asking, ahead = press.asking, _from_now(schedule, press.asking.at)
    said = when_line(ahead, asking.tongue)
    found = read(said, asking.at, ZoneInfo(asking.zone or schedule.zone), languages=asking.languages).understood
    is_same = found is not None and found.first(COMPARED, asking.at) == schedule.first(COMPARED, asking.at)
    return said if is_same and not is_english(asking.tongue) else when_line(schedule)


def _from_now(schedule: Schedule, now: datetime) -> Schedule:
    """The same from its next day on, since a day that is over is not read as a beginning."""
    due = schedule.next(now)
    if not isinstance(schedule, Recurring) or schedule.count is not None or due is None:
        return schedule
    return replace(schedule, start=max(schedule.start, due.astimezone(ZoneInfo(schedule.zone)).date()))

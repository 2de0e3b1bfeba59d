"""A new time for a reminder: as a form begins with it, as a button names it, and what is asked where it is unclear."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from adapters.outgoing import Button
from bot.reminder_orders.press import Press
from bot.reminders.marks import marked, move_mark
from bot.reminders.replies import COMMAND, LIST, brief, capital, is_english, task_line, when_line
from bot.reminders.sentences import AGAIN_EXACTLY, QUESTIONS
from bot.reminders.times import schedule_of
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


def asked_when(press: Press, kept: Reminder, reading: Reading) -> Reply:
    """What is open about a new time, with what may be meant."""
    taken, tongue = schedule_of(kept), press.asking.tongue
    ways = [each.schedule for each in reading.alternatives]
    marks = [(capital(brief(each, tongue)), move_mark(each, taken)) for each in ways]
    question = press.say(QUESTIONS[reading.question] if reading.question else NO_TIME)
    said = f"{question} ({task_line(kept.text)})"
    if not press.controls:
        typed = [f"{label}: /{LIST} move {kept.id} {mark}" if mark else label for label, mark in marks]
        return Reply("\n".join([said, *typed, press.say(AGAIN_EXACTLY)]))
    buttons = tuple(Button(label, COMMAND, f"move {kept.id} {mark}") for label, mark in marks if mark)
    return Reply(said, (*buttons, press.showing.button("Say it in my own words", COMMAND, f"when {kept.id}")))


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

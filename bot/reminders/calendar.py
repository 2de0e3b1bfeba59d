"""Reminders as a calendar: the next weeks as lines of text, and all of them as an iCalendar file. Pure.

A rhythm with several times a day is an event for each: in iCalendar a rule has one hour. What counts occurrences over
days that are left out ends with its last occurrence instead, since a count would take those days along.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby, takewhile
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, TimezoneDaylight, TimezoneStandard, vRecur

from bot.listing import one_line
from bot.reminders.lists import Showing
from bot.reminders.replies import capital, task_line
from bot.reminders.times import planned, schedule_of
from bot.reminders.wish import APART, NOWHERE
from bot.when import Every, Once, Recurring, say_day
from memory.reminder import Reminder

MOST_LINES, MOST_EACH = 40, 8
AHEAD = timedelta(days=28)
ZONES_AHEAD = timedelta(days=366 * 15)  # that far the changes of clocks are written down
LONGEST_SUMMARY, LONGEST_LINE = 250, 100
PRODUCT = "-//Rapport//Reminders//EN"
ANY_ZONE = timedelta(days=2)  # a time of day is at most that far from the same day of universal time
_SECOND = timedelta(seconds=1)


def agenda(reminders: Sequence[Reminder], zone: str, showing: Showing) -> str:
    """What is due in the next four weeks, day by day in that zone."""
    there, now = ZoneInfo(zone), showing.now
    due = sorted(
        ((at.astimezone(there), each) for each in reminders for at in planned(each, MOST_EACH, now)),
        key=lambda found: (found[0], found[1].id),
    )
    soon = [found for found in due if now < found[0] <= now + AHEAD]
    lines: list[str] = []
    for day, found in groupby(soon[:MOST_LINES], key=lambda each: each[0].date()):
        lines.append(capital(say_day(day, showing.language or "en")))
        lines += [f"  {at:%H:%M}  {one_line(task_line(each.text), LONGEST_LINE)}" for at, each in found]
    if not lines:
        return showing.say("Nothing is due in the next four weeks.")
    head = showing.say("The next four weeks ({zone}):", zone=zone.replace(NOWHERE, "UTC"))
    more = [showing.say("There is more; the file has all of it.")] if len(soon) > MOST_LINES else []
    return "\n".join([head, *lines, *more])


def calendar_file(reminders: Sequence[Reminder], now: datetime) -> bytes:
    """All of them as an iCalendar file, with the zones that it names."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    for each in reminders:
        for at, event in enumerate(_events(each, now)):
            made.add_component(_described(event, each, str(at), now))
        if each.comes_again_at is not None:
            made.add_component(_described(_Timed(each.comes_again_at.astimezone(UTC)), each, "again", now))
    starts = [event.start for event in made.events]
    first = min([each.date() for each in starts if isinstance(each, datetime)], default=now.date())
    made.add_missing_timezones(first - timedelta(days=366), now.date() + ZONES_AHEAD)
    for zone in made.timezones:
        for part in zone.subcomponents:
            if isinstance(part, TimezoneStandard | TimezoneDaylight):
                _by_the_clock_before(part)
    return bytes(made.to_ical())


def _by_the_clock_before(part: TimezoneStandard | TimezoneDaylight) -> None:
    """The library tells of clocks that jump ahead by what they show then; RFC 5545, 3.6.5, by what they showed before.

    Whoever reads it by the letter would be as much late until they have shown that hour.
    """
    ahead = part.TZOFFSETTO - part.TZOFFSETFROM
    if ahead <= timedelta():
        return
    further = [onset - ahead for onset, _ in part.rdates if isinstance(onset, datetime)]
    part.DTSTART -= ahead
    part.pop("RDATE", None)
    if further:
        part.add("rdate", further)


@dataclass(frozen=True, slots=True)
class _Timed:
    """One event: its first start, how it goes on, and the starts that are left out."""

    start: datetime
    rule: vRecur | None = None
    without: tuple[datetime, ...] = ()


def _events(reminder: Reminder, now: datetime) -> Iterator[_Timed]:
    schedule, is_floating = schedule_of(reminder), reminder.policy.floating
    due = reminder.next_due or now  # what lies between now and that was left out
    match schedule:
        case Once():
            yield _Timed(schedule.at if schedule.instant else _there(schedule.wall, schedule.zone, is_floating))
        case Every():
            gone = takewhile(lambda at: at < due, _after(schedule, now))
            yield _Timed(schedule.start.astimezone(UTC), _even(schedule), tuple(at.astimezone(UTC) for at in gone))
        case Recurring():
            for each in schedule.times:
                found = _rhythm(schedule, each, _left_out(schedule, each, now, due), is_floating=is_floating)
                if found is not None:
                    yield found


def _after(schedule: Every, now: datetime) -> Iterator[datetime]:
    at = schedule.next(now)
    while at is not None:
        yield at
        at = schedule.next(at)


def _left_out(schedule: Recurring, at: time, now: datetime, due: datetime) -> list[date]:
    """The days whose time of day `at` comes between now and when it is due."""
    begin = schedule.rule.near(schedule.start, now.date() - ANY_ZONE)
    days = schedule.rule.days(schedule.start, due.date() + ANY_ZONE, begin=begin)
    return [day for day in days if now < _there(datetime.combine(day, at), schedule.zone, False) < due]


def _described(timed: _Timed, reminder: Reminder, name: str, now: datetime) -> Event:
    event, alarm = Event(), Alarm()
    summary = one_line(reminder.text.replace(APART, " "), LONGEST_SUMMARY)
    event.add("uid", f"reminder-{reminder.id}-{name}@rapport")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", timed.start)
    event.add("summary", summary)
    if timed.rule is not None:
        event.add("rrule", timed.rule)
    if timed.without:
        event.add("exdate", list(timed.without))
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", timedelta())
    event.add_component(alarm)
    return event


def _even(schedule: Every) -> vRecur:
    """An even distance, in the largest unit that it is whole in."""
    units = (("HOURLY", 3600), ("MINUTELY", 60), ("SECONDLY", 1))
    freq, size = next((name, size) for name, size in units if schedule.seconds % size == 0)
    rule = vRecur({"FREQ": freq, "INTERVAL": schedule.seconds // size})
    ends = [] if schedule.ends is None else [schedule.ends.astimezone(UTC) - _SECOND]
    if schedule.count is not None:  # a rule has either; what comes first ends it
        ends.append((schedule.start + (schedule.count - 1) * timedelta(seconds=schedule.seconds)).astimezone(UTC))
    if ends:
        rule["UNTIL"] = min(ends)
    return rule


def _rhythm(schedule: Recurring, at: time, left_out: Sequence[date], *, is_floating: bool) -> _Timed | None:
    """The event of one of its times of day; None where that time never comes."""
    first = _first_day(schedule)
    last = _last_instant(schedule)
    if first is None:
        return None
    start = _there(datetime.combine(first, at), schedule.zone, is_floating)
    rule = vRecur.from_ical(str(schedule.rule))
    if last is not None:
        if _instant(start) > last:
            return None
        rule["UNTIL"] = last.astimezone(ZoneInfo(schedule.zone)).replace(tzinfo=None) if is_floating else last
    days = sorted({*schedule.without, *left_out})
    without = (_there(datetime.combine(day, at), schedule.zone, is_floating) for day in days)
    return _Timed(start, rule, tuple(each for each in without if each >= start))


def _first_day(schedule: Recurring) -> date | None:
    ends = schedule.ends or schedule.start + timedelta(days=366 * 40)
    return next((day for day in schedule.rule.days(schedule.start, ends) if day not in schedule.without), None)


def _last_instant(schedule: Recurring) -> datetime | None:
    """After which it is over; None where it goes on for ever."""
    if schedule.count is None and schedule.ends is None:
        return None
    if schedule.count is None and schedule.ends is not None:
        return datetime.combine(schedule.ends, time(), ZoneInfo(schedule.zone)).astimezone(UTC) - _SECOND
    before = datetime.combine(schedule.start, time(), ZoneInfo(schedule.zone)) - _SECOND
    return max(schedule.first(schedule.count or 1, before), default=before).astimezone(UTC)


def _there(wall: datetime, zone: str, is_floating: bool) -> datetime:
    """The wall time in its zone; a floating one has none."""
    return wall if is_floating else wall.replace(tzinfo=ZoneInfo(zone))


def _instant(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

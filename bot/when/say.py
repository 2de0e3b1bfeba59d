"""A schedule in English words that read back to the same one, and the few words that tell two apart. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.when.made import SECONDS, Unit
from bot.when.rules import WEEKEND, WORKDAYS, Freq, Rule, Weekday
from bot.when.schedule import Every, Once, Recurring, Schedule
from bot.when.tongues import UNITS, day_in, moment_in, said_in

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}


def say(schedule: Schedule, language: str = "en") -> str:
    """The echo: date, time and zone, and how it goes on; in English where the language has no words for it."""
    return said_in(_known(language), schedule) or _english(schedule)


def say_moment(wall: datetime, language: str = "en") -> str:
    """A day and time of the clock there: `Fri 27 Nov 2026, 09:00`."""
    return moment_in(_known(language), wall) or f"{wall:%a} {wall.day} {wall:%b} {wall.year}, {wall:%H:%M}"


def say_day(day: date, language: str = "en") -> str:
    """A day: `Friday, 27 November 2026`."""
    return day_in(_known(language), day) or f"{day:%A}, {day.day} {day:%B} {day.year}"


def _known(tag: str) -> str:
    return tag.partition("-")[0].casefold()


def _english(schedule: Schedule) -> str:
    match schedule:
        case Once():
            return f"{_day(schedule.wall.date())} at {_clock(schedule.wall)} ({schedule.zone})"
        case Every():
            start = schedule.start.astimezone(ZoneInfo(schedule.zone))
            last = schedule.ends.astimezone(ZoneInfo(schedule.zone)) if schedule.ends else None
            ends = last.date() if last and last.time() == time() else None
            until = f" until {_clock(last)}" if last and not ends else ""
            begins = f" starting {_day(start.date())} at {_clock(start)}"
            return f"every {_length(schedule.seconds)}{begins}{until}{_bounds(ends, schedule.count)} ({schedule.zone})"
        case Recurring():
            return _recurring(schedule)


def apart(schedule: Schedule, others: Sequence[Schedule]) -> str:
    """What tells this one from the others: the hour, the day, the zone, or all of it."""
    if all(isinstance(each, Once) for each in others) and isinstance(schedule, Once):
        once = [each for each in others if isinstance(each, Once)]
        if len({each.zone for each in once}) == len(once) > 1:
            return schedule.zone
        if len({each.wall.date() for each in once}) == 1:
            return _clock(schedule.wall)
        if len({each.wall.time() for each in once}) == 1:
            return _day(schedule.wall.date())
        return f"{_day(schedule.wall.date())}, {_clock(schedule.wall)}"
    if isinstance(schedule, Recurring):
        rules = {str(each.rule) for each in others if isinstance(each, Recurring)}
        return _rule(schedule.rule) if len(rules) > 1 else f"{_rule(schedule.rule)}, {_clock(schedule.times[0])}"
    return say(schedule)


def _day(day: date) -> str:
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year:04}"


def _clock(moment: datetime | object) -> str:
    text = f"{moment:%H:%M:%S}"
    return text.removesuffix(":00") if text.count(":") == 2 and text.endswith(":00") else text


def _length(seconds: int) -> str:
    unit = max(each for each in (Unit.SECOND, Unit.MINUTE, Unit.HOUR) if seconds % SECONDS[each] == 0)
    count = seconds // SECONDS[unit]
    return f"{count} {unit.name.lower()}{'s' if count > 1 else ''}"


def _recurring(schedule: Recurring) -> str:
    times = " and ".join(_clock(each) for each in schedule.times)
    without = " and ".join(_day(each) for each in schedule.without)
    parts = [
        f"{_rule(schedule.rule)} at {times}",
        f" starting {_day(schedule.start)}",
        _bounds(schedule.ends, schedule.count),
        f" except on {without}" if without else "",
        f" ({schedule.zone})",
    ]
    return "".join(parts)


def _bounds(ends: date | None, count: int | None) -> str:
    until = f" until {_day(ends - timedelta(days=1))}" if ends else ""
    return until + (f" for {count} times" if count else "")


def _rule(rule: Rule) -> str:
    """`every 2 weeks on Tuesday`."""
    every = f"every {rule.interval} {UNITS[rule.freq]}s" if rule.interval > 1 else f"every {UNITS[rule.freq]}"
    if rule.freq is Freq.WEEKLY and rule.weekdays:
        return _weekdays(rule, every)
    if rule.freq is Freq.MONTHLY and rule.weekdays:
        return f"{every} on {_listed([f'the {_nth(day)}' for day in rule.weekdays])}"
    if rule.freq is Freq.MONTHLY and rule.monthdays:
        return every + _monthdays(rule)
    if rule.freq is Freq.YEARLY and rule.months and rule.monthdays:
        return f"{every} on {rule.monthdays[0]} {MONTHS[rule.months[0] - 1]}"
    return every


def _weekdays(rule: Rule, every: str) -> str:
    if rule.interval == 1 and rule.weekdays == WORKDAYS:
        return "every weekday"
    if rule.interval == 1 and rule.weekdays == WEEKEND:
        return "every weekend day"
    days = _listed([DAYS[each.day] for each in rule.weekdays])
    return f"every {days}" if rule.interval == 1 else f"{every} on {days}"


def _nth(day: Weekday) -> str:
    return f"{_NTH[day.nth]} {DAYS[day.day]}"


def _monthdays(rule: Rule) -> str:
    if rule.monthdays == (-1,):
        return " on the last day"
    days = _listed([f"the {_ordinal(day)}" for day in rule.monthdays])
    short = ""
    if len(rule.monthdays) == 1 and rule.monthdays[0] > 28:
        short = ", in short months on the last day" if rule.clamp else ", only in months that have it"
    return f" on {days}{short}"


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"

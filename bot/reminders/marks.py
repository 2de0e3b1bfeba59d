"""Another reading of a time, so short that the id of a button carries it, with how to remind then. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.reminders.terms import LEAST_AGAIN, MOST_USELESS, Terms
from bot.reminders.wish import once_at
from bot.when import Once, Recurring, Schedule
from bot.when.rules import read_rule
from bot.when.stored import restored, stored

LONGEST = 10  # digits
LONGEST_MARK = 58  # characters, which leaves room for the command and a number before it
DAY, HOUR = "%Y%m%d", "%H%M"
TERMS = re.compile(r"(?:A(?P<again>\d{1,8}))?(?:L(?P<late>\d{1,8}))?(?P<floats>W)?", re.ASCII)
SHORT = {"FREQ=": "", "INTERVAL=": "i", "BYMONTHDAY=": "d", "BYMONTH=": "m", "BYSETPOS=": "s", "BYDAY=": "w"}


def mark_of(schedule: Schedule, taken: Schedule) -> str | None:
    """Another reading instead of the one that was taken; None where a button cannot carry it exactly.

    `@` and seconds; `T` and the time of day of the same rhythm; `R` and another rhythm.
    """
    if isinstance(schedule, Once):
        return f"@{int(schedule.at.timestamp())}" if schedule.zone == taken.zone else None
    if not isinstance(schedule, Recurring):
        return None
    marks = (f"T{schedule.times[0]:{HOUR}}", f"R{':'.join(_parts(schedule))}")
    return next((each for each in marks if len(each) <= LONGEST_MARK and marked(each, taken) == schedule), None)


def move_mark(schedule: Schedule, taken: Schedule, terms: Terms) -> str | None:
    """The same, where one time that was said in another zone may be the same instant of what is held.

    What was said beside it of how to remind stands behind a space.
    """
    mark, said = mark_of(schedule, schedule if isinstance(schedule, Once) else taken), _terms_mark(terms)
    whole = f"{mark} {said}" if mark and said else mark
    return whole if whole is not None and len(whole) <= LONGEST_MARK else None


def marked_terms(mark: str) -> Terms:
    """What such a mark says of how to remind; checked, since anybody may type one."""
    found = TERMS.fullmatch(mark.partition(" ")[2])
    if found is None:
        return Terms("")
    again, late = (timedelta(seconds=int(found[name] or 0)) for name in ("again", "late"))
    return Terms(
        "",
        again=max(again, LEAST_AGAIN) if again else None,
        useless_after=min(late, MOST_USELESS) if late else None,
        floating=found["floats"] is not None,
    )


def marked(mark: str, taken: Schedule) -> Schedule | None:
    """The schedule of a mark, instead of the one that was taken; None for what is no mark."""
    when, _, terms = mark.partition(" ")
    kind, rest = when[:1], when[1:]
    if TERMS.fullmatch(terms) is None:
        return None
    if kind == "R":
        return _rhythm(rest, taken)
    if not (rest.isascii() and rest.isdecimal() and len(rest) <= LONGEST):
        return None
    if kind == "@":
        exact = once_at(datetime.fromtimestamp(int(rest), UTC), taken.zone)
        wall = Once(exact.wall, taken.zone)
        return wall if wall.at == exact.at else exact
    hour, minute = divmod(int(rest), 100)
    if kind == "T" and hour < 24 and minute < 60 and isinstance(taken, Recurring):
        return replace(taken, times=(time(hour, minute),))
    return None


def _terms_mark(terms: Terms) -> str:
    again = f"A{_seconds(terms.again)}" if terms.again else ""
    late = f"L{_seconds(terms.useless_after)}" if terms.useless_after else ""
    return f"{again}{late}{'W' if terms.floating else ''}"


def _seconds(length: timedelta) -> int:
    return int(length.total_seconds())


def _parts(schedule: Recurring) -> Iterator[str]:
    """Its first day, its hours, its rule, its end and its count. Exceptions and zone are those that it had."""
    yield f"{schedule.start:{DAY}}"
    yield "".join(f"{each:{HOUR}}" for each in schedule.times)
    yield ";".join(_shorter(each) for each in str(schedule.rule).split(";"))
    if schedule.ends is not None:
        yield f"U{schedule.ends:{DAY}}"
    if schedule.count is not None:
        yield f"N{schedule.count}"


def _rhythm(text: str, taken: Schedule) -> Recurring | None:
    """Checked as what is stored is, since anybody may type one."""
    try:
        start, hours, rule, *bounds = text.split(":")
        times = tuple(_hour(hours[at : at + 4]) for at in range(0, len(hours), 4))
        without = taken.without if isinstance(taken, Recurring) else ()
        made = Recurring(_day(start), times, taken.zone, read_rule(_longer(rule)), without=without)
        for each in bounds:
            made = replace(made, ends=_day(each[1:])) if each[:1] == "U" else replace(made, count=int(each[1:]))
        checked = restored(stored(made))
    except (ValueError, OverflowError):
        return None
    return made if checked == made and ":".join(_parts(made)) == text else None


def _shorter(part: str) -> str:
    name, _, value = part.partition("=")
    return f"{SHORT[f'{name}=']}{value}"


def _longer(rule: str) -> str:
    names = {short: name for name, short in SHORT.items() if short}
    freq, *parts = rule.split(";")
    return ";".join([f"FREQ={freq}", *(f"{names.get(each[:1], '')}{each[1:]}" for each in parts)])


def _day(text: str) -> date:
    return datetime.strptime(text, DAY).date()


def _hour(text: str) -> time:
    return datetime.strptime(text, HOUR).time()

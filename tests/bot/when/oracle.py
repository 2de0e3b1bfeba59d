"""What schedules are compared with: days by looking at each one, clocks by walking through universal time.

Nothing here is shared with the program: not its rules, not dateutil, and of zones only what a clock shows at an
instant, never the way back from a wall time.
"""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from bot.when import Freq, Rule, Weekday

MINUTE, STEP, ONE = timedelta(minutes=1), timedelta(hours=6), timedelta(days=1)
FIRST, LAST = datetime(2009, 1, 1, tzinfo=UTC), datetime(2063, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Stretch:
    """From `begin` on clocks are `offset` ahead of universal time."""

    begin: datetime
    offset: timedelta


def _shown(instant: datetime, zone: ZoneInfo) -> timedelta:
    local = instant.astimezone(zone)
    return local.replace(tzinfo=UTC) - instant


@cache
def stretches(name: str) -> tuple[Stretch, ...]:
    """All stretches of a zone: steps of six hours, and where two differ, minute by minute between them."""
    zone, at = ZoneInfo(name), FIRST
    found = [Stretch(FIRST, _shown(FIRST, zone))]
    while at < LAST:
        if _shown(at + STEP, zone) != found[-1].offset:
            change = at
            while _shown(change, zone) == found[-1].offset:
                change += MINUTE
            found.append(Stretch(change, _shown(change, zone)))
        else:
            at += STEP
    return tuple(found)


def shown_at(wall: datetime, name: str) -> datetime:
    """The first instant at which clocks show it; where none ever does, that of clocks that were never changed."""
    known = stretches(name)
    begins = [each.begin for each in known]
    near = bisect_right(begins, wall.replace(tzinfo=UTC) - 2 * ONE)
    around = range(max(0, near - 1), min(len(known), near + 4))
    for at in around:
        instant = wall.replace(tzinfo=UTC) - known[at].offset
        if known[at].begin <= instant and (at + 1 == len(known) or instant < known[at + 1].begin):
            return instant
    for at in around[1:]:
        change, before = known[at].begin, known[at - 1].offset
        if (change + before).replace(tzinfo=None) <= wall < (change + known[at].offset).replace(tzinfo=None):
            return wall.replace(tzinfo=UTC) - before
    raise AssertionError("no clock and no gap")


def fits(rule: Rule, start: date, day: date) -> bool:
    """Whether a rule that began on `start` has that day."""
    return day >= start and _in_step(rule, start, day) and all(_fitting(rule, start, day))


def _in_step(rule: Rule, start: date, day: date) -> bool:
    match rule.freq:
        case Freq.DAILY:
            passed = (day - start).days
        case Freq.WEEKLY:
            passed = (_monday(day) - _monday(start)).days // 7
        case Freq.MONTHLY:
            passed = (day.year - start.year) * 12 + day.month - start.month
        case Freq.YEARLY:
            passed = day.year - start.year
    return passed % rule.interval == 0


def _monday(day: date) -> date:
    while day.weekday():
        day -= ONE
    return day


def _fitting(rule: Rule, start: date, day: date) -> Iterator[bool]:
    last = monthrange(day.year, day.month)[1]
    bare = not rule.weekdays and not rule.monthdays
    if rule.months:
        yield day.month in rule.months
    elif rule.freq is Freq.YEARLY and bare:
        yield day.month == start.month
    if rule.weekdays:
        yield any(_is_nth(each, rule, day) for each in rule.weekdays)
    elif bare and rule.freq is Freq.WEEKLY:
        yield day.weekday() == start.weekday()
    elif bare and rule.freq is not Freq.DAILY:
        yield day.day == start.day
    if rule.monthdays:
        short = {min(each, last) for each in rule.monthdays} if rule.clamped else set(rule.monthdays)
        yield day.day in short or day.day - last - 1 in short


def _is_nth(wanted: Weekday, rule: Rule, day: date) -> bool:
    if day.weekday() != wanted.day:
        return False
    if not wanted.nth:
        return True
    whole_year = rule.freq is Freq.YEARLY and not rule.months
    alike = [each for each in _around(day, whole_year=whole_year) if each.weekday() == wanted.day]
    at = wanted.nth - 1 if wanted.nth > 0 else wanted.nth
    return -len(alike) <= at < len(alike) and alike[at] == day


def _around(day: date, *, whole_year: bool) -> list[date]:
    """The days of its month, or of its year."""
    months = range(1, 13) if whole_year else (day.month,)
    return [date(day.year, month, one) for month in months for one in range(1, monthrange(day.year, month)[1] + 1)]


@dataclass(frozen=True)
class Asked:
    """A rhythm as it is asked for; `until` is the first day that it does not have."""

    rule: Rule
    start: date
    times: tuple[time, ...]
    zone: str
    until: date
    without: tuple[date, ...] = ()
    count: int | None = None


def due(asked: Asked, after: datetime) -> list[datetime]:
    """All instants after `after`, each once."""
    walls: list[datetime] = []
    day = asked.start
    while day < asked.until:
        if fits(asked.rule, asked.start, day) and day not in asked.without:
            walls += [datetime.combine(day, each) for each in sorted(asked.times)]
        day += ONE
    return sorted({at for each in walls[: asked.count] if (at := shown_at(each, asked.zone)) > after})

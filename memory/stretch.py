"""Stretches of calendar days: a month, a season, a feast, the last week, two years ago. Pure, and without a zone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

DAY, WEEK, MONTH, YEAR, WEEKEND = range(5)
_LONG = (1, 7, 30, 365, 7)  # days, about
_FIRST_MONTH = (3, 6, 9, 12)  # of spring, summer, autumn and winter
_FEASTS = {
    "christmas": ((12, 24), (12, 27)), "new year": ((12, 31), (1, 2)), "halloween": ((10, 31), (11, 1)),
    "valentine": ((2, 14), (2, 15)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Days:
    """From `start` up to and without `end`; None is open."""

    start: date | None
    end: date | None


def of(year: int, month: int | None = None, day: int | None = None) -> Days:
    """That year, month or day; raises ValueError where there is none."""
    if day is not None:
        return one_day(date(year, month or 1, day))
    first = date(year, month or 1, 1)
    return Days(first, _months_on(first, 1) if month else date(year + 1, 1, 1))


def one_day(day: date) -> Days:
    """That day."""
    return Days(day, day + timedelta(days=1))


def latest(make: Callable[[int], Days], year: int | None, today: date) -> Days:
    """What comes once a year: that of `year`, or the latest that has begun."""
    if year is not None:
        return make(year)
    begun = (each for each in map(make, (today.year + 1, today.year)) if each.start and each.start <= today)
    return next(begun, make(today.year - 1))


def named_day(month: int, day: int, year: int | None, today: date) -> Days:
    """A day of a month counted from 0; raises ValueError where there is none."""
    try:
        return latest(lambda year: of(year, month + 1, day), year, today)
    except ValueError:
        return of(_leap(today.year), month + 1, day)  # 29 February, or no day at all


def _leap(year: int) -> int:
    return year - year % 4


def season(number: int, year: int) -> Days:
    """Spring, summer, autumn or winter (0 to 3) of a year; winter is the one that begins in it."""
    first = date(year, _FIRST_MONTH[number], 1)
    return Days(first, _months_on(first, 3))


def feast(name: str, year: int) -> Days:
    """A feast of that year; New Year is the one at its end."""
    if name == "easter":
        sunday = _easter(year)
        return Days(sunday - timedelta(days=2), sunday + timedelta(days=2))
    if name == "thanksgiving":
        first = date(year, 11, 1)
        return one_day(first + timedelta(days=(3 - first.weekday()) % 7 + 21))
    (month, day), (last_month, last_day) = _FEASTS[name]
    return Days(date(year, month, day), date(year + (last_month < month), last_month, last_day))


def _easter(year: int) -> date:
    """Western Easter Sunday, by the anonymous Gregorian algorithm."""
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + k - 7 * ((a + 11 * h + 22 * k) // 451) + 114, 31)
    return date(year, month, day + 1)


def unit(kind: int, step: int, today: date) -> Days:
    """The day, week, month, year or weekend that many before or after the one of today."""
    monday = today - timedelta(days=today.weekday())
    match kind:
        case 0:
            return one_day(today + timedelta(days=step))
        case 1:
            return Days(monday + timedelta(days=7 * step), monday + timedelta(days=7 * step + 7))
        case 2:
            first = _months_on(today.replace(day=1), step)
            return Days(first, _months_on(first, 1))
        case 3:
            return of(today.year + step)
        case _:
            friday = monday + timedelta(days=4 + 7 * step)
            return Days(friday, friday + timedelta(days=3))


def ago(number: int, kind: int, today: date) -> Days:
    """That many units back, as vague as the unit: half of one on each side."""
    middle = _back(number, kind, today)
    half = timedelta(days=_LONG[kind] // 2)
    return Days(middle - half, middle + half + timedelta(days=1))


def past(number: int, kind: int, today: date) -> Days:
    """The last so many units, up to today."""
    return Days(_back(number, kind, today), today + timedelta(days=1))


def beside(days: Days, number: int, kind: int | None) -> Days:
    """So many units before (less than 0) or after the days, and up to them; a week without a unit."""
    if days.start is None or days.end is None:
        return days
    length = timedelta(days=abs(number) * _LONG[WEEK if kind is None else kind])
    return Days(days.start - length, days.start) if number < 0 else Days(days.end, days.end + length)


def _back(number: int, kind: int, today: date) -> date:
    months = {MONTH: number, YEAR: 12 * number}.get(kind)
    return _months_on(today, -months) if months is not None else today - timedelta(days=number * _LONG[kind])


def _months_on(day: date, months: int) -> date:
    """The same day some months on, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 27))

"""Days of the calendar: the n-th weekday of a month, the week of a day, a month further on. Pure."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta

ONE = timedelta(days=1)


def day_or_none(year: int, month: int, day: int) -> date | None:
    """The date; None where there is no such day."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):  # the latter of numbers beyond 2**31
        return None


def shifted(moment: datetime, months: int, days: int) -> datetime:
    """So many months on, then days; the last day of a month that is too short."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day) + timedelta(days=days)


def month_start(day: date, months: int = 0) -> date:
    """The first of the month of that day, so many months on."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def month_end(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def week_start(day: date, *, sunday: bool = False) -> date:
    """The Monday of its week, or the Sunday."""
    return day - timedelta(days=(day.weekday() + sunday) % 7)


def next_weekday(day: date, weekday: int, *, same: bool = False) -> date:
    """The next such weekday after that day, or the day itself."""
    ahead = (weekday - day.weekday()) % 7
    return day + timedelta(days=ahead if ahead or same else 7)


def nth_weekday(start: date, end: date, weekday: int, nth: int) -> date | None:
    """The n-th such weekday from `start` on, before `end`; counted from the end where negative."""
    if nth > 0:
        found = next_weekday(start, weekday, same=True) + timedelta(weeks=nth - 1)
    else:
        last = end - ONE
        found = last - timedelta(days=(last.weekday() - weekday) % 7) + timedelta(weeks=nth + 1)
    return found if start <= found < end else None


def days_from(day: date, count: int, step: int = 1) -> Iterator[date]:
    """That many days from this one on, or back."""
    for ahead in range(count):
        try:
            yield day + timedelta(days=step * ahead)
        except OverflowError:
            return


def next_date(today: date, month: int, day: int) -> date | None:
    """The next such date, today included; a 29 February may be years away."""
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    years = (day_or_none(today.year + ahead, month, day) for ahead in range(9) if today.year + ahead < 9999)
    return next((each for each in years if each and each >= today), None)


def next_monthday(today: date, day: int) -> date | None:
    """The next day of that number, today included."""
    starts = (month_start(today, ahead) for ahead in range(4))
    days = (day_or_none(start.year, start.month, day) for start in starts)
    return next((each for each in days if each and each >= today), None)

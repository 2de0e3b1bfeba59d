"""Stretches of the calendar: a week, month, quarter or year so many from this one, and the month of a name. Pure."""

from datetime import date, timedelta

from bot.when.calendar import month_end, month_start, week_start
from bot.when.made import MONTHS, Period, Unit
from bot.when.pattern import Scene

SATURDAY, SUNDAY, FRIDAY = 5, 6, 4
ONE, WEEK = timedelta(days=1), timedelta(weeks=1)


def period(today: date, unit: Unit, ahead: int) -> Period:
    """The week, month, quarter or year so many from this one."""
    if unit is Unit.WEEK:
        start = week_start(today) + ahead * WEEK
        return Period(start, start + WEEK, unit, start if ahead else max(start, today))
    if unit is Unit.DAY:
        day = today + ahead * ONE
        return Period(day, day + ONE, unit, day)
    length = MONTHS[unit]
    begin = (
        month_start(today)
        if unit is Unit.MONTH
        else today.replace(month=1 if unit is Unit.YEAR else (today.month - 1) // 3 * 3 + 1, day=1)
    )
    start = month_start(begin, ahead * length)
    return Period(start, month_start(start, length), unit, start if ahead else max(start, today))


def weekend(today: date, ahead: int) -> Period:
    """Saturday and Sunday of this week, or so many weeks on."""
    saturday = week_start(today) + SATURDAY * ONE + ahead * WEEK
    return Period(saturday, saturday + 2 * ONE, Unit.DAY, saturday if saturday >= today or ahead else today)


def period_of_month(day: date, *, named: int | None = None) -> Period:
    """The month of that day."""
    start = month_start(day)
    return Period(start, month_end(day) + timedelta(days=1), Unit.MONTH, start, named)


def coming_month(month: int, scene: Scene) -> Period:
    """The next month of that number, this one included."""
    start = date(scene.today.year, month, 1)
    this = month_start(scene.today)
    if start < this:
        start = month_start(start, 12)
    return period_of_month(start, named=month)

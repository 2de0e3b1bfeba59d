"""Feasts by the number that the lexicons give them, and the day that each falls on in a year. Pure.

MMDD is a fixed day; 1MMWN the N-th (9: last) weekday W of a month, 2MMWN the day after it, 7MMWN the fourth after it;
3nnnn and 4nnnn are days from Easter of the west and of the east (5000 is the Sunday); 5MMDD a day of the civil Islamic
calendar, which may be off by one from what is seen in the sky; 6MMDD of the Hebrew one.
"""

from datetime import date, timedelta

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

from bot.when.calendar import day_or_none, month_start, nth_weekday
from bot.when.made import Day, Made, Number, Unit
from bot.when.pattern import Found, Scene, Stage

FEASTS = Stage()
LAST, SUNDAY_ITSELF = 9, 5000
_ISLAMIC_EPOCH = date(622, 7, 19).toordinal()
_HEBREW_EPOCH = -1373428  # ordinal of the day before 1 Tishri 1


def feast_in(code: int, year: int) -> date | None:
    """The day of that feast in a year of ours; None where there is none."""
    kind, rest = divmod(code, 10_000)
    if not 1 < year < 9990:
        return None
    if kind == 0:
        return day_or_none(year, rest // 100, rest % 100)
    if kind in (1, 2, 7):
        start = date(year, rest // 100, 1)
        nth = rest % 10
        found = nth_weekday(start, month_start(start, 1), rest // 10 % 10, -1 if nth == LAST else nth)
        return found + timedelta(days={1: 0, 2: 1, 7: 4}[kind]) if found else None
    if kind in (3, 4):
        sunday = easter(year, EASTER_WESTERN if kind == 3 else EASTER_ORTHODOX)
        return sunday + timedelta(days=rest - SUNDAY_ITSELF)
    return _islamic(year, rest // 100, rest % 100) if kind == 5 else _hebrew(year, rest // 100, rest % 100)


def _islamic(year: int, month: int, day: int) -> date | None:
    first = (year - 622) * 33 // 32
    for own in range(first - 1, first + 3):
        days = (own - 1) * 354 + (3 + 11 * own) // 30 + (59 * (month - 1) + 1) // 2 + day - 1
        found = date.fromordinal(max(1, _ISLAMIC_EPOCH + days))
        if found.year == year:
            return found
    return None


def _new_year(year: int) -> int:
    """Days before 1 Tishri of a Hebrew year, since its epoch."""

    def elapsed(own: int) -> int:
        months = (235 * own - 234) // 19
        parts = 12_084 + 13_753 * months
        days = 29 * months + parts // 25_920
        return days + (3 * (days + 1) % 7 < 3)

    before, this, after = elapsed(year - 1), elapsed(year), elapsed(year + 1)
    return this + (2 if after - this == 356 else 1 if this - before == 382 else 0)


def _hebrew(year: int, month: int, day: int) -> date | None:
    """Months from Nisan, 1; Adar of a leap year is the second."""
    for own in (year + 3760, year + 3761):
        start, length = _new_year(own), _new_year(own + 1) - _new_year(own)
        leap = length > 380
        lengths = [30, 30 if length % 10 == 5 else 29, 29 if length % 10 == 3 else 30, 29, 30]
        lengths += [30, 29] if leap else [29]
        lengths += [30, 29, 30, 29, 30, 29]
        order = {7: 0, 8: 1, 9: 2, 10: 3, 11: 4, 12: 6 if leap else 5}
        at = order.get(month, 5 + leap + month)
        found = date.fromordinal(_HEBREW_EPOCH + start + sum(lengths[:at]) + day)
        if found.year == year:
            return found
    return None


def _upcoming(code: int, today: date, ahead: int = 1) -> date | None:
    """The next one from today on, or the last one before."""
    years = range(today.year - (ahead < 0), today.year + 9) if ahead > 0 else range(today.year, today.year - 9, -1)
    days = (feast_in(code, year) for year in years)
    return next((day for day in days if day and (day >= today if ahead > 0 else day < today)), None)


@FEASTS.rule(
    "on? the? f=feast (of|in|comma)? y=number",
    "y=number yearmark? of? f=feast",
    "f=feast of? r=rel u=unit",
    "f=feast of? u=unit r=relpost",
    "on? the? r=rel? f=feast",
    "f=feast r=relpost",
)
def _feast(found: Found, scene: Scene) -> Made | None:
    """Easter, next Halloween, Thanksgiving 2026, 2026年春节."""
    code = found.key("f", "feast")
    ahead = (
        int(found.named["r"][0].keys.get("rel", found.named["r"][0].keys.get("relpost", 0))) if found.has("r") else 1
    )
    if found.has("y"):
        number = found.made("y", Number)
        if number.width not in (0, 4) or not 1900 <= number.value < 2200:
            return None
        day = feast_in(code, number.whole)
    elif found.has("u"):
        if Unit(found.key("u", "unit")) is not Unit.YEAR:
            return None
        day = feast_in(code, scene.today.year + ahead)
    else:
        day = _upcoming(code, scene.today, ahead or 1)
    return Day((day,)) if day else None

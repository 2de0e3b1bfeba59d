"""Days that are counted within a month or year: "first Monday of May", "last week of 2026", "3rd of the month". Pure.

Of "the month" this one is meant, or, once the day is over, the next: then that is asked, and each month's is offered.
"""

from dataclasses import replace
from datetime import date

from bot.when.calendar import ONE, month_start, next_monthday, nth_weekday
from bot.when.made import MONTHS, Broken, Day, Made, Number, Ordinal, Period, Unit
from bot.when.pattern import Found, Scene, Stage
from bot.when.periods import SATURDAY, SUNDAY, WEEK, period
from bot.when.reading import Unsure
from bot.when.rules import Freq, Rule, Weekday

NTH_DAYS, NTH_ALONE = Stage(), Stage()
MOST_NTH = 5
SURE_DAY = 28  # that every month has


@NTH_DAYS.rule(
    "(on|at)? the? o=ordinal/lastof/number (lastof)? w=weekday/weekend (of|in)* the? p=period",
    "p=period (of|in|the)? o=ordinal/lastof/number measure? w=weekday",
    "(on|at)? the? o=ordinal/lastof/begin measure? w=weekday (of|in)? the? r=rel? u=unit",
    "the? w=weekday o=ordinal/lastof (of|in)* the? p=period",
    "p=period o=ordinal/lastof w=weekday",
)
def _nth_weekday(found: Found, scene: Scene) -> Made | None:
    """first monday of October."""
    made = found.named["o"][0]
    nth = _nth(found)
    if isinstance(made.made, Number) and "nthnumber" in scene.words.flags:
        nth = made.made.whole
    weekday = int(found.named["w"][0].keys.get("weekday", SATURDAY))
    stretch = found.all("p", Period)
    if not stretch:
        if not nth or found.follows("every") or found.precedes("rel", "relpost") or not found.has("u"):
            return None
        if Unit(found.key("u", "unit")) is not Unit.MONTH:
            return None
        if not found.has("r"):
            return _of_month(scene, weekday, nth)
        stretch = [period(scene.today, Unit.MONTH, int(found.named["r"][0].keys["rel"]))]
    if not nth or stretch[0].unit is Unit.DAY or stretch[0].unit is Unit.WEEK:
        return None
    day = nth_weekday(stretch[0].start, stretch[0].end, weekday, nth)
    return Day((day,)) if day else Broken()


def _nth(found: Found) -> int:
    """Which one, the last being -1; 0 where that is not said."""
    token = found.named["o"][0]
    if isinstance(token.made, Ordinal) and "lastof" not in token.keys:
        return token.made.value
    return -1 if "lastof" in token.keys else int("begin" in token.keys)  # في أول اثنين


def _of_month(scene: Scene, weekday: int, nth: int) -> Made | None:
    """That of this month, else of the next that has one; which is then to be asked."""
    if not -1 <= nth <= MOST_NTH or not nth:
        return None
    rule = Rule(Freq.MONTHLY, weekdays=(Weekday(weekday, nth),))
    day = next(rule.days(scene.today))
    return Day((day,), None if day < month_start(scene.today, 1) else Unsure.WHICH_DAY, monthly=rule)


_LONGER = {"unit", "rel", "period", "month", "day"}


@NTH_ALONE.rule("(dayno|u=unit of) o=ordinal/lastof measure? w=weekday", "(on|at|the|of)* o=ordinal measure? w=weekday")
def _nth_weekday_alone(found: Found, scene: Scene) -> Made | None:
    """ "The second Tuesday", 月の第1月曜日: of the month, where nothing else was said; that is asked."""
    if found.follows("every", "number", "and") or found.precedes("unit", "month", "and", "or", "after", "before"):
        return None
    if found.precedes("of", "in") and any(not _LONGER.isdisjoint(each.kinds) for each in found.rest[1:3]):
        return None  # "of the year"
    if found.has("u") and Unit(found.key("u", "unit")) is not Unit.MONTH:
        return None
    day = _of_month(scene, found.key("w", "weekday"), _nth(found))
    return replace(day, why=Unsure.WHICH_DAY) if isinstance(day, Day) else day


@NTH_DAYS.rule("d=day (of|the)* u=unit", "(on|at)? the? o=ordinal measure? n=unit (of|in)* the? u=unit")
def _day_of_month(found: Found, scene: Scene) -> Made | None:
    """the 5th of the month, the first day of the month."""
    if Unit(found.key("u", "unit")) is not Unit.MONTH or found.precedes("rel", "relpost", "postevery"):
        return None
    if found.has("n") and (Unit(found.key("n", "unit")) is not Unit.DAY or found.follows("every")):
        return None
    number = found.made("d", Day).monthday if found.has("d") else _nth(found)
    day = next_monthday(scene.today, number) if number and number > 0 else None
    if number is None or day is None:
        return None
    rule = Rule(Freq.MONTHLY, monthdays=(number,)) if number <= SURE_DAY else None
    return Day((day,), monthday=number, monthly=rule)


@NTH_DAYS.rule(
    "(on)? the? o=ordinal/lastof (lastof)? u=unit (of|in)* the? p=period",
    "(on)? the? u=unit o=ordinal/lastof (of|in)* the? p=period",
    "p=period (of)? o=ordinal/lastof measure? u=unit",
)
def _nth_unit(found: Found, scene: Scene) -> Made | None:
    """third day of October, last week of 2026, first month of 2013."""
    token, nth = found.named["o"][0], _nth(found)
    unit, stretch = Unit(found.key("u", "unit")), found.made("p", Period)
    if (
        len(found.tokens) > 2
        and isinstance(token.made, Ordinal)
        and any("lastof" in each.keys for each in found.tokens)
    ):
        nth = -nth
    if not nth or unit not in (Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.QUARTER) or stretch.unit <= unit:
        return None
    if unit is Unit.DAY:
        day = stretch.start + (nth - 1) * ONE if nth > 0 else stretch.end + nth * ONE
        return Day((day,)) if stretch.start <= day < stretch.end else Broken()
    if unit is Unit.WEEK:
        sunday = nth_weekday(stretch.start, stretch.end, SUNDAY, nth) if nth < 0 else None  # the last whole week
        first = sunday - SUNDAY * ONE if sunday else nth_weekday(stretch.start, stretch.end, 0, nth)
        return Period(first, first + WEEK, unit, first) if first else None
    start = month_start(stretch.start if nth > 0 else stretch.end, (nth - (nth > 0)) * MONTHS[unit])
    return Period(start, month_start(start, MONTHS[unit]), unit, start)


@NTH_DAYS.rule("the? o=ordinal u=unit (of? y=number)?")
def _quarter(found: Found, scene: Scene) -> Made | None:
    """third quarter, 4th quarter 2026."""
    nth = found.named["o"][0].made
    if not isinstance(nth, Ordinal) or not 1 <= nth.value <= 4 or Unit(found.key("u", "unit")) is not Unit.QUARTER:
        return None
    years = found.all("y", Number)
    year = years[0].whole if years and years[0].width == 4 else scene.today.year
    start = date(year, nth.value * 3 - 2, 1)
    return Period(start, month_start(start, 3), Unit.QUARTER, start)

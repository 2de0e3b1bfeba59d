"""Dates by their numbers: 2026-03-14, 3/4, 14.3. Pure.

A date without its year is the next one; without its month likewise. Which of 3/4 is the month is decided by the region,
and the other one is offered; without a region it is asked.
"""

from dataclasses import replace
from datetime import date

from bot.when.calendar import day_or_none, next_date
from bot.when.made import Broken, Day, Made, Number, Ordinal
from bot.when.pattern import Found, Scene, Stage
from bot.when.periods import period_of_month
from bot.when.reading import Unsure

DATES = Stage()
_SIGNS = ("dot", "dash", "slash")


def year_of(number: Number) -> int | None:
    """The year that a number is, of two digits the nearer one; None for any other number."""
    if number.width == 4 or (number.width == 0 and 1900 <= number.value < 2100):
        return number.whole if 1000 <= number.value < 3001 else None
    if number.width == 2:
        return number.whole + (2000 if number.value < 60 else 1900)
    return None


def full_date(year: int | None, month: int, day: int) -> Made:
    """The day of a date with its year; Broken where there is none."""
    found = day_or_none(year, month, day) if year else None
    return Day((found,), fixed=True) if found else Broken()


@DATES.rule(
    "y=number +dash m=+number +dash d=+number",
    "y=number +slash m=+number +slash d=+number",
    "y=number +dot m=+number +dot d=+number",
    "y=number m=number d=number",
    "y=number +dash m=+month +dash d=+number",
    "y=number +slash m=+month +slash d=+number",
    "y=number m=month d=number/ordinal",
)
def _year_first(found: Found, scene: Scene) -> Made | None:
    """2026-03-14."""
    year, day = found.made("y", Number), found.named["d"][0].made
    if year.width != 4 or not 1000 <= year.value < 3001 or not isinstance(day, Number | Ordinal):
        return None
    if months := found.keys("m", "month"):
        return full_date(year.whole, months[0], int(day.value))
    month = found.made("m", Number)
    if month.width > 2 or (isinstance(day, Number) and day.width > 2) or not month.width:
        return None
    return full_date(year.whole, month.whole, int(day.value))


@DATES.rule(
    "a=number +slash b=+number +slash y=+number",
    "a=number +dot b=+number +dot y=+number",
    "a=number +dash b=+number +dash y=+number",
    "a=number b=number y=number",
)
def _three(found: Found, scene: Scene) -> Made | None:
    """3/4/2026, 14.3.26."""
    first, second, year = (found.made(name, Number) for name in "aby")
    if not (first.width in (1, 2) and second.width in (1, 2) and year.width in (2, 4)) or found.goes_on(*_SIGNS):
        return None
    led = found.before is not None and not found.follows("on", "the", "weekday", "comma")
    if len(found.tokens) == 3 and (year.width != 4 or led or found.after):
        return None
    if year.width == 2 and not _may_be_short(found, scene):
        return None
    whole = year_of(year)
    days = [day for month, number in _orders(found, scene) if whole and (day := day_or_none(whole, month, number))]
    return replace(_either(days, scene, dotted=found.includes("dot")), fixed=True) if days else Broken()


def _may_be_short(found: Found, scene: Scene) -> bool:
    """Whether three numbers with a year of two digits are a date, and no version or score."""
    first, second = found.made("a", Number), found.made("b", Number)
    if found.includes("dot"):
        return "dmy_dots" in scene.words.flags and 2 in (first.width, second.width) and second.value < 13
    return not found.includes("dash") or (first.width, second.width) == (2, 2)


def _orders(found: Found, scene: Scene) -> list[tuple[int, int]]:
    """Month and day, the likelier order first; with dots the day is first wherever it can be."""
    first, second = found.made("a", Number).whole, found.made("b", Number).whole
    month_first = scene.month_first if scene.month_first is not None else "mdy" in scene.words.flags
    if found.includes("dot"):
        month_first = month_first and first < 13 and second > 12
    return [(first, second), (second, first)] if month_first else [(second, first), (first, second)]


@DATES.rule("a=number slash b=number", "a=number +dash b=+number", "a=number +dot b=+number dot?")
def _two(found: Found, scene: Scene) -> Made | None:
    """3/4, 14.3."""
    first, second = found.made("a", Number), found.made("b", Number)
    if found.tokens[0].glued and found.follows("slash", "dash", "dot", "colon"):
        return None
    if 4 in (first.width, second.width):
        in_order = second.width == 4 and "dmy_dots" in scene.words.flags
        return _month_of_year(first, second) if in_order or not found.includes("dot") else None
    if first.width not in (1, 2) or second.width not in (1, 2) or found.includes("dash"):
        return None
    if 0 in (first.value, second.value):
        return None if found.includes("dot") else Broken()
    if not _is_dotted_date(found, scene) if found.includes("dot") else _is_share(found):
        return None
    days = [day for month, number in _orders(found, scene) if (day := next_date(scene.today, month, number))]
    return _either(days, scene, dotted=found.includes("dot")) if days else Broken()


def _is_share(found: Found) -> bool:
    """Whether two numbers with a stroke are no date: 3/4 of it, 1/2/3."""
    glued = found.after is not None and found.after.glued and found.precedes("slash", "dash", "number")
    return glued or found.precedes("unit", "of", "oclock")


def _is_dotted_date(found: Found, scene: Scene) -> bool:
    """Whether 14.3. is a date and no price: where dates are written so, with both dots or after "on"."""
    second = found.made("b", Number)
    glued = found.after is not None and found.after.glued and found.precedes("slash", "dash", "number")
    if glued or "dmy_dots" not in scene.words.flags or second.value > 12:
        return False
    if len(found.tokens) == 4 or found.follows("on", "weekday"):
        return True
    alone = found.before is None and found.after is None
    return second.width == 2 and (alone or found.follows("comma") or found.precedes("at", "dash"))


def _either(days: list[date], scene: Scene, *, dotted: bool) -> Day:
    """Both readings; asked where no region tells which, else the other is only offered."""
    different = tuple(dict.fromkeys(days))
    if dotted or len(different) == 1:
        return Day(different[:1])
    return Day(different, Unsure.WHICH_DAY if scene.month_first is None and "mdy" in scene.words.flags else None)


def _month_of_year(first: Number, second: Number) -> Made | None:
    year, month = (first, second) if first.width == 4 else (second, first)
    if not (1 <= month.value <= 12 and month.width < 3 and 1900 <= year.value < 2100) or (
        first.width == 4 and month.width == 1
    ):
        return None
    return period_of_month(date(year.whole, month.whole, 1))

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
    if not (first.width in (1, 2) and second.width in (1, 2) and year.width in (2, 4)):
        return None
    if year.width == 2 and (
        any("dash" in token.keys for token in found.tokens) and (first.width, second.width) != (2, 2)
    ):
        return None
    led = found.before is not None and not found.follows("on", "the", "weekday", "comma")
    if len(found.tokens) == 3 and (year.width != 4 or led or found.after):
        return None
    if (
        found.after
        and found.after.glued
        and found.precedes("dot", "dash", "slash")
        and len(found.rest) > 1
        and found.rest[1].glued
    ):
        return None
    if (
        any("dot" in token.keys for token in found.tokens)
        and year.width == 2
        and not (2 in (first.width, second.width) and second.value < 13)
    ):
        return None
    if any("dot" in token.keys for token in found.tokens) and year.width == 2 and "dmy_dots" not in scene.words.flags:
        return None
    whole = year_of(year)
    month_first = bool(scene.month_first if scene.month_first is not None else "mdy" in scene.words.flags)
    if any("dot" in token.keys for token in found.tokens):
        month_first = month_first and first.value < 13 and second.value > 12
    orders = [(first.whole, second.whole), (second.whole, first.whole)]
    if not month_first:
        orders.reverse()
    days = [day for month, number in orders if whole and (day := day_or_none(whole, month, number))]
    if not days or (not (any(o[0] < 13 for o in orders))):
        return Broken()
    return replace(_either(days, scene, dotted=any("dot" in token.keys for token in found.tokens)), fixed=True)


@DATES.rule("a=number slash b=number", "a=number +dash b=+number", "a=number +dot b=+number dot?")
def _two(found: Found, scene: Scene) -> Made | None:
    """3/4, 14.3."""
    first, second = found.made("a", Number), found.made("b", Number)
    if found.before and found.tokens[0].glued and found.follows("slash", "dash", "dot", "colon"):
        return None
    dotted, dashed = "dot" in found.tokens[1].keys, "dash" in found.tokens[1].keys
    if first.width == 4 or second.width == 4:
        return (
            _month_of_year(first, second)
            if not dotted or (second.width == 4 and "dmy_dots" in scene.words.flags)
            else None
        )
    if first.width not in (1, 2) or second.width not in (1, 2) or not first.value or not second.value:
        return Broken() if not dotted and not dashed and 0 in (first.value, second.value) else None
    if dashed or (found.precedes("unit", "percent", "of", "oclock") and not dotted):
        return None
    if found.after and found.after.glued and found.precedes("slash", "dash", "number"):
        return None
    if dotted and not (
        "dmy_dots" in scene.words.flags
        and second.value < 13
        and (len(found.tokens) == 4 or second.width == 2 or found.follows("on"))
    ):
        return None
    if (
        dotted
        and len(found.tokens) == 3
        and not found.follows("on", "weekday", "comma")
        and (found.before or found.after)
        and not found.precedes("at", "dash")
    ):
        return None
    month_first = (
        bool(scene.month_first if scene.month_first is not None else "mdy" in scene.words.flags) and not dotted
    )
    orders = [(first.whole, second.whole), (second.whole, first.whole)]
    if not month_first:
        orders.reverse()
    days = [day for month, number in orders if (day := next_date(scene.today, month, number))]
    return _either(days, scene, dotted=dotted) if days else Broken()


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

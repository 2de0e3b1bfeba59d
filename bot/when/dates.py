"""Dates by their numbers: 2026-03-14, 3/4, 14.3., "March 3rd", "3 de marzo", 三月三号. Pure.

A date without its year is the next one; without its month likewise. Which of 3/4 is the month is decided by the region,
and the other one is offered; without a region it is asked.
"""

from datetime import date, timedelta

from bot.when.calendar import day_or_none, month_end, month_start
from bot.when.made import Broken, Day, Made, Number, Ordinal, Period, Unit
from bot.when.pattern import Found, Scene, Stage
from bot.when.reading import Unsure

DATES = Stage()
RECENT = timedelta(days=60)


def _year(number: Number) -> int | None:
    if number.width == 4 or (number.width == 0 and 1900 <= number.value < 2100):
        return number.whole if 1000 <= number.value < 3001 else None
    if number.width == 2:
        return number.whole + (2000 if number.value < 60 else 1900)
    return None


def next_date(today: date, month: int, day: int) -> date | None:
    """The next such date, today included; a 29 February may be years away."""
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    years = (day_or_none(today.year + ahead, month, day) for ahead in range(9) if today.year + ahead < 9999)
    return next((each for each in years if each and each >= today), None)


def _full(year: int | None, month: int, day: int) -> Made:
    found = day_or_none(year, month, day) if year else None
    return Day((found,), fixed=True) if found else Broken()


@DATES.rule("y=number +dash m=+number +dash d=+number", "y=number +slash m=+number +slash d=+number", "y=number +dot m=+number +dot d=+number",
            "y=number m=number d=number", "y=number +dash m=+month +dash d=+number", "y=number +slash m=+month +slash d=+number", "y=number m=month d=number/ordinal")  # fmt: skip
def _year_first(found: Found, scene: Scene) -> Made | None:
    """2026-03-14."""
    year, day = found.made("y", Number), found.named["d"][0].made
    if year.width != 4 or not 1000 <= year.value < 3001 or not isinstance(day, Number | Ordinal):
        return None
    if months := found.keys("m", "month"):
        return _full(year.whole, months[0], int(day.value))
    month = found.made("m", Number)
    if month.width > 2 or (isinstance(day, Number) and day.width > 2) or not month.width:
        return None
    return _full(year.whole, month.whole, int(day.value))


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
    if len(found.tokens) == 3 and (year.width != 4 or found.before or found.after):
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
    whole = _year(year)
    month_first = bool(scene.month_first if scene.month_first is not None else "mdy" in scene.words.flags)
    if any("dot" in token.keys for token in found.tokens):
        month_first = month_first and first.value < 13 and second.value > 12
    orders = [(first.whole, second.whole), (second.whole, first.whole)]
    if not month_first:
        orders.reverse()
    days = [day for month, number in orders if whole and (day := day_or_none(whole, month, number))]
    if not days or (not (any(o[0] < 13 for o in orders))):
        return Broken()
    return _either(days, scene, dotted=any("dot" in token.keys for token in found.tokens))


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


def period_of_month(day: date, *, named: int | None = None) -> Period:
    """The month of that day."""
    start = month_start(day)
    return Period(start, month_end(day) + timedelta(days=1), Unit.MONTH, start, named)


_DAY = "d=number/ordinal dot?"
_YEAR = "(?:comma? of? y=number)?"


@DATES.rule(
    "the? d=number/ordinal dash/to/and the? number/ordinal of? the? m=month comma? of? y=number",
    "the? d=number/ordinal dot? +?dash? to? the? number/ordinal dot? of? the? m=month comma? of? y=number".replace(
        "+?dash? to?", "dash/to/and"
    ),
    "the? d=number/ordinal dot? (dash|to|and) the? number/ordinal dot? of? m=month",
    "(dayno)? the? d=number/ordinal dot? u=unit? of? monthword? (+dash)? slash? tick? m=month (+dash|+slash|comma|of|tick)* y=number",
    "(dayno)? the? d=number/ordinal dot? u=unit? of? monthword? (+dash)? slash? m=month",
    "m=month comma? dot? the? d=number/ordinal (dash|to|and) the? number/ordinal comma? of? y=number",
    "m=month comma? dot? the? d=number/ordinal dot? comma? of? y=number",
    "m=month the? d=number/ordinal (dash|to|and) the? number/ordinal",
    "m=month comma? the? d=number/ordinal",
)
def _month_and_day(found: Found, scene: Scene) -> Made | None:
    """March 3rd, 3 March 2026, 10 to 22 August."""
    made = found.named["d"][0].made
    month, day = found.key("m", "month"), int(made.value) if isinstance(made, Number | Ordinal) else 0
    if (isinstance(made, Number) and (made.width > 2 or made.value != day)) or (
        found.has("u") and found.key("u", "unit") != Unit.DAY
    ):
        return None
    if (
        found.precedes("unit")
        and not found.has("y")
        and found.tokens[-1] is found.named["d"][0]
        and found.tokens[-1] is not found.named["m"][0]
    ):
        return None
    if (found.after and found.after.glued and found.precedes("colon", "oclock", "halfday")) or found.precedes(
        "halfday"
    ):
        return None
    if found.has("y"):
        year = found.made("y", Number)
        if year.width == 4 or (year.width == 0 and year.value > 1900):
            return _checked(found, _full(_year(year), month, day), month, _year(year))
        if (
            year.width == 2
            and not found.precedes("colon", "halfday", "oclock", "part", "at", "dot", "dash", "unit")
            and day
        ):
            return _full(_year(year), month, day)
        return None
    upcoming = next_date(scene.today, month, day)
    if (month, day) == (2, 29) and upcoming and (upcoming - scene.today).days > 366:
        return _no_leap_day(scene.today, upcoming)
    if upcoming is None and day > 31:
        return Broken() if found.named["d"][0].start < found.named["m"][0].start or (day > 31 and day < 100) else None
    return Day((upcoming,)) if upcoming and not _bad_end(found, month, upcoming.year) else Broken()


def _no_leap_day(today: date, leap: date) -> Day:
    """29 February of a year without one: the days beside it are asked, and the next that there is."""
    last = next_date(today, 2, 28) or leap
    return Day((last, date(last.year, 3, 1), leap), Unsure.WHICH_DAY, none=True)


def _checked(found: Found, made: Made, month: int, year: int | None) -> Made:
    return Broken() if year and _bad_end(found, month, year) else made


def _bad_end(found: Found, month: int, year: int) -> bool:
    """Whether "June 10 - 31" ends on no day."""
    days = [
        int(token.made.value)
        for token in found.tokens
        if isinstance(token.made, Number | Ordinal) and token.made.value < 100
    ]
    return any(day_or_none(year, month, day) is None for day in days) and not any(
        isinstance(token.made, Number) and token.made.width == 2 and token.made.value > 31 for token in found.tokens)  # fmt: skip


@DATES.rule("era n=number yearmark (m=number monthmark|m=month) d=number daymark", "era n=number yearmark")
def _era(found: Found, scene: Scene) -> Made | None:
    """令和3年8月6日."""
    year = int(found.tokens[0].keys["era"]) + found.made("n", Number).whole
    if not found.has("d"):
        return Period(date(year, 1, 1), date(year + 1, 1, 1), Unit.YEAR, date(year, 1, 1))
    months = found.keys("m", "month")
    return _full(year, months[0] if months else found.made("m", Number).whole, found.made("d", Number).whole)


@DATES.rule(
    "y=number yearmark m=number/month monthmark? d=number daymark",
    "y=number yearmark comma? m=number monthmark d=number daymark",
    "y=number yearmark comma? m=month d=number daymark",
)
def _marked_full(found: Found, scene: Scene) -> Made | None:
    """2026年3月14日."""
    year, day = found.made("y", Number), found.made("d", Number)
    months = found.keys("m", "month")
    month = months[0] if months else found.made("m", Number).whole
    return _full(_year(year) if year.width else year.whole, month, day.whole)


@DATES.rule(
    "yearword (m=number monthmark|m=month) of? d=number daymark", "(m=number monthmark|m=month) of? d=number daymark"
)
def _marked(found: Found, scene: Scene) -> Made | None:
    """3月14日."""
    months = found.keys("m", "month")
    month = months[0] if months else found.made("m", Number).whole
    if "yearword" in found.tokens[0].keys:
        return _full(scene.today.year + int(found.tokens[0].keys["yearword"]), month, found.made("d", Number).whole)
    upcoming = next_date(scene.today, month, found.made("d", Number).whole)
    return Day((upcoming,)) if upcoming else Broken()


@DATES.rule("y=number yearmark (m=number monthmark|m=month)", "yearword (m=number monthmark|m=month)")
def _marked_month(found: Found, scene: Scene) -> Made | None:
    months = found.keys("m", "month")
    month = months[0] if months else found.made("m", Number).whole
    year = (
        scene.today.year + int(found.tokens[0].keys["yearword"])
        if not found.has("y")
        else found.made("y", Number).whole
    )
    first = day_or_none(year, month, 1)
    return period_of_month(first) if first else Broken()


@DATES.rule("m=month monthword? comma? of? the? tick? dash? slash? y=number", "y=number yearera? dash? slash? m=month")
def _month_year(found: Found, scene: Scene) -> Made | None:
    """September 2026, Aug 96."""
    year = found.made("y", Number)
    if year.width not in (0, 2, 4) or (year.width == 2 and (year.value < 32 or found.named["y"][0] is found.tokens[0])):
        return None
    whole = _year(year)
    return period_of_month(date(whole, found.key("m", "month"), 1)) if whole and 1900 <= whole < 2100 else None


@DATES.rule("monthmark n=number/ordinal", "n=number monthmark")
def _month_number(found: Found, scene: Scene) -> Made | None:
    """3月, شهر 3."""
    number = found.named["n"][0].made
    value = int(number.value) if isinstance(number, Number | Ordinal) else 0
    if not 1 <= value <= 12 or found.precedes("unit", "measure"):
        return None
    return _coming_month(value, scene)


def _coming_month(month: int, scene: Scene) -> Period:
    start = date(scene.today.year, month, 1)
    this = month_start(scene.today)
    if start < this:
        start = month_start(start, 12)
    return period_of_month(start, named=month)


@DATES.rule(
    "dayno the? d=number/ordinal",
    "(on|the)* d=ordinal daymark?",
    "d=number daymark",
    "on the d=number",
    "the d=number",
    "on d=number dot",
)
def _month_day(found: Found, scene: Scene) -> Made | None:
    """on the 5th, el día 15, 25日."""
    made = found.named["d"][0].made
    value = int(made.value) if isinstance(made, Number | Ordinal) else 0
    kinds = {kind for token in found.tokens for kind in token.keys}
    if not 1 <= value <= 31 or (isinstance(made, Number) and made.width not in (0, 1, 2)):
        return None
    if (
        found.precedes(
            "unit",
            "weekday",
            "month",
            "colon",
            "oclock",
            "halfday",
            "slash",
            "half",
            "rel",
            "weekend",
            "workday",
            "dash",
            "to",
            "measure",
        )
        and "daymark" not in kinds
    ):
        return None
    if (
        isinstance(made, Ordinal)
        and not kinds & {"the", "on", "dayno"}
        and found.named["d"][0].keys.get("ordinal")
        and not found.follows("weekday")
    ):
        return None
    if (
        isinstance(made, Number)
        and not kinds & {"dayno", "daymark"}
        and ((found.after and "strange" in found.after.kinds) or not {"on", "the"} & kinds)
    ):
        return None
    if (
        isinstance(made, Number)
        and not kinds & {"dayno", "daymark"}
        and "dayalone" not in scene.words.flags
        and not found.follows("weekday")
        and (found.before or found.after)
    ):
        return None
    upcoming = next_monthday(scene.today, value)
    return Day((upcoming,), monthday=value) if upcoming else None


def next_monthday(today: date, day: int) -> date | None:
    """The next day of that number, today included."""
    starts = (month_start(today, ahead) for ahead in range(4))
    days = (day_or_none(start.year, start.month, day) for start in starts)
    return next((each for each in days if each and each >= today), None)


@DATES.rule("of y=number")
def _of_year(found: Found, scene: Scene) -> Made | None:
    """last week of 2026."""
    number = found.made("y", Number)
    if number.width != 4 or not 1900 <= number.value < 2100 or not found.follows("unit", "lastof", "season", "feast"):
        return None
    start = date(number.whole, 1, 1)
    return Period(start, date(number.whole + 1, 1, 1), Unit.YEAR, start)


@DATES.rule("(in|of) m=month", "m=month")
def _month(found: Found, scene: Scene) -> Made | None:
    """in March; "may" and "march" only where nothing makes them a verb."""
    token = found.named["m"][0]
    if found.after and isinstance(found.after.made, Number) and found.after.made.width > 4:
        return Broken()
    alone = found.before is None and found.after is None
    if (
        "verb" in token.keys
        and not alone
        and len(found.tokens) == 1
        and not found.follows(
            "rel",
            "ordinal",
            "lastof",
            "begin",
            "end",
            "mid",
            "late",
            "of",
            "until",
            "in",
            "every",
            "weekday",
            "except",
            "starting",
            "dash",
        )
        and not found.precedes("rel")
    ):
        return None
    if alone and len(token.text) <= 3 and "shortalone" not in scene.words.flags and token.text != "may":
        return None
    return _coming_month(found.key("m", "month"), scene)

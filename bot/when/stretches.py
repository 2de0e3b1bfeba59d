"""Days within stretches: "first Monday of May", "end of April", "in 2027", "Friday", the first of a range. Pure."""

from dataclasses import replace
from datetime import date

from bot.when.calendar import ONE, day_or_none, month_end, month_start, next_weekday, nth_weekday, week_start
from bot.when.made import MONTHS, Broken, Day, Made, Moment, Number, Ordinal, Period, Unit
from bot.when.month_ranges import last_of
from bot.when.pattern import Found, Scene, Stage
from bot.when.periods import FRIDAY, SATURDAY, SUNDAY, WEEK, period
from bot.when.reading import Unsure
from bot.when.relative import RELATIVE

NTH, STRETCHES, RANGES = Stage(), Stage(), Stage()
CLOSE = 18  # the hour at which a working day ends


@RELATIVE.rule(
    "on? w=weekday s=moment",
    "s=moment on? the? w=weekday",
    "n=number w=weekday/weekdays f=later/ago/inpost",
)
def _weekday_and_distance(found: Found, scene: Scene) -> Made | None:
    """mittwoch in 2 wochen, 3 fridays from now."""
    keys = found.named["w"][0].keys
    weekday = int(keys.get("weekday", keys.get("weekdays", 0)))
    if found.has("n"):
        number = found.made("n", Number).whole
        if not 0 < number < 200:
            return None
        if "ago" in found.named["f"][0].keys:
            return Day((next_weekday(scene.today, weekday, same=True) - number * WEEK,))
        return Day((next_weekday(scene.today, weekday) + (number - 1) * WEEK,))
    moment = found.made("s", Moment)
    if moment.unit is not Unit.WEEK:
        return None
    weeks = round((moment.wall - scene.now).days / 7)
    of_week = week_start(scene.today) + weeks * WEEK + weekday * ONE
    from_day = next_weekday(scene.today, weekday) + weeks * WEEK
    return Day((of_week,)) if of_week == from_day else Day((of_week, from_day), Unsure.WHICH_DAY)


@NTH.rule(
    "(on|at)? the? o=ordinal/lastof/number (lastof)? w=weekday/weekend (of|in)* the? p=period",
    "p=period (of|in|the)? o=ordinal/lastof/number measure? w=weekday",
    "(on|at)? the? o=ordinal/lastof measure? w=weekday (of|in)? the? r=rel? u=unit",
    "the? w=weekday o=ordinal/lastof (of|in)* the? p=period",
    "p=period o=ordinal/lastof w=weekday",
)
def _nth_weekday(found: Found, scene: Scene) -> Made | None:
    """first monday of October."""
    made = found.named["o"][0]
    nth = -1 if "lastof" in made.keys else int(made.made.value) if isinstance(made.made, Ordinal) else 0
    if isinstance(made.made, Number) and "nthnumber" in scene.words.flags:
        nth = made.made.whole
    stretch = found.all("p", Period)
    if not stretch:
        if not nth or found.follows("every") or found.precedes("rel", "relpost") or not found.has("u"):
            return None
        if Unit(found.key("u", "unit")) is not Unit.MONTH:
            return None
        stretch = [period(scene.today, Unit.MONTH, int(found.named["r"][0].keys["rel"]) if found.has("r") else 0)]
    if not nth or stretch[0].unit is Unit.DAY or stretch[0].unit is Unit.WEEK:
        return None
    keys = found.named["w"][0].keys
    day = nth_weekday(stretch[0].start, stretch[0].end, int(keys.get("weekday", SATURDAY)), nth)
    return Day((day,)) if day else Broken()


@NTH.rule(
    "(on)? the? o=ordinal/lastof (lastof)? u=unit (of|in)* the? p=period",
    "(on)? the? u=unit o=ordinal/lastof (of|in)* the? p=period",
    "p=period (of)? o=ordinal/lastof measure? u=unit",
)
def _nth_unit(found: Found, scene: Scene) -> Made | None:
    """third day of October, last week of 2026, first month of 2013."""
    token = found.named["o"][0]
    unit, stretch = Unit(found.key("u", "unit")), found.made("p", Period)
    nth = -1 if "lastof" in token.keys else int(token.made.value) if isinstance(token.made, Ordinal) else 0
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


@NTH.rule("the? o=ordinal u=unit (of? y=number)?")
def _quarter(found: Found, scene: Scene) -> Made | None:
    """third quarter, 4th quarter 2026."""
    nth = found.named["o"][0].made
    if not isinstance(nth, Ordinal) or not 1 <= nth.value <= 4 or Unit(found.key("u", "unit")) is not Unit.QUARTER:
        return None
    years = found.all("y", Number)
    year = years[0].whole if years and years[0].width == 4 else scene.today.year
    start = date(year, nth.value * 3 - 2, 1)
    return Period(start, month_start(start, 3), Unit.QUARTER, start)


@STRETCHES.rule(
    "(r=rday|daypart|d=day) w=eod", "at? w=eod", "at? w=eow", "at? w=eom", "at? w=eoy", "at? w=bom", "at? w=boy"
)
def _end_word(found: Found, scene: Scene) -> Made | None:
    """end of day, end of the month."""
    kinds = found.named["w"][0].keys
    if "eod" in kinds:
        days = found.all("d", Day)
        return Day((days[0].day if days else scene.today,), hour=CLOSE)
    if "eow" in kinds:
        friday = week_start(scene.today) + FRIDAY * ONE
        return Day((friday if friday >= scene.today else scene.today,), hour=CLOSE)
    if "eom" in kinds:
        return Day((month_end(scene.today),))
    if "eoy" in kinds:
        return Day((date(scene.today.year, 12, 31),))
    return Day((month_start(scene.today, 1),)) if "bom" in kinds else Day((date(scene.today.year + 1, 1, 1),))


@STRETCHES.rule(
    "(at|in|on)? the? e=end/begin/mid (of|the)* u=unit",
    "(at|in|on)? the? e=end (of|the)* p=period",
    "(at|in|on)? the? e=begin (of|the)* p=period",
    "(at|in|on)? the? e=mid dash? (of|the)* p=period",
    "e=late p=period",
    "(at)? the? e=end (of|the)* d=day",
    "p=period (of)? e=endpost/beginpost/midpost",
)
def _edge(found: Found, scene: Scene) -> Made | None:
    """end of April, mid March, beginning of next week."""
    kinds = found.named["e"][0].keys
    if found.has("d"):
        return Day((found.made("d", Day).day,), hour=CLOSE)
    if found.has("u"):
        unit = Unit(found.key("u", "unit"))
        if unit < Unit.DAY:
            return None
        stretch = period(scene.today, unit, 0)
        if "begin" in kinds and stretch.start < scene.today:
            stretch = period(scene.today, unit, 1)
    else:
        stretch = found.made("p", Period)
    last = stretch.end - ONE
    middle = stretch.start + (stretch.end - stretch.start) // 2
    if "begin" in kinds or "beginpost" in kinds:
        return Day((stretch.start,))
    if "mid" in kinds or "midpost" in kinds:
        return Day((stretch.start + 14 * ONE if stretch.unit is Unit.MONTH else middle,))
    if stretch.unit is Unit.WEEK:
        last = stretch.start + FRIDAY * ONE
    return (
        Day((last,))
        if "late" not in kinds
        else Period(stretch.end - 10 * ONE, stretch.end, Unit.DAY, stretch.end - 10 * ONE)
    )


@STRETCHES.rule("the? u=unit of the? d=day")
def _week_of(found: Found, scene: Scene) -> Made | None:
    if Unit(found.key("u", "unit")) is not Unit.WEEK:
        return None
    start = week_start(found.made("d", Day).day)
    return Period(start, start + WEEK, Unit.WEEK, start)


@STRETCHES.rule("y=yearword")
def _this_year(found: Found, scene: Scene) -> Made | None:
    """今年."""
    return period(scene.today, Unit.YEAR, found.key("y", "yearword"))


@STRETCHES.rule(
    "in y=number yearera",
    "in y=number",
    "after y=number",
    "(end|begin|mid|until|starting) y=number",
    "(in|of)? yearpre y=number",
    "y=number yearmark",
)
def _year(found: Found, scene: Scene) -> Made | None:
    """in 2027."""
    number = found.made("y", Number)
    if number.width != 4 or not 1900 <= number.value < 2100 or found.precedes("unit", "month", "strange", "measure"):
        return None
    whole = Period(date(number.whole, 1, 1), date(number.whole + 1, 1, 1), Unit.YEAR, date(number.whole, 1, 1))
    if {"end", "begin", "mid"} & found.tokens[0].keys.keys():
        first = found.tokens[0].keys
        day = whole.end - ONE if "end" in first else date(number.whole, 7 if "mid" in first else 1, 1)
        return Day((day,))
    return whole


@STRETCHES.rule("on? the? w=weekday dot?", "w=weekday r=again")
def _weekday(found: Found, scene: Scene) -> Made | None:
    """Friday: the next one; "sun" and "sat" only where nothing makes them another word."""
    token = found.named["w"][0]
    if found.follows("every"):
        return None
    may_be_other = "verb" in token.keys and len(found.tokens) == 1 and not token.text.endswith(".")
    beside = found.follows(*_BESIDE) or found.precedes(*_BESIDE, "part", "day", "daypart", "number")
    if may_be_other and not beside and (found.before is not None or found.precedes("strange")):
        return None
    return weekday_on(scene, found.key("w", "weekday"))


_BESIDE = ("at", "clock", "comma", "until", "starting", "except", "dash", "to")


def weekday_on(scene: Scene, weekday: int) -> Day:
    """The next such day; today's is kept as the second, for a time of day that is still to come."""
    coming = next_weekday(scene.today, weekday)
    return Day((coming,), weekday=weekday)


@RANGES.rule(
    "(at|from)? between? the? d=day (dash|to|and) the? day",
    "between? the? d=period (dash|to|and) the? period",
    "d=day (dash|to) n=number",
    "d=moment to day",
    "d=day to moment",
)
def _range(found: Found, scene: Scene) -> Made | None:
    """8 - 12 August: when it begins."""
    kinds = {kind for token in found.tokens for kind in token.keys}
    if ("and" in kinds and "between" not in kinds) or ("until" in kinds and found.follows("starting")):
        return None
    first, last = found.named["d"][0].made, found.tokens[-1].made
    if isinstance(first, Day) and isinstance(last, Day) and last.fixed and not first.fixed and first.weekday is None:
        dated = day_or_none(last.day.year - (first.day.month > last.day.month), first.day.month, first.day.day)
        return Day((dated,), fixed=True, stretch=True, last=last.day) if dated else first
    if not isinstance(first, Day):
        return first
    return replace(first, stretch=True, through=_through(first, last), last=last_of(first, last))


def _through(first: Day, last: Made | None) -> tuple[int, ...]:
    """From Monday to Friday."""
    if first.weekday is None or not isinstance(last, Day) or last.weekday is None:
        return ()
    return tuple((first.weekday + ahead) % 7 for ahead in range((last.weekday - first.weekday) % 7 + 1))

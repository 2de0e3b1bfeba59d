"""Days within stretches: "end of April", "in 2027", "Friday", the first of a range. Pure."""

from dataclasses import replace
from datetime import date

from bot.when.calendar import ONE, day_or_none, month_end, month_start, next_weekday, week_start
from bot.when.made import Day, Made, Moment, Number, Period, Unit
from bot.when.month_ranges import last_of
from bot.when.pattern import Found, Scene, Stage
from bot.when.periods import FRIDAY, WEEK, coming_month, period
from bot.when.reading import Unsure
from bot.when.relative import RELATIVE
from bot.when.rules import Freq, Rule

STRETCHES, RANGES = Stage(), Stage()
CLOSE = 18  # the hour at which a working day ends
_LAST_DAY = Rule(Freq.MONTHLY, monthdays=(-1,))


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


def _ends_a_rhythm(found: Found) -> bool:
    """Whether "until" leads to it, which some languages also say before hours."""
    return "until" in found.tokens[0].keys


@STRETCHES.rule("n=number w=eom")
def _end_of_month(found: Found, scene: Scene) -> Made | None:
    """4月末."""
    month = found.made("n", Number).whole
    if not 1 <= month <= 12 or not found.tokens[1].glued:
        return None
    return Day((month_end(coming_month(month, scene).start),))


@STRETCHES.rule(
    "(r=rday|daypart|d=day) w=eod", "at? w=eod", "at? w=eow", "at? w=eom", "at? w=eoy", "at? w=bom", "at? w=boy"
)
def _end_word(found: Found, scene: Scene) -> Made | None:
    """end of day, end of the month."""
    kinds = found.named["w"][0].keys
    if _ends_a_rhythm(found):
        return None
    if "eod" in kinds:
        days = found.all("d", Day)
        return Day((days[0].day if days else scene.today,), hour=CLOSE)
    if "eow" in kinds:
        friday = week_start(scene.today) + FRIDAY * ONE
        return Day((friday if friday >= scene.today else scene.today,), hour=CLOSE)
    if "eom" in kinds:
        return Day((month_end(scene.today),), monthly=_LAST_DAY)
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
    if _ends_a_rhythm(found):
        return None
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
    is_last_of_month = found.has("u") and stretch.unit is Unit.MONTH
    return (
        Day((last,), monthly=_LAST_DAY if is_last_of_month else None)
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
    "(at|from)? between? the? d=day (dash|to|and) the? e=day untilpost?",
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
    first, last = found.named["d"][0].made, found.named["e"][0].made if found.has("e") else found.tokens[-1].made
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

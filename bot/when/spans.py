"""Lengths of time, and points at a distance: "2h 30m", "in an hour and a half", "two days after Easter". Pure."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from bot.when.calendar import shifted
from bot.when.made import MONTHS, SECONDS, Broken, Day, Limit, Made, Moment, Number, Span, Unit
from bot.when.pattern import Found, Scene, Stage

SPANS, MOMENTS = Stage(), Stage()
MOST = {Unit.YEAR: 200, Unit.QUARTER: 400, Unit.MONTH: 1200, Unit.WEEK: 5000, Unit.DAY: 40_000}


def span_of(amount: float, unit: Unit) -> Span | None:
    """So many of a unit; None beyond what anybody waits for."""
    if amount > MOST.get(unit, 10_000_000) or amount < 0:
        return None
    if unit in MONTHS:
        whole = round(amount * MONTHS[unit])
        return Span(whole, 0, 0, unit) if abs(whole - amount * MONTHS[unit]) < 0.01 else None
    if unit >= Unit.DAY and amount == int(amount):
        return Span(0, int(amount) * SECONDS[unit] // SECONDS[Unit.DAY], 0, unit)
    return Span(0, 0, round(amount * SECONDS[unit]), min(unit, Unit.HOUR))


@SPANS.rule("n=number u=unit d=+number")
def _hours_and_minutes(found: Found, scene: Scene) -> Made | None:
    """in 1h30."""
    minutes, unit = found.made("d", Number), Unit(found.key("u", "unit"))
    is_length = unit is Unit.HOUR and minutes.width == 2 and minutes.value < 60 and found.follows("in", "plus", "for")
    return span_of(found.made("n", Number).value + minutes.value / 60, unit) if is_length else None  # not "at 1h30"


@SPANS.rule("n=number more? measure? u=unit")
def _plain(found: Found, scene: Scene) -> Made | None:
    number, unit = found.made("n", Number), Unit(found.key("u", "unit"))
    letters = found.named["u"][0]
    if is_hour(found, scene) or _is_date(found) or (found.tokens[0].glued and found.follows("colon")):
        return None
    if letters.text in ("'", '"') and not (number.width and letters.glued and found.follows("in", "for", "every")):
        return None
    if letters.text == "mon" and number.width == 0:
        return None
    span = span_of(number.value, unit)
    follows = found.after is None or found.precedes("number", "every", "often", "ask", "comma", "rhythm")
    goes_on = follows and not found.follows("rel")
    return Limit(length=span.days) if span and span.days and "lasting" in letters.keys and goes_on else span


def _is_date(found: Found) -> bool:
    """Whether 3日, 3年 is a date: it is a length only with a measure word or where it says from when it runs."""
    if not {"daymark", "monthmark", "yearmark"} & found.named["u"][0].keys.keys() or len(found.tokens) > 2:
        return False
    return found.follows("month", "monthmark") or not (  # 4月12日まで
        found.precedes("later", "ago", "inpost", "untilpost", "half", "postevery")
        or found.follows("every", "in", "agopre", "rel", "for")
    )


def is_hour(found: Found, scene: Scene) -> bool:
    """Whether "3h", "3 horas" is a time of day: where a word is both, what stands around it decides."""
    if "oclock" not in found.named["u"][0].keys:
        return False
    if found.follows("rel") and not found.follows("past"):
        return False
    if found.follows("dash", "to", "past"):
        return True
    if found.follows("in", "agopre", "plus", "every", "span", "for") or found.precedes(
        "ago", "later", "inpost", "half"
    ):
        return False
    if len(found.rest) > 2 and "unit" in found.rest[1].keys and {"ago", "later", "inpost"} & found.rest[2].keys.keys():
        return False
    short = "hspan" in scene.words.flags and found.made("n", Number).value < 13
    if short and found.precedes("number") and len(found.rest) > 1 and "unit" in found.rest[1].keys:
        return False
    return not short or found.follows("at", "day", "rday", "weekday") or found.precedes("number", "part")


@SPANS.rule("a u=unit")
def _one(found: Found, scene: Scene) -> Made | None:
    return span_of(1, Unit(found.key("u", "unit")))


@SPANS.rule("u=unit")
def _bare_unit(found: Found, scene: Scene) -> Made | None:
    """через неделю, قبل اسبوع: one, where a language needs no word for it."""
    if "bareunit" not in scene.words.flags or (
        found.before and found.follows("rel", "every", "number", "ordinal", "half")
    ):
        return None
    if not (
        (found.follows("agopre", "in", "plus") and "of" not in (found.before.keys if found.before else {}))
        or found.precedes("ago")
    ):
        return None
    return span_of(1, Unit(found.key("u", "unit")))


@SPANS.rule("u=unit (?=andhalf|andquarter|andthree)")
def _hour_alone(found: Found, scene: Scene) -> Made | None:
    """en hora y media."""
    unit = Unit(found.key("u", "unit"))
    return span_of(1, unit) if unit is Unit.HOUR and found.follows("in") else None


_QUARTERS = {"andhalf": 30, "andquarter": 15, "andthree": 45, "andthird": 20, "lessquarter": -15, "lessthird": -20}


@SPANS.rule("s=span q=andhalf/andquarter/andthree/andthird/lessquarter/lessthird")
def _and_quarter(found: Found, scene: Scene) -> Made | None:
    """an hour and a quarter, ساعة إلا ربع."""
    span, kinds = found.made("s", Span), found.named["q"][0].keys
    minutes = next(minutes for kind, minutes in _QUARTERS.items() if kind in kinds)
    return replace(span, seconds=span.seconds + minutes * 60, unit=Unit.MINUTE) if span.unit is Unit.HOUR else None


@SPANS.rule("m=mins")
def _minutes(found: Found, scene: Scene) -> Made | None:
    return Span(0, 0, found.key("m", "mins") * 60, Unit.MINUTE)


@SPANS.rule("m=duals")
def _dual(found: Found, scene: Scene) -> Made | None:
    return Span(found.key("m", "duals"), 0, 0, Unit.MONTH)


@SPANS.rule("m=fortnight")
def _fortnight(found: Found, scene: Scene) -> Made | None:
    return Span(0, found.key("m", "fortnight"), 0, Unit.WEEK)


@SPANS.rule("span (comma? and? span)+")
def _chain(found: Found, scene: Scene) -> Made | None:
    spans = [token.made for token in found.tokens if isinstance(token.made, Span)]
    pairs = list(pairwise(spans))
    if any(
        later.is_elapsed and earlier.is_elapsed and later.seconds >= SECONDS[earlier.unit] for earlier, later in pairs
    ):
        return Broken()  # 65 seconds after minutes are no length that anybody says
    if any(later.unit >= earlier.unit for earlier, later in pairs):
        return None
    return Span(
        sum(each.months for each in spans), sum(each.days for each in spans), sum(each.seconds for each in spans),
        spans[-1].unit,
    )  # fmt: skip


def moment_at(now: datetime, span: Span, sign: int = 1) -> Moment | None:
    """The point that far from now."""
    try:
        wall = shifted(now, sign * span.months, sign * span.days) + timedelta(seconds=sign * span.seconds)
    except (OverflowError, ValueError):
        return None
    return Moment(wall, sign * float(span.seconds) if span.is_elapsed else None, span.unit)


@MOMENTS.rule("s=span after the? d=day", "d=day plus s=span", "d=day s=span later")
def _after_day(found: Found, scene: Scene) -> Made | None:
    return _from_day(found, 1)


@MOMENTS.rule("s=span before d=day", "d=day s=span ago", "d=day dash s=span")
def _before_day(found: Found, scene: Scene) -> Made | None:
    return _from_day(found, -1)


@MOMENTS.rule("the? u=unit after the? d=day", "the? u=unit before the? d=day")
def _next_to_day(found: Found, scene: Scene) -> Made | None:
    """the day after Thanksgiving."""
    unit = Unit(found.key("u", "unit"))
    if unit not in (Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR):
        return None
    span = span_of(1, unit)
    sign = -1 if any("before" in token.keys and "after" not in token.keys for token in found.tokens) else 1
    return _shift_day(span, found.made("d", Day), sign) if span else None


@MOMENTS.rule("x=eve the? d=day", "d=day x=evepost")
def _eve(found: Found, scene: Scene) -> Made | None:
    """la veille de Noël, クリスマスの前日, the night before the 5th; the part of the day is after the point."""
    token = found.named["x"][0]
    value = token.keys["eve" if "eve" in token.keys else "evepost"]
    day, part = found.made("d", Day), round(abs(value) % 1 * 10)
    moved = _shift_day(Span(0, 1, 0, Unit.DAY), day, 1 if value > 0 else -1)
    return replace(moved, part=part or None) if isinstance(moved, Day) else None


def _from_day(found: Found, sign: int) -> Made | None:
    return _shift_day(found.made("s", Span), found.made("d", Day), sign)


def _shift_day(span: Span, day: Day, sign: int) -> Made | None:
    if span.seconds:
        return None
    try:
        moved = tuple(
            shifted(datetime(each.year, each.month, each.day), sign * span.months, sign * span.days).date()
            for each in day.days
        )
    except (OverflowError, ValueError):
        return None
    return Day(moved, day.why)


@MOMENTS.rule("in? approx? s=span ago", "agopre approx? s=span", "dash s=span", "agopre s=span ago")
def _ago(found: Found, scene: Scene) -> Made | None:
    if "dash" in found.tokens[0].keys and found.before is not None:
        return None
    return moment_at(scene.now, found.made("s", Span), -1)


@MOMENTS.rule(
    "in approx? the? s=span later",
    "in approx? the? s=span",
    "s=span later",
    "plus s=span",
    "s=span inpost",
    "now plus s=span",
)
def _in(found: Found, scene: Scene) -> Made | None:
    return moment_at(scene.now, found.made("s", Span))


@MOMENTS.rule("s=span")
def _leading(found: Found, scene: Scene) -> Made | None:
    """ "2d unmute someone": a bare length is a distance only before a task, as commands are typed."""
    if found.before is not None or found.after is None or not {"strange", "ask"} & set(found.after.kinds):
        return None
    return moment_at(scene.now, found.made("s", Span))

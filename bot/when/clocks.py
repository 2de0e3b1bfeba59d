"""Times of day by signs and marks: "15:23", "15h30", "3pm", "12.30 Uhr", "下午三点半". Pure.

Which half of the day is meant is settled later, when the day is known; here it is only noted whether it was said.
"""

from dataclasses import replace

from bot.when.daytime import clock_of
from bot.when.made import Broken, Clock, Made, Number, Span, Unit
from bot.when.pattern import Found, Scene, Stage

CLOCKS = Stage()


def _numbers(found: Found) -> list[int]:
    return [number.whole for name in "hms" for number in found.all(name, Number)]


@CLOCKS.rule(
    "h=number +colon m=+number +colon s=+number (+dot +number)? sign=+dash/plus x=+number +colon w=+number",
    "h=number +colon m=+number +colon s=+number (+dot +number)? +zulu",
)
def _with_offset(found: Found, scene: Scene) -> Made | None:
    """08:15:30-05:30."""
    clock = clock_of(*_numbers(found))
    if not isinstance(clock, Clock):
        return clock
    offset = found.made("x", Number).whole * 60 + found.made("w", Number).whole if found.has("x") else 0
    sign = -1 if found.has("sign") and "dash" in found.named["sign"][0].keys else 1
    return (
        replace(clock, half=12 * (clock.hour >= 12), literal=True, offset=sign * offset) if offset <= 840 else Broken()
    )


@CLOCKS.rule(
    "z=halfday h=number +colon m=+number (+colon s=+number)?",
    "h=number +colon m=+number (+colon s=+number (+dot +number)?)? z=halfday/oclock?",
)
def _colon(found: Found, scene: Scene) -> Made | None:
    """3:18, 15:23:24."""
    hour, minute = found.made("h", Number), found.made("m", Number)
    if hour.width == 0 or hour.width > 2 or minute.width != 2:
        return Broken()
    halves = found.keys("z", "halfday")
    clock = clock_of(*_numbers(found), half=halves[0] if halves else None)
    zero = found.named["h"][0].text.startswith("0")
    if isinstance(clock, Clock) and clock.half is None and (zero or "clock24" in scene.words.flags):
        return replace(clock, literal=True)
    return clock


@CLOCKS.rule(
    "(a=at)? h=number +dot m=+number z=halfday/oclock", "a=at h=number +dot m=+number", "h=number +dot m=+number"
)
def _dotted(found: Found, scene: Scene) -> Made | None:
    """12.30 Uhr, at 12.30, 15.00."""
    hour, minute = found.made("h", Number), found.made("m", Number)
    if (
        minute.width != 2
        or not hour.width
        or hour.width > 2
        or (found.after and found.after.glued and found.precedes("dot", "number", "slash"))
    ):
        return None
    if (
        (not found.has("a") and not found.has("z") and not (minute.whole == 0 or minute.whole > 12))
        or hour.value > 24
        or minute.value > 59
    ):
        return None
    if not found.has("a") and not found.has("z") and "clockdot" not in scene.words.flags:
        return None
    halves = found.keys("z", "halfday")
    return clock_of(*_numbers(found), half=halves[0] if halves else None)


@CLOCKS.rule(
    "z=halfday h=number oclock (zero)? m=number/span",
    "z=halfday h=number oclock b=half/andhalf m=span?",
    "z=halfday h=number oclock?",
    "h=number oclock (zero)? m=number/span z=halfday",
    "h=number oclock? b=half/andhalf z=halfday",
    "h=number zero m=number z=halfday",
    "h=number m=number approx? z=halfday",
    "h=number oclock? approx? (in|of|the)* z=halfday",
)
def _halves(found: Found, scene: Scene) -> Made | None:
    """3pm, 330 p.m., 下午三点."""
    hour, half = found.made("h", Number), found.key("z", "halfday")
    minutes = 30 if found.has("b") else minutes_of(found, 0)
    if hour.width in (3, 4) and not minutes:
        return clock_of(hour.whole // 100, hour.whole % 100, half=half)
    mark = found.named["z"][0]
    if "short" in mark.keys and (not mark.glued or scene.foreign):  # "a 2ª reunião" of somebody who has no English
        return None
    if "latin" in mark.keys and mark is found.tokens[0] and not found.includes("oclock"):
        return None  # "I am 5", "am 2. Termin"
    return clock_of(hour.whole, minutes, *_seconds(found), half=half)


def _seconds(found: Found) -> list[int]:
    spans = found.all("m", Span)
    return [spans[0].seconds % 60] if spans else []


@CLOCKS.rule(
    "oclockpre approx? h=number +colon m=+number",
    "oclockpre approx? h=number and? m=number/span oclock?",
    "oclockpre approx? h=number oclock?",
    "oclockpre approx? h=clock",
)
def _marked_before(found: Found, scene: Scene) -> Made | None:
    """saat 3, الساعة 9."""
    if clocks := found.all("h", Clock):
        return clocks[0]
    hour = found.made("h", Number)
    if hour.width in (3, 4):
        return clock_of(hour.whole // 100, hour.whole % 100)
    return None if _are_hours(found, scene) else clock_of(hour.whole, minutes_of(found, 0))


@CLOCKS.rule("h=number oclock m=half/andhalf s=span?", "h=number measure? half oclock")
def _half_mark(found: Found, scene: Scene) -> Made | None:
    """三点半."""
    spans = found.all("s", Span)
    return clock_of(found.made("h", Number).whole, 30, spans[0].seconds % 60 if spans else 0)


@CLOCKS.rule(
    "h=number oclock zero? and? m=span", "h=number oclock zero m=number", "h=number oclock and? m=number minutes?"
)
def _marked_minutes_of(found: Found, scene: Scene) -> Made | None:
    """15h30, 3 uhr 15, 三点十五分."""
    if spans := found.all("m", Span):
        if not spans[0].is_elapsed or not spans[0].seconds < 3600:
            return Broken() if spans[0].is_elapsed and spans[0].unit is Unit.MINUTE else None
    elif (found.made("m", Number).width == 1 and found.made("h", Number).width) or found.precedes(
        "unit", "month", "dot", "weekday"
    ):
        return None
    if _are_hours(found, scene) or found.precedes("backfrom"):  # 18時10分前
        return None
    clock = clock_of(found.made("h", Number).whole, minutes_of(found, 0), *_seconds(found))
    written = len(found.tokens) == 3 and found.tokens[1].text == "h" and all(each.glued for each in found.tokens[1:])
    if written and isinstance(clock, Clock) and "clock24" in scene.words.flags:
        return replace(clock, literal=True)  # 6h45 is as 6:45
    return clock


def _are_hours(found: Found, scene: Scene) -> bool:
    """Whether "9 Uhr und 21 Uhr", "9時と21時" are two hours: minutes are joined by "and" where people say them so."""
    if not found.includes("and") or not found.all("m", Number) or found.includes("minutes"):
        return False
    return "andminutes" not in scene.words.flags or found.precedes("oclock")


@CLOCKS.rule("h=number approx? oclock")
def _marked_hour(found: Found, scene: Scene) -> Made | None:
    """3 o'clock, 15h, 三点."""
    if "vague" in found.named["h"][0].keys:
        return None
    if found.after and found.after.glued and found.precedes("colon", "number") and len(found.rest) > 1:
        return Broken() if "number" in found.rest[1].kinds and "colon" in found.rest[0].kinds else None
    return clock_of(found.made("h", Number).whole)


@CLOCKS.rule("at? onehour oclock?")
def _one(found: Found, scene: Scene) -> Made | None:
    """à une heure, all'una: the word for one is that for "a", so that no number is seen.

    "60 км в час" is a speed, "в час пик" a time of much traffic.
    """
    if found.follows("rate") or found.precedes("rate"):
        return None
    is_length = found.follows("number", "unit", "span") or (found.precedes("unit") and not found.precedes("part"))
    return None if is_length else clock_of(1)


@CLOCKS.rule("at? noon", "at? midnight")
def _named(found: Found, scene: Scene) -> Made | None:
    if len(found.tokens) > 1 and found.follows("unit", "span", "every", "often"):
        return None  # what stands between belongs to both: "three hours before midnight", "every hour until noon"
    return Clock(12, half=12) if "noon" in found.tokens[-1].keys else Clock(24, half=12)


def minutes_of(found: Found, otherwise: int) -> int:
    """The minutes that were named `m`, as a number or a length."""
    if numbers := found.all("m", Number):
        return numbers[0].whole
    if spans := found.all("m", Span):
        return spans[0].seconds // 60 if spans[0].is_elapsed else -1
    return otherwise

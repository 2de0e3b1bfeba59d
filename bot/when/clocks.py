"""Times of day: "half past five", "15h30", "3pm", "halb vier", "las tres y media", "下午三点半". Pure.

Which half of the day is meant is settled later, when the day is known; here it is only noted whether it was said.
"""

from dataclasses import replace

from bot.when.made import Broken, Clock, Made, Number, Span, Unit
from bot.when.pattern import Found, Scene, Stage

CLOCKS = Stage()
# The parts of a day as the lexicons number them: from, until (may be past 24), and the hour that stands for it.
PARTS = {0: (4, 9, 7), 1: (0, 12, 9), 2: (12, 14, 12), 3: (12, 19, 15), 4: (17, 24, 19), 5: (18, 28, 21)}
EARLY, MORNING, NOON, AFTERNOON, EVENING, NIGHT = range(6)
_AROUND = ("part", "daypart")


_SPOKEN = {"andhalf": 30, "andquarter": 15, "andthree": 45, "andthird": 20, "lessquarter": -15, "lessthird": -20}


def clock_of(hour: int, minute: int = 0, second: int = 0, *, half: int | None = None) -> Clock | Broken:
    """The time, or Broken where there is none; 24:00 is the end of the day."""
    if hour < 0 or hour > 24 or not 0 <= minute < 60 or second > 59 or (hour == 24 and minute + second):
        return Broken()
    if half is not None and not 1 <= hour <= 12:
        return Broken()
    if half is None:
        literal = hour > 12 or hour == 0
        return Clock(hour, minute, second, (12 if hour >= 12 else 0) if literal else None, literal)
    return Clock(hour % 12 + half, minute, second, half)


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
    "h=number +colon m=+number (+colon s=+number (+dot +number)?)? z=halfday?",
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
        return replace(clock, half=12 if clock.hour == 12 else 0, literal=True)
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
    minutes = 30 if found.has("b") else _minutes(found, 0)
    if hour.width in (3, 4) and not minutes:
        return clock_of(hour.whole // 100, hour.whole % 100, half=half)
    if "short" in found.named["z"][0].keys and not found.named["z"][0].glued:
        return None
    return clock_of(hour.whole, minutes, *_seconds(found), half=half)


def _seconds(found: Found) -> list[int]:
    spans = found.all("m", Span)
    return [spans[0].seconds % 60] if spans else []


@CLOCKS.rule(
    "oclockpre approx? h=number +colon m=+number",
    "oclockpre approx? h=number m=number/span?",
    "oclockpre approx? h=clock",
)
def _marked_before(found: Found, scene: Scene) -> Made | None:
    """saat 3, الساعة 9."""
    if clocks := found.all("h", Clock):
        return clocks[0]
    hour = found.made("h", Number)
    if hour.width in (3, 4):
        return clock_of(hour.whole // 100, hour.whole % 100)
    return clock_of(hour.whole, _minutes(found, 0))


@CLOCKS.rule("h=number oclock m=half/andhalf s=span?", "h=number measure? half oclock")
def _half_mark(found: Found, scene: Scene) -> Made | None:
    """三点半."""
    spans = found.all("s", Span)
    return clock_of(found.made("h", Number).whole, 30, spans[0].seconds % 60 if spans else 0)


@CLOCKS.rule(
    "h=number oclock zero? and? m=span", "h=number oclock zero m=number", "h=number oclock and? m=number minutes?"
)
def _marked_minutes(found: Found, scene: Scene) -> Made | None:
    """15h30, 3 uhr 15, 三点十五分."""
    if spans := found.all("m", Span):
        if not spans[0].is_elapsed or not spans[0].seconds < 3600:
            return Broken() if spans[0].is_elapsed and spans[0].unit is Unit.MINUTE else None
    elif (found.made("m", Number).width == 1 and found.made("h", Number).width) or found.precedes(
        "unit", "month", "dot", "weekday"
    ):
        return None
    return clock_of(found.made("h", Number).whole, _minutes(found, 0), *_seconds(found))


@CLOCKS.rule("h=number approx? oclock")
def _marked_hour(found: Found, scene: Scene) -> Made | None:
    """3 o'clock, 15h, 三点."""
    if "vague" in found.named["h"][0].keys:
        return None
    if found.after and found.after.glued and found.precedes("colon", "number") and len(found.rest) > 1:
        return Broken() if "number" in found.rest[1].kinds and "colon" in found.rest[0].kinds else None
    return clock_of(found.made("h", Number).whole)


@CLOCKS.rule("at? noon", "at? midnight")
def _named(found: Found, scene: Scene) -> Made | None:
    return Clock(12, half=12) if "noon" in found.tokens[-1].keys else Clock(24, half=12)


@CLOCKS.rule("at? halfpast h=number/clock oclock?")
def _half_past(found: Found, scene: Scene) -> Made | None:
    return _moved(found, 30)


@CLOCKS.rule("at? halfto h=number/clock oclock?")
def _half_to(found: Found, scene: Scene) -> Made | None:
    return _moved(found, -30)


@CLOCKS.rule(
    "at? quarter past h=number/clock oclock?",
    "at? quarterpast h=number/clock oclock?",
    "at? m=number/span past h=number/clock oclock?",
    "m=span after h=clock",
)
def _past(found: Found, scene: Scene) -> Made | None:
    return _moved(found, _minutes(found, 15))


@CLOCKS.rule(
    "at? quarter beforehour h=number/clock oclock?",
    "at? quarterto h=number/clock oclock?",
    "at? m=number/span beforehour h=number/clock oclock?",
)
def _to(found: Found, scene: Scene) -> Made | None:
    if found.precedes("month", "unit") or (
        not found.all("h", Clock)
        and found.has("m")
        and found.all("m", Number)[:1]
        and found.all("m", Number)[0].whole % 5
    ):
        return None
    return _moved(found, -_minutes(found, 15))


@CLOCKS.rule(
    "at? h=number/clock and? q=andhalf/andquarter/andthree/andthird/lessquarter/lessthird oclock?",
    "at? h=clock and m=number/span",
    "at h=number and m=number",
    "at? h=clock/number less m=number",
    "h=clock passed m=span/number",
    "h=clock m=number",
)
def _spoken(found: Found, scene: Scene) -> Made | None:
    """las tres y media, midi moins cinq."""
    is_time = bool(found.all("h", Clock)) or bool(
        {"at", "oclock"} & {kind for token in found.tokens for kind in token.keys}
    )
    if not is_time and not found.precedes("part") and not (found.has("q") and "andloose" in scene.words.flags):
        return None
    if found.has("q"):
        kinds = found.named["q"][0].keys
        return _moved(found, next(minutes for kind, minutes in _SPOKEN.items() if kind in kinds))
    minutes = _minutes(found, 0)
    if not 0 < minutes < 60 or found.precedes("unit", "month", "slash", "dot", "colon", "dash", "ordmark"):
        return None
    if found.all("m", Number) and found.all("m", Number)[0].width:
        if not any({"and", "less", "passed"} & token.keys.keys() for token in found.tokens):
            return None
    return _moved(found, -minutes if any("less" in token.keys for token in found.tokens) else minutes)


def _minutes(found: Found, otherwise: int) -> int:
    if numbers := found.all("m", Number):
        return numbers[0].whole
    if spans := found.all("m", Span):
        return spans[0].seconds // 60 if spans[0].is_elapsed else -1
    return otherwise


def _moved(found: Found, minutes: int) -> Made | None:
    hour = found.named["h"][0].made
    if isinstance(hour, Number):
        hour = clock_of(hour.whole) if 0 < hour.value < 25 and hour.width < 3 else None
    if not isinstance(hour, Clock) or not -60 < minutes < 60 or hour.minute or minutes == 0:
        return None
    if hour.hour == 24 and minutes > 0:
        return Clock(24, minutes, half=12)
    total = (hour.hour * 60 + minutes) % 1440
    if hour.half is None and hour.hour == 1 and minutes < 0:
        total += 720
    half = hour.half if hour.half is None else 12 * (total >= 720)
    return replace(hour, hour=total // 60, minute=total % 60, half=half)


@CLOCKS.rule("c=clock z=halfday", "z=halfday c=clock")
def _clock_half(found: Found, scene: Scene) -> Made | None:
    """a quarter past 1 pm."""
    clock = found.made("c", Clock)
    if clock.half is not None:
        return clock
    return clock_of(clock.hour, clock.minute, clock.second, half=found.key("z", "halfday"))


@CLOCKS.rule("h=number u=unit")
def _military(found: Found, scene: Scene) -> Made | None:
    """1500 hours."""
    hour = found.made("h", Number)
    if hour.width != 4 or found.key("u", "unit") != 2 or hour.value >= 2400:
        return None
    return clock_of(hour.whole // 100, hour.whole % 100)


@CLOCKS.rule(
    "a=at approx? h=number (zero m=number|m=number)",
    "h=number dash? zero dash? m=number",
    "h=number m=number (?=approx? part|approx? daypart|zonename)",
    "h=number dash? m=number",
)
def _digits_spoken(found: Found, scene: Scene) -> Made | None:
    """at three twenty, twelve oh three, nine fifty nine in the evening."""
    hour, minute = found.made("h", Number), found.made("m", Number)
    if (hour.width != minute.width and 0 in (hour.width, minute.width)) or not 1 <= hour.value <= 24 or hour.width > 2:
        return None
    loose = (
        not found.has("a") and not any("zero" in token.keys for token in found.tokens) and not found.precedes(*_AROUND)
    )
    if (
        (loose and (hour.width or found.before or found.after))
        or minute.width not in (0, 2)
        or found.precedes("unit", "month", "slash", "colon")
    ):
        return None
    if any("dash" in token.keys and hour.width for token in found.tokens):
        return None
    if (minute.value < 10 and not any("zero" in token.keys for token in found.tokens)) or minute.value > 59:
        return None
    return clock_of(hour.whole, minute.whole)


@CLOCKS.rule("at approx? n=number", "on? n=number (?=approx? part)", "n=number")
def _bare(found: Found, scene: Scene) -> Made | None:
    """at 8, at 1030, 3 in the morning, 9 tomorrow."""
    number = found.made("n", Number)
    marked = (
        "at" in found.tokens[0].keys or found.precedes("part", "daypart") or found.follows("part", "daypart", "zonepre")
    )
    if (not marked and not (found.precedes("rday") and number.width)) or _belongs_elsewhere(found):
        return None
    if number.width == 4 and 1900 <= number.value < 2100 and "after" in found.tokens[0].keys:
        return None
    if number.width in (3, 4) and 100 <= number.value < 2400 and number.whole % 100 < 60:
        return clock_of(number.whole // 100, number.whole % 100)
    if number.width > 2 or not 1 <= number.value <= 24 or number.whole < 0:
        return None
    clock = clock_of(number.whole)
    return replace(clock, bare=True) if isinstance(clock, Clock) else clock


def _belongs_elsewhere(found: Found) -> bool:
    """Whether the number is part of a date, of another number, or of what is only told."""
    if found.follows("be", "month", "slash", "dash") or found.precedes("unit", "month", "ordmark", "number"):
        return True
    glued = found.after is not None and found.after.glued and found.precedes("dot", "comma", "slash", "dash", "colon")
    return bool(glued and len(found.rest) > 1 and found.rest[1].glued and "number" in found.rest[1].kinds)


@CLOCKS.rule("c=clock to d=clock", "c=clock dash d=clock", "c=clock dash n=number", "n=number dash/to d=clock", "c=clock to n=number", "between c=clock and d=clock", "between n=number and d=clock",
             "n=number dash m=number (?=at? part)", "between n=number to/dash/and m=number")  # fmt: skip
def _range(found: Found, scene: Scene) -> Made | None:
    """3-4pm: when it begins, and its end beside it."""
    joins = {kind for token in found.tokens for kind in token.keys}
    if {"to", "at"} <= joins and found.follows("on", "the", "dayno", "weekday", "month"):
        return None  # "le 16 à 18h" is no range
    if "until" in joins and found.follows("rhythm", "span", "every"):
        return None
    begins, ends = found.all("c", Clock), found.all("d", Clock)
    last = ends[0] if ends else _plain(found, "n") if begins else _plain(found, "m")
    first = begins[0] if begins else _plain(found, "n")
    if first is None:
        return None
    if first.half is None and ends and ends[0].half is not None and not ends[0].literal:
        half = ends[0].half
        if not begins and first.hour != 12 and first.hour % 12 > ends[0].hour % 12:
            half = 12 - half
        first = replace(first, hour=first.hour % 12 + half, half=half) if first.hour <= 12 else first
    return replace(first, end=_end(first, last)) if last else first


def _plain(found: Found, name: str) -> Clock | None:
    numbers = found.all(name, Number)
    if not numbers or not 1 <= numbers[0].value <= 24 or numbers[0].width > 2:
        return None
    clock = clock_of(numbers[0].whole)
    return clock if isinstance(clock, Clock) else None


def _end(first: Clock, last: Clock) -> int:
    """Minutes of the day; "from 9 to 5" ends in the afternoon."""
    start, end = (clock.hour * 60 + clock.minute for clock in (first, last))
    return end + 720 if last.half is None and end <= start and end < 720 else end


def part_at(hour: int) -> int:
    """The part of the day that an hour is in."""
    return MORNING if hour < 12 else AFTERNOON if hour < 17 else EVENING if hour < 21 else NIGHT


def within(clock: Clock, part: int) -> Clock:
    """The time in that part of the day: 8 in the evening is 20:00, 1 at night is 01:00, 11 at night is 23:00."""
    if clock.half is not None or clock.hour > 12:
        return clock
    hour = clock.hour % 12
    if part in (EARLY, MORNING):
        half = 0
    elif part in (EVENING, NIGHT) and hour == 0:
        return replace(clock, hour=24, half=12)
    elif part == NIGHT:
        half = 0 if hour < 6 else 12
    elif part == NOON:
        half = 0 if hour in (10, 11) else 12
    else:
        half = 12
    return replace(clock, hour=hour + half, half=half)

"""Times of day as they are spoken: "half past five", "halb vier", "at three twenty", "at 8". Pure."""

from dataclasses import replace

from bot.when.clocks import minutes_of
from bot.when.daytime import clock_of, ends_at
from bot.when.made import Clock, Made, Number
from bot.when.pattern import Found, Scene, Stage

SPOKEN = Stage()
_SPOKEN = {"andhalf": 30, "andquarter": 15, "andthree": 45, "andthird": 20, "lessquarter": -15, "lessthird": -20}
_AFTER_HOUR = ("to", "lead", "comma", "dot", "and", "rday", "day", "weekday", "part", "daypart", "on", "ask", "polite")
_AROUND = ("part", "daypart")


@SPOKEN.rule("at? halfpast h=number/clock oclock?")
def _half_past(found: Found, scene: Scene) -> Made | None:
    return _moved(found, 30)


@SPOKEN.rule("at? halfto h=number/clock oclock?")
def _half_to(found: Found, scene: Scene) -> Made | None:
    return _moved(found, -30)


@SPOKEN.rule(
    "at? quarter past h=number/clock oclock?",
    "at? quarterpast h=number/clock oclock?",
    "at? m=number/span past h=number/clock oclock?",
    "m=span after h=clock",
)
def _past(found: Found, scene: Scene) -> Made | None:
    return None if found.follows("every") else _moved(found, minutes_of(found, 15))


@SPOKEN.rule(
    "at? quarter beforehour h=number/clock oclock?",
    "at? quarterto h=number/clock oclock?",
    "at? m=number/span beforehour h=number/clock oclock?",
    "at? t=minutesto minutes? h=number/clock oclock?",
)
def _to(found: Found, scene: Scene) -> Made | None:
    if found.follows("every"):
        return None  # "every 2 hours until 6"
    if found.all("m", Number) and ("between" in found.tokens[0].keys or found.follows("between")):
        return None  # "from 10 to 12" is no ten to twelve
    if found.precedes("month", "unit") or (
        not found.all("h", Clock)
        and found.has("m")
        and found.all("m", Number)[:1]
        and found.all("m", Number)[0].whole % 5
    ):
        return None
    return _moved(found, -(found.key("t", "minutesto") if found.has("t") else minutes_of(found, 15)))


@SPOKEN.rule(
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
    loose = found.has("q") and ("andloose" in scene.words.flags or found.follows("part", "daypart", "rday", "day"))
    if not is_time and not found.precedes("part") and not loose:
        return None
    if found.has("q"):
        kinds = found.named["q"][0].keys
        return _moved(found, next(minutes for kind, minutes in _SPOKEN.items() if kind in kinds))
    minutes = minutes_of(found, 0)
    if not 0 < minutes < 60 or found.precedes("unit", "month", "slash", "dot", "colon", "dash", "ordmark"):
        return None
    if any("and" in token.keys for token in found.tokens) and found.all("m", Number) and _are_two(found, scene):
        return None
    joined = any({"and", "less", "passed"} & token.keys.keys() for token in found.tokens)
    if not joined and any(number.width for number in found.all("m", Number)):
        return None
    return _moved(found, -minutes if any("less" in token.keys for token in found.tokens) else minutes)


def _are_two(found: Found, scene: Scene) -> bool:
    """Whether "at 8 and 20" are two hours; they are one where minutes are said so, as in "a las ocho y veinte"."""
    return "andminutes" not in scene.words.flags


def _moved(found: Found, minutes: int) -> Made | None:
    hour = found.named["h"][0].made
    if isinstance(hour, Number):
        hour = clock_of(hour.whole) if 0 < hour.value < 25 and hour.width < 3 else None
    if not isinstance(hour, Clock) or minutes == 0 or not -720 < minutes < 720:
        return None
    if hour.half is None and (hour.minute or not -60 < minutes < 60):
        return None
    if hour.hour == 24 and minutes > 0:
        return Clock(24, minutes, half=12)
    total = (hour.hour * 60 + minutes) % 1440
    if hour.half is None and hour.hour == 1 and minutes < 0:
        total += 720
    half = hour.half if hour.half is None else 12 * (total >= 720)
    return replace(hour, hour=total // 60, minute=total % 60, half=half)


@SPOKEN.rule("at? oclockpre? w=hourword")
def _hour_word(found: Found, scene: Scene) -> Made | None:
    """полвосьмого, yedide: hour and minutes in one word."""
    hour, minute = divmod(found.key("w", "hourword"), 100)
    clock = clock_of(hour, minute)
    return replace(clock, bare=True) if isinstance(clock, Clock) else clock


@SPOKEN.rule("c=clock z=halfday", "z=halfday c=clock")
def _clock_half(found: Found, scene: Scene) -> Made | None:
    """a quarter past 1 pm."""
    clock, mark = found.made("c", Clock), found.named["z"][0]
    if "short" in mark.keys and (not mark.glued or mark is found.tokens[0]):
        return None  # "à 6h45" is no morning
    if clock.half is not None:
        return clock
    return clock_of(clock.hour, clock.minute, clock.second, half=found.key("z", "halfday"))


@SPOKEN.rule("h=number u=unit")
def _military(found: Found, scene: Scene) -> Made | None:
    """1500 hours."""
    hour = found.made("h", Number)
    if hour.width != 4 or found.key("u", "unit") != 2 or hour.value >= 2400:
        return None
    return clock_of(hour.whole // 100, hour.whole % 100)


@SPOKEN.rule(
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


@SPOKEN.rule("between n=number to m=number")
def _from_to(found: Found, scene: Scene) -> Made | None:
    """mañana de 10 a 12: before the second is taken for the hour."""
    first, last = plain_clock(found, "n"), plain_clock(found, "m")
    if first is None or last is None or found.precedes("strange", "month", "unit", "ordmark", "of", "number", "slash"):
        return None
    return replace(first, end=ends_at(first, last), bare=True)


@SPOKEN.rule("at approx? n=number", "on? n=number (?=approx? part)", "n=number")
def _bare(found: Found, scene: Scene) -> Made | None:
    """at 8, at 1030, 3 in the morning, 9 tomorrow."""
    number = found.made("n", Number)
    if "until" in found.tokens[0].keys and found.follows("unit", "span", "every", "often", "clock", "number"):
        return None
    marked = (
        "at" in found.tokens[0].keys
        or found.precedes("part", "daypart")
        or found.follows("part", "daypart", "zonepre")
        or _is_choice(found)
    )
    before_day = found.precedes("rday") and not found.precedes("beyond") and number.width > 0
    if not (marked or before_day) or _belongs_elsewhere(found):
        return None
    if number.width == 4 and 1900 <= number.value < 2100 and "after" in found.tokens[0].keys:
        return None
    if number.width in (3, 4) and 100 <= number.value < 2400 and number.whole % 100 < 60:
        return clock_of(number.whole // 100, number.whole % 100)
    if number.width > 2 or not 1 <= number.value <= 24 or number.whole < 0:
        return None
    clock = clock_of(number.whole)
    return replace(clock, bare=True) if isinstance(clock, Clock) else clock


@SPOKEN.rule("(on|to|for|of) n=number", "(on|to|for|of) n=clock")
def _set_for(found: Found, scene: Scene) -> Made | None:
    """The alarm "for 7", "auf 7", "на 7"."""
    if not found.follows("wake", "alarm") or found.precedes("unit", "month", "number", "slash", "dot"):
        return None
    clocks, clock = found.all("n", Clock), plain_clock(found, "n")
    return clocks[0] if clocks else clock and replace(clock, bare=True)


@SPOKEN.rule("whenits at? approx? c=clock itis?", "whenits approx? n=number itis", "whenits approx? n=number")
def _once_it_is(found: Found, scene: Scene) -> Made | None:
    """when it's 5, when it's half past 5, wenn es 5 ist; but not: when it's 5 degrees."""
    if clocks := found.all("c", Clock):
        return clocks[0]
    clock = plain_clock(found, "n")
    is_counted = found.after is not None and not found.precedes(*_AFTER_HOUR) and "itis" not in found.tokens[-1].keys
    return None if clock is None or is_counted else replace(clock, bare=True)


def _is_choice(found: Found) -> bool:
    """ "at 9 or 10": the second of two hours, where nothing is counted by it."""
    return found.follows("or") and (found.after is None or found.precedes("rday", "day", "weekday", "on", "comma"))


def _belongs_elsewhere(found: Found) -> bool:
    """Whether the number is part of a date, of another number, or of what is only told."""
    if found.follows("be", "month", "slash", "dash") or found.precedes("unit", "month", "ordmark", "number"):
        return True
    glued = found.after is not None and found.after.glued and found.precedes("dot", "comma", "slash", "dash", "colon")
    return bool(glued and len(found.rest) > 1 and found.rest[1].glued and "number" in found.rest[1].kinds)


def plain_clock(found: Found, name: str) -> Clock | None:
    """The number of that name as an hour; None where it is none."""
    numbers = found.all(name, Number)
    if not numbers or not 1 <= numbers[0].value <= 24 or numbers[0].width > 2:
        return None
    clock = clock_of(numbers[0].whole)
    return clock if isinstance(clock, Clock) else None

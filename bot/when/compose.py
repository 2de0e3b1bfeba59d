"""From tokens to what they say together: the parts of one time are gathered where only small words part them. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from bot.when.calendar import day_or_none
from bot.when.daytime import clock_of
from bot.when.made import Broken, Clock, Day, Limit, Moment, Number, Period, Rhythm, Zone
from bot.when.meant import Meant, grown_by
from bot.when.tokens import Token
from bot.when.zonewords import zone_at

GLUE = {
    "at", "on", "in", "of", "the", "comma", "approx", "open", "close", "for", "and", "starting", "filler", "ask", "dot",
    "from", "between", "to", "a", "tick", "dash", "yearera", "exact", "zonepre", "colon", "iso",
}  # fmt: skip
LEADING = {"at", "on", "in", "the", "from", "between", "approx", "starting", "oclockpre", "agopre", "dayno", "until"}
_OWN = {"ask", "comma", "number", "dot"}
FAR = 4  # small words that may stand between
_FACETS = (Day, Moment, Period, Clock, Zone, Rhythm, Limit)


def gathered(tokens: Sequence[Token]) -> list[Meant]:
    """Each time that is told, in the order of the text."""
    found: list[Meant] = []
    at = 0
    while at < len(tokens):
        meant, end = _from(tokens, at)
        if meant is not None and meant.weight and not _is_broken(tokens, meant):
            meant = _with_year(tokens, meant)
            first = _with_lead(tokens, meant.first)
            meant = _whole(meant)
            asked = first > 0 and "ask" in tokens[first - 1].keys
            found.append(
                replace(meant, asked=asked, spans=((tokens[first].start, tokens[_tail(tokens, meant.last)].end),))
            )
        at = max(end, at + 1)
    return _joined(found)


def _tail(tokens: Sequence[Token], last: int) -> int:
    """ "7ish": what makes it less exact is part of it."""
    while last + 1 < len(tokens) and tokens[last + 1].glued and "approx" in tokens[last + 1].keys:
        last += 1
    return last


def _with_year(tokens: Sequence[Token], meant: Meant) -> Meant:
    """A year that comes after the time of day: Thu Oct 26 11:00 2023."""
    after = tokens[meant.last + 1].made if meant.last + 1 < len(tokens) else None
    if meant.day is None or meant.clock is None or meant.day.fixed or not isinstance(after, Number):
        return meant
    if after.width != 4 or not 1900 <= after.value < 2100 or meant.day.weekday is not None:
        return meant
    day = day_or_none(after.whole, meant.day.day.month, meant.day.day.day)
    return replace(meant, day=Day((day,), fixed=True), last=meant.last + 1) if day else meant


def _is_broken(tokens: Sequence[Token], meant: Meant) -> bool:
    """Whether what stands beside it looks like a time and is none, so that all of it is something else."""
    beside = [*tokens[max(meant.first - 2, 0) : meant.first], *tokens[meant.last + 1 : meant.last + 3]]
    return any(isinstance(token.made, Broken) for token in beside)


def _whole(meant: Meant) -> Meant:
    """Without a rhythm, where it begins or ends is the day that was named; an offset is a zone."""
    if meant.rhythm is None and meant.day is None and meant.bound is not None:
        meant = replace(meant, day=Day((meant.bound,)))
    if meant.clock is not None and meant.clock.offset is not None:
        meant = replace(meant, zone=zone_at(meant.clock.offset))
    return meant


def _with_lead(tokens: Sequence[Token], first: int) -> int:
    """The small words that lead to a time are part of it."""
    own = _OWN | ({"the"} if isinstance(tokens[first].made, Clock) else set())
    while first and LEADING & set(tokens[first - 1].kinds) and not own & set(tokens[first - 1].kinds):
        first -= 1
    return first


def _from(tokens: Sequence[Token], start: int) -> tuple[Meant | None, int]:
    if not _is_facet(tokens[start]):
        return None, start + 1
    meant: Meant | None = Meant(start, start)
    at, last = start, start
    while at < len(tokens) and at - last <= FAR:
        token = _hour_too(tokens, at, meant) or tokens[at]
        if _is_facet(token) and meant is not None:
            grown = None if _is_another(tokens, at, meant) else grown_by(meant, token, at)
            if grown is None:
                break
            meant, last = grown, at
        elif not GLUE & set(tokens[at].kinds):
            break
        at += 1
    return meant, last + 1


def _is_another(tokens: Sequence[Token], at: int, meant: Meant) -> bool:
    """ "Every two weeks at 9 and Tuesdays at 10": days after an hour that have one of their own are another time."""
    is_joined = any("and" in token.keys for token in tokens[meant.last + 1 : at])
    if is_joined and "part" in tokens[at].keys and meant.clock is None:  # "tomorrow morning and evening"
        part = meant.part if meant.part is not None or meant.day is None else meant.day.part
        return part is not None and part != tokens[at].keys["part"]
    match tokens[at].made:
        case Rhythm() if meant.rhythm is not None and is_joined:
            return True
        case Day() | Rhythm() if meant.clock is not None and (meant.rhythm or meant.day) is not None:
            return (is_joined and meant.rhythm is not None) or _has_hour(tokens, at)
        case _:
            return False


def _has_hour(tokens: Sequence[Token], at: int) -> bool:
    """Whether an hour follows right after the days there."""
    for token in tokens[at + 1 : at + 1 + FAR]:
        if isinstance(token.made, Clock):
            return True
        if "and" in token.keys or not (GLUE & set(token.kinds) or "part" in token.keys):
            return False
    return False


def _hour_too(tokens: Sequence[Token], at: int, meant: Meant | None) -> Token | None:
    """ "At 9 and 12": a number that is joined to a time of day is one too, where it counts nothing."""
    number, joins = tokens[at].made, {"and", "comma"}
    if meant is None or meant.clock is None or not isinstance(number, Number) or number.width > 2:
        return None
    if (
        meant.last != at - 2
        or not isinstance(tokens[meant.last].made, Clock | Number)
        or not joins & set(tokens[at - 1].kinds)
    ):
        return None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is not None and (
        isinstance(after.made, Number | Broken) or "unit" in after.keys or "strange" in after.kinds
    ):
        return None
    clock = clock_of(number.whole)
    return replace(tokens[at], made=replace(clock, bare=True)) if number.whole and isinstance(clock, Clock) else None


def _is_facet(token: Token) -> bool:
    return isinstance(token.made, _FACETS) or (token.made is None and bool({"part", "now"} & token.keys.keys()))


def _joined(found: list[Meant]) -> list[Meant]:
    """A day here and its time of day there are one time, when there is no third."""
    if len(found) != 2:
        return found
    first, second = found
    if (first.no_clock and second.only_clock) or (second.no_clock and first.only_clock):
        day, clock = (first, second) if second.only_clock else (second, first)
        return [replace(day, clock=clock.clock, zone=day.zone or clock.zone, spans=first.spans + second.spans)]
    return found

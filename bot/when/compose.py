"""From tokens to what they say together: the parts of one time are gathered where only small words part them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot.when.calendar import day_or_none
from bot.when.made import Broken, Clock, Day, Limit, Moment, Number, Period, Rhythm, Zone
from bot.when.rules import Freq, Rule
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


@dataclass(frozen=True, slots=True)
class Meant:
    """The parts of one time, from token `first` to token `last`; each is None where nothing was said of it."""

    first: int
    last: int
    day: Day | None = None
    moment: Moment | None = None
    period: Period | None = None
    clock: Clock | None = None
    zone: Zone | None = None
    rhythm: Rhythm | None = None
    part: int | None = None
    limits: tuple[Limit, ...] = ()
    now: bool = False
    also: tuple[Clock, ...] = ()  # further times of the same day
    asked: bool = False  # it stands right beside the words that ask
    bound: date | None = None  # where it begins or ends, which without a rhythm is the day
    spans: tuple[tuple[int, int], ...] = field(default=())

    @property
    def weight(self) -> int:
        """How much was said; 0 for what is no time by itself."""
        parts = (self.rhythm, self.day, self.moment)
        strong = 3 * sum(each is not None for each in parts) + 2 * (self.clock is not None) + (self.part is not None)
        return strong + (self.period is not None) + self.now + (self.bound is not None)

    @property
    def only_clock(self) -> bool:
        """Whether nothing but a time of day was said."""
        return self.clock is not None and self.weight == 2

    @property
    def no_clock(self) -> bool:
        """Whether a day or rhythm was said and no time of day."""
        return self.clock is None and (self.day or self.rhythm or self.period) is not None


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
        if _is_facet(tokens[at]) and meant is not None:
            grown = _with(meant, tokens[at], at)
            if grown is None:
                break
            meant, last = grown, at
        elif not GLUE & set(tokens[at].kinds):
            break
        at += 1
    return meant, last + 1


def _is_facet(token: Token) -> bool:
    return isinstance(token.made, _FACETS) or (token.made is None and bool({"part", "now"} & token.keys.keys()))


def _with(meant: Meant, token: Token, at: int) -> Meant | None:
    """With one more part; None where it says what was said already."""
    grown: Meant | None = None
    made = token.made
    match made:
        case Clock():
            grown = replace(meant, clock=made) if meant.clock is None else replace(meant, also=(*meant.also, made))
        case Day():
            grown = _with_day(meant, made)
        case Moment():
            grown = _with_moment(meant, made)
        case Period():
            free = meant.period is None and meant.day is None and meant.moment is None
            grown = replace(meant, period=made) if free else None
        case Zone():
            grown = replace(meant, zone=made) if meant.zone is None else meant
        case Rhythm():
            grown = replace(meant, rhythm=made) if meant.rhythm is None else None
        case Limit():
            grown = _with_limit(meant, made)
        case _:
            grown = _with_word(meant, token)
    return replace(grown, last=at) if grown else None


def _with_moment(meant: Meant, moment: Moment) -> Meant | None:
    """ "Today in one hour": the hour says more."""
    if meant.day is not None and not (meant.day.said and moment.elapsed is not None and meant.clock is None):
        return None
    return replace(meant, moment=moment, day=None) if meant.moment is None else None


def _with_limit(meant: Meant, limit: Limit) -> Meant | None:
    if limit.length and meant.rhythm is None:  # "for five days" is every day
        meant = replace(meant, rhythm=Rhythm(Rule(Freq.DAILY)))
    if limit.until is not None and meant.rhythm is None:
        return replace(meant, clock=limit.until) if meant.clock is None else meant
    grown = replace(meant, limits=(*meant.limits, limit))
    if meant.rhythm is not None or meant.day is not None or limit.count or limit.weekdays or limit.without:
        return grown
    named = limit.start or (limit.ends - timedelta(days=1) if limit.ends else None)
    return replace(grown, bound=named) if meant.bound is None else grown


def _with_day(meant: Meant, day: Day) -> Meant | None:
    if meant.moment is not None or (meant.bound is not None and meant.rhythm is None):
        return None
    if meant.day is None:
        return replace(meant, day=day)
    said, other = meant.day, day
    if set(said.days) & set(other.days):
        common = tuple(each for each in said.days if each in other.days)
        return replace(meant, day=replace(said, days=common, why=None, weekday=None, monthday=None))
    return None


def _with_word(meant: Meant, token: Token) -> Meant | None:
    if "part" in token.keys:
        part = int(token.keys["part"])
        return replace(meant, part=part) if meant.part is None or meant.part == part else None
    return replace(meant, now=True) if meant.weight == 0 else None


def _joined(found: list[Meant]) -> list[Meant]:
    """A day here and its time of day there are one time, when there is no third."""
    if len(found) != 2:
        return found
    first, second = found
    if (first.no_clock and second.only_clock) or (second.no_clock and first.only_clock):
        day, clock = (first, second) if second.only_clock else (second, first)
        return [replace(day, clock=clock.clock, zone=day.zone or clock.zone, spans=first.spans + second.spans)]
    return found

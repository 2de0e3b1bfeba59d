"""What some words say together about one time, and how it grows by a further word. Pure."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot.when.daytime import within
from bot.when.frequency import together
from bot.when.made import SECONDS, Clock, Day, Limit, Moment, Period, Rhythm, Unit, Zone
from bot.when.rules import Freq, Rule, Weekday
from bot.when.tokens import Token

WEEK_DAYS = range(7)


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
    led: bool = False  # parts of the day stand before their hours, as in "in the evening at 8"
    picked: bool = False  # the days of its week were named after the rhythm
    asked: bool = False  # it stands right beside the words that ask
    often: bool = False  # a count stands right after the rhythm: "every week three times"
    bound: date | None = None  # where it begins or ends, which without a rhythm is the day
    spans: tuple[tuple[int, int], ...] = field(default=())

    @property
    def weight(self) -> int:
        """How much was said; 0 for what is no time by itself."""
        parts = (self.rhythm, self.day, self.moment)
        strong = 3 * sum(each is not None for each in parts) + 2 * (self.clock is not None) + (self.part is not None)
        return strong - 2 * self.counts + (self.period is not None) + self.now + (self.bound is not None)

    @property
    def counts(self) -> bool:
        """Whether its day may be no day but an ordinal of what follows: "the 2nd appointment"."""
        return self.day is not None and self.day.counts

    @property
    def only_clock(self) -> bool:
        """Whether nothing but a time of day was said."""
        return self.clock is not None and self.weight == 2

    @property
    def no_clock(self) -> bool:
        """Whether a day or rhythm was said and no time of day."""
        return self.clock is None and (self.day or self.rhythm or self.period) is not None

    @property
    def is_whole_day(self) -> bool:
        """Whether nothing was said of when in the day."""
        hours = (self.part, self.day and self.day.part, self.day and self.day.hour, self.rhythm and self.rhythm.hour)
        return self.no_clock and all(each is None for each in hours)


def grown_by(meant: Meant, token: Token, at: int) -> Meant | None:
    """With one more part; None where it says what was said already."""
    grown: Meant | None = None
    made = token.made
    match made:
        case Clock():
            grown = _with_clock(meant, made)
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
            grown = _with_rhythm(meant, made)
        case Limit():
            grown = _with_limit(meant, made)
        case _:
            grown = _with_word(meant, token)
    return replace(grown, last=at) if grown else None


def _with_clock(meant: Meant, clock: Clock) -> Meant:
    if meant.clock is None:
        return replace(meant, clock=clock)
    bound = _bound(meant)
    return replace(bound, also=(*bound.also, clock))


def _bound(meant: Meant) -> Meant:
    """With the hours in the part of the day that was said of them, so that the next may be in another."""
    if meant.part is None or meant.clock is None:
        return meant
    part = meant.part
    return replace(meant, clock=within(meant.clock, part), also=tuple(within(each, part) for each in meant.also))


def _with_rhythm(meant: Meant, rhythm: Rhythm) -> Meant | None:
    """ "Every two hours on weekdays": not on the other days; "Tuesdays at 8 every two weeks"."""
    whole = rhythm if meant.rhythm is None else together(meant.rhythm, rhythm)
    if whole is not None or meant.rhythm is None:
        return replace(meant, rhythm=whole)
    even, other = (meant.rhythm, rhythm) if meant.rhythm.rule is None else (rhythm, meant.rhythm)
    weekly = other.rule
    if even.rule is not None or weekly is None or weekly.freq is not Freq.WEEKLY or weekly.interval > 1:
        return None
    left = tuple(set(WEEK_DAYS) - {each.day for each in weekly.weekdays})
    return replace(meant, rhythm=even, limits=(*meant.limits, Limit(weekdays=left))) if weekly.weekdays else None


def _with_moment(meant: Meant, moment: Moment) -> Meant | None:
    """ "Today in one hour", "today in 14 days": the distance says more."""
    if meant.day is not None and not (meant.day.said and meant.clock is None):
        return None
    return replace(meant, moment=moment, day=None) if meant.moment is None else None


MOST_A_DAY = 6


def _is_often(meant: Meant, limit: Limit) -> bool:
    """ "Every week three times" is no end after three weeks; "for three days" and "Mondays, three times" are."""
    if limit.count is None or limit.count > MOST_A_DAY or meant.rhythm is None or meant.clock is not None:
        return False
    rule = meant.rhythm.rule
    if rule is None:
        return meant.rhythm.seconds == SECONDS[Unit.HOUR]
    return rule.interval == 1 and not (rule.weekdays or rule.monthdays)


def _with_limit(meant: Meant, limit: Limit) -> Meant | None:
    if limit.count == 1:  # "remind me once at 9", 每天提醒我一次
        return meant
    meant = replace(meant, often=meant.often or _is_often(meant, limit))
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
    rule = meant.rhythm.rule if meant.rhythm is not None else None
    is_open = rule is not None and rule.freq is Freq.WEEKLY and (not rule.weekdays or meant.picked)
    if meant.rhythm and rule and is_open and day.weekday is not None and meant.day is None:
        # "Every other week on Monday and Wednesday".
        days = tuple(dict.fromkeys((*rule.weekdays, Weekday(day.weekday))))
        return replace(meant, rhythm=Rhythm(replace(rule, weekdays=days), times=meant.rhythm.times), picked=True)
    if meant.moment is not None or (meant.bound is not None and meant.rhythm is None):
        return None
    if meant.day is None:
        return replace(meant, day=day)
    said, other = meant.day, day
    if (said.hour is None) != (other.hour is None):  # "the end of the day tomorrow"
        named, hour = (other, said.hour) if other.hour is None else (said, other.hour)
        return replace(meant, day=replace(named, hour=hour))
    if set(said.days) & set(other.days):
        common = tuple(each for each in said.days if each in other.days)
        return replace(meant, day=replace(said, days=common, why=None, weekday=None, monthday=None))
    return None


def _with_part(meant: Meant, part: int) -> Meant | None:
    """ "8 in the morning and 8 in the evening", "in the morning at 8 and in the evening at 8"; else None."""
    if meant.part is None:
        return replace(meant, part=part, led=meant.clock is None)
    if meant.part == part:
        return meant
    if meant.clock is None or not (meant.led or meant.also):
        return None
    return replace(_bound(meant) if meant.led else meant, part=part)


def _with_word(meant: Meant, token: Token) -> Meant | None:
    if "part" in token.keys:
        return _with_part(meant, int(token.keys["part"]))
    return replace(meant, now=True) if meant.weight == 0 else None

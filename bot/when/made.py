"""What rules build of words: numbers, spans, days, periods, clock times, zones, rhythms. Frozen, one union."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum

from bot.when.reading import Unsure
from bot.when.rules import Rule


class Unit(IntEnum):
    """Units of time, the short ones first, as the lexicons number them."""

    SECOND = 0
    MINUTE = 1
    HOUR = 2
    DAY = 3
    WEEK = 4
    MONTH = 5
    QUARTER = 6
    YEAR = 7


SECONDS = {Unit.SECOND: 1, Unit.MINUTE: 60, Unit.HOUR: 3600, Unit.DAY: 86_400, Unit.WEEK: 604_800}
MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Number:
    """A number; `width` is how many digits it was written with, 0 for words."""

    value: float
    width: int = 0

    @property
    def whole(self) -> int:
        """The value where it is whole, else -1."""
        return int(self.value) if self.value == int(self.value) else -1


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The `value`-th."""

    value: int


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time. Days are days of the calendar, seconds are elapsed; `unit` is the shortest that was named."""

    months: int
    days: int
    seconds: int
    unit: Unit

    @property
    def is_elapsed(self) -> bool:
        """Whether no calendar is needed."""
        return self.months == 0 and self.days == 0


@dataclass(frozen=True, slots=True)
class Day:
    """A day, the likeliest first; `why` is set where the others must be offered before it is taken."""

    days: tuple[date, ...]
    why: Unsure | None = None
    weekday: int | None = None  # set where nothing but a day of the week was named
    monthday: int | None = None  # set where nothing but a day of a month was named
    hour: int | None = None  # a time of day that its name implies
    part: int | None = None  # a part of the day that its name implies
    fixed: bool = False  # the year was said
    stretch: bool = False  # the first of several that were named
    none: bool = False  # there is no such day, the others are near it
    through: tuple[int, ...] = ()  # the days of the week of "Monday to Friday"
    last: date | None = None  # that of "9 to 12 December", of which this is the first
    monthly: Rule | None = None  # of each month, which may be meant as well: "the first Monday of the month"
    counts: bool = False  # "the 2nd appointment": it may be no day but the second of what follows
    said: bool = False  # "today" itself, so that an hour that is over is not moved

    @property
    def day(self) -> date:
        """The likeliest."""
        return self.days[0]


@dataclass(frozen=True, slots=True)
class Moment:
    """A point at a distance from now: wall time, and whether it was an elapsed one; `steps`: or this rhythm."""

    wall: datetime
    elapsed: float | None
    unit: Unit
    steps: "Rhythm | None" = None
    days: int = 0  # that the steps go on


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days from `start`, before `end`; `day` is the one that stands for it."""

    start: date
    end: date
    unit: Unit
    day: date
    month: int | None = None  # set where nothing but the name of a month was said


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day. `half` is known (0 morning, 12 afternoon) or None; `literal` is written as 24 hours are."""

    hour: int
    minute: int = 0
    second: int = 0
    half: int | None = None
    literal: bool = False
    bare: bool = False  # nothing but a number after "at"
    offset: int | None = None  # minutes east of Greenwich, where that was written with it
    early: bool = False  # where neither half was said, that of the morning is rather meant
    end: int | None = None  # minutes of the day at which a range ends


@dataclass(frozen=True, slots=True)
class Zone:
    """The zones that a name may mean, the likeliest first, or minutes east of Greenwich."""

    names: tuple[str, ...]
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often: a rule, or an even distance in seconds; `other` is what it may also be, `why` the question then."""

    rule: Rule | None
    seconds: int = 0
    other: Rule | None = None
    why: Unsure | None = None
    hour: int | None = None
    times: int = 1  # so often within each of it


@dataclass(frozen=True, slots=True)
class Limit:
    """Where a rhythm begins or ends: from a day, before a day, after so many, or without some days."""

    start: date | None = None
    ends: date | None = None
    count: int | None = None
    without: tuple[date, ...] = ()
    weekdays: tuple[int, ...] = ()
    until: Clock | None = None
    length: int = 0  # days that it goes on, from its first


@dataclass(frozen=True, slots=True)
class Broken:
    """What looks like a time and is none: 30 February, 25:12. It takes part in nothing."""


Made = Number | Ordinal | Span | Day | Moment | Period | Clock | Zone | Rhythm | Limit | Broken

"""A rhythm of days: the parts of an RRULE that people ask for, checked once and written as RFC 5545 writes them. Pure.

dateutil counts the days, in naive wall time; hours are put on afterwards, so that no rule ever sees a zone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, weekday

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FEBRUARY = 2


class Freq(Enum):
    """How often, as RFC 5545 calls it."""

    DAILY = DAILY
    WEEKLY = WEEKLY
    MONTHLY = MONTHLY
    YEARLY = YEARLY


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, Monday 0; `nth` of its month or year, from the end where negative, 0 for each of them."""

    day: int
    nth: int = 0

    def __str__(self) -> str:
        return f"{self.nth or ''}{DAYS[self.day]}"


@dataclass(frozen=True, slots=True)
class Rule:
    """Every `interval`-th day, week, month or year; `clamp` means the last day of a month that is too short."""

    freq: Freq
    interval: int = 1
    weekdays: tuple[Weekday, ...] = ()
    monthdays: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    clamp: bool = False

    def days(self, start: date, ends: date | None = None, *, begin: date | None = None) -> Iterator[date]:
        """The days from `start` on that fit, in order, those before `ends` only; from `begin` on, see `near`."""
        bare = not self.weekdays and not self.monthdays  # what dateutil would take from where it begins
        bymonthday = (start.day,) if bare and self.freq in (Freq.MONTHLY, Freq.YEARLY) else self._monthdays()
        bymonth = (start.month,) if bare and self.freq is Freq.YEARLY and not self.months else self.months
        found = rrule(
            self.freq.value,
            dtstart=datetime.combine(begin or start, time()),
            interval=self.interval,
            byweekday=[weekday(each.day, each.nth or None) for each in self.weekdays] or None,
            bymonthday=bymonthday or None,
            bymonth=bymonth or None,
            bysetpos=-1 if self.clamped else None,
            until=datetime.combine(ends, time()) if ends else None,
        )
        return (each.date() for each in found if ends is None or each.date() < ends)

    def near(self, start: date, day: date) -> date:
        """Where the rule may begin instead of at `start` so that it has the same days from `day` on.

        Not later than `day`: counting through all that has passed would take longer each year.
        """
        if day <= start:
            return start
        if self.freq in (Freq.DAILY, Freq.WEEKLY):
            step = self.interval * (7 if self.freq is Freq.WEEKLY else 1)
            return start + timedelta(days=(day - start).days // step * step)
        step = self.interval * (12 if self.freq is Freq.YEARLY else 1)
        passed = ((day.year - start.year) * 12 + day.month - start.month) // step * step
        month = start.year * 12 + start.month - 1 + passed
        first = date(month // 12, 1 if self.freq is Freq.YEARLY else month % 12 + 1, 1)
        return max(start, first)

    @property
    def clamped(self) -> bool:
        """Whether a short month changes the day."""
        return self.clamp and len(self.monthdays) == 1 and self.monthdays[0] > 28

    def _monthdays(self) -> tuple[int, ...]:
        return tuple(range(28, self.monthdays[0] + 1)) if self.clamped else self.monthdays

    def __str__(self) -> str:
        """`FREQ=WEEKLY;INTERVAL=2;BYDAY=TU`."""
        return ";".join(f"{name}={value}" for name, value in self._parts() if value)

    def _parts(self) -> Iterator[tuple[str, str]]:
        yield "FREQ", self.freq.name
        yield "INTERVAL", str(self.interval) if self.interval > 1 else ""
        yield "BYMONTH", ",".join(map(str, self.months))
        yield "BYMONTHDAY", ",".join(map(str, self._monthdays()))
        yield "BYSETPOS", "-1" if self.clamped else ""
        yield "BYDAY", ",".join(map(str, self.weekdays))


WORKDAYS = tuple(Weekday(day) for day in range(5))
WEEKEND = (Weekday(5), Weekday(6))


def weekly(*days: int, interval: int = 1) -> Rule:
    """On these days of each week, Monday 0."""
    return Rule(Freq.WEEKLY, interval, tuple(Weekday(day) for day in sorted(set(days))))


def read_rule(text: str) -> Rule:
    """The rule that `str` wrote; raises ValueError for any other text."""
    parts = dict(part.split("=", 1) for part in text.split(";"))
    numbers = {name: tuple(int(each) for each in parts.get(name, "").split(",") if each) for name in _LISTS}
    monthdays, clamp = numbers["BYMONTHDAY"], "BYSETPOS" in parts
    try:
        freq = Freq[parts["FREQ"]]
    except KeyError:
        raise ValueError("no such rule") from None
    weekdays = tuple(_weekday(each) for each in parts.get("BYDAY", "").split(",") if each)
    kept = monthdays[-1:] if clamp else monthdays
    return Rule(freq, int(parts.get("INTERVAL", 1)), weekdays, kept, numbers["BYMONTH"], clamp)


_LISTS = ("BYMONTHDAY", "BYMONTH")


def _weekday(text: str) -> Weekday:
    return Weekday(DAYS.index(text[-2:]), int(text[:-2] or 0))

"""When something is due: once, at an even distance, or by a rule on the wall clock of a zone. Pure.

A wall time that a change of clocks leaves out is moved by what was left out (02:30 becomes 03:30); one that comes twice
is meant the first time. Both follow from PEP 495 with fold 0, as does that the same hour of another day is another
distance away. What is asked as a distance ("in 90 minutes") is an instant and stays one whatever becomes of the zone.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.when.rules import Rule

FURTHEST = timedelta(days=366 * 40)  # beyond it a rule is taken to have ended: it may never fit, as on 30 February
LAST_YEAR = 9900
BEFORE = timedelta(days=3)  # more than any clock is behind another, and than any clocks were ever moved


def moment(wall: datetime, zone: str) -> datetime:
    """The instant of that wall time, aware in UTC."""
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def is_skipped(wall: datetime, zone: str) -> bool:
    """Whether no clock of the zone ever shows that time."""
    return moment(wall, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall


def is_twice(wall: datetime, zone: str) -> bool:
    """Whether the clocks of the zone show that time two times."""
    first, second = (wall.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() for fold in (0, 1))
    return first != second and not is_skipped(wall, zone)


@dataclass(frozen=True, slots=True)
class Once:
    """One wall time in an IANA zone; `instant` instead where a distance was asked for and `wall` only shows it."""

    wall: datetime
    zone: str
    instant: datetime | None = None

    def next(self, after: datetime) -> datetime | None:
        """The instant, if it comes later than `after`."""
        return self.at if self.at > after else None

    def first(self, count: int, after: datetime) -> tuple[datetime, ...]:
        """None or one."""
        return _first(self, count, after)

    @property
    def at(self) -> datetime:
        """The instant, aware in UTC."""
        return self.instant or moment(self.wall, self.zone)


@dataclass(frozen=True, slots=True)
class Every:
    """An even distance on the clock of the world, from `start` (aware); `zone` only shows it."""

    start: datetime
    seconds: int
    zone: str
    ends: datetime | None = None
    count: int | None = None

    def next(self, after: datetime) -> datetime | None:
        """The first instant later than `after` and before `ends`."""
        passed = max(0, int((after - self.start) // timedelta(seconds=self.seconds)) + 1)
        if after < self.start:
            passed = 0
        try:
            due = self.start + passed * timedelta(seconds=self.seconds)
        except OverflowError:
            return None
        over = (self.ends is not None and due >= self.ends) or (self.count is not None and passed >= self.count)
        return None if over else due

    def first(self, count: int, after: datetime) -> tuple[datetime, ...]:
        """The first `count` instants later than `after`."""
        return _first(self, count, after)


@dataclass(frozen=True, slots=True)
class Recurring:
    """The days of a rule at wall times of a zone: from `start`, before `ends`, `count` at most, none on `without`."""

    start: date
    times: tuple[time, ...]
    zone: str
    rule: Rule
    ends: date | None = None
    count: int | None = None
    without: tuple[date, ...] = ()

    def next(self, after: datetime) -> datetime | None:
        """The first instant later than `after`; None when the rule has ended, and for one that never fits."""
        return next(self._instants(after), None)

    def first(self, count: int, after: datetime) -> tuple[datetime, ...]:
        """The first `count` instants later than `after`."""
        return tuple(islice(self._instants(after), count))

    def _instants(self, after: datetime) -> Iterator[datetime]:
        last = after
        for instant in self._in_order(after):
            if instant > last:
                yield (last := instant)

    def _in_order(self, after: datetime) -> Iterator[datetime]:
        """A time that clocks leave out may be moved behind a later one, also behind the first of the next day."""
        held: list[datetime] = []
        for walls in self._days(after):
            today = [moment(wall, self.zone) for wall in walls]
            held = sorted([*held, *today])
            ready = bisect_right(held, min(today))
            yield from held[:ready]
            held = held[ready:]
        yield from held

    def _days(self, after: datetime) -> Iterator[tuple[datetime, ...]]:
        """The wall times of each day, up to the count, from a little before `after` on where nothing is counted."""
        asked = after.date() if after.year < LAST_YEAR else self.start
        furthest = max(asked, self.start) + FURTHEST
        begin = self.start if self.count else self.rule.near(self.start, asked - BEFORE)
        left = self.count
        for day in self.rule.days(self.start, min(self.ends or furthest, furthest), begin=begin):
            if day not in self.without:
                yield tuple(datetime.combine(day, each) for each in sorted(self.times)[:left])
                left = left and left - len(self.times)
                if left is not None and left <= 0:
                    return


Schedule = Once | Every | Recurring


def _first(schedule: Once | Every, count: int, after: datetime) -> tuple[datetime, ...]:
    found: list[datetime] = []
    while len(found) < count and (due := schedule.next(found[-1] if found else after)):
        found.append(due)
    return tuple(found)

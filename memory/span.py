"""The time that a question is about, as a soft window: what was said in it gains, what was said outside is not hidden.

People tell on Monday what they did on Saturday, so the window fades after its end instead of closing, and what lies
outside keeps its own worth. It cost: what is told a year later about a window gains nothing by it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum

from memory.wording import content, coverable, covered

LEAST_SLACK, MOST_SLACK = timedelta(days=4), timedelta(days=30)
EARLIEST, LATEST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
ENOUGH = 0.6  # of an event's words must be met by what is taken for it
LONGEST = 1_000  # characters of a text that may date an event: who tells of it names it early
BY_EVENT = 0.5  # of the weight of a date has a window that an event gives: it was told of before or after it happened
ALONE = 5.0  # times the weight where nothing else is asked: "What did we talk about yesterday?"
HOLDING = 0.5  # of the gain is left to a fact that held in the window, but began before it


@dataclass(frozen=True, slots=True)
class Asked:
    """When, and where in the world, a question is asked; `locale` is a BCP 47 tag."""

    now: datetime
    zone: tzinfo = UTC
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` up to and without `end`, aware UTC; None is open."""

    start: datetime | None = None
    end: datetime | None = None
    weight: float = 1.0  # of the time among all that is asked

    @property
    def is_alone(self) -> bool:
        """Whether the question asks for nothing but the time."""
        return self.weight >= ALONE

    def share(self, at: datetime) -> float:
        """How far something said at that time counts as said in the window, 0 to its weight."""
        if self.start is not None and at < self.start:
            return 0.0
        if self.end is None or at < self.end:
            return self.weight
        return self.weight * max(1 - (at - self.end) / self._slack(), 0.0)

    def reach(self) -> tuple[datetime, datetime]:
        """The first and the last moment that count at all."""
        return self.start or EARLIEST, self.end + self._slack() if self.end is not None else LATEST

    def _slack(self) -> timedelta:
        length = self.end - self.start if self.start is not None and self.end is not None else LEAST_SLACK
        return min(max(length, LEAST_SLACK), MOST_SLACK)

    def share_held(self, since: datetime, until: datetime | None) -> float:
        """The same for something that held in the world from `since` up to `until`."""
        over = self.start is not None and until is not None and until <= self.start
        if over or (self.end is not None and since >= self.end):
            return 0.0
        return min(self.weight, 1.0) * (1.0 if self.start is None or since >= self.start else HOLDING)


class Side(StrEnum):
    """Where a window lies, seen from an event."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A window that an event dates, known by its words: what is found says when that was."""

    side: Side
    words: frozenset[str]

    def span(self, told: Iterable[tuple[str, datetime]]) -> Span | None:
        """The window, where one of the texts tells of the event: the one with most of its words, the first of equals.

        Each text comes with the time to which it belongs.
        """
        best, at = 0.0, None
        for text, when in told:
            early, size = text[:LONGEST], len(self.words)
            if coverable(self.words, early) < max(ENOUGH, best) * size:
                continue
            share = len(covered(self.words, content(early))) / size
            if share > best:
                best, at = share, when
        if at is None or best < ENOUGH:
            return None
        if self.side is Side.BEFORE:
            return Span(None, at, BY_EVENT)
        return Span(at, None, BY_EVENT)


@dataclass(frozen=True, slots=True)
class Timed:
    """The time that a question asks about, and the rest of it: people seldom say the date that they tell of."""

    window: Span | Anchor
    rest: str

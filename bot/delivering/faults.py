"""What becomes of a message that a platform did not take: it is tried again, goes another way, or is given up. Pure.

Ways only ever go on: the place, direct, where it was asked for, the next time they talk. Nothing is thrown away because
it could not be sent: after three days of tries, or where no platform will ever take it, it is kept as a dead letter,
which its person and the operator see.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.errors import Outdated, RateLimited, Refused, TooLarge
from bot.delivering.message import is_owner
from memory.reminder import Due, Way

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)
TRIED_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Retry:
    """Try again then; `fault` is its kind alone."""

    at: datetime
    fault: str


@dataclass(frozen=True, slots=True)
class Divert:
    """Send it another way."""

    way: Way


@dataclass(frozen=True, slots=True)
class Dead:
    """Keep it, and try no more."""

    fault: str


Verdict = Retry | Divert | Dead


def verdict_of(fault: Exception, due: Due, now: datetime, *, longest: timedelta = LONGEST_PAUSE) -> Verdict:
    """What becomes of it; it rests for `longest` at most."""
    kind = type(fault).__name__
    if isinstance(fault, TooLarge):
        return Dead(kind)
    if isinstance(fault, Refused) and not isinstance(fault, Outdated):
        way = next_way(due)
        return Dead(kind) if way is None else Divert(way)
    if is_given_up(due, now):
        return Dead(kind)
    return Retry(now + pause_after(fault, due.attempt, longest=longest), kind)


def is_given_up(due: Due, now: datetime) -> bool:
    """Whether it was tried for long enough."""
    return due.first_tried_at is not None and now - due.first_tried_at > TRIED_FOR


def next_way(due: Due) -> Way | None:
    """The way after the one that was refused; None after the last."""
    match due.way:
        case Way.PLACE:
            return Way.DIRECT
        case Way.DIRECT:
            return Way.ORIGIN if _asked_among_others(due) else Way.TALK
        case Way.ORIGIN:
            return Way.TALK
        case Way.TALK:
            return None


def _asked_among_others(due: Due) -> bool:
    """Whether it was asked for by that person in a place that they still read, and not the one that is closed."""
    return due.reads_origin and is_owner(due)


def pause_after(fault: Exception, attempt: int, *, longest: timedelta = LONGEST_PAUSE) -> timedelta:
    """As long as the platform asks for, else twice as long as the last time, `longest` at most."""
    if isinstance(fault, RateLimited):
        return timedelta(seconds=max(0.0, fault.retry_after))
    return min(longest, FIRST_PAUSE * (1 << min(max(0, attempt - 1), 20)))

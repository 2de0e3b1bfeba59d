"""When what is due was expected, how late it is, what was missed, and what comes after it. Pure.

A reminder goes on from the later of its time and now, so that times which nobody could keep become one message with a
count. While one is still being tried, none after it is made: a platform that is away for hours costs one message, too.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.days import zone_of
from bot.when.schedule import Once, Schedule
from bot.when.stored import restored
from memory.reminder import Due, Way

log = logging.getLogger(__name__)
ON_TIME = timedelta(minutes=2)
MOST_MISSED = 1_000  # counted, of a rhythm of minutes during an outage of days
MOST_ROUNDS, TELL_ROUND = 12, 3  # of asking until it is acknowledged; a companion is told with the latter
HELD = (Way.DIRECT, Way.ORIGIN)  # in a place it comes for others, too


@dataclass(frozen=True, slots=True)
class Moment:
    """How something due stands now; `held`: until when quiet hours keep it, `kept`: whether they kept it so far.

    `following` is the next time of its reminder, None where there is none; `again` when it is to come once more.
    """

    late: timedelta
    missed: int = 0
    useless: bool = False
    held: datetime | None = None
    kept: bool = False
    following: datetime | None = None
    again: datetime | None = None

    @property
    def is_late(self) -> bool:
        """Whether people should be told."""
        return self.late > ON_TIME


def moment_of(due: Due, now: datetime) -> Moment:
    """How it stands."""
    wanted, schedule = expected(due), schedule_of(due)
    kept, held = _quiet_end(due, wanted), _quiet_end(due, now)
    return Moment(
        max(timedelta(), now - (kept or wanted)),
        missed=_missed(schedule, due, now),
        useless=_is_useless(due, now),
        held=None if held is None or _is_useless(due, held) else held,
        kept=kept is not None,
        following=following_of(schedule, due, now),
        again=_again(due, now),
    )


def expected(due: Due) -> datetime:
    """When it should have come: at its time, or where it comes once more, when that was to be."""
    if due.due_at is not None and due.round == 0:
        return due.due_at
    return min(due.ready_at, due.first_tried_at or due.ready_at)


def asks_again(due: Due) -> bool:
    """Whether it comes until it is acknowledged."""
    return due.reminder is not None and due.reminder.policy.again is not None


def schedule_of(due: Due) -> Schedule | None:
    """The schedule of its reminder; None without one, and for one that cannot be read, which is logged."""
    if due.reminder is None:
        return None
    try:
        return restored(due.reminder.schedule)
    except ValueError:
        log.error("schedule not readable", extra={"reminder": due.reminder.id})
        return None


def following_of(schedule: Schedule | None, due: Due, now: datetime) -> datetime | None:
    """The next time of its reminder."""
    if schedule is None or due.due_at is None:
        return None
    return schedule.next(max(now, due.due_at))


def _missed(schedule: Schedule | None, due: Due, now: datetime) -> int:
    """How many times came and went since its own."""
    if schedule is None or due.due_at is None or isinstance(schedule, Once) or due.round > 0:
        return 0
    after = schedule.next(due.due_at)
    if after is None or after > now:
        return 0
    return sum(each <= now for each in schedule.first(MOST_MISSED, due.due_at))


def _again(due: Due, now: datetime) -> datetime | None:
    if due.reminder is None or due.reminder.policy.again is None or due.person != due.reminder.person:
        return None
    return now + due.reminder.policy.again if due.round + 1 < MOST_ROUNDS else None


def _is_useless(due: Due, at: datetime) -> bool:
    """Whether the person said that it is of no use so late; somebody who put it off meant it all the same."""
    if due.reminder is None or due.due_at is None or due.reminder.policy.useless_after is None:
        return False
    begin = due.due_at if asks_again(due) else expected(due)
    return at - begin > due.reminder.policy.useless_after


def _quiet_end(due: Due, at: datetime) -> datetime | None:
    """When the quiet hours end that it falls into; what was put off or is asked again is wanted whenever it is."""
    if due.quiet is None or due.way not in HELD or due.round > 0 or asks_again(due):
        return None
    begin, until = due.quiet
    local = at.astimezone(zone_of(due.zone or (due.reminder.zone if due.reminder else None)))
    clock = local.time()
    inside = begin <= clock < until if begin <= until else clock >= begin or clock < until
    if not inside:
        return None
    day = local.date() if clock < until else local.date() + timedelta(days=1)
    end = datetime.combine(day, until, local.tzinfo)
    # Where the clock shows that time twice and has passed the first, it is the second: what is held ends after now.
    return next((each for fold in (0, 1) if (each := end.replace(fold=fold).astimezone(UTC)) > at), None)

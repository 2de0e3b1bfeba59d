"""When what is held is due, read from how it is held. Pure.

What is still open has no schedule: in its place stands the moment at which it was said.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.when import Once, Schedule
from bot.when.stored import restored, stored
from bot.zones import ZONE_DATA
from memory.reminder import Reminder, Standing, Timing

OPEN = ""  # the zone data of what is not settled yet


def is_open(kept: Reminder) -> bool:
    """Whether something has to be answered before it can be a reminder."""
    return kept.standing is Standing.PROPOSED and kept.zone_data == OPEN


def is_going(kept: Reminder) -> bool:
    """Whether it is a reminder that goes on, or is held up for now."""
    return kept.standing in (Standing.ACTIVE, Standing.PAUSED)


def timing_of(schedule: Schedule, due: datetime) -> Timing:
    """A schedule as it is held, first due then."""
    return Timing(stored(schedule), schedule.zone, ZONE_DATA, due)


def schedule_of(kept: Reminder) -> Schedule:
    """When a reminder is due."""
    return restored(kept.schedule)


def times_of(kept: Reminder, count: int, after: datetime) -> Sequence[datetime]:
    """Its next times."""
    return schedule_of(kept).first(count, after)


def planned(kept: Reminder, count: int, now: datetime) -> Sequence[datetime]:
    """Its next times as they will come: none that was left out, and that at which something put off comes again."""
    due = kept.next_due
    after = now if due is None else max(now, due)
    beside = {each for each in (due, kept.comes_again_at) if each is not None}
    return sorted({*times_of(kept, count, after), *beside})[:count]


def said_at(kept: Reminder) -> datetime:
    """When what is open was said."""
    said = restored(kept.schedule)
    return said.at if isinstance(said, Once) else kept.created_at

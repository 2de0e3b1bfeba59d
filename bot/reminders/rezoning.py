"""When a reminder is due from now on: after the rules of clocks changed, and where its person is now. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.reminders.wish import once_at
from bot.when import Every, Once, Recurring, Schedule
from bot.when.stored import restored
from memory.reminder import Reminder, Standing

LONGEST_SHIFT = timedelta(hours=26)  # as far as any clocks were ever moved against each other
USUAL_SHIFT = timedelta(hours=3)  # further they are moved over the date line only
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Moved:
    """A reminder with its schedule, zone and next time from now on; without a schedule it cannot be read."""

    reminder: Reminder
    schedule: Schedule | None
    zone: str
    due: datetime | None

    @property
    def is_felt(self) -> bool:
        """Whether its person should know."""
        return self.schedule is not None and self.reminder.standing is Standing.ACTIVE and self._is_other

    @property
    def _is_other(self) -> bool:
        return self.due is not None and self.reminder.next_due is not None and self.due != self.reminder.next_due


def rezoned(reminder: Reminder, now: datetime) -> Moved:
    """When it is due by the rules that hold now."""
    schedule, was = _schedule(reminder), reminder.next_due
    if schedule is None:
        return Moved(reminder, None, reminder.zone, was)
    if was is None or isinstance(schedule, Every):
        return Moved(reminder, schedule, reminder.zone, was or schedule.next(now))
    same = _same(schedule, was, now)
    if same is None or (same != was and was <= now):
        # What is due already is being sent: where its hour is yet to come, that is not one more.
        same = schedule.next(max(now, same or now))
    return Moved(reminder, schedule, reminder.zone, same)


def followed(reminder: Reminder, zone: str, now: datetime) -> Moved:
    """When it is due where its person is now, at the same time of their clock."""
    schedule, was = _schedule(reminder), reminder.next_due
    if schedule is None:
        return Moved(reminder, None, zone, was)
    there = replace(schedule, zone=zone)
    if was is None:
        return Moved(reminder, there, zone, there.next(now))
    if isinstance(schedule, Every):
        return Moved(reminder, there, zone, was)
    if isinstance(schedule, Once) and schedule.instant is not None:
        return Moved(reminder, once_at(schedule.instant, zone), zone, was)
    same = Once(_wall(schedule, was, reminder.zone), zone).at
    # What is due already is being sent: the next is not at the same hour again.
    due = there.next(max(now, same)) if was <= now else there.next(same - _SECOND)
    return Moved(reminder, there, zone, due)


def _schedule(reminder: Reminder) -> Schedule | None:
    try:
        return restored(reminder.schedule)
    except ValueError:
        return None


def _wall(schedule: Once | Recurring, was: datetime, zone: str) -> datetime:
    """The wall time that was due then: not what clocks showed, where they left it out and showed a later one."""
    shown = was.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    days = (shown.date() - timedelta(days=1), shown.date())
    match schedule:
        case Once():
            walls = [schedule.wall]
        case Recurring():
            walls = [datetime.combine(day, each) for day in days for each in sorted(schedule.times)]
    return next((each for each in walls if Once(each, zone).at == was), shown)


def _same(schedule: Schedule, was: datetime, now: datetime) -> datetime | None:
    """The time that takes the place of the one that was planned.

    It is the nearest by which clocks were moved so that all before it has come by now: today's may have come by the old
    rules and be an hour ahead by the new. Where none is, some were left out by their person, and it is the nearest.
    """
    settled = min(now, was - _SECOND)

    def rank(each: datetime) -> tuple[bool, timedelta]:
        shift = each - was
        follows = abs(shift) <= USUAL_SHIFT and schedule.next(settled + shift) == each
        return not follows, abs(shift)

    return min(_around(schedule, was), key=rank, default=None)


def _around(schedule: Schedule, was: datetime) -> Iterator[datetime]:
    due = schedule.next(was - LONGEST_SHIFT)
    while due is not None and due <= was + LONGEST_SHIFT:
        yield due
        due = schedule.next(due)

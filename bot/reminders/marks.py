"""Another reading of a time, so short that the id of a button carries it. Pure."""

from dataclasses import replace
from datetime import UTC, datetime, time

from bot.reminders.wish import once_at
from bot.when import Once, Recurring, Schedule

LONGEST = 10  # digits


def mark_of(schedule: Schedule, taken: Schedule) -> str | None:
    """Another reading so short that a button carries it: `@` and seconds, or `T` and the time of day of a rhythm."""
    if isinstance(schedule, Once):
        return f"@{int(schedule.at.timestamp())}" if schedule.zone == taken.zone else None
    if not isinstance(schedule, Recurring) or not isinstance(taken, Recurring) or len(schedule.times) != 1:
        return None
    return f"T{schedule.times[0]:%H%M}" if schedule.rule == taken.rule and schedule.zone == taken.zone else None


def marked(mark: str, taken: Schedule) -> Schedule | None:
    """The schedule of a mark, instead of the one that was taken; None for what is no mark."""
    kind, number = mark[:1], mark[1:]
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST):
        return None
    if kind == "@":
        exact = once_at(datetime.fromtimestamp(int(number), UTC), taken.zone)
        wall = Once(exact.wall, taken.zone)
        return wall if wall.at == exact.at else exact
    hour, minute = divmod(int(number), 100)
    if kind == "T" and hour < 24 and minute < 60 and isinstance(taken, Recurring):
        return replace(taken, times=(time(hour, minute),))
    return None

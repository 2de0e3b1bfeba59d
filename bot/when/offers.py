"""What is offered beside or instead of what was understood: each way once, with the words that tell it apart. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.when.reading import Choice
from bot.when.say import apart
from bot.when.schedule import Once, Schedule


def again(past: Once, now: datetime) -> Iterator[Once]:
    """The same time of day on the next day that has it still to come."""
    zone = ZoneInfo(past.zone)
    today = now.astimezone(zone).date()
    for ahead in (0, 1):
        day = datetime.fromordinal(today.toordinal() + ahead).date()
        once_more = Once(datetime.combine(day, past.wall.time()), past.zone)
        if once_more.at > now:
            yield once_more
            return


def choices(ways: Sequence[Schedule], taken: Schedule | None = None) -> tuple[Choice, ...]:
    """The ways as choices: each once, and without the one that was taken."""
    others = distinct(ways, taken)
    beside = [*others, *([taken] if taken else [])]
    return tuple(Choice(way, apart(way, beside)) for way in others)


def distinct(ways: Sequence[Schedule], taken: Schedule | None = None) -> tuple[Schedule, ...]:
    """Each of the ways once, and none that is the one taken."""
    shown = {_told_by(way): way for way in reversed(ways)}
    return tuple(shown[each] for each in dict.fromkeys(map(_told_by, ways)) if taken is None or each != _told_by(taken))


def _told_by(way: Schedule) -> object:
    """Equal for two ways that nobody can tell apart: a distance and an hour that are one moment."""
    return (way.at, way.zone) if isinstance(way, Once) else way

"""One morning in Chicago, and what a text means that is read then."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.when import Reading, read

CHICAGO = ZoneInfo("America/Chicago")


NOW = datetime(2027, 3, 10, 9, 20, tzinfo=CHICAGO)


def reading(text: str, *languages: str, now: datetime = NOW) -> Reading:
    return read(text, now, CHICAGO, languages=languages or ("en-US",))


def due(text: str, *languages: str, now: datetime = NOW) -> str | None:
    """The wall time of the first time that was understood."""
    found = reading(text, *languages, now=now)
    at = found.understood.next(now) if found.understood else None
    return f"{at.astimezone(CHICAGO):%Y-%m-%d %H:%M}" if at else None


def offered(text: str, *languages: str, now: datetime = NOW) -> list[str]:
    """The wall times of the alternatives."""
    schedules = [choice.schedule for choice in reading(text, *languages, now=now).alternatives]
    firsts = [schedule.next(now) for schedule in schedules]
    return [f"{at.astimezone(CHICAGO):%m-%d %H:%M}" for at in firsts if at]

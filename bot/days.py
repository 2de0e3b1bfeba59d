"""Calendar days as the person counts them: in their own zone, written the same way everywhere. Pure.

A moment at midnight UTC exactly is a bare day that somebody named, and stays that day in every zone.
"""

from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from bot.errors import UserError

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def zone_of(name: str | None) -> tzinfo:
    """The zone of that IANA name; UTC for none and for one that does not exist."""
    try:
        return ZoneInfo(name) if name else UTC
    except (KeyError, ValueError, OSError):
        return UTC


def day_of(moment: datetime, zone: tzinfo) -> date:
    """The day of an aware moment in that zone."""
    if moment.astimezone(UTC).time() == time():
        return moment.astimezone(UTC).date()
    return moment.astimezone(zone).date()


def short_day(moment: datetime, zone: tzinfo) -> str:
    """`3 May 2026`."""
    day = day_of(moment, zone)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def end_of_day(text: str, zone: tzinfo) -> datetime:
    """The last moment of the day written as `2026-03-31`, in that zone; raises `UserError`."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise UserError("Say the day as year, month and day, as in /memory at 2026-03-31.") from None
    return datetime.combine(day, time.max, zone)

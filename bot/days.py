"""Calendar days as the person counts them: in their own zone, written the same way everywhere. Pure.

A moment at midnight UTC exactly is a bare day that somebody named, and stays that day in every zone.
"""

from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

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

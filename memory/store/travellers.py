"""Reminders that are to come at an hour of wherever their person is, where that is another zone now."""

from collections.abc import Collection

from memory.reminder import Reminder
from memory.store.database import Database
from memory.store.reminders import reminder

DRIFTED = "SELECT d.reminder, d.zone FROM drifted_reminders($1, $2) d"


async def drifted(database: Database, *, unknown: Collection[str], most: int) -> tuple[tuple[Reminder, str], ...]:
    """Each with the zone that its person is in, those of one person together; none in a zone of `unknown`."""
    rows = await database.fetch(DRIFTED, list(unknown), most)
    return tuple((reminder(row["reminder"]), str(row["zone"])) for row in rows)

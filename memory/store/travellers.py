"""Reminders that come at another moment than planned, since clocks or people have moved, and who is told of it."""

from collections.abc import Collection, Mapping

from memory.keepable import keepable
from memory.reminder import Follower, Reminder, Timing
from memory.store.database import Database
from memory.store.reminders import reminder
from memory.types import PersonId

DRIFTED = "SELECT d.reminder, d.zone FROM drifted_reminders($1, $2) d"
FOLLOWERS = "SELECT * FROM followers_of($1, $2)"
MOVE = "SELECT move_reminder($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"


async def drifted(database: Database, *, unknown: Collection[str], most: int) -> tuple[tuple[Reminder, str], ...]:
    """Each with the zone that its person is in, those of one person together; none in a zone of `unknown`."""
    rows = await database.fetch(DRIFTED, list(unknown), most)
    return tuple((reminder(row["reminder"]), str(row["zone"])) for row in rows)


async def followers(database: Database, of: Reminder) -> tuple[Follower, ...]:
    """Who joined it, with their zone and locale where those are known."""
    rows = await database.fetch(FOLLOWERS, of.person, of.id)
    return tuple(
        Follower(PersonId(row["person_id"]), row["platform"], row["handle"], row["zone"], row["locale"]) for row in rows
    )


async def moved(
    database: Database, of: Reminder, timing: Timing | None, *, zone_data: str, notices: Mapping[PersonId, str]
) -> bool:
    """Its times were computed anew; False: it has changed since it was read."""
    when: tuple[object, ...] = (of.schedule, of.zone, keepable(zone_data), None)
    if timing is not None:
        when = (keepable(timing.schedule), keepable(timing.zone), keepable(timing.zone_data), timing.due_at)
    said = {person: keepable(notice) for person, notice in notices.items()}
    own = said.pop(of.person, None)
    others = (list(said), list(said.values()))
    return bool(await database.fetchval(MOVE, of.person, of.id, of.revision, *when, own, *others, once=True))

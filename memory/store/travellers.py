"""Reminders that come at another moment than planned, since clocks or people have moved, and who is told of it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from memory.keepable import keepable
from memory.reminder import Follower, Reminder, ReminderId, Replanned
from memory.store.database import Database
from memory.store.reminders import reminder
from memory.types import PersonId

DRIFTED = "SELECT d.reminder, d.zone FROM drifted_reminders($1, $2) d"
FOLLOWERS = "SELECT * FROM followers_of($1, $2)"
MOVE = "SELECT move_reminders($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"


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


async def moved(database: Database, replanned: Sequence[Replanned], *, zone_data: str) -> tuple[ReminderId, ...]:
    """Their times were computed anew; those that changed since they were read, where nothing is done."""
    if not replanned:
        return ()
    person = replanned[0].reminder.person
    told = [(each.reminder.id, who, keepable(said)) for each in replanned for who, said in each.notices.items()]
    own = {which: said for which, who, said in told if who == person}
    others = [each for each in told if each[1] != person]
    kept = [each.reminder for each in replanned]
    when = [_when(each) for each in replanned]
    changed = await database.fetchval(
        MOVE,
        person,
        [each.id for each in kept],
        [each.revision for each in kept],
        [schedule for schedule, _, _ in when],
        [zone for _, zone, _ in when],
        keepable(zone_data),
        [due for _, _, due in when],
        [own.get(each.id) for each in kept],
        *([each[at] for each in others] for at in range(3)),
        once=True,
    )
    return tuple(ReminderId(each) for each in changed)


def _when(of: Replanned) -> tuple[str, str, datetime | None]:
    if of.timing is None:
        return of.reminder.schedule, of.reminder.zone, None
    return keepable(of.timing.schedule), keepable(of.timing.zone), of.timing.due_at

"""What is to be sent: claimed by one process at a time, and settled by the one whose claim has not ended.

Every settling plans the next time in the same transaction, so a reminder goes on whatever becomes of one delivery.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import asyncpg

from memory.keepable import keepable
from memory.reminder import DeadLetter, Due, OccurrenceId, Reminder, SendId, Way
from memory.store.database import Database
from memory.store.reminders import reminder, told_to
from memory.types import PersonId

_CLAIMED = "SELECT c.send, c.was_ready, c.was_tried, c.was_in, now() AS claimed_at FROM"
NEXT = "SELECT next_send($1)"
CLAIM = f"{_CLAIMED} claim_sends($1, $2, $3) c"
WAITING = f"{_CLAIMED} claim_waiting($1, $2, $3, $4) c"
SHOWN = f"{_CLAIMED} send_of($1, $2) c"
SETTLE = "SELECT settle_send($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
DELAY = "SELECT delay_send($1, $2, $3, $4, $5, $6, $7, $8, $9)"
NOTICE = "SELECT keep_notice($1, $2, $3, $4, $5)"
CALLED = "SELECT name, locale FROM people WHERE id = $1"
DEAD = "SELECT * FROM dead_letters_of($1)"
DEAD_COUNT = "SELECT count_dead()"
OVERDUE = "SELECT * FROM overdue_sends($1)"
STALE = "SELECT * FROM stale_reminders($1, $2)"
PRUNE = "SELECT prune_reminders($1, $2)"


async def next_due(database: Database, platforms: Sequence[str]) -> datetime | None:
    """When there is something to send next, which may be over already; None: nothing."""
    due: datetime | None = await database.fetchval(NEXT, list(platforms))
    return due


async def claim(database: Database, platforms: Sequence[str], *, most: int, lease: timedelta) -> tuple[Due, ...]:
    """Gives the caller at most `most` of what is ready; nobody else gets it before the lease is over."""
    return tuple(_due(row) for row in await database.fetch(CLAIM, list(platforms), most, lease, once=True))


async def waiting(database: Database, person: PersonId, *, place: str, most: int, lease: timedelta) -> tuple[Due, ...]:
    """Gives the caller some of what waits for the person to talk, to be told in the place with that key."""
    return tuple(_due(row) for row in await database.fetch(WAITING, person, lease, place, most, once=True))


async def shown(database: Database, person: PersonId, send: SendId) -> Due | None:
    """What was sent or is to be sent to that person, claimed by nobody; None: nothing of theirs."""
    row = await database.fetchrow(SHOWN, person, send)
    return None if row is None else _due(row)


async def settle(
    database: Database,
    due: Due,
    becomes: str,
    *,
    note: tuple[str | None, str | None, str | None] = (None, None, None),
    times: tuple[datetime | None, datetime | None],
) -> bool:
    """Ends a send as 'sent', 'dropped' or 'dead'; False: the claim was lost.

    `note`: the place's key, the message's id, the fault; `times`: when it is due next, and when it comes again.
    """
    kept = [None if each is None else keepable(each) for each in note]
    fence = (_tenant(due), due.id, due.attempt)
    return bool(await database.fetchval(SETTLE, *fence, becomes, *kept, _revision(due), *times, once=True))


async def delay(
    database: Database, due: Due, way: Way, *, why: tuple[datetime | None, str | None], following: datetime | None
) -> bool:
    """Puts it off, or on another way; False: the claim was lost.

    `why`: until when, None for no longer, and the fault; without one it counts as never tried.
    """
    until, fault = why
    times = (until, fault, due.first_tried_at, _revision(due), following)
    return bool(await database.fetchval(DELAY, _tenant(due), due.id, due.attempt, way.value, *times, once=True))


async def notice(database: Database, person: PersonId, *, account: tuple[str, str], said: tuple[str, str]) -> bool:
    """Keeps a text to be sent, once for the key beside it; False: it was kept before, or there is nobody like that."""
    return bool(await database.fetchval(NOTICE, person, *(keepable(each) for each in (*account, *said)), once=True))


async def called(database: Database, person: PersonId) -> tuple[str, str | None]:
    """Their name and locale; ('', None) where there is nobody."""
    row = await database.fetchrow(CALLED, person)
    return ("", None) if row is None else (row["name"], row["locale"])


async def dead_letters(database: Database, person: PersonId) -> tuple[DeadLetter, ...]:
    """What could not be brought to the person, the newest first."""
    rows = await database.fetch(DEAD, person)
    return tuple(DeadLetter(SendId(row["id"]), person, row["text"], row["due_at"], row["fault"]) for row in rows)


async def dead_count(database: Database) -> int:
    """How much could not be brought to anybody."""
    return int(await database.fetchval(DEAD_COUNT))


async def overdue(database: Database, longer: timedelta) -> tuple[tuple[str, int], ...]:
    """The platforms at which something was ready longer ago than that, and how much."""
    return tuple((row["platform"], row["amount"]) for row in await database.fetch(OVERDUE, longer))


async def stale(database: Database, zone_data: str, *, most: int) -> tuple[Reminder, ...]:
    """Reminders whose times were computed with older zone data."""
    return tuple(reminder(row) for row in await database.fetch(STALE, keepable(zone_data), most))


async def prune(database: Database, *, older: timedelta, most: int) -> int:
    """Drops a slice of what was over longer than `older` ago; how much, 0: nothing left."""
    return int(await database.fetchval(PRUNE, older, most, once=True))


def _tenant(due: Due) -> str:
    return f"person:{due.person if due.reminder is None else due.reminder.person}"


def _revision(due: Due) -> int:
    return 0 if due.reminder is None else due.reminder.revision


def _due(row: asyncpg.Record) -> Due:
    send = row["send"]
    since, until = send["quiet_from"], send["quiet_until"]
    person = PersonId(send["person_id"])
    return Due(
        id=SendId(send["id"]),
        attempt=send["attempts"],
        round=send["round"],
        way=Way(send["way"]),
        person=person,
        platform=send["platform"],
        handle=send["handle"],
        ready_at=row["was_ready"],
        reminder=None if send["reminder"] is None else told_to(person, reminder(send["reminder"])),
        occurrence=None if send["occurrence_id"] is None else OccurrenceId(send["occurrence_id"]),
        due_at=send["due_at"],
        text=send["text"],
        first_tried_at=row["was_tried"],
        tried_in=tuple(row["was_in"] or ()),
        zone=send["zone"],
        locale=send["locale"],
        quiet=None if since is None or until is None else (since, until),
        key=send["source"],
        answered=send["answered"],
        claimed_at=row["claimed_at"],
        reads_origin=bool(send["reads_origin"]),
    )

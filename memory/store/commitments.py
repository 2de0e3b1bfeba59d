"""What people said they would do, as facts tell it, and reminders that were made of that."""

from datetime import timedelta

import asyncpg

from memory.commitment import Commitment, Shaken
from memory.store.database import Database
from memory.store.reminders import reminder
from memory.types import Audience, FactId, PersonId, Place, Sensitivity

UNWEIGHED = "SELECT * FROM open_commitments($1, $2)"
WEIGH = "SELECT weigh_commitment($1, $2, $3)"
SHAKEN = "SELECT * FROM shaken_reminders($1)"
SETTLE = "SELECT settle_shaken($1, $2, $3, $4, $5, $6)"


async def unweighed(database: Database, *, newer: timedelta, most: int) -> tuple[Commitment, ...]:
    """Commitments of people about themselves that nobody has looked at yet."""
    return tuple(_commitment(row) for row in await database.fetch(UNWEIGHED, newer, most))


async def weigh(database: Database, commitment: Commitment, *, offered: bool) -> bool:
    """Marks it as looked at; False: it was so already, or is gone."""
    return bool(await database.fetchval(WEIGH, commitment.tenant, commitment.fact, offered, once=True))


async def shaken(database: Database, *, most: int) -> tuple[Shaken, ...]:
    """Reminders whose ground has changed."""
    return tuple(_shaken(row) for row in await database.fetch(SHAKEN, most))


async def settle(database: Database, of: Shaken, *, rests_on: bool) -> None:
    """Puts its new fact in the place of the old one, or marks that its person was asked."""
    by = (of.by, of.quote) if rests_on else (None, None)
    await database.fetchval(SETTLE, of.reminder.person, of.reminder.id, of.tenant, of.fact, *by, once=True)


def _commitment(row: asyncpg.Record) -> Commitment:
    return Commitment(
        tenant=row["tenant"],
        fact=FactId(row["fact_id"]),
        person=PersonId(row["person_id"]),
        text=row["said"],
        sensitivity=Sensitivity(row["sensitivity"]),
        quote=row["quote"],
        said_at=row["said_at"],
        place=Place(row["place_key"], row["space"], Audience(row["audience"]), row["title"]),
        platform=row["platform"],
        handle=row["handle"],
        zone=row["zone"],
        locale=row["locale"],
        offered_of_late=row["offered_of_late"],
    )


def _shaken(row: asyncpg.Record) -> Shaken:
    return Shaken(
        reminder(row["reminder"]),
        row["tenant"],
        FactId(row["fact_id"]),
        by=None if row["by_fact"] is None else FactId(row["by_fact"]),
        quote=row["quote"],
        said_at=row["said_at"],
        zone=row["zone"],
        locale=row["locale"],
    )

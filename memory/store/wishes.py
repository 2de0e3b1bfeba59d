"""What people wish of the tone of answers: one row a dial or preset, of its person alone."""

from datetime import datetime

import asyncpg

from memory.errors import NotVisible
from memory.store.database import Database
from memory.tone.stored import wish_name, wish_of
from memory.tone.wished import Dial, Preset, WishRow
from memory.types import PersonId, PlaceId, Spot

# One who wished it earlier, and is heard later, changes nothing.
WISH = """
INSERT INTO tone_wishes AS w (tenant, person_id, name, value, place_id, seq, wished_at)
SELECT $1, who.id, $3, $4, $5, $6, $7 FROM people who WHERE who.id = $2
ON CONFLICT (tenant, name) DO UPDATE SET before = CASE WHEN w.value = excluded.value THEN w.before ELSE w.value END,
    value = excluded.value, place_id = excluded.place_id, seq = excluded.seq, wished_at = excluded.wished_at
WHERE w.wished_at <= excluded.wished_at"""
KNOWN = "SELECT EXISTS (SELECT FROM people WHERE id = $1)"
WISHED = """
SELECT name, value, before, place_id, seq, wished_at FROM tone_wishes WHERE tenant = $1 ORDER BY wished_at, name"""
FORGET = "SELECT forget_tone($1)"


async def wish(
    database: Database, person: PersonId, name: Dial | Preset, *, value: int, source: Spot | None, at: datetime
) -> tuple[WishRow, ...]:
    """Keeps the wish and gives all of the person's; raises NotVisible where there is no such person."""
    tenant = _tenant(person)
    spot = (None, None) if source is None else (source.place, source.seq)
    async with database.transaction(tenant) as connection:
        if not await connection.fetchval(KNOWN, person):
            raise NotVisible("There is nobody like that.")
        await connection.execute(WISH, tenant, person, wish_name(name), value, *spot, at)
        rows = await connection.fetch(WISHED, tenant)
    return _wishes(rows)


async def wished(database: Database, person: PersonId) -> tuple[WishRow, ...]:
    """All that the person wishes or has taken back, in the order in which they did."""
    async with database.transaction(_tenant(person)) as connection:
        return _wishes(await connection.fetch(WISHED, _tenant(person)))


async def forget(database: Database, person: PersonId) -> None:
    """Drops how the person writes, everywhere, and what they wish of it; nothing older is measured again."""
    await database.execute(FORGET, person)


def _tenant(person: PersonId) -> str:
    return f"person:{person}"


def _wishes(rows: list[asyncpg.Record]) -> tuple[WishRow, ...]:
    return tuple(
        WishRow(name, row["value"], row["before"], _spot(row), row["wished_at"])
        for row in rows
        if (name := wish_of(row["name"])) is not None
    )


def _spot(row: asyncpg.Record) -> Spot | None:
    return None if row["place_id"] is None else Spot(PlaceId(row["place_id"]), row["seq"])

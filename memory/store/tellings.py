"""Which message told the dates of a fact that others say too, so that the dates go when that message goes."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg

from memory.store.database import Connection
from memory.store.stays import AGAIN, DATE_DOUBTS, move_ends
from memory.types import FactId, Spot

KEEP = """
INSERT INTO fact_tellings (tenant, fact_id, place_id, seq, began, was_begun, ended, was_ended)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING"""
TOLD = """
SELECT t.fact_id, t.place_id, t.seq FROM fact_tellings t
JOIN unnest($2::bigint[], $3::bigint[], $4::integer[]) w(fact_id, place_id, seq)
  ON t.fact_id = w.fact_id AND t.place_id = w.place_id AND t.seq = w.seq
WHERE t.tenant = $1"""
TAKE = """
DELETE FROM fact_tellings WHERE tenant = $1 AND fact_id = $2 AND place_id = $3 AND seq = $4
RETURNING began, was_begun, ended, was_ended"""
BEGIN_AS_BEFORE = """
UPDATE facts SET valid_from = $4 WHERE tenant = $1 AND id = $2 AND superseded_at IS NULL AND valid_from = $3
  AND coalesce($4 < valid_until, true)"""
END_AS_BEFORE = f"""
UPDATE facts f SET valid_until = least($4, ({AGAIN}))
WHERE tenant = $1 AND id = $2 AND superseded_at IS NULL AND valid_until IS NOT DISTINCT FROM $3"""
# What others told was told after it: they name what was known before this.
FORGET_BEGINNING = (
    "UPDATE fact_tellings SET was_begun = $4 WHERE tenant = $1 AND fact_id = $2 AND was_begun = $3",
    "DELETE FROM fact_beginnings WHERE tenant = $1 AND fact_id = $2 AND valid_from = $3 AND valid_from <> $4",
)
FORGET_END = (
    "UPDATE fact_tellings SET was_ended = $4 WHERE tenant = $1 AND fact_id = $2 AND was_ended = $3",
    "UPDATE fact_closings SET otherwise = $4 WHERE tenant = $1 AND fact_id = $2 AND otherwise = $3",
    "DELETE FROM fact_ends WHERE tenant = $1 AND fact_id = $2 AND valid_until = $3 AND $4 IS DISTINCT FROM $3",
)
FORGET_ENDS = "DELETE FROM fact_ends WHERE tenant = $1 AND fact_id = $2 AND valid_until = $3"
Dates = tuple[datetime | None, datetime | None]  # from when until when


async def keep(connection: Connection, tenant: str, told: tuple[FactId, Spot], *, dates: Dates, before: Dates) -> None:
    """Notes that the message told these dates of the fact, where they are news."""
    if dates == before:
        return
    fact, spot = told
    began, was_begun = (dates[0], before[0]) if dates[0] != before[0] else (None, None)
    await connection.execute(KEEP, tenant, fact, spot.place, spot.seq, began, was_begun, dates[1], before[1])


async def undo(connection: Connection, tenant: str, sources: Sequence[asyncpg.Record]) -> None:
    """The dates that these messages told of facts are as they were before."""
    where = [[source[name] for source in sources] for name in ("fact_id", "place_id", "seq")]
    for told in await connection.fetch(TOLD, tenant, *where):
        fact = FactId(told["fact_id"])
        dates = await connection.fetchrow(TAKE, tenant, fact, told["place_id"], told["seq"])
        if dates is None:
            continue
        changed = [fact]
        if dates["began"] is not None:
            changed += await _begin_as_before(connection, tenant, fact, began=dates["began"], was=dates["was_begun"])
        if dates["ended"] != dates["was_ended"]:
            for statement in (END_AS_BEFORE, *FORGET_END):
                await connection.execute(statement, tenant, fact, dates["ended"], dates["was_ended"])
        await connection.execute(DATE_DOUBTS, tenant, changed)


async def _begin_as_before(
    connection: Connection, tenant: str, fact: FactId, *, began: datetime, was: datetime
) -> list[FactId]:
    """And what held until then; which that is."""
    moved: list[FactId] = []
    if await connection.execute(BEGIN_AS_BEFORE, tenant, fact, began, was) == "UPDATE 1":
        moved = await move_ends(connection, tenant, fact, was=began, begins=was)
        for other in moved:
            await connection.execute(FORGET_ENDS, tenant, other, began)
    for statement in FORGET_BEGINNING:
        await connection.execute(statement, tenant, fact, began, was)
    return moved

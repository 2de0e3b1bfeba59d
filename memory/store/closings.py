"""Ends that lie ahead because something else begins then: kept with what told them, and gone where that is forgotten.

What is over by then stays over: who forgets where they live now does not say that they never moved there.
"""

from collections.abc import Sequence
from datetime import datetime

from memory.store.database import Connection
from memory.store.stays import AGAIN, DATE_DOUBTS
from memory.types import FactId

KEEP = """
INSERT INTO fact_closings (tenant, fact_id, by_id, held_until, otherwise)
SELECT $1, id, $3, $4, valid_until FROM facts
WHERE tenant = $1 AND id = $2 AND superseded_at IS NULL AND $4 > greatest(now(), valid_from)
ON CONFLICT (tenant, fact_id, by_id) DO UPDATE SET held_until = excluded.held_until"""
# Until the next that takes its place, the end that was told besides, or when it holds again.
REOPEN = f"""
WITH gone AS (
    DELETE FROM fact_closings WHERE tenant = $1 AND by_id = ANY ($2) RETURNING *
), left_over AS (
    SELECT g.fact_id, least(g.held_until, ({AGAIN})) AS ends, g.otherwise, next.by_id, next.held_until AS next_until
    FROM gone g JOIN facts f ON f.tenant = $1 AND f.id = g.fact_id LEFT JOIN LATERAL (
        SELECT o.by_id, o.held_until FROM fact_closings o
        WHERE o.tenant = $1 AND o.fact_id = g.fact_id AND o.by_id <> ALL ($2) ORDER BY o.held_until LIMIT 1
    ) next ON true
)
UPDATE facts f SET superseded_by = l.by_id, valid_until = least(l.otherwise, l.next_until, (
    {AGAIN} AND n.id <> ALL ($2)))
FROM left_over l
WHERE f.tenant = $1 AND f.id = l.fact_id AND f.id <> ALL ($2) AND f.superseded_at IS NULL
  AND f.valid_until = l.ends AND f.valid_until > now()
RETURNING f.id, l.ends"""
# As if it had never been told.
FORGET_END = """
DELETE FROM fact_ends e USING unnest($2::bigint[], $3::timestamptz[]) w(fact_id, held_until)
WHERE e.tenant = $1 AND e.fact_id = w.fact_id AND e.valid_until = w.held_until"""
UNLINK = "UPDATE facts SET superseded_by = NULL WHERE tenant = $1 AND superseded_by = ANY ($2)"


async def keep(connection: Connection, tenant: str, old: FactId, *, by: FactId, held_until: datetime) -> None:
    """Notes what ends the fact, where that lies ahead; before it is ended."""
    await connection.execute(KEEP, tenant, old, by, held_until)


async def reopen(connection: Connection, tenant: str, gone: Sequence[FactId]) -> list[FactId]:
    """What these facts were to end goes on; which that is."""
    return [fact for fact, _ in await _reopened(connection, tenant, gone)]


async def undo(connection: Connection, tenant: str, gone: Sequence[FactId]) -> None:
    """The same, and nothing names them or tells of those ends any more; before they are deleted."""
    found = await _reopened(connection, tenant, gone)
    await connection.execute(FORGET_END, tenant, [fact for fact, _ in found], [end for _, end in found])
    await connection.execute(UNLINK, tenant, list(gone))


async def _reopened(connection: Connection, tenant: str, gone: Sequence[FactId]) -> list[tuple[FactId, datetime]]:
    found = [(FactId(row["id"]), row["ends"]) for row in await connection.fetch(REOPEN, tenant, list(gone))]
    if found:
        await connection.execute(DATE_DOUBTS, tenant, [fact for fact, _ in found])
    return found

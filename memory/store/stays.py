"""The stays of one statement as they stand, and how they are moved: with what ends at them and what rests on them."""

from datetime import datetime

import asyncpg

from memory.stays import Joined, Stay
from memory.store.database import Connection
from memory.types import FactId

_STAYS = """
SELECT f.id, f.valid_from, f.valid_until, coalesce(f.valid_until <= now(), false) AS over,
       coalesce((SELECT max(s.said_at) FROM fact_sources s WHERE s.tenant = $1 AND s.fact_id = f.id), f.valid_from)
           AS told_at,
       EXISTS (SELECT FROM fact_shares x WHERE x.fact_tenant = $1 AND x.fact_id = f.id) AS shared
FROM facts f """
SAYING = (
    _STAYS
    + """WHERE f.tenant = $1 AND f.speaker_id = $2 AND f.place_id = $3 AND f.fingerprint = $4
  AND f.superseded_at IS NULL ORDER BY f.id FOR UPDATE OF f"""
)
BESIDE = (
    _STAYS
    + """JOIN facts k ON k.tenant = $1 AND k.id = $2 AND k.superseded_at IS NULL
WHERE f.tenant = $1 AND f.speaker_id = k.speaker_id AND f.place_id = k.place_id AND f.fingerprint = k.fingerprint
  AND f.superseded_at IS NULL ORDER BY f.id FOR UPDATE OF f"""
)
# What ends only later holds until then.
RETIRE_OVER = """
UPDATE facts SET superseded_at = now(), superseded_by = $5
WHERE tenant = $1 AND speaker_id = $2 AND place_id = $3 AND fingerprint = $4
  AND superseded_at IS NULL AND valid_until <= least(now(), $6)"""
TAKE_SOURCES = """
INSERT INTO fact_sources (tenant, fact_id, place_id, seq, quote, said_at)
SELECT tenant, $2, place_id, seq, quote, said_at FROM fact_sources WHERE tenant = $1 AND fact_id = $3
ON CONFLICT DO NOTHING"""
TAKE_GROUNDS = """
INSERT INTO fact_grounds (tenant, fact_id, ground_id)
SELECT $1, CASE fact_id WHEN $2 THEN $3 ELSE fact_id END, CASE ground_id WHEN $2 THEN $3 ELSE ground_id END
FROM fact_grounds WHERE tenant = $1 AND $2 IN (fact_id, ground_id) AND $3 NOT IN (fact_id, ground_id)
ON CONFLICT DO NOTHING"""
SWALLOW = """
UPDATE facts SET superseded_at = now(), superseded_by = $3, valid_until = valid_from WHERE tenant = $1 AND id = $2"""
MOVE = """
UPDATE facts SET valid_from = $3, valid_until = $4,
    superseded_by = CASE WHEN valid_until IS DISTINCT FROM $4 THEN NULL ELSE superseded_by END
WHERE tenant = $1 AND id = $2"""
# When what `f` says holds again; without an end, or with a later one, it would hold twice then.
AGAIN = """
    SELECT min(n.valid_from) FROM facts n
    WHERE n.tenant = $1 AND n.speaker_id = f.speaker_id AND n.place_id = f.place_id AND n.fingerprint = f.fingerprint
      AND n.superseded_at IS NULL AND n.valid_from >= f.valid_from AND n.id <> f.id
      AND coalesce(n.valid_until > n.valid_from, true)"""
# What it took the place of held until it began, or until it holds again itself.
MOVE_ENDS = f"""
WITH moved AS (
    SELECT f.id, greatest(f.valid_from, least($4, a.again)) AS ends
    FROM facts f CROSS JOIN LATERAL ({AGAIN}) a(again)
    WHERE f.tenant = $1 AND f.superseded_by = $2 AND f.valid_until = least($3, a.again) AND f.valid_until > f.valid_from
)
UPDATE facts f SET valid_until = m.ends, superseded_at = CASE WHEN m.ends <= now() THEN f.superseded_at END
FROM moved m WHERE f.tenant = $1 AND f.id = m.id RETURNING f.id"""
# What says it more exactly holds for all the time of the other, but not before its own stay before that is over. Where
# it only mentions the plan that the other is, it begins with that.
INHERIT = """
UPDATE facts n SET valid_from = least(CASE WHEN NOT $4 THEN n.valid_from END, greatest(o.valid_from, (
        SELECT max(f.valid_until) FROM facts f
        WHERE f.tenant = $1 AND f.speaker_id = n.speaker_id AND f.place_id = n.place_id
          AND f.fingerprint = n.fingerprint AND f.superseded_at IS NULL AND f.valid_from < n.valid_from))),
    valid_until = coalesce(n.valid_until, o.valid_until),
    sensitivity = CASE n.sensitivity WHEN 'none' THEN o.sensitivity ELSE n.sensitivity END,
    uncertain_since = CASE WHEN o.uncertain_since > now() THEN o.uncertain_since END
FROM facts o WHERE n.tenant = $1 AND n.id = $3 AND o.tenant = $1 AND o.id = $2"""
MOVE_CLOSINGS = """
UPDATE fact_closings SET held_until = $4 WHERE tenant = $1 AND by_id = $2 AND held_until = $3"""
# Of all that rests on them in turn, what is certain by now is so until the first of its grounds is over.
DATE_DOUBTS = """
WITH RECURSIVE resting AS (
    SELECT fact_id FROM fact_grounds WHERE tenant = $1 AND ground_id = ANY ($2)
    UNION SELECT g.fact_id FROM fact_grounds g JOIN resting r ON g.tenant = $1 AND g.ground_id = r.fact_id
), every AS (
    SELECT g.fact_id, g.ground_id FROM fact_grounds g JOIN resting r ON g.tenant = $1 AND g.fact_id = r.fact_id
    UNION SELECT e.fact_id, g.ground_id FROM fact_grounds g JOIN every e ON g.tenant = $1 AND g.fact_id = e.ground_id
)
UPDATE facts f SET uncertain_since = (
    SELECT min(greatest(g.valid_until, now())) FROM every e JOIN facts g ON g.tenant = $1 AND g.id = e.ground_id
    WHERE e.fact_id = f.id AND g.superseded_at IS NULL AND g.valid_until IS NOT NULL)
WHERE f.tenant = $1 AND f.id IN (SELECT fact_id FROM resting) AND f.superseded_at IS NULL
  AND (f.uncertain_since IS NULL OR f.uncertain_since > now())"""


async def saying(connection: Connection, *key: object) -> list[Stay]:
    """Those that stand with this key (tenant, speaker, place, fingerprint), locked."""
    return [_stay(row) for row in await connection.fetch(SAYING, *key)]


async def beside(connection: Connection, tenant: str, fact: FactId) -> list[Stay]:
    """Those of the statement that the fact makes, itself among them; nothing where it is gone."""
    return [_stay(row) for row in await connection.fetch(BESIDE, tenant, fact)]


async def move(connection: Connection, tenant: str, stay: Stay, joined: Joined) -> None:
    """Lets the stay hold from when until when it was told to, where that is news."""
    for part in joined.swallowed:
        await connection.execute(TAKE_SOURCES, tenant, stay.id, part)
        await connection.execute(TAKE_GROUNDS, tenant, part, stay.id)
        await connection.execute(SWALLOW, tenant, part, stay.id)
    if (joined.since, joined.until) == (stay.since, stay.until):
        return
    await connection.execute(MOVE, tenant, stay.id, joined.since, joined.until)
    moved = [stay.id]
    if joined.since != stay.since:
        moved += await move_ends(connection, tenant, stay.id, was=stay.since, begins=joined.since)
    await connection.execute(DATE_DOUBTS, tenant, moved)


async def move_ends(
    connection: Connection, tenant: str, fact: FactId, *, was: datetime, begins: datetime
) -> list[FactId]:
    """What held until the fact began holds until it begins now; which that is."""
    rows = await connection.fetch(MOVE_ENDS, tenant, fact, was, begins)
    await connection.execute(MOVE_CLOSINGS, tenant, fact, was, begins)
    return [FactId(row["id"]) for row in rows]


def _stay(row: asyncpg.Record) -> Stay:
    return Stay(
        FactId(row["id"]), row["valid_from"], row["valid_until"], row["told_at"], over=row["over"], shared=row["shared"]
    )

"""Tidying one person's facts in one tenant: leased, read, and written in one transaction under the places' locks.

Nothing is deleted. A duplicate is superseded by the fact that says the same, which takes over its sources, and from
then on held for no time at all, so that "as of" shows it once. Places are locked before facts, as learning and erasure
do: whoever forgets a line meanwhile either finds the quote that was copied or keeps it from being copied.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg

from memory.clashes import Clash
from memory.duplicates import Held, Merge
from memory.store import beliefs, stays
from memory.store.database import Connection, Database
from memory.types import Audience, FactId, Kind, PersonId, PlaceId, Sensitivity

MANY = 20  # new facts that are worth a look at once; fewer wait a week
MOST_FACTS = 2_000  # of one person in one tenant, newest first

LEASE = "SELECT tenant, person_id, lease_until FROM lease_consolidation($1, $2)"
CURRENT = """
SELECT f.id, f.subject_id, f.subject_name, f.kind, f.text, f.place_id, f.audience, f.valid_from, f.valid_until,
       f.sensitivity, CASE WHEN m.id IS NOT NULL THEN f.embedding END AS embedding,
       EXISTS (SELECT FROM fact_shares x WHERE x.fact_tenant = f.tenant AND x.fact_id = f.id) AS shared,
       EXISTS (SELECT FROM folded_facts x WHERE x.tenant = f.tenant AND f.id IN (x.fact_id, x.into_id)) AS folded
FROM facts f LEFT JOIN embedding_models m ON m.id = f.model AND m.active
WHERE f.speaker_id = $2 AND f.tenant = $1 AND f.superseded_at IS NULL AND f.superseded_by IS NULL
  AND (f.valid_until IS NULL OR f.valid_until > now())
ORDER BY f.id DESC LIMIT $3"""
QUEUED = "SELECT fact_id FROM facts_to_consolidate WHERE tenant = $1 AND person_id = $2"
HOLD = "SELECT FROM consolidation_leases WHERE tenant = $1 AND lease_until = $2 FOR UPDATE"
HOLD_PLACES = """
SELECT id FROM places WHERE id IN (
    SELECT place_id FROM facts WHERE tenant = $1 AND id = ANY ($2)
    UNION SELECT place_id FROM fact_sources WHERE tenant = $1 AND fact_id = ANY ($2))
ORDER BY id FOR NO KEY UPDATE"""
HOLD_FACTS = """
SELECT id FROM facts WHERE tenant = $1 AND id = ANY ($2) AND superseded_at IS NULL AND superseded_by IS NULL
ORDER BY id FOR UPDATE"""
SHARED = "SELECT fact_id FROM fact_shares WHERE fact_tenant = $1 AND fact_id = ANY ($2)"
TAKE_DEPENDENTS = """
INSERT INTO fact_grounds (tenant, fact_id, ground_id)
SELECT tenant, fact_id, $2 FROM fact_grounds WHERE tenant = $1 AND ground_id = $3 AND fact_id <> $2
ON CONFLICT DO NOTHING"""
KEEP = """
UPDATE facts k SET valid_from = least(k.valid_from, d.valid_from), confidence = 1 - (1 - k.confidence) * 0.5 ^ $4,
    sensitivity = CASE k.sensitivity WHEN 'none' THEN d.sensitivity ELSE k.sensitivity END,
    uncertain_since = CASE WHEN k.uncertain_since <= now() AND (d.uncertain_since > now() OR d.uncertain_since IS NULL)
        THEN d.uncertain_since ELSE k.uncertain_since END
FROM facts d WHERE k.tenant = $1 AND k.id = $2 AND d.tenant = $1 AND d.id = $3"""
RETIRE = """
UPDATE facts SET superseded_at = now(), superseded_by = $2, valid_until = valid_from
WHERE tenant = $1 AND id = $3"""
FLAG = """
INSERT INTO conflicts (tenant, older, newer, person_id) SELECT $1, $3, $4, $2
WHERE 2 = (SELECT count(*) FROM facts WHERE tenant = $1 AND id IN ($3, $4) AND superseded_at IS NULL)
ON CONFLICT DO NOTHING"""
ANSWERED = """
SELECT c.older, c.newer, f.valid_from, array_agg(DISTINCT s.fact_id) AS confirmed
FROM conflicts c JOIN facts f ON f.tenant = c.tenant AND f.id = c.newer
JOIN fact_sources s ON s.tenant = c.tenant AND s.fact_id IN (c.older, c.newer) AND s.said_at > c.asked_at
WHERE c.tenant = $1 AND c.person_id = $2 AND c.settled_at IS NULL
GROUP BY c.tenant, c.older, c.newer, f.valid_from HAVING count(DISTINCT s.fact_id) = 1 ORDER BY c.older, c.newer"""
DONE = "DELETE FROM facts_to_consolidate WHERE tenant = $1 AND person_id = $2 AND fact_id = ANY ($3)"
LATER = """
INSERT INTO facts_to_consolidate (tenant, person_id, fact_id) SELECT $1, $2, id FROM facts WHERE tenant = $1 AND id = $3
ON CONFLICT (tenant, person_id, fact_id) DO UPDATE SET recorded_at = now()"""
RELEASE = "DELETE FROM consolidation_leases WHERE tenant = $1 AND lease_until = $2"


@dataclass(frozen=True, slots=True)
class Leased:
    """One person's facts in one tenant, ours until `until`, which also proves that the lease is still ours."""

    tenant: str
    person: PersonId
    until: datetime


@dataclass(frozen=True, slots=True)
class Tidying:
    """The current facts of the person, and which new facts were waiting to be looked at."""

    facts: tuple[Held, ...]
    queued: tuple[FactId, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """What to write. `again`: a fact for whose sake the person is looked at again in a week."""

    merges: Sequence[Merge]
    clashes: Sequence[Clash]
    again: FactId | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What one consolidation changed."""

    merged: int
    flagged: int
    settled: int


async def claim(database: Database, *, lease: timedelta) -> Leased | None:
    """Leases what has waited longest; None where nothing is due."""
    row = await database.fetchrow(LEASE, lease, MANY, once=True)
    if row is None or row["tenant"] is None:
        return None
    return Leased(row["tenant"], PersonId(row["person_id"]), row["lease_until"])


async def read(database: Database, leased: Leased) -> Tidying:
    """What the person said in the tenant and still holds."""
    async with database.transaction(leased.tenant) as connection:
        queued = await connection.fetch(QUEUED, leased.tenant, leased.person)
        rows = await connection.fetch(CURRENT, leased.tenant, leased.person, MOST_FACTS)
    return Tidying(tuple(_held(row) for row in rows), tuple(FactId(row["fact_id"]) for row in queued))


def _held(row: asyncpg.Record) -> Held:
    return Held(
        id=FactId(row["id"]),
        subject=None if row["subject_id"] is None else PersonId(row["subject_id"]),
        subject_name=row["subject_name"],
        kind=Kind(row["kind"]),
        text=row["text"],
        place=PlaceId(row["place_id"]),
        audience=Audience(row["audience"]),
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        sensitivity=Sensitivity(row["sensitivity"]),
        shared=row["shared"],
        folded=row["folded"],
        vector=row["embedding"],
    )


async def write(database: Database, leased: Leased, decided: Decided, *, seen: Collection[FactId]) -> Written | None:
    """Merges, settles and flags in one transaction, and keeps the lease; None where that was lost."""
    async with database.transaction(leased.tenant) as connection:
        if await connection.fetchrow(HOLD, leased.tenant, leased.until) is None:
            return None
        answers = await connection.fetch(ANSWERED, leased.tenant, leased.person)
        ids = {fact for merge in decided.merges for fact in (merge.keeper, merge.duplicate)}
        held = await hold(
            connection, leased.tenant, ids | {FactId(row[n]) for row in answers for n in ("older", "newer")}
        )
        kept = [merge for merge in decided.merges if {merge.keeper, merge.duplicate} <= held]
        for merge in kept:
            await _merge(connection, leased.tenant, merge)
        settled = [await _settle(connection, leased.tenant, each) for each in answers]
        flagged = [
            await connection.execute(FLAG, leased.tenant, leased.person, clash.older, clash.newer)
            for clash in decided.clashes
        ]
        await connection.execute(DONE, leased.tenant, leased.person, list(seen))
        if decided.again is not None:
            await connection.execute(LATER, leased.tenant, leased.person, decided.again)
    return Written(len(kept), flagged.count("INSERT 0 1"), sum(settled))


async def release(database: Database, leased: Leased) -> None:
    """Gives the lease back."""
    await database.execute(RELEASE, leased.tenant, leased.until)


async def hold(connection: Connection, tenant: str, ids: Collection[FactId]) -> set[FactId]:
    """Those of the facts that may still be changed, locked; without those that were shared meanwhile."""
    if not ids:
        return set()
    await connection.fetch(HOLD_PLACES, tenant, list(ids))
    held = {FactId(row["id"]) for row in await connection.fetch(HOLD_FACTS, tenant, list(ids))}
    return held - {FactId(row["fact_id"]) for row in await connection.fetch(SHARED, tenant, list(ids))}


async def _merge(connection: Connection, tenant: str, merge: Merge) -> None:
    pair = (tenant, merge.keeper, merge.duplicate)
    taken = await connection.execute(stays.TAKE_SOURCES, *pair)
    await connection.execute(TAKE_DEPENDENTS, *pair)
    await connection.execute(KEEP, *pair, int(taken.rpartition(" ")[2]))
    await connection.execute(RETIRE, *pair)


async def _settle(connection: Connection, tenant: str, answer: asyncpg.Record) -> bool:
    """Closes the fact that its speaker did not say again when asked which of two holds."""
    (confirmed,) = answer["confirmed"]
    over = answer["older"] if confirmed == answer["newer"] else answer["newer"]
    done = await beliefs.close(connection, tenant, FactId(over), by=FactId(confirmed), held_until=answer["valid_from"])
    await beliefs.call_off(connection, tenant, FactId(over), instead=None)
    return done

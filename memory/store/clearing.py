"""Erasing much, a slice at a time: all of a place, of a space or of a person, from a row that says so.

A slice is one transaction that holds the row: who is killed in it has done nothing, and any process goes on from there.
Rows take turns, so that a large space does not hold up a small request.
"""

import asyncio
from functools import partial

import asyncpg

from memory.keepable import keepable
from memory.outcomes import Receipt
from memory.store.applications import forget_joined
from memory.store.choices import forget_choices
from memory.store.database import NAME_TENANT, Connection, Database
from memory.store.reach import Plan
from memory.store.removal import carry_out, tried
from memory.store.settings import drop_settings
from memory.types import FactId, PlaceId, Spot

SLICE = 100  # lines, or facts, in one transaction
_EVERY_PLACE = 2**63 - 1
_OTHERS_SLICE = 0.05  # seconds

# By the clock: another's slice that ended after this transaction began is due again, not due later.
NEXT = """
SELECT e.*, coalesce(p.tenant, 'space:' || e.space) AS tenant FROM erasures e LEFT JOIN places p ON p.id = e.place_id
WHERE e.due_at <= clock_timestamp() ORDER BY e.due_at, e.id LIMIT 1 FOR UPDATE OF e SKIP LOCKED"""
DUE = "SELECT 1 FROM erasures WHERE due_at <= clock_timestamp() LIMIT 1"
LINES = """
SELECT place_id, seq FROM utterances
WHERE tenant = $1 AND (place_id, seq) > ($2, $3) AND place_id <= $4 AND recorded_at <= $5 AND erased_at IS NULL
ORDER BY place_id, seq LIMIT $6"""
UNFOUNDED = """
SELECT f.id FROM facts f WHERE f.tenant = $1 AND ($2::bigint IS NULL OR f.place_id = $2) AND f.recorded_at <= $3
  AND NOT EXISTS (SELECT FROM fact_sources s WHERE s.tenant = f.tenant AND s.fact_id = f.id)
ORDER BY f.id LIMIT $4"""
ADVANCE = "UPDATE erasures SET after_place = $2, after_seq = $3, due_at = clock_timestamp() WHERE id = $1"
DROP_TURNS = """
DELETE FROM turns WHERE tenant = $1 AND ($2::bigint IS NULL OR place_id = $2) AND created_at <= $3"""
UNTITLE = """
UPDATE places p SET title = '' FROM (
    SELECT id FROM places WHERE tenant = $1 AND ($2::bigint IS NULL OR id = $2) ORDER BY id FOR NO KEY UPDATE
) held WHERE p.id = held.id"""
END_SHARES = "SELECT end_shares($1, $2)"
DONE = "DELETE FROM erasures WHERE id = $1"

ACCOUNT = "SELECT id, person_id FROM accounts WHERE platform = $1 AND handle = $2 FOR UPDATE"
OTHERS = "SELECT EXISTS (SELECT FROM accounts WHERE person_id = $1 AND id <> $2)"
DIRECT_OF = """
INSERT INTO erasures (place_id) SELECT p.id FROM place_members m JOIN places p ON p.id = m.place_id
WHERE m.person_id = $1 AND m.account_id = $2 AND p.audience = 'direct' AND NOT EXISTS (
    SELECT FROM place_members o WHERE o.place_id = p.id AND o.account_id <> $2)
ON CONFLICT (place_id) DO UPDATE SET asked_at = now(), due_at = now(), after_place = 0, after_seq = 0"""
PERSON = "INSERT INTO erasures (person_id) VALUES ($1) ON CONFLICT DO NOTHING"
NAMELESS = "UPDATE people SET name = '', zone = NULL, locale = NULL WHERE id = $1"
# The handle is part of such keys, and who comes back is somebody new, alone in a place of their own.
UNKEYED = """
UPDATE places SET key = 'gone:' || id, room = CASE WHEN room IS NOT NULL THEN 'gone:' END, title = ''
WHERE person_id = $1"""
LEAVE_ALL = """
WITH places AS (DELETE FROM place_members WHERE person_id = $1 AND account_id = $2)
DELETE FROM space_members WHERE person_id = $1 AND account_id = $2"""
REMINDERS_AT = "SELECT forget_reminders_at($1, $2, $3)"
MOVE_OUT = "SELECT move_out_reminders($1, $2)"
END_TONES = "SELECT end_tones($1, $2)"
FORGET_ACCOUNT = "DELETE FROM accounts WHERE id = $1"
TRACE = "SELECT trace_of($1)"
SAID_BY = """
SELECT place_id, seq FROM utterances WHERE speaker_id = $2 AND tenant = $1 AND erased_at IS NULL
UNION ALL SELECT place_id, seq FROM utterances WHERE tenant = $1 AND $1 = 'person:' || $2::bigint AND erased_at IS NULL
LIMIT $3"""
FACTS_OF = """
SELECT id FROM facts WHERE speaker_id = $2 AND tenant = $1
UNION ALL SELECT id FROM facts WHERE subject_id = $2 AND tenant = $1 LIMIT $3"""
TURNS_OF = "DELETE FROM turns WHERE tenant = $1 AND person_id = $2"
RULES_OF = "DELETE FROM share_rules WHERE tenant = $1 AND person_id = $2"
TOMBS = "DELETE FROM utterances WHERE tenant = $1"
PLACES_OF = "DELETE FROM places WHERE person_id = $1"
PERSON_OF = "DELETE FROM people WHERE id = $1"


async def erase_account(database: Database, platform: str, handle: str) -> bool:
    """Ends the account at once and puts down all of and by it to be erased; False where it is unknown.

    Where the person has other accounts too, what was said elsewhere than in direct stays with those.
    """
    return await tried(partial(_erase_account, database, keepable(platform), keepable(handle)))


async def _erase_account(database: Database, platform: str, handle: str) -> bool:
    async with database.transaction() as connection:
        account = await connection.fetchrow(ACCOUNT, platform, handle)
        if account is None:
            return False
        person = account["person_id"]
        if await connection.fetchval(OTHERS, person, account["id"]):
            await connection.execute(DIRECT_OF, person, account["id"])
            await connection.execute(REMINDERS_AT, person, platform, handle)
        else:
            await connection.execute(PERSON, person)
            await connection.execute(NAMELESS, person)
            await forget_choices(connection, person)
            await connection.execute(UNKEYED, person)
        await connection.execute(LEAVE_ALL, person, account["id"])
        await connection.execute(FORGET_ACCOUNT, account["id"])
    return True


async def erase_next(database: Database) -> Receipt | None:
    """Erases some of what is due; what was removed, counted, or None where nothing is left.

    While others are at all that is due this waits a little and has removed nothing: None says that it is gone.
    """
    erased = await tried(partial(_erase_next, database))
    if erased is None and await database.fetchrow(DUE) is not None:
        await asyncio.sleep(_OTHERS_SLICE)
        return Receipt(0, 0, 0)
    return erased


async def _erase_next(database: Database) -> Receipt | None:
    async with database.transaction() as connection:
        row = await connection.fetchrow(NEXT)
        if row is None:
            return None
        return await (_of_person if row["person_id"] is not None else _of_places)(connection, row)


async def _of_places(connection: Connection, row: asyncpg.Record) -> Receipt:
    tenant, place, plan = row["tenant"], row["place_id"], Plan()
    await connection.execute(NAME_TENANT, tenant)
    first, last = (row["after_place"], _EVERY_PLACE) if place is None else (place, place)
    lines = await connection.fetch(LINES, tenant, first, row["after_seq"], last, row["asked_at"], SLICE)
    plan.spots[tenant] |= {_spot(line) for line in lines}
    if lines:
        await connection.execute(ADVANCE, row["id"], lines[-1]["place_id"], lines[-1]["seq"])
        return await carry_out(connection, plan)
    facts = await connection.fetch(UNFOUNDED, tenant, place, row["asked_at"], SLICE)
    plan.facts[tenant] |= {FactId(fact["id"]) for fact in facts}
    if not facts:
        await _end_places(connection, row)
    return await carry_out(connection, plan)


async def _end_places(connection: Connection, row: asyncpg.Record) -> None:
    """Nothing of it is left but keys and tombstones, which keep a late message from coming back."""
    tenant, place = row["tenant"], row["place_id"]
    await connection.execute(DROP_TURNS, tenant, place, row["asked_at"])
    await connection.execute(UNTITLE, tenant, place)
    await connection.execute(END_SHARES, tenant, place)
    await connection.execute(MOVE_OUT, tenant, place)
    await connection.execute(END_TONES, tenant, place)
    if place is None:
        await drop_settings(connection, tenant, row["asked_at"])
        await forget_joined(connection, row["space"], row["asked_at"])
    await connection.execute(DONE, row["id"])


async def _of_person(connection: Connection, row: asyncpg.Record) -> Receipt:
    person, plan = row["person_id"], Plan()
    tenant = await connection.fetchval(TRACE, person)
    if tenant is None:
        await _end_person(connection, person)
        await connection.execute(DONE, row["id"])
        return Receipt(0, 0, 0)
    await connection.execute(NAME_TENANT, tenant)
    lines = await connection.fetch(SAID_BY, tenant, person, SLICE)
    plan.spots[tenant] |= {_spot(line) for line in lines}
    facts = await connection.fetch(FACTS_OF, tenant, person, SLICE)
    plan.facts[tenant] |= {FactId(fact["id"]) for fact in facts}
    if not lines and not facts:  # not before: they tell which answers go with those
        await connection.execute(TURNS_OF, tenant, person)
    await connection.execute(ADVANCE, row["id"], 0, 0)
    return await carry_out(connection, plan)


async def _end_person(connection: Connection, person: int) -> None:
    """Nothing of theirs is left but a number in tombstones."""
    tenant = f"person:{person}"
    await connection.execute(NAME_TENANT, tenant)
    await forget_choices(connection, person)  # again, for what was still being put down when they went
    await connection.execute(TURNS_OF, tenant, person)
    await connection.execute(RULES_OF, tenant, person)
    await connection.execute(TOMBS, tenant)
    await connection.execute(PLACES_OF, person)
    await connection.execute(PERSON_OF, person)


def _spot(row: asyncpg.Record) -> Spot:
    return Spot(PlaceId(row["place_id"]), row["seq"])

"""Tones of people, places and groups, and what people wish; a place's new lines are leased, measured and counted once.

A lease is a time on the place's row, as in learning: no connection is held while lines are measured, and who dies gives
its lines back. What was measured, and that it was, is written in one transaction.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

import asyncpg

from memory.keepable import keepable
from memory.store.database import NAME_TENANT, Connection, Database
from memory.tone.measured import VERSION, Observation
from memory.tone.stored import Stored
from memory.types import Audience, PersonId, PlaceId, Viewer

MOST_LINES, LONGEST = 100, 4_000  # characters of a line that are measured
TONE = "version, means, variances, weights, habits, habit_counts, heard_at"

READ = f"SELECT source, {TONE} FROM tones_for($1, $2, $3, $4)"
LEASE = """
WITH due AS (
    SELECT id FROM places WHERE tone_due AND (tone_lease IS NULL OR tone_lease < now())
    LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE places p SET tone_lease = clock_timestamp() + $1 FROM due WHERE p.id = due.id
RETURNING p.id, p.tenant, p.tone_seq, least(p.last_seq, p.tone_seq + $2) AS upto, coalesce(p.room, p.key) AS room,
    p.tone_lease"""
LINES = """
SELECT u.seq, u.speaker_id, u.audience::text AS audience, left(u.text, $5) AS text, md5(u.text) AS digest, u.said_at
FROM utterances u JOIN people who ON who.id = u.speaker_id
WHERE u.tenant = $1 AND u.place_id = $2 AND u.seq > $3 AND u.seq <= $4 AND u.erased_at IS NULL
  AND u.off_record_until IS NULL AND u.recorded_at > coalesce(who.tone_since, '-infinity')
  AND NOT EXISTS (SELECT FROM erasures e WHERE e.person_id = u.speaker_id)
ORDER BY u.seq"""
HOLD = "SELECT id FROM places WHERE id = $1 AND tone_lease = $2 AND tone_seq = $3 FOR NO KEY UPDATE"
# Held, so that who has their tone forgotten now is forgotten: it waits for this, or this for it.
STILL = f"SELECT still.seq, still.digest FROM ({LINES} FOR SHARE OF who) still"
# Made first, so that it can be held: of two who measure somebody for the first time, one would undo the other.
MAKE = """
INSERT INTO tones (tenant, person_id, register, room, version, means, variances, weights, habits, habit_counts, weight,
    heard_at)
SELECT $1, each.*, $5, '{}', '{}', '{}', '{}', '{}', 0, '-infinity'
FROM unnest($2::bigint[], $3::audience[], $4::text[]) each ORDER BY 2, 3, 4
ON CONFLICT DO NOTHING"""
TONES = f"""
SELECT person_id, register::text AS register, room, lost, {TONE} FROM tones
WHERE tenant = $1 AND (person_id, register, room) IN (SELECT * FROM unnest($2::bigint[], $3::audience[], $4::text[]))
ORDER BY person_id, register, room FOR UPDATE"""
PUT = """
INSERT INTO tones (tenant, person_id, register, room, weight, lost,
    version, means, variances, weights, habits, habit_counts, heard_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (tenant, person_id, register, room) DO UPDATE SET weight = excluded.weight, lost = excluded.lost,
    version = excluded.version, means = excluded.means, variances = excluded.variances, weights = excluded.weights,
    habits = excluded.habits, habit_counts = excluded.habit_counts, heard_at = excluded.heard_at,
    revision = tones.revision + 1"""
ADVANCE = "UPDATE places SET tone_seq = $2, tone_due = last_seq > $2, tone_lease = NULL WHERE id = $1"


@dataclass(frozen=True, slots=True)
class Register:
    """Which of a person's tones: that of one audience, in private of one room, in one tenant."""

    person: PersonId
    audience: Audience
    room: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line to be measured."""

    seq: int
    register: Register
    text: str
    digest: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Claimed:
    """One place's lines from after `since` up to `upto`, ours until `until`, which also proves that they are."""

    place: PlaceId
    tenant: str
    since: int
    upto: int
    until: datetime
    lines: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A tone as it is kept, and how many messages' worth of it are gone since."""

    stored: Stored
    weight: float
    lost: float = 0.0


Folded = Callable[[Kept | None, Sequence[tuple[Observation, datetime]]], Kept]


async def read(database: Database, viewer: Viewer, *, groups: bool) -> list[tuple[str, Stored]]:
    """What tells how the viewer is to be answered there, each by what it is: wish, own, place or a group's number."""
    place = viewer.place
    rows = await database.fetch(READ, viewer.person, keepable(place.key), place.audience.value, groups)
    return [(row["source"], stored_of(row)) for row in rows]


async def claim(database: Database, *, lease: timedelta) -> Claimed | None:
    """Leases some lines of a place that has any to be measured; None where none has."""
    async with database.transaction() as connection:
        row = await connection.fetchrow(LEASE, lease, MOST_LINES)
        if row is None:
            return None
        await connection.execute(NAME_TENANT, row["tenant"])
        where = (row["tenant"], row["id"], row["tone_seq"], row["upto"], LONGEST)
        lines = tuple(_spoken(line, row["room"]) for line in await connection.fetch(LINES, *where))
    return Claimed(PlaceId(row["id"]), row["tenant"], row["tone_seq"], row["upto"], row["tone_lease"], lines)


async def count(
    database: Database, claimed: Claimed, observed: Mapping[int, Observation], folded: Folded
) -> list[Register] | None:
    """Adds what was observed of the lines, by seq, to the tones of their speakers; whose, or None where it is not ours.

    Lines that are gone, changed or off the record by now are left out.
    """
    async with database.transaction(claimed.tenant) as connection:
        if await connection.fetchval(HOLD, claimed.place, claimed.until, claimed.since) is None:
            return None
        where = (claimed.tenant, claimed.place, claimed.since, claimed.upto, 0)
        still = {(row["seq"], row["digest"]) for row in await connection.fetch(STILL, *where)}
        heard: dict[Register, list[tuple[Observation, datetime]]] = {}
        for line in claimed.lines:
            if line.seq in observed and (line.seq, line.digest) in still:
                heard.setdefault(line.register, []).append((observed[line.seq], line.said_at))
        await _add(connection, claimed.tenant, heard, folded)
        await connection.execute(ADVANCE, claimed.place, claimed.upto)
    return list(heard)


async def _add(
    connection: Connection,
    tenant: str,
    heard: Mapping[Register, Sequence[tuple[Observation, datetime]]],
    folded: Folded,
) -> None:
    if not heard:
        return
    whose = list(heard)
    columns = ([each.person for each in whose], [each.audience.value for each in whose], [each.room for each in whose])
    await connection.execute(MAKE, tenant, *columns, VERSION)
    rows = await connection.fetch(TONES, tenant, *columns)
    held = {register_of(row): Kept(stored_of(row), 0.0, row["lost"]) for row in rows if row["means"]}
    await put(connection, tenant, {each: folded(held.get(each), heard[each]) for each in whose})


async def put(connection: Connection, tenant: str, tones: Mapping[Register, Kept]) -> None:
    """Writes these tones in place of what was there."""
    rows = [
        (tenant, each.person, each.audience.value, each.room, kept.weight, kept.lost, *astuple(kept.stored))
        for each, kept in tones.items()
    ]
    await connection.executemany(PUT, rows)


def register_of(row: asyncpg.Record) -> Register:
    """Whose and which tone the row is."""
    return Register(PersonId(row["person_id"]), Audience(row["register"]), row["room"])


def _spoken(row: asyncpg.Record, room: str) -> Spoken:
    audience = Audience(row["audience"])
    register = Register(PersonId(row["speaker_id"]), audience, room if audience is Audience.PRIVATE else "")
    return Spoken(row["seq"], register, row["text"], row["digest"], row["said_at"])


def stored_of(row: asyncpg.Record) -> Stored:
    """The tone in the row's columns."""
    columns = ("version", "means", "variances", "weights", "habits", "habit_counts", "heard_at")
    version, means, variances, weights, habits, counts, heard_at = (row[column] for column in columns)
    return Stored(version, means or (), variances or (), weights or (), habits or (), counts or (), heard_at)

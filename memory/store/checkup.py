"""What a doctor wants to know of a database, read with the owner's login.

Versions, the embedding model, the queue, what could not be delivered, and with which applications it was used.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from memory.store.dsn import login
from memory.store.faults import named_faults

CONNECT_S = 10
COUNTED = 10_000  # enough to see that there is a problem, and quick in any table

VERSIONS = """
SELECT current_setting('server_version') AS server,
       (SELECT extversion FROM pg_extension WHERE extname = 'vector') AS vector,
       to_regclass('public.embedding_models') IS NOT NULL AS migrated"""
MODEL = "SELECT name, dimensions FROM embedding_models WHERE active"
QUEUE = """
SELECT (SELECT count(*) FROM (SELECT FROM utterances
            WHERE learned_at IS NULL AND parked_at IS NULL AND speaker_id IS NOT NULL LIMIT $1) w) AS waiting,
       (SELECT count(*) FROM (SELECT FROM utterances WHERE parked_at IS NOT NULL LIMIT $1) p) AS parked"""

UNDELIVERED = """
SELECT s.platform, coalesce(s.fault, '') AS fault, coalesce(c.due_at, s.first_tried_at, s.settled_at) AS due_at
FROM outbox s LEFT JOIN occurrences c ON c.tenant = s.tenant AND c.id = s.occurrence_id
WHERE s.state = 'dead' ORDER BY s.settled_at DESC, s.id DESC LIMIT $1"""

STOOD = """
SELECT a.application, (
    SELECT count(*) FROM joined_spaces j
    WHERE j.application = a.application AND starts_with(j.space, a.platform || '/')
      AND NOT EXISTS (SELECT FROM joined_spaces o WHERE o.space = j.space AND o.application <> j.application)
      AND NOT EXISTS (SELECT FROM erasures e WHERE e.space = j.space)) AS spaces
FROM applications a WHERE a.platform = $1 ORDER BY a.used_at DESC, a.application"""


@dataclass(frozen=True, slots=True)
class Stood:
    """An application with which the database was used, and the number of spaces in which none but it stands."""

    application: str
    spaces: int


@dataclass(frozen=True, slots=True)
class Checkup:
    """What was found; `model` is the name and size of the active embedding model, counts stop at `COUNTED`."""

    server: str
    vector: str | None
    model: tuple[str, int] | None = None
    waiting: int = 0
    parked: int = 0


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Something that could not be delivered, without what it was and for whom; the kind of its last fault."""

    platform: str
    fault: str
    due_at: datetime


async def check(dsn: str) -> Checkup:
    """Looks without changing anything; raises the faults of connecting."""
    async with _connection(dsn) as connection:
        return await _look(connection)


async def undelivered(dsn: str, *, most: int) -> tuple[Undelivered, ...]:
    """What was given up last, the newest first; only where the schema is up to date."""
    async with _connection(dsn) as connection:
        rows = await connection.fetch(UNDELIVERED, most)
    return tuple(Undelivered(row["platform"], row["fault"], row["due_at"]) for row in rows)


async def stood(dsn: str, platform: str) -> tuple[Stood, ...]:
    """With which applications the database was used there, the last one first; only where the schema is up to date."""
    async with _connection(dsn) as connection:
        rows = await connection.fetch(STOOD, platform)
    return tuple(Stood(row["application"], row["spaces"]) for row in rows)


@asynccontextmanager
async def _connection(dsn: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    with named_faults(login=True):
        connection = await asyncpg.connect(login(dsn).dsn, timeout=CONNECT_S, statement_cache_size=0)
    try:
        with named_faults():
            yield connection
    finally:
        await connection.close(timeout=CONNECT_S)


async def _look(connection: "asyncpg.Connection[asyncpg.Record]") -> Checkup:
    versions = await connection.fetchrow(VERSIONS)
    assert versions is not None  # a SELECT without FROM always gives a row
    if not versions["migrated"]:
        return Checkup(versions["server"], versions["vector"])
    model = await connection.fetchrow(MODEL)
    queue = await connection.fetchrow(QUEUE, COUNTED)
    return Checkup(
        versions["server"],
        versions["vector"],
        (model["name"], model["dimensions"]) if model else None,
        queue["waiting"] if queue else 0,
        queue["parked"] if queue else 0,
    )

"""What a doctor wants to know of a database, read with the owner's login: versions, the embedding model, the queue."""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Checkup:
    """What was found; `model` is the name and size of the active embedding model, counts stop at `COUNTED`."""

    server: str
    vector: str | None
    model: tuple[str, int] | None = None
    waiting: int = 0
    parked: int = 0


async def check(dsn: str) -> Checkup:
    """Looks without changing anything; raises the faults of connecting."""
    with named_faults(login=True):
        connection = await asyncpg.connect(login(dsn).dsn, timeout=CONNECT_S, statement_cache_size=0)
    try:
        with named_faults():
            return await _look(connection)
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

"""The schema, forward only. Each file is applied in one transaction together with its row in `migrations`.

The lock is taken inside that transaction, not in the session, so that it also holds behind a transaction-mode pooler
and goes away with a killed process. Extension and role are made first, on their own, because they may need an
administrator, who is then told what to run.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from importlib.resources import files

import asyncpg

from memory.errors import DatabaseRefused, SchemaTooNew, VectorExtensionMissing
from memory.store.dsn import login
from memory.store.faults import check_versions, named_faults

CONNECT_S = 10
MIGRATE_S = 600

# The statement of a killed process would otherwise run on and keep the lock until it ends by itself.
PREPARE = """
SET LOCAL ROLE NONE;
SET LOCAL search_path = public;
DO $$
BEGIN
    PERFORM set_config('client_connection_check_interval', '1s', true);
EXCEPTION WHEN invalid_parameter_value THEN NULL;  -- not on this server's platform
END $$"""
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('rapport.migrate', 0))"
VERSIONS = """
SELECT current_setting('server_encoding'), current_setting('server_version_num')::integer, coalesce(
    (SELECT extversion FROM pg_extension WHERE extname = 'vector'),
    (SELECT default_version FROM pg_available_extensions WHERE name = 'vector'))"""
EXTENSION = "CREATE EXTENSION IF NOT EXISTS vector"
ROLE = """
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rapport_app') THEN
        BEGIN
            CREATE ROLE rapport_app NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;  -- made for another database just now
        END;
    END IF;
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AND NOT EXISTS (
        SELECT FROM pg_auth_members m
        WHERE m.roleid = 'rapport_app'::regrole AND m.member = quote_ident(current_user)::regrole
          AND coalesce((to_jsonb(m) ->> 'set_option')::boolean, true))  -- no such column before version 16
    THEN
        EXECUTE format('GRANT rapport_app TO %I', current_user);
    END IF;
END $$"""
TABLE = """
CREATE TABLE IF NOT EXISTS migrations (
    name text PRIMARY KEY,
    applied_at timestamptz NOT NULL DEFAULT now())"""
EXISTS = "SELECT to_regclass('public.migrations') IS NOT NULL"
APPLIED = "SELECT name FROM migrations"
APPLY = "INSERT INTO migrations (name) VALUES ($1)"

_log = logging.getLogger(__name__)


def shipped() -> dict[str, str]:
    """The migrations of this version in order: file name to SQL."""
    folder = files("memory") / "migrations"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return {name: (folder / name).read_text("utf-8") for name in names}


async def migrate(dsn: str, *, migrations: Mapping[str, str] | None = None) -> list[str]:
    """Brings the schema up to date and returns the names applied; any number of processes may try at once."""
    known = shipped() if migrations is None else migrations
    done: list[str] = []
    async with _connection(dsn) as connection, asyncio.timeout(MIGRATE_S):
        await _prepare(connection)
        while name := await _apply_next(connection, known):
            _log.info("schema migrated", extra={"migration": name})
            done.append(name)
    return done


async def pending(dsn: str) -> list[str]:
    """The names that `migrate` would apply now; raises SchemaTooNew."""
    known = shipped()
    async with _connection(dsn) as connection, asyncio.timeout(CONNECT_S), connection.transaction():
        await connection.execute(PREPARE)
        applied = set()
        if await connection.fetchval(EXISTS):
            applied = {row["name"] for row in await connection.fetch(APPLIED)}
        return _missing(known, applied)


@asynccontextmanager
async def _connection(dsn: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    where = login(dsn)
    with named_faults(login=True):
        connection = await asyncpg.connect(where.dsn, timeout=CONNECT_S, statement_cache_size=0)
    try:
        with named_faults():
            yield connection
    finally:
        await connection.close(timeout=CONNECT_S)


async def _prepare(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    async with connection.transaction():
        await connection.execute(PREPARE)
        await connection.execute(LOCK)
        encoding, server, vector = await connection.fetchrow(VERSIONS) or ("", 0, None)
        check_versions(server, vector)
        if encoding != "UTF8":
            raise DatabaseRefused("The database is not in UTF-8. Make one with: CREATE DATABASE … ENCODING 'UTF8'")
        user = await connection.fetchval("SELECT current_user")
        try:
            await connection.execute(EXTENSION)
        except asyncpg.InsufficientPrivilegeError as fault:
            raise VectorExtensionMissing(
                "This login may not install pgvector. In this database an administrator runs: CREATE EXTENSION vector"
            ) from fault
        try:
            await connection.execute(ROLE)
        except asyncpg.InsufficientPrivilegeError as fault:
            raise DatabaseRefused(
                "This login may not make the role that answers are read with. An administrator runs: "
                f'CREATE ROLE rapport_app NOLOGIN (if there is none), then GRANT rapport_app TO "{user}"'
            ) from fault


async def _apply_next(connection: "asyncpg.Connection[asyncpg.Record]", known: Mapping[str, str]) -> str | None:
    async with connection.transaction():
        await connection.execute(PREPARE)
        await connection.execute(LOCK)
        await connection.execute(TABLE)
        applied = {row["name"] for row in await connection.fetch(APPLIED)}
        missing = _missing(known, applied)
        if not missing:
            return None
        await connection.execute(known[missing[0]])
        await connection.execute(APPLY, missing[0])
        return missing[0]


def _missing(known: Iterable[str], applied: set[str]) -> list[str]:
    if applied - set(known):
        raise SchemaTooNew()
    return [name for name in known if name not in applied]

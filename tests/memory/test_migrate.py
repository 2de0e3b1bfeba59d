"""Migrations: fresh, again, at once, killed, too new, and under a login that is no superuser."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest

from memory.errors import DatabaseRefused, DatabaseTooOld, MemoryFault, SchemaTooNew, VectorExtensionMissing
from memory.store.faults import check_versions
from memory.store.migrate import migrate, pending, shipped

NAMES = list(shipped())


@pytest.fixture
async def empty_dsn(postgres: str) -> AsyncIterator[str]:
    """A database that nobody migrated."""
    name = f"empty_{uuid4().hex}"
    await run(postgres, f"CREATE DATABASE {name}")
    yield urlunsplit(urlsplit(postgres)._replace(path=f"/{name}"))
    await run(postgres, f"DROP DATABASE {name} WITH (FORCE)")


async def run(dsn: str, *statements: str) -> None:
    async with connected(dsn) as connection:
        for statement in statements:
            await connection.execute(statement)


@asynccontextmanager
async def connected(dsn: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(dsn)
    try:
        yield connection
    finally:
        await connection.close()


async def tables(dsn: str) -> set[str]:
    async with connected(dsn) as connection:
        return {row[0] for row in await connection.fetch("SELECT relname FROM pg_class WHERE relkind = 'r'"
                                                         " AND relnamespace = 'public'::regnamespace")}  # fmt: skip


async def test_a_fresh_database_gets_everything_once(empty_dsn: str) -> None:
    assert await pending(empty_dsn) == NAMES
    assert await migrate(empty_dsn) == NAMES
    assert {"facts", "utterances", "migrations"} <= await tables(empty_dsn)
    assert await migrate(empty_dsn) == []
    assert await pending(empty_dsn) == []


async def test_processes_at_once_apply_each_migration_once(empty_dsn: str) -> None:
    code = (
        "import asyncio, sys; from memory.store.migrate import migrate; print(len(asyncio.run(migrate(sys.argv[1]))))"
    )
    processes = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", code, empty_dsn, stdout=asyncio.subprocess.PIPE)
        for _ in range(2)
    ]
    printed = [int((await process.communicate())[0]) for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sum(printed) == len(NAMES)


async def test_tasks_at_once_apply_each_migration_once(empty_dsn: str) -> None:
    applied = await asyncio.gather(*(migrate(empty_dsn) for _ in range(4)))
    assert sorted(name for names in applied for name in names) == NAMES


# A statement that sleeps for a minute, killed after a moment.
SLOW = {"0001_a.sql": "CREATE TABLE a ()", "0002_b.sql": "CREATE TABLE b (); SELECT pg_sleep(60); CREATE TABLE c ()"}
QUICK = SLOW | {"0002_b.sql": "CREATE TABLE b (); CREATE TABLE c ()"}


async def test_a_killed_process_leaves_nothing_half_done(empty_dsn: str) -> None:
    code = "import asyncio, sys; from memory.store.migrate import migrate;"
    code += f"asyncio.run(migrate(sys.argv[1], migrations={SLOW}))"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, empty_dsn)
    async with connected(empty_dsn) as connection, asyncio.timeout(30):
        while not await connection.fetchval("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                                            " AND datname = current_database()"):  # fmt: skip
            await asyncio.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
        await process.wait()
        assert await tables(empty_dsn) == {"a", "migrations"}
    async with asyncio.timeout(10):  # the server lets go of a dead client's statement by itself
        assert await migrate(empty_dsn, migrations=QUICK) == ["0002_b.sql"]
    assert await tables(empty_dsn) == {"a", "b", "c", "migrations"}


async def test_a_failing_migration_leaves_no_trace_and_can_be_repeated(empty_dsn: str) -> None:
    broken = {"0001_a.sql": "CREATE TABLE a (); SELECT 1 / 0"}
    with pytest.raises(asyncpg.DivisionByZeroError):
        await migrate(empty_dsn, migrations=broken)
    assert "a" not in await tables(empty_dsn)
    assert await migrate(empty_dsn, migrations={"0001_a.sql": "CREATE TABLE a ()"}) == ["0001_a.sql"]


PUBLIC_PLACE = """
INSERT INTO places (key, space, audience, title, tenant, documents, term_count)
VALUES ('club:garden', 'club', 'public', 'garden', 'space:club', 1, 5)"""
WAITING = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'places'::regclass)"


async def test_what_is_noted_while_words_are_first_counted_is_counted(empty_dsn: str) -> None:
    counting = next(name for name in NAMES if name.startswith("0051"))
    await migrate(empty_dsn, migrations={name: sql for name, sql in shipped().items() if name < counting})
    await run(empty_dsn, PUBLIC_PLACE)
    async with connected(empty_dsn) as other, connected(empty_dsn) as watcher, asyncio.timeout(30):
        async with other.transaction():
            await other.execute("UPDATE places SET documents = documents + 1, term_count = term_count + 7")
            migrated = asyncio.create_task(migrate(empty_dsn))
            while not await watcher.fetchval(WAITING):
                await asyncio.sleep(0.05)
        await migrated
        assert tuple(await watcher.fetchrow("SELECT documents, term_count FROM word_totals") or ()) == (2, 12)


async def test_a_newer_schema_is_refused_untouched(empty_dsn: str) -> None:
    await migrate(empty_dsn, migrations={"0001_a.sql": "SELECT 1", "0009_later.sql": "SELECT 1"})
    with pytest.raises(SchemaTooNew):
        await migrate(empty_dsn, migrations={"0001_a.sql": "SELECT 1", "0002_b.sql": "CREATE TABLE b ()"})
    with pytest.raises(SchemaTooNew):
        await pending(empty_dsn)
    assert "b" not in await tables(empty_dsn)


@asynccontextmanager
async def plain_owner(postgres: str, empty_dsn: str, attributes: str) -> AsyncIterator[str]:
    """The DSN of a login that owns the database and is no superuser."""
    login, database = f"owner_{uuid4().hex[:8]}", urlsplit(empty_dsn).path[1:]
    await run(
        postgres, f"CREATE ROLE {login} LOGIN PASSWORD 'x' {attributes}", f"ALTER DATABASE {database} OWNER TO {login}"
    )
    parts = urlsplit(empty_dsn)
    host = parts.netloc.rpartition("@")[2]
    try:
        yield urlunsplit(parts._replace(netloc=f"{login}:x@{host}"))
    finally:
        user = urlsplit(postgres).username
        await run(empty_dsn, f"REASSIGN OWNED BY {login} TO {user}", f"DROP OWNED BY {login}")
        await run(postgres, f"ALTER DATABASE {database} OWNER TO {user}", f"DROP ROLE {login}")


async def test_a_plain_owner_is_told_what_an_administrator_has_to_run(postgres: str, empty_dsn: str) -> None:
    async with plain_owner(postgres, empty_dsn, "") as dsn:
        with pytest.raises(VectorExtensionMissing, match="administrator runs: CREATE EXTENSION vector"):
            await migrate(dsn)
        await run(empty_dsn, "CREATE EXTENSION vector")
        with pytest.raises(DatabaseRefused, match='GRANT rapport_app TO "owner_') as refused:
            await migrate(dsn)
        await run(empty_dsn, str(refused.value).rpartition("then ")[2])
        assert await migrate(dsn) == NAMES
        assert await migrate(dsn) == []


async def test_an_owner_who_may_make_roles_needs_the_extension_only(postgres: str, empty_dsn: str) -> None:
    # The role is one for the whole server and exists already; to make it, one would need a server of one's own.
    await run(empty_dsn, "CREATE EXTENSION vector")
    async with plain_owner(postgres, empty_dsn, "CREATEROLE") as dsn:
        await run(empty_dsn, f"GRANT rapport_app TO {urlsplit(dsn).username} WITH ADMIN OPTION, SET FALSE")
        assert await migrate(dsn) == NAMES


async def test_only_our_own_functions_are_taken_from_the_public(database_dsn: str) -> None:
    statement = """
        SELECT p.proname, has_function_privilege('public', p.oid, 'EXECUTE') AS open, d.objid IS NOT NULL AS foreign
        FROM pg_proc p LEFT JOIN pg_depend d ON d.objid = p.oid AND d.deptype = 'e'
        WHERE p.pronamespace = 'public'::regnamespace"""
    async with connected(database_dsn) as connection:
        rows = await connection.fetch(statement)
    assert {row["open"] for row in rows if row["foreign"]} == {True}
    assert [row["proname"] for row in rows if not row["foreign"] and row["open"]] == []
    assert sum(not row["foreign"] for row in rows) >= 12


@pytest.mark.parametrize(
    ("server", "vector", "fault"),
    [
        (149999, "0.8.0", DatabaseTooOld),
        (150000, None, VectorExtensionMissing),
        (150000, "0.7.4", VectorExtensionMissing),
        (150000, "0.8.0", None),
        (180006, "0.10.1", None),
        (180006, "1.0", None),
    ],
)
def test_versions(server: int, vector: str | None, fault: type[MemoryFault] | None) -> None:
    if fault is None:
        check_versions(server, vector)
        return
    with pytest.raises(fault, match=r"15 or newer|0\.8 or newer"):
        check_versions(server, vector)

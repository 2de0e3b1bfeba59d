"""What every kind of trouble with the server is called, and what the pool does then."""

import asyncio
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg
import numpy as np
import pytest

from memory.embedded import embedded_postgres
from memory.errors import (
    DatabaseRefused,
    DatabaseUnreachable,
    DiskFull,
    DsnInvalid,
    MemoryFault,
    ReadOnlyStorage,
)
from memory.store import database as database_module
from memory.store.database import open_database
from memory.store.migrate import migrate
from tests.memory.pooler import pooler
from tests.memory.test_database import FILL
from tests.memory.visible_world import owner


@pytest.mark.parametrize(
    "dsn",
    [
        "",
        "rapport",
        "mysql://a:b@localhost/c",
        "postgresql:/a",
        "postgresql://a:b@localhost:port/c",
        "postgresql://a:b@localhost:99999999/c",
        "postgresql://[::1/c",
        "postgresql://a@localhost/c?pooler=session",
        "postgresql://a@localhost/c?=",
        "postgresql://a@localhost/c?sslmode=sometimes",
    ],
)
async def test_a_dsn_that_is_none(dsn: str) -> None:
    for attempt in (migrate(dsn), _opened(dsn)):
        with pytest.raises(DsnInvalid):
            await attempt


async def _opened(dsn: str) -> None:
    async with open_database(dsn):
        pass


async def test_a_dsn_that_leads_nowhere(database_dsn: str, tmp_path: Path) -> None:
    nowhere = ["postgresql://a:b@127.0.0.1:1/c", f"postgresql:///c?host={quote(str(tmp_path))}"]
    for dsn in nowhere:
        for attempt in (migrate(dsn), _opened(dsn)):
            with pytest.raises(DatabaseUnreachable):
                await attempt


async def test_a_login_that_is_refused(database_dsn: str) -> None:
    parts = urlsplit(database_dsn)
    wrong = [
        parts._replace(netloc=parts.netloc.replace(f":{parts.password}@", ":wrong@")),
        parts._replace(netloc=parts.netloc.replace(f"{parts.username}:", "nobody-here:")),
        parts._replace(path="/no_such_database"),
    ]
    for each in wrong:
        for attempt in (migrate(urlunsplit(each)), _opened(urlunsplit(each))):
            with pytest.raises(DatabaseRefused) as refused:
                await attempt
            assert str(parts.password) not in str(refused.value)


async def test_a_server_that_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "CONNECT_S", 0.3)
    release = asyncio.Event()

    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await release.wait()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with pytest.raises(DatabaseUnreachable):
        await asyncio.wait_for(_opened(f"postgresql://a:b@127.0.0.1:{port}/c?sslmode=disable"), 5)
    release.set()
    server.close()


@pytest.mark.parametrize(
    ("state", "fault"),
    [
        ("53100", DiskFull),
        ("25006", ReadOnlyStorage),
        ("53300", DatabaseUnreachable),
        ("57014", DatabaseUnreachable),
        ("57P03", DatabaseUnreachable),
    ],
)
async def test_trouble_has_a_name(database_dsn: str, state: str, fault: type[MemoryFault]) -> None:
    statement = f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{state}'; END $$"
    async with open_database(database_dsn) as database:
        with pytest.raises(fault):
            await database.execute(statement)
        with pytest.raises(fault):
            async with database.transaction() as connection:
                await connection.execute(statement)
        assert await database.fetchval("SELECT 1") == 1


async def test_a_statement_that_takes_too_long_is_given_up(database_dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "STATEMENT_S", 0.3)
    async with open_database(database_dsn, size=1) as database, asyncio.timeout(5):
        with pytest.raises(DatabaseUnreachable):
            await database.fetchval("SELECT pg_sleep(60)")
        with pytest.raises(DatabaseUnreachable):
            async with database.transaction() as connection:
                await connection.execute("SELECT pg_sleep(60)")
        assert await database.fetchval("SELECT 1") == 1


async def test_a_pool_without_a_free_connection_does_not_wait_for_ever(
    database_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_database(database_dsn, size=1) as database, asyncio.timeout(5):
        monkeypatch.setattr(database_module, "CONNECT_S", 0.3)
        async with database.transaction():
            with pytest.raises(DatabaseUnreachable):
                await database.fetchval("SELECT 1")
        assert await database.fetchval("SELECT 1") == 1


async def test_a_database_that_takes_no_writes(database_dsn: str) -> None:
    async with owner(database_dsn) as connection:
        name = await connection.fetchval("SELECT current_database()")
        await connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    async with open_database(database_dsn) as database:
        with pytest.raises(ReadOnlyStorage):
            await database.execute("INSERT INTO people (name) VALUES ('x')")
    with pytest.raises(ReadOnlyStorage):
        await migrate(database_dsn)


async def test_the_pool_outlives_its_server(server_home: Path) -> None:
    async with embedded_postgres(server_home) as dsn:
        await migrate(dsn)
        pool = open_database(dsn, size=3)
        database = await pool.__aenter__()
        await asyncio.gather(*(database.fetchval("SELECT pg_sleep(0.05)") for _ in range(3)))
        sleeping = asyncio.create_task(database.fetchval("SELECT pg_sleep(20)"))
        await asyncio.sleep(0.2)
    with pytest.raises(DatabaseUnreachable):
        await sleeping
    with pytest.raises(DatabaseUnreachable):
        await database.fetchval("SELECT 1")
    async with embedded_postgres(server_home):
        answers = await asyncio.gather(*(database.fetchval("SELECT 1") for _ in range(6)))
        assert answers == [1] * 6
        await pool.__aexit__(None, None, None)


async def test_a_read_is_asked_again_on_a_fresh_connection_and_a_write_is_not(database_dsn: str) -> None:
    sleeps_at_first = "SELECT CASE WHEN nextval('fact_ids') % 2 = 1 THEN pg_sleep(30)::text END IS NULL"
    async with open_database(database_dsn) as database, owner(database_dsn) as connection:
        asked = asyncio.create_task(database.fetchval(sleeps_at_first))
        await _kill_sleeper(connection)
        assert await asked is True
        asked = asyncio.create_task(database.fetchval(sleeps_at_first, once=True))
        await _kill_sleeper(connection)
        with pytest.raises(DatabaseUnreachable):
            await asked
        assert await connection.fetchval("SELECT last_value FROM fact_ids") == 3


async def _kill_sleeper(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    kill = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE wait_event = 'PgSleep' AND datname = current_database()"""
    async with asyncio.timeout(10):
        while not await connection.fetch(kill):
            await asyncio.sleep(0.02)


# Behind a pooler -------------------------------------------------------------------------------------------------


async def test_everything_works_behind_a_transaction_mode_pooler(database_dsn: str) -> None:
    async with owner(database_dsn) as connection:
        await connection.execute(FILL)
    async with pooler(database_dsn) as (dsn, between):
        assert await migrate(dsn) == []
        async with open_database(f"{dsn}?pooler=transaction", size=3) as database:
            roles = await asyncio.gather(*(database.fetchval("SELECT current_user::text") for _ in range(30)))
            assert set(roles) == {"rapport_app"}
            assert await database.fetch("SELECT 1 FROM facts") == []
            async with database.transaction("space:s") as connection:
                assert await connection.fetchval("SELECT count(*) FROM facts") == 3
            assert await database.fetch("SELECT 1 FROM facts") == []
            vector = np.array([1, 2], np.float32)
            again = [await database.fetchval("SELECT $1::halfvec", vector) for _ in range(8)]
            assert all(np.array_equal(each, vector) for each in again)
        assert between.transactions > 40


async def test_who_forgot_to_announce_a_pooler_is_told_how(database_dsn: str) -> None:
    async with pooler(database_dsn) as (dsn, _between):
        with pytest.raises(DatabaseRefused, match="pooler=transaction"):
            async with open_database(dsn):
                pass


# Speed -----------------------------------------------------------------------------------------------------------

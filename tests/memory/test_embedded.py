"""The embedded PostgreSQL in good weather: created once, joined by others, stopped by the last one out."""

import asyncio
import os
import stat
import sys
from pathlib import Path

import asyncpg
import pytest

from memory.embedded import embedded_postgres
from tests.memory.other_process import environment, other_process, server_pid


async def ask(dsn: str, question: str) -> object:
    connection = await asyncpg.connect(dsn, timeout=10)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def is_stopped(dsn: str) -> bool:
    try:
        await ask(dsn, "SELECT 1")
    except OSError:
        return True
    return False


async def test_three_at_once_on_an_empty_folder_share_one_server_created_once(server_home: Path) -> None:
    told: list[str] = []
    everybody_in = asyncio.Barrier(3)

    async def use() -> tuple[str, object]:
        async with embedded_postgres(server_home, progress=told.append) as dsn:
            started = await ask(dsn, "SELECT pg_postmaster_start_time()")
            await asyncio.wait_for(everybody_in.wait(), 60)
            return dsn, started

    users = await asyncio.gather(use(), use(), use())
    assert len(set(users)) == 1
    assert len(told) == 1 and "Creating" in told[0]
    assert await is_stopped(users[0][0])
    assert {path.name for path in (server_home / "postgres").iterdir()} == {
        *("data", "log", "password", "run", "start.lock", "users.lock")
    }


async def test_a_later_start_finds_the_rows_and_says_nothing(used_home: Path) -> None:
    told: list[str] = []
    async with embedded_postgres(used_home) as dsn:
        await ask(dsn, "CREATE TABLE kept AS SELECT 42 AS n")
    async with embedded_postgres(used_home, progress=told.append) as again:
        assert again == dsn
        assert await ask(again, "SELECT n FROM kept") == 42
        await ask(again, "DROP TABLE kept")
    assert told == []


async def test_settings(used_home: Path) -> None:
    wanted = {
        "fsync": "on",
        "listen_addresses": "",
        "TimeZone": "UTC",
        "jit": "off",
        "max_connections": "50",
        "password_encryption": "scram-sha-256",
        "server_encoding": "UTF8",
    }
    async with embedded_postgres(used_home) as dsn:
        assert {name: await ask(dsn, f"SHOW {name}") for name in wanted} == wanted


async def test_has_pgvector_and_full_unicode(used_home: Path) -> None:
    async with embedded_postgres(used_home) as dsn:
        version = await ask(dsn, "SELECT default_version FROM pg_available_extensions WHERE name = 'vector'")
        assert str(version).startswith("0.8.")
        assert await ask(dsn, "SELECT upper('äé я')") == "ÄÉ Я"


async def test_nobody_gets_in_without_the_password(used_home: Path) -> None:
    async with embedded_postgres(used_home) as dsn:
        user, _, rest = dsn.partition("@")
        with pytest.raises(asyncpg.InvalidPasswordError):
            await ask(f"{user[:-1]}X@{rest}", "SELECT 1")
    for name in ("password", "data", "run", "log"):
        assert stat.S_IMODE((used_home / "postgres" / name).stat().st_mode) & 0o077 == 0, name


async def test_the_first_process_may_leave_while_the_second_goes_on(used_home: Path) -> None:
    async with other_process(used_home) as first:
        assert await first.says() == "READY"
        async with embedded_postgres(used_home) as dsn:
            await first.leave()
            assert await ask(dsn, "SELECT 1") == 1
        assert await is_stopped(dsn)


async def test_a_server_of_ours_goes_on_for_the_process_that_joined_it(used_home: Path) -> None:
    async with other_process(used_home) as second:
        async with embedded_postgres(used_home) as dsn:
            assert await second.says() == "READY"
        assert await ask(dsn, "SELECT 1") == 1
        await second.leave()
        assert await is_stopped(dsn)


async def test_the_log_keeps_what_people_said_out(used_home: Path) -> None:
    async with embedded_postgres(used_home) as dsn:
        await ask(dsn, "CREATE TABLE said (words text UNIQUE)")
        await ask(dsn, "INSERT INTO said VALUES ('my-secret')")
        with pytest.raises(asyncpg.UniqueViolationError):
            await ask(dsn, "INSERT INTO said VALUES ('my-secret')")
        await ask(dsn, "DROP TABLE said")
    log = (used_home / "postgres" / "log" / "postgres.log").read_text()
    assert "duplicate key" in log
    assert "my-secret" not in log


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
async def test_the_server_inherits_neither_our_environment_nor_our_terminal(used_home: Path) -> None:
    async with other_process(used_home) as first:
        assert await first.says() == "READY"
        pid = server_pid(used_home)
        assert b"a-secret" in environment(first.process.pid)
        assert b"a-secret" not in environment(pid)
        assert os.getsid(pid) == pid != os.getsid(first.process.pid)
        await first.leave()

"""The embedded PostgreSQL in bad weather: killed servers, killed users, stale files, a creation cut short."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest

from memory.cluster import locate
from memory.embedded import embedded_postgres
from memory.errors import ClusterUnusable
from memory.patience import until
from memory.postmaster import bring_up
from tests.memory.other_process import other_process, server_pid


@asynccontextmanager
async def connected(dsn: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(dsn, timeout=10)
    try:
        yield connection
    finally:
        connection.terminate()


async def write_until_it_breaks(connection: "asyncpg.Connection[asyncpg.Record]", acknowledged: list[int]) -> None:
    while True:
        row = await connection.fetchval("INSERT INTO written DEFAULT VALUES RETURNING n")
        acknowledged.append(int(row))


async def test_no_acknowledged_row_is_lost_when_the_server_is_killed(used_home: Path) -> None:
    acknowledged: list[int] = []
    async with embedded_postgres(used_home) as dsn, connected(dsn) as connection:
        await connection.execute("CREATE TABLE written (n serial PRIMARY KEY)")
        writer = asyncio.create_task(write_until_it_breaks(connection, acknowledged), name="writer")
        await until(lambda: len(acknowledged) >= 50, within_s=10)
        os.kill(server_pid(used_home), signal.SIGKILL)
        with pytest.raises((OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)):
            await asyncio.wait_for(writer, 30)
    async with embedded_postgres(used_home) as dsn, connected(dsn) as connection:
        found = {row["n"] for row in await connection.fetch("DELETE FROM written RETURNING n")}
        await connection.execute("DROP TABLE written")
    assert len(acknowledged) >= 50
    assert set(acknowledged) <= found


async def test_a_server_killed_under_its_users_is_started_again_by_the_next_one(used_home: Path) -> None:
    async with embedded_postgres(used_home):
        killed = server_pid(used_home)
        os.kill(killed, signal.SIGKILL)
        async with embedded_postgres(used_home) as dsn, connected(dsn) as connection:
            assert await connection.fetchval("SELECT 1") == 1
            assert server_pid(used_home) != killed
        async with connected(dsn) as connection:  # the first user counts still
            assert await connection.fetchval("SELECT 1") == 1


async def test_a_server_killed_while_it_starts_is_started_again(used_home: Path, server_home: Path) -> None:
    cluster = locate(used_home)
    server_home.chmod(0o777)
    program = server_home / "postgres"
    killed = server_home / "killed"
    program.write_text(
        f'#!/bin/sh\n[ -e {killed} ] || {{ : > {killed}; kill -9 $$; }}\nexec {cluster.programs}/postgres "$@"\n'
    )
    program.chmod(0o755)
    await bring_up(replace(cluster, programs=server_home), sole_user=True, progress=print)
    assert killed.exists()
    async with embedded_postgres(used_home) as dsn, connected(dsn) as connection:
        assert await connection.fetchval("SELECT 1") == 1


async def test_the_server_of_a_killed_process_is_joined_and_stopped_by_the_next(used_home: Path) -> None:
    async with other_process(used_home) as other:
        assert await other.says() == "READY"
        orphan = server_pid(used_home)
        await other.kill()
    async with embedded_postgres(used_home):
        assert server_pid(used_home) == orphan
    assert not (used_home / "postgres" / "data" / "postmaster.pid").exists()


async def test_a_creation_cut_short_is_done_again(server_home: Path) -> None:
    folder = server_home / "postgres"
    async with other_process(server_home) as other:
        assert "Creating" in await other.says()
        await until(lambda: any(folder.glob("new-*/data/global")), within_s=30)
        await other.kill()
    assert not (folder / "data").exists()
    async with embedded_postgres(server_home) as dsn, connected(dsn) as connection:
        assert await connection.fetchval("SELECT current_database()") == "rapport"


@contextmanager
def process_of_the_server_account(home: Path, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    owner = (home / "postgres" / "data").stat()
    uid, gid = (owner.st_uid, owner.st_gid) if os.geteuid() == 0 else (None, None)
    process = subprocess.Popen(command, user=uid, group=gid)
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


@pytest.mark.skipif(sys.platform != "linux", reason="told by /proc only")
@pytest.mark.parametrize("command", [("true",), ("sleep", "60")], ids=["zombie", "stranger"])
async def test_a_pid_file_of_another_process_is_seen_through(used_home: Path, command: tuple[str, ...]) -> None:
    pid_file = used_home / "postgres" / "data" / "postmaster.pid"
    with process_of_the_server_account(used_home, *command) as process:
        await asyncio.sleep(0.1)  # "true" is dead by then, and nobody has asked for its status
        pid_file.write_text(f"{process.pid}\n{pid_file.parent}\n1\n5432\n\n\n   1 1\n")
        begun = time.monotonic()
        async with embedded_postgres(used_home) as dsn, connected(dsn):
            assert time.monotonic() - begun < 5
        os.kill(process.pid, 0)


async def test_an_empty_pid_file_is_no_obstacle(used_home: Path) -> None:
    (used_home / "postgres" / "data" / "postmaster.pid").touch()
    async with embedded_postgres(used_home) as dsn, connected(dsn):
        pass


async def test_damage_is_reported_with_the_servers_own_words(used_home: Path) -> None:
    control = used_home / "postgres" / "data" / "global" / "pg_control"
    aside = control.with_suffix(".aside")
    control.rename(aside)
    try:
        with pytest.raises(ClusterUnusable) as caught:
            async with embedded_postgres(used_home):
                pass
    finally:
        aside.rename(control)
    assert "pg_control" in str(caught.value) or "could not find the database system" in str(caught.value)
    assert str(used_home / "postgres" / "log" / "postgres.log") in str(caught.value)

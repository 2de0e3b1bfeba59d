"""One embedded PostgreSQL a test session, one fresh database a test: copied from a template that was migrated once."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest

from memory.embedded import embedded_postgres
from memory.store.migrate import migrate

TEMPLATE = "rapport_template"
SHARED_MEMORY = "/dev/shm"


def _roomy_memory() -> str | None:
    """A folder in memory where there is one with room: a busy disk doubles the time of the tests."""
    try:
        return SHARED_MEMORY if shutil.disk_usage(SHARED_MEMORY).free > 4e9 else None
    except FileNotFoundError:
        return None


@contextmanager
def _new_home() -> Iterator[Path]:
    # Not pytest's own temporary folder: as root, the server runs as a user to whom that is closed.
    home = Path(tempfile.mkdtemp(prefix="rapport-tests-", dir=_roomy_memory()))
    try:
        home.chmod(0o711)
        yield home
    finally:
        shutil.rmtree(home)


def _with_database(dsn: str, name: str) -> str:
    return urlunsplit(urlsplit(dsn)._replace(path=f"/{name}"))


async def _execute(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture
def server_home() -> Iterator[Path]:
    """An empty data folder in which a server may run, also when the tests run as root."""
    with _new_home() as home:
        yield home


@pytest.fixture(scope="session")
async def used_home() -> AsyncIterator[Path]:
    """A data folder with a database that was made and stopped before; leave it so."""
    with _new_home() as home:
        async with embedded_postgres(home):
            pass
        yield home


@pytest.fixture(scope="session")
async def postgres() -> AsyncIterator[str]:
    """The owner's DSN of a server that lives as long as the test session."""
    with _new_home() as home:
        async with embedded_postgres(home) as dsn:
            # The data is thrown away; the tests of crash safety bring servers of their own.
            await _execute(dsn, "ALTER SYSTEM SET fsync = off")
            await _execute(dsn, "SELECT pg_reload_conf()")
            await _execute(dsn, f"CREATE DATABASE {TEMPLATE}")
            await migrate(_with_database(dsn, TEMPLATE))
            yield dsn


@pytest.fixture
async def database_dsn(postgres: str) -> AsyncIterator[str]:
    """The owner's DSN of a migrated, empty database of this test alone."""
    name = f"test_{uuid4().hex}"
    await _execute(postgres, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    yield _with_database(postgres, name)
    await _execute(postgres, f"DROP DATABASE {name} WITH (FORCE)")

"""One embedded PostgreSQL a test session, one fresh database a test: copied from a template that was migrated once."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest

from memory.embedded import embedded_postgres

TEMPLATE = "rapport_template"


def make_home() -> Path:
    """A new folder for a server; pytest's own is closed to the user the server runs as when the tests run as root."""
    home = Path(tempfile.mkdtemp(prefix="rapport-tests-"))
    if os.geteuid() == 0:
        home.chmod(0o711)
    return home


def _with_database(dsn: str, name: str) -> str:
    return urlunsplit(urlsplit(dsn)._replace(path=f"/{name}"))


async def _execute(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def _migrate(dsn: str) -> None:
    try:
        migrator = import_module("memory.store.migrate")
    except ImportError:
        return
    await migrator.migrate(dsn)


@pytest.fixture(scope="session")
async def postgres() -> AsyncIterator[str]:
    """The owner's DSN of a server that lives as long as the test session."""
    home = make_home()
    try:
        async with embedded_postgres(home) as dsn:
            # The data is thrown away; the tests of crash safety bring servers of their own.
            await _execute(dsn, "ALTER SYSTEM SET fsync = off")
            await _execute(dsn, "SELECT pg_reload_conf()")
            await _execute(dsn, f"CREATE DATABASE {TEMPLATE}")
            await _migrate(_with_database(dsn, TEMPLATE))
            yield dsn
    finally:
        shutil.rmtree(home)


@pytest.fixture
async def database_dsn(postgres: str) -> AsyncIterator[str]:
    """The owner's DSN of a migrated, empty database of this test alone."""
    name = f"test_{uuid4().hex}"
    await _execute(postgres, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    yield _with_database(postgres, name)
    await _execute(postgres, f"DROP DATABASE {name} WITH (FORCE)")

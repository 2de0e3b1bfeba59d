"""A database, as the program and as its owner see it, and the small world in which learning is tested."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from memory.store import clearing
from memory.store.database import Database, open_database
from tests.memory.learning_world import World, open_world
from tests.memory.visible_world import owner as owner_of


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    """An empty world, where everything said is due to be learned at once."""
    async with open_world(database_dsn) as world:
        yield world


@pytest.fixture
async def database(database_dsn: str) -> AsyncIterator[Database]:
    """A pool of connections to an empty database."""
    async with open_database(database_dsn) as database:
        yield database


@pytest.fixture
async def owner(database_dsn: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    """A connection of its owner, who is past every wall."""
    async with owner_of(database_dsn) as connection:
        yield connection


@pytest.fixture
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is cleared in slices takes many of them."""
    monkeypatch.setattr(clearing, "SLICE", 2)

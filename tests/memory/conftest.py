"""The small world in which learning is tested."""

from collections.abc import AsyncIterator

import pytest

from tests.memory.learning_world import World, open_world


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    """An empty world, where everything said is due to be learned at once."""
    async with open_world(database_dsn) as world:
        yield world

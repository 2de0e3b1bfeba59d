"""Where reminders are delivered."""

from collections.abc import AsyncIterator

import pytest

from tests.bot.delivering.delivery_world import Post, World, world_on


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    """Ana and a platform at which can be looked up what was sent."""
    async with world_on(database_dsn) as world:
        yield world


@pytest.fixture
async def blind(database_dsn: str) -> AsyncIterator[World]:
    """The same where it cannot be looked up."""
    async with world_on(database_dsn, Post()) as world:
        yield world

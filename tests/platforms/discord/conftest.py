"""A Discord for each test that asks for one, with discord.py pointed at it."""

from collections.abc import AsyncIterator

import pytest

from tests.platforms.discord.server import DiscordStandIn, pointed


@pytest.fixture
async def discord() -> AsyncIterator[DiscordStandIn]:
    """A Discord on loopback."""
    async with DiscordStandIn() as stand_in:
        with pointed(stand_in):
            yield stand_in

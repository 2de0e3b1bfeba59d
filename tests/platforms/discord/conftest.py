"""A Discord for each test that asks for one, with discord.py pointed at it; and who is there."""

from collections.abc import AsyncIterator

import pytest

from tests.platforms.discord.interacting import Scene
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel
from tests.platforms.discord.pointed import pointed
from tests.platforms.discord.server import DiscordStandIn


@pytest.fixture
async def discord() -> AsyncIterator[DiscordStandIn]:
    """A Discord on loopback; the test fails where a request was made that the real one would not take."""
    async with DiscordStandIn() as stand_in:
        with pointed(stand_in):
            yield stand_in


@pytest.fixture
def general(discord: DiscordStandIn) -> Channel:
    """A channel that all read."""
    return discord.guild().channel("general")


@pytest.fixture
def alice(discord: DiscordStandIn, general: Channel) -> Person:
    """A member of its guild."""
    person = discord.person("Alice")
    discord.world.backend.add_member(general.guild or 0, person.id)
    return person


@pytest.fixture
def unprivileged(discord: DiscordStandIn) -> None:
    """The bot was granted only what it has unasked: neither the words of others nor who is there."""
    discord.granted.content = discord.granted.members = False


@pytest.fixture
def scene(discord: DiscordStandIn) -> Scene:
    """Alice in a guild with an open channel."""
    guild, alice = discord.guild(), discord.person("Alice")
    guild.join(alice)
    return Scene(guild, guild.channel("general"), alice)

"""A Discord for each test that asks for one, with discord.py pointed at it and a judge at the end; and who is there."""

from collections.abc import AsyncIterator

import pytest

from tests.platforms.discord.interacting import Scene
from tests.platforms.discord.judge import violations
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel
from tests.platforms.discord.server import DiscordStandIn, pointed


@pytest.fixture
async def discord() -> AsyncIterator[DiscordStandIn]:
    """A Discord on loopback; the test fails where a request was made that the real one would not take.

    A test that means to break a rule takes what it broke out of `discord.log.calls`.
    """
    async with DiscordStandIn() as stand_in:
        with pointed(stand_in):
            yield stand_in
        judge(stand_in)


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


def judge(stand_in: DiscordStandIn) -> None:
    """Raises AssertionError for requests that break a rule, or that the stand-in could not answer."""
    assert stand_in.log.lost == 0, "more requests than the log holds: nobody judged the first"
    assert violations(stand_in.log.calls) == []
    assert list(stand_in.log.gaps) == [], "the stand-in cannot do that"

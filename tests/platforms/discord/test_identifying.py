"""Sessions begin no sooner than Discord lets them, in one process with all shards or in several with one each."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from adapters.discord.adapter import Discord
from adapters.discord.settings import Settings
from adapters.types import Event
from tests.platforms.discord.adapting import adapting, echo
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel
from tests.platforms.discord.pointed import pointed
from tests.platforms.discord.server import DiscordStandIn

WAITING = "no session may begin for a while"


def two_guilds(discord: DiscordStandIn) -> tuple[Person, list[Channel]]:
    """Somebody who is in a guild of each of two shards, and the channels there."""
    guilds = [discord.guild(f"On {shard}", shard=shard, shards=2) for shard in (0, 1)]
    alice = discord.person("Alice")
    for guild in guilds:
        guild.join(alice)
    return alice, [guild.channel("general") for guild in guilds]


async def answers(discord: DiscordStandIn, alice: Person, channels: list[Channel]) -> list[str]:
    """What she is answered in each, and alone."""
    asked = [await alice.send(each, f"{discord.mention} {number}") for number, each in enumerate(channels)]
    asked.append(await alice.dm("2"))
    return [(await discord.reply(each, seconds=15)).text for each in asked]


@asynccontextmanager
async def begun(discord: DiscordStandIn, settings: Settings) -> AsyncIterator[None]:
    """The bot, which need not be connected."""
    running = asyncio.ensure_future(Discord(discord.token, settings).run(quiet))
    try:
        yield
    finally:
        running.cancel()
        await asyncio.wait([running], timeout=20)


async def quiet(event: Event) -> None:
    """Do nothing about anything."""


async def test_the_shards_of_one_process_begin_one_after_the_other() -> None:
    async with DiscordStandIn(shards=2) as discord:
        discord.gateway.apart_seconds = 4.5
        alice, channels = two_guilds(discord)
        with pointed(discord):
            async with adapting(discord, echo, settings=Settings(api=discord.api), nth=1):
                await discord.connected(2, seconds=20)
                await discord.log.until(lambda: len(discord.log.events("GUILD_CREATE")) == 2)
                assert await answers(discord, alice, channels) == [f"You said: {each}" for each in range(3)]
        assert [(each.shard, each.shards) for each in discord.log.identified] == [(0, 2), (1, 2)], "none came too soon"


async def test_processes_that_begin_at_once_begin_no_session_too_soon() -> None:
    async with DiscordStandIn(shards=2) as discord:
        discord.gateway.apart_seconds = 4.5
        two_guilds(discord)
        low, high = (Settings(api=discord.api, shards=2, shard_ids=(shard,)) for shard in (0, 1))
        with pointed(discord):
            async with begun(discord, low), begun(discord, high):
                await discord.connected(2, seconds=30)
                await discord.log.until(lambda: len(discord.log.events("GUILD_CREATE")) == 2)
        assert discord.gateway.hasty == 0
        assert sorted(each.shard for each in discord.log.identified) == [0, 1]


@pytest.mark.parametrize("remaining", [0, 1])
async def test_where_fewer_sessions_are_left_than_shards_none_is_begun(
    caplog: pytest.LogCaptureFixture, remaining: int
) -> None:
    async with DiscordStandIn(shards=2) as discord:
        discord.granted.starts, discord.granted.reset_seconds = remaining, 1.0
        with pointed(discord):
            async with begun(discord, Settings(api=discord.api)):
                await discord.log.until(lambda: WAITING in caplog.messages)
                await asyncio.sleep(1.5)
                assert list(discord.log.identified) == [], "the token would be reset"
                discord.granted.starts = 1000
                await discord.connected(2, seconds=20)


async def test_a_session_that_was_lost_is_begun_anew_only_where_one_is_left(caplog: pytest.LogCaptureFixture) -> None:
    async with DiscordStandIn() as discord:
        discord.granted.reset_seconds = 1.0
        with pointed(discord):
            async with begun(discord, Settings(api=discord.api)):
                await discord.connected()
                discord.granted.starts = 0
                discord.forget()
                await discord.log.until(lambda: WAITING in caplog.messages, 20)
                await asyncio.sleep(1.5)
                assert len(discord.log.identified) == 1
                discord.granted.starts = 1000
                await discord.connected(seconds=20)
        assert len(discord.log.identified) == 2

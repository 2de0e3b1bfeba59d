"""Guilds that put the bot out while it was not there to hear of it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from adapters.discord.absent import Known
from adapters.discord.adapter import Discord
from adapters.discord.settings import Settings
from adapters.types import Closed, Event, Opened
from tests.platforms.discord.interacting import Scene
from tests.platforms.discord.running import running
from tests.platforms.discord.server import DiscordStandIn, pointed

CLOSED = "SELECT space FROM erasures WHERE space IS NOT NULL AND due_at > now() + interval '29 days' ORDER BY space"
SETTLED = 0.7  # seconds until all is told of a session that has begun


async def closed(dsn: str) -> list[str]:
    """The spaces that will be erased in a month."""
    connection = await asyncpg.connect(dsn)
    try:
        return [str(row["space"]) for row in await connection.fetch(CLOSED)]
    finally:
        await connection.close()


async def test_a_guild_that_ended_while_the_bot_was_stopped_is_closed(
    discord: DiscordStandIn, scene: Scene, database_dsn: str, tmp_path: Path
) -> None:
    other = discord.guild("Other")
    other.join(scene.alice)
    there = other.channel("there")
    async with running(discord, database_dsn, tmp_path):
        for place in (scene.general, there):
            post = await scene.alice.send(place, f"{discord.mention} I have a cat.")
            await discord.reply(post)
        await asyncio.sleep(SETTLED)
        assert await closed(database_dsn) == []
    scene.guild.end()
    discord.gateway.unavailable.add(other.id)
    async with running(discord, database_dsn, tmp_path):
        await asyncio.sleep(SETTLED)
        assert await closed(database_dsn) == [f"discord/{scene.guild.id}"]


async def test_a_guild_that_ended_while_no_session_could_be_resumed_is_closed(discord: DiscordStandIn) -> None:
    guilds = [discord.guild(f"Guild {number}") for number in range(2)]
    async with hearing(discord) as heard:
        await discord.log.until(lambda: len(opened(heard)) == 2)
        await discord.refuse()
        discord.gateway.sessions.clear()
        guilds[0].end()
        await discord.accept()
        await discord.log.until(lambda: len(opened(heard)) == 3, 30)
        await asyncio.sleep(SETTLED)
        assert gone(heard) == [str(guilds[0].id)]


async def test_of_what_is_known_only_what_its_own_shard_would_name_is_closed() -> None:
    async with DiscordStandIn(shards=2) as discord:
        here = discord.guild("Here", shard=0, shards=2)
        absent = [str(discord.world.backend.snowflake() >> 23 << 23 | shard << 22) for shard in (0, 1)]
        pages = [sorted(["outside", str(here.id)], key=str), absent]

        async def known(after: str) -> Sequence[str]:
            return {"": pages[0], pages[0][-1]: pages[1]}.get(after, [])

        with pointed(discord):
            settings = Settings(api=discord.api, shards=2, shard_ids=(0,))
            async with hearing(discord, known, settings) as heard:
                await discord.log.until(lambda: len(opened(heard)) == 1, 30)
                await asyncio.sleep(SETTLED)
        assert gone(heard) == [absent[0]]


@asynccontextmanager
async def hearing(
    discord: DiscordStandIn, known: Known | None = None, settings: Settings | None = None
) -> AsyncIterator[list[Event]]:
    """The adapter, and what it tells of."""
    heard: list[Event] = []

    async def handle(event: Event) -> None:
        heard.append(event)
        discord.log.news()

    adapter = Discord(discord.token, settings or Settings(api=discord.api), known=known)
    task = asyncio.ensure_future(adapter.run(handle))
    try:
        yield heard
    finally:
        task.cancel()
        await asyncio.wait([task], timeout=20)


def opened(heard: list[Event]) -> list[str | None]:
    return [each.address.space for each in heard if isinstance(each, Opened)]


def gone(heard: list[Event]) -> list[str | None]:
    return [each.address.space for each in heard if isinstance(each, Closed)]

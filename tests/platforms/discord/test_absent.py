"""Guilds that put the bot out while it was not there to hear of it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import asyncpg
import discord as library
import pytest

from adapters.discord import starts
from adapters.discord.absent import Known, look
from adapters.discord.adapter import Discord
from adapters.discord.settings import Settings
from adapters.types import Closed, Event, Opened
from tests.platforms.discord.interacting import Scene
from tests.platforms.discord.places import Guild
from tests.platforms.discord.pointed import pointed
from tests.platforms.discord.running import running
from tests.platforms.discord.server import DiscordStandIn

CLOSED = "SELECT space FROM erasures WHERE space IS NOT NULL AND due_at > now() + interval '29 days' ORDER BY space"
STANDING = "SELECT DISTINCT space FROM space_members ORDER BY space"
SECONDS = 30.0
SETTLED = 0.5  # seconds in which what should not come would have come


class Nothing(Known):
    """Keeps nothing of any server."""

    async def began(self, application: str, spaces: Sequence[str]) -> None:
        return


async def test_a_guild_that_ended_while_the_bot_was_stopped_is_closed(
    discord: DiscordStandIn, scene: Scene, database_dsn: str, tmp_path: Path
) -> None:
    away, other = discord.guild("Away"), discord.guild("Other")
    asked = partial(spaces, database_dsn)
    async with running(discord, database_dsn, tmp_path):
        for guild in (away, other):
            guild.join(scene.alice)
        for place in (scene.general, away.channel("there"), other.channel("there")):
            await discord.reply(await scene.alice.send(place, f"{discord.mention} I have a cat."), seconds=SECONDS)
    assert (await asked(CLOSED), await asked(STANDING)) == ([], named(scene.guild, away, other))
    scene.guild.end()
    discord.gateway.unavailable.add(away.id)
    async with running(discord, database_dsn, tmp_path):
        await seen(asked, CLOSED, named(scene.guild))
        await seen(asked, STANDING, named(away, other))
        await asyncio.sleep(SETTLED)
        assert (await asked(CLOSED), await asked(STANDING)) == (named(scene.guild), named(away, other))


async def test_a_guild_that_cannot_be_reached_at_any_start_is_never_closed(
    discord: DiscordStandIn, scene: Scene, database_dsn: str, tmp_path: Path
) -> None:
    asked = partial(spaces, database_dsn)
    async with running(discord, database_dsn, tmp_path):
        await discord.reply(await scene.alice.send(scene.general, f"{discord.mention} I have a cat."), seconds=SECONDS)
        scene.guild.outage()
        discord.gateway.unavailable.add(scene.guild.id)
        sessions = len(discord.log.identified)
        discord.forget()
        await discord.log.until(lambda: len(discord.log.identified) > sessions, SECONDS)
        await discord.connected(seconds=SECONDS)
        await asyncio.sleep(SETTLED)
    for _ in range(2):
        async with running(discord, database_dsn, tmp_path):
            await asyncio.sleep(SETTLED)
    assert (await asked(CLOSED), await asked(STANDING)) == ([], named(scene.guild))


async def test_a_guild_that_ended_while_no_session_could_be_resumed_is_closed(discord: DiscordStandIn) -> None:
    guilds = [discord.guild(f"Guild {number}") for number in range(2)]
    async with hearing(discord) as heard:
        await discord.log.until(lambda: len(opened(heard)) == 2, SECONDS)
        await discord.refuse()
        discord.gateway.sessions.clear()
        guilds[0].end()
        await discord.accept()
        await discord.log.until(lambda: gone(heard) != [] and len(opened(heard)) == 3, SECONDS)
        await asyncio.sleep(SETTLED)
        assert gone(heard) == [str(guilds[0].id)]


async def test_of_what_is_known_only_what_its_own_shard_would_name_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starts, "TURN_SECONDS", 0.1)
    async with DiscordStandIn(shards=2) as discord:
        here = discord.guild("Here", shard=0, shards=2)
        absent = [str(here.id + (later << 22)) for later in (2, 3)]  # on the same shard, and on the other
        pages = [sorted(["outside", str(here.id)], key=str), absent]
        asked: list[str] = []

        class Kept(Nothing):
            async def joined(self, application: str, after: str) -> Sequence[str]:
                asked.append(after)
                return {"": pages[0], pages[0][-1]: pages[1]}.get(after, [])

        with pointed(discord):
            settings = Settings(api=discord.api, shards=2, shard_ids=(0,))
            async with hearing(discord, Kept(), settings) as heard:
                await discord.log.until(lambda: absent[-1] in asked, SECONDS)
                assert gone(heard) == [absent[0]]


@pytest.mark.parametrize("closed", [False, True])
async def test_a_client_that_hears_no_more_closes_nothing(closed: bool) -> None:
    client, told = library.Client(intents=library.Intents.none()), list[int]()
    if closed:
        await client.close()

    class Kept(Nothing):
        async def joined(self, application: str, after: str) -> Sequence[str]:
            return [] if after else ["5"]

    async def keep(guild: int) -> None:
        told.append(guild)

    await look(client, Kept(), keep, shard=0, shards=1)
    await client.close()
    assert told == ([] if closed else [5])


async def spaces(dsn: str, statement: str) -> list[str]:
    """The spaces that are in the database so."""
    connection = await asyncpg.connect(dsn)
    try:
        return [str(row["space"]) for row in await connection.fetch(statement)]
    finally:
        await connection.close()


async def seen(asked: Callable[[str], Awaitable[list[str]]], statement: str, expected: list[str]) -> None:
    """Wait until the database holds those; raises TimeoutError."""
    async with asyncio.timeout(SECONDS):
        while await asked(statement) != expected:
            await asyncio.sleep(0.05)


def named(*guilds: Guild) -> list[str]:
    """The spaces of guilds, in the database's order."""
    return sorted(f"discord/{each.id}" for each in guilds)


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

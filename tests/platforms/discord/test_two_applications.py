"""Two applications on one database, one after the other: each closes only what it had joined itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from bot.config import DiscordSettings, Settings
from bot.doctor import examine
from tests.platforms.discord.interacting import Scene
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Guild
from tests.platforms.discord.pointed import pointed
from tests.platforms.discord.running import running
from tests.platforms.discord.server import DiscordStandIn
from tests.platforms.discord.test_absent import CLOSED, SECONDS, SETTLED, STANDING, named, seen, spaces

OLD = "UPDATE space_members SET confirmed_at = now() - interval '1 hour'"


@asynccontextmanager
async def another() -> AsyncIterator[DiscordStandIn]:
    """Discord as another application sees it, which is in other guilds."""
    async with DiscordStandIn() as other:
        with pointed(other):
            yield other


async def told(discord: DiscordStandIn, guild: Guild, person: Person) -> None:
    """Somebody tells the bot something in the guild."""
    said = await person.send(guild.channel("there"), f"{discord.mention} I have a cat.")
    await discord.reply(said, seconds=SECONDS)


def same_person(other: DiscordStandIn, person: Person) -> Person:
    """Somebody as another application sees them."""
    other.world.backend.users[person.id] = person.world.backend.users[person.id]
    other.world.locales[person.id] = "en-US"
    return Person(other.world, other.log, person.id, person.name)


async def test_the_token_of_another_application_closes_nothing_that_the_first_one_knew(
    discord: DiscordStandIn, scene: Scene, database_dsn: str, tmp_path: Path
) -> None:
    asked, away = partial(spaces, database_dsn), discord.guild("Away")
    away.join(scene.alice)
    async with running(discord, database_dsn, tmp_path):
        for guild in (scene.guild, away):
            await told(discord, guild, scene.alice)
    async with another() as other:
        assert other.world.backend.application_id != discord.world.backend.application_id
        own, bob = other.guild("Own"), other.person("Bob")
        own.join(bob)
        async with running(other, database_dsn, tmp_path):
            await told(other, own, bob)
            await asyncio.sleep(SETTLED)
        assert (await asked(CLOSED), await asked(STANDING)) == ([], named(scene.guild, away, own))
        own.end()
        async with running(other, database_dsn, tmp_path):
            await seen(asked, CLOSED, named(own))
            await asyncio.sleep(SETTLED)
        assert (await asked(CLOSED), await asked(STANDING)) == (named(own), named(scene.guild, away))
    away.end()
    async with running(discord, database_dsn, tmp_path):
        await seen(asked, CLOSED, named(away, own))
        await asyncio.sleep(SETTLED)
        assert await asked(STANDING) == named(scene.guild)


async def test_who_writes_to_one_alone_still_reads_where_the_other_is(
    discord: DiscordStandIn, scene: Scene, database_dsn: str, tmp_path: Path
) -> None:
    asked = partial(spaces, database_dsn)
    async with running(discord, database_dsn, tmp_path):
        await told(discord, scene.guild, scene.alice)
    await spaces(database_dsn, OLD)
    async with another() as other:
        alice = same_person(other, scene.alice)
        async with running(other, database_dsn, tmp_path) as stage:
            stage.speak_with(lambda messages: ["Ok."])
            await other.said(alice.direct, after=(await alice.dm("What animals do I have?")).id, seconds=SECONDS)
        assert other.log.to("GET", f"/guilds/{scene.guild.id}")
    assert await asked(STANDING) == named(scene.guild)


async def test_the_doctor_says_that_another_application_used_the_database(
    discord: DiscordStandIn, scene: Scene, database_dsn: str, tmp_path: Path
) -> None:
    first = discord.world.backend.application_id

    async def found(at: DiscordStandIn) -> list[str]:
        settings = Settings(tmp_path, database_dsn, demo_model="none", discord=DiscordSettings(at.token, api=at.api))
        return [str(each) for each in [each async for each in examine(settings)] if each.part == "Discord"]

    assert [each.split()[0] for each in await found(discord)] == ["ok"]
    async with running(discord, database_dsn, tmp_path):
        await told(discord, scene.guild, scene.alice)
    assert [each.split()[0] for each in await found(discord)] == ["ok"]
    async with another() as other:
        for _ in range(2):
            _, warned = await found(other)
            assert warned.startswith("warning") and "another application" in warned
            assert str(first) in warned and "1 server" in warned
            async with running(other, database_dsn, tmp_path):
                await asyncio.sleep(SETTLED)
    with pointed(discord):
        assert [each.split()[0] for each in await found(discord)] == ["ok"]


@pytest.mark.parametrize("first_leaves", [True, False])
async def test_of_two_that_joined_a_server_each_closes_it_once_it_is_put_out(
    discord: DiscordStandIn, scene: Scene, database_dsn: str, tmp_path: Path, first_leaves: bool
) -> None:
    asked = partial(spaces, database_dsn)
    async with running(discord, database_dsn, tmp_path):
        await told(discord, scene.guild, scene.alice)
    async with another() as other:
        same = Guild(other.world, other.world.backend.create_guild("Home", id=scene.guild.id).id)
        async with running(other, database_dsn, tmp_path):
            await asyncio.sleep(SETTLED)
        leaving = scene.guild if first_leaves else same
        leaving.end()
        if not first_leaves:
            async with running(other, database_dsn, tmp_path):
                await seen(asked, CLOSED, named(scene.guild))
    if first_leaves:
        async with running(discord, database_dsn, tmp_path):
            await seen(asked, CLOSED, named(scene.guild))

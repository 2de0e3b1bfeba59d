"""An account that is deleted: Discord tells of no such thing, takes no message for it, and calls it by another name.

What it was to be reminded of waits for good and is asked of Discord once; nobody else is bothered with it. What it
said among others stays theirs to use, and what it said alone is used nowhere.
"""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from adapters.discord.settings import Settings
from tests.platforms.discord.interacting import Scene, in_public
from tests.platforms.discord.people import Person
from tests.platforms.discord.posts import Post
from tests.platforms.discord.running import running
from tests.platforms.discord.server import DiscordStandIn
from tests.platforms.discord.test_reminder_controls import DUE, ZONE

WAITING = "SELECT count(*) FROM outbox WHERE way = 'talk' AND state = 'waiting' AND ready_at IS NULL"
STANDING = "SELECT count(*) FROM space_members s JOIN accounts a ON a.id = s.account_id WHERE a.handle = $1"
SECONDS, STILL_SECONDS = 20.0, 1.0


@pytest.mark.parametrize("told", [False, True])
async def test_all_that_concerns_it_has_an_end(
    discord: DiscordStandIn, scene: Scene, database_dsn: str, tmp_path: Path, told: bool
) -> None:
    """`told`: with the members intent Discord says at least that it left the guild."""
    alice, bob = scene.alice, discord.person("Bob")
    scene.guild.join(bob)
    async with running(discord, database_dsn, tmp_path, settings=Settings(members=told)) as stage:
        model = stage.speak_with(lambda messages: ["Yes."])
        await answered(discord, await alice.dm("My diagnosis is flu."))
        await answered(discord, await alice.send(scene.general, f"{discord.mention} The meeting begins at eight."))
        await reminders(scene, alice)
        said, began = in_public(scene), len(tried(discord, alice))
        discord.delete_account(alice)
        await count(database_dsn, DUE)
        await becomes(database_dsn, WAITING, 2)
        await becomes(database_dsn, STANDING, 0 if told else 1, str(alice.id))
        await asyncio.sleep(STILL_SECONDS)
        assert in_public(scene) == said, "others are not told for it"
        assert set(tried(discord, alice)[began:]) == {403} and len(tried(discord, alice)) <= began + 2
        other = scene.guild.channel("other")
        await answered(discord, await bob.send(other, f"{discord.mention} When is the meeting?"))
        assert "at eight" in str(model.prompts[-1])
        await answered(discord, await bob.send(other, f"{discord.mention} What diagnosis has {alice.mention}?"))
        assert "flu" not in str(model.prompts[-1]) and f"@deleted_user_{alice.id}" in str(model.prompts[-1])


async def reminders(scene: Scene, alice: Person) -> None:
    """One that she asked for alone, again and again, and one that she asked for among others."""
    await alice.slash(alice.direct, "timezone", name=ZONE)
    await alice.slash(alice.direct, "remind", what="water the plants every day at 9:00")
    await alice.slash(scene.general, "remind", what="call the doctor tomorrow at 9:00")


async def answered(discord: DiscordStandIn, post: Post) -> None:
    await discord.reply(post, seconds=SECONDS)


def tried(discord: DiscordStandIn, person: Person) -> list[int | None]:
    """What Discord answered to each message for somebody alone."""
    return [call.status for call in discord.log.to("POST", f"/channels/{person.direct.id}/messages")]


async def becomes(dsn: str, statement: str, expected: int, *arguments: str) -> None:
    """Wait until the database counts so many; raises TimeoutError."""
    async with asyncio.timeout(SECONDS):
        while await count(dsn, statement, *arguments) != expected:
            await asyncio.sleep(0.05)


async def count(dsn: str, statement: str, *arguments: str) -> int:
    connection = await asyncpg.connect(dsn)
    try:
        return int(await connection.fetchval(statement, *arguments) or 0)
    finally:
        await connection.close()

"""The whole bot in a small guild at the stand-in: one channel, Alice in it, and a model that says what a test wants."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.supervise import Supervisor
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel, Guild
from tests.platforms.discord.posts import Post
from tests.platforms.discord.running import running
from tests.platforms.discord.server import DiscordStandIn
from tests.platforms.whole import Whole

POSTS, EDITS = "/channels/*/messages", "/channels/*/messages/*"
STILL_SECONDS = 0.4


@dataclass(frozen=True, slots=True)
class Chat(Whole):
    """Who and what is there."""

    discord: DiscordStandIn
    home: Guild
    general: Channel
    alice: Person

    async def ask(self, text: str, channel: Channel | None = None) -> Post:
        """Alice says something to the bot, in the channel unless another is given."""
        return await self.alice.send(channel or self.general, f"{self.discord.mention} {text}")

    async def shows(self, text: str, channel: Channel | None = None, *, seconds: float = 15.0) -> Post:
        """The bot's one message with exactly these words; raises TimeoutError."""
        place = channel or self.general

        def found() -> list[Post]:
            return [each for each in place.posts(by_bot=True) if each.text.strip() == text]

        await self.discord.log.until(lambda: bool(found()), seconds)
        (post,) = found()
        return post

    async def answered(self, post: Post, *, seconds: float = 20.0) -> str:
        """What the bot replied to it."""
        return (await self.discord.reply(post, seconds=seconds)).text

    async def turns(self, count: int, *, seconds: float = 20.0) -> None:
        """Wait until so many turns have ended, well or not; raises TimeoutError."""
        await self.discord.log.until(lambda: len(self.stage.records) >= count, seconds)

    async def said(self, channel: Channel | None = None) -> list[str]:
        """All that the bot has said in a channel, once it has been silent for a while."""
        await asyncio.sleep(STILL_SECONDS)
        return [each.text.strip() for each in (channel or self.general).posts(by_bot=True)]


@asynccontextmanager
async def chatting(discord: DiscordStandIn, dsn: str, folder: Path, *, through: str = "") -> AsyncIterator[Chat]:
    """The chat on that database; `through` is the DSN by which the bot itself reaches it, where that is another."""
    discord.granted.content = discord.granted.members = False
    home, alice = discord.guild(), discord.person("Alice")
    home.join(alice)
    general = home.channel("general")
    async with running(discord, through or dsn, folder) as stage, Supervisor() as supervisor:
        supervisor.start("erase", stage.assembly.changes.erase)
        await discord.log.until(lambda: bool(discord.log.events("GUILD_CREATE")))
        await asyncio.sleep(0.1)
        yield Chat(stage, dsn, discord, home, general, alice)

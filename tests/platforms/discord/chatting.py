"""The whole bot in a small guild at the stand-in: one channel, Alice in it, and a model that says what a test wants."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from bot.supervise import Supervisor
from tests.bot.stage import FunctionModel, Stage
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel, Guild
from tests.platforms.discord.posts import Post
from tests.platforms.discord.running import running
from tests.platforms.discord.server import DiscordStandIn

LINES = "SELECT speaker_id IS NULL AS ours, text FROM utterances ORDER BY place_id, seq"
POSTS, EDITS = "/channels/*/messages", "/channels/*/messages/*"
STILL_SECONDS = 0.4


@dataclass(frozen=True, slots=True)
class Chat:
    """Who and what is there."""

    discord: DiscordStandIn
    stage: Stage
    home: Guild
    general: Channel
    alice: Person
    dsn: str

    def tell(self, *pieces: str | asyncio.Event | Exception) -> FunctionModel:
        """From now on the model says this to everything; an event is waited for."""
        return self.stage.speak_with(lambda messages: pieces)

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

    async def lines(self) -> list[tuple[bool, str]]:
        """What memory keeps of what was said: whether it is ours, and the words, where there are any."""
        connection = await asyncpg.connect(self.dsn)
        try:
            return [(row["ours"], row["text"]) for row in await connection.fetch(LINES) if row["text"]]
        finally:
            await connection.close()

    async def forgets(self, word: str, *, seconds: float = 15.0) -> None:
        """Wait until no line that memory keeps holds the word; raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while any(word in text for _, text in await self.lines()):
                await asyncio.sleep(0.05)

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
        yield Chat(discord, stage, home, general, alice, dsn)

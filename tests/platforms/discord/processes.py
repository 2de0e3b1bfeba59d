"""`rapport run` as processes of their own at the stand-in, on a database of the test's, with a model on loopback."""

import asyncio
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

import asyncpg

from bot.amends import INTERRUPTED
from tests.bot.program import surroundings
from tests.bot.stand_in import DONE, end, sse, word
from tests.platforms.discord.places import Channel
from tests.platforms.discord.posts import Post
from tests.platforms.discord.server import DiscordStandIn
from tests.scenarios.reference_model import ReferenceModel

SECONDS = 60.0  # a deadline, not a measure: the machine may be busy
EXPIRED = "UPDATE inbox SET lease_until = now() - interval '1 second' WHERE done_at IS NULL"
CLAIMED = "SELECT event_id FROM inbox"
WHOLE = "Well, yes."  # what the model says
ENDED = 143  # by SIGTERM, in good order


@dataclass(slots=True)
class Processes:
    """Starts programs at one Discord; none outlives the block."""

    discord: DiscordStandIn
    dsn: str
    home: Path
    model: ReferenceModel
    started: list[asyncio.subprocess.Process] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        self.model.reply = sse(0.1, word("Well, "), 0.3, word("yes."), end(), DONE)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self.started:
            if child.returncode is None:
                child.kill()
            await child.communicate()

    async def start(self, sessions: int = 1, **more: str) -> asyncio.subprocess.Process:
        """One more program, once there are so many connected in all; `more` goes into its environment."""
        before = len(self.discord.log.events("GUILD_CREATE"))
        pipe, settings = asyncio.subprocess.PIPE, {**self._settings(), **more}
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"), stdin=pipe, stdout=pipe, stderr=pipe, env=settings
        )
        self.started.append(child)
        await self.discord.connected(sessions, seconds=SECONDS)
        await self.discord.log.until(lambda: len(self.discord.log.events("GUILD_CREATE")) > before, SECONDS)
        return child

    async def kill(self, child: asyncio.subprocess.Process) -> None:
        """kill -9, and wait until Discord has noticed."""
        child.kill()
        await child.communicate()
        await self.discord.log.until(lambda: not self.discord.gateway.lines)
        self.discord.gateway.sessions.clear()  # nobody is there any more who could resume them

    async def end(self, child: asyncio.subprocess.Process) -> None:
        """SIGTERM, which it obeys."""
        child.send_signal(signal.SIGTERM)
        assert await ended(child) == ENDED

    async def claims(self, *, more_than: int) -> None:
        """Wait until more messages than that have been claimed; raises TimeoutError."""
        async with asyncio.timeout(SECONDS):
            while len(await self.rows(CLAIMED)) <= more_than:
                await asyncio.sleep(0.02)

    async def rows(self, statement: str) -> list[str]:
        """The first column of what the database says, as text."""
        connection = await asyncpg.connect(self.dsn)
        try:
            return [str(row[0]) for row in await connection.fetch(statement)]
        finally:
            await connection.close()

    def _settings(self) -> Mapping[str, str]:
        # Warnings of libraries that nobody sees in a child of ours are judged where they run in the tests' own process.
        known = {name: each for name, each in surroundings(self.dsn, self.home).items() if name != "PYTHONWARNINGS"}
        return known | {
            "RAPPORT_DISCORD_API": self.discord.api,
            "RAPPORT_DISCORD_TOKEN": self.discord.token,
            "RAPPORT_MODEL_URL": self.model.url,
            "RAPPORT_MODEL": "reference",
        }


async def ended(child: asyncio.subprocess.Process, seconds: float = SECONDS) -> int:
    """Its exit code, once it has ended; raises TimeoutError."""
    async with asyncio.timeout(seconds):
        await child.communicate()
    assert child.returncode is not None
    return child.returncode


def answers(places: list[Channel]) -> list[Post]:
    """All answers, those aside that only say that there was none."""
    return [post for place in places for post in place.posts(by_bot=True) if post.text != INTERRUPTED]


def has_a_word(post: Post, places: list[Channel]) -> bool:
    """Whether it was answered to the end, or its place was told later that an answer was broken off."""
    whole = any(each.reply_to == post.id and each.text == WHOLE for each in answers(places))
    here = [each for place in places if place.id == post.channel for each in place.posts(by_bot=True, after=post.id)]
    return whole or any(each.text == INTERRUPTED for each in here)

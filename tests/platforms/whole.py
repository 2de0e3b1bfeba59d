"""The whole bot at a stand-in, with a model that says what a test wants."""

import asyncio
from dataclasses import dataclass

import asyncpg

from tests.bot.stage import FunctionModel, Stage

LINES = "SELECT speaker_id IS NULL AS ours, text FROM utterances ORDER BY place_id, seq"


@dataclass(frozen=True, slots=True)
class Whole:
    """The bot, and the owner's DSN of its database."""

    stage: Stage
    dsn: str

    def tell(self, *pieces: str | asyncio.Event | Exception) -> FunctionModel:
        """From now on the model says this to everything; an event is waited for."""
        return self.stage.speak_with(lambda messages: pieces)

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

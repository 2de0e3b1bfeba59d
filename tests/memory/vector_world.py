"""Lines that wait for their vectors, and an embedder during whose work something happens."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memory.memory import Memory
from memory.store.database import Database
from memory.store.vectors import embed_next
from memory.types import Account, Audience, PersonId, Place, Utterance
from tests.memory.embedding import WordEmbedder

START = datetime(2026, 5, 3, 9, 0, tzinfo=UTC)
HOME = Place("dm:ana", None, Audience.DIRECT)


class Pausing(WordEmbedder):
    """Lets something happen while it embeds."""

    async def embed(self, texts: Sequence[str], *, urgent: bool = False) -> NDArray[np.float32]:
        await self.meanwhile()
        return await super().embed(texts, urgent=urgent)

    async def meanwhile(self) -> None: ...


async def say(database: Database, *texts: str, bot: bool = False) -> PersonId:
    """Ana says these at home, or the bot does."""
    memory = Memory(database, None)
    ana = await memory.person(Account("test", "ana", "Ana"), HOME)
    for text in texts:
        await memory.note(Utterance(text, None if bot else ana, HOME, text, START + timedelta(minutes=1)))
    return ana


async def drain(database: Database, embedder: WordEmbedder) -> int:
    """Embed until nothing waits; how much that was."""
    total = 0
    while done := await embed_next(database, embedder):
        total += done
    return total


async def vectors(owner: Any) -> list[Any]:
    """All vectors of lines."""
    rows = "SELECT seq, model, embedding::text, around::text FROM utterance_vectors ORDER BY seq, model"
    return list(await owner.fetch(rows))

"""A small world for the tests of learning: people, places, lines, and an extractor that answers what it is told."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import asyncpg
import numpy as np

from memory.learn import learn_next
from memory.memory import Memory
from memory.outcomes import Learned
from memory.ports import Embedder, Extraction, Vector
from memory.store.database import Database, open_database
from memory.store.facts import facts
from memory.types import Account, Audience, Fact, PersonId, Place, Spot, Utterance, Viewer

START = datetime(2026, 5, 4, 9, tzinfo=UTC)
ANA_DIRECT = Place("console:ana", None, Audience.DIRECT, "direct with Ana")
BEN_DIRECT = Place("console:ben", None, Audience.DIRECT, "direct with Ben")
GARDEN = Place("club:garden", "club", Audience.PUBLIC, "garden")
SHED = Place("club:shed", "club", Audience.PUBLIC, "shed")
CELLAR = Place("club:cellar", "club", Audience.PRIVATE, "cellar")
ANA, BEN = Account("console", "ana", "Ana"), Account("console", "ben", "Ben")
NOW = timedelta(0)


def item(line: int, quote: str, fact: str, about: str = "Ana", **rest: object) -> dict[str, object]:
    """One item of a model's answer."""
    return {"line": line, "quote": quote, "fact": fact, "about": about, **rest}


class CountingEmbedder:
    """Unit vectors of the words' letters: equal texts are equal, nothing more is promised."""

    name, dimensions = "letters", 26

    async def embed(self, texts: Sequence[str], *, urgent: bool = False) -> Vector:
        """One row a text."""
        rows = np.array([[text.casefold().count(chr(97 + i)) + 0.01 for i in range(26)] for text in texts], np.float32)
        unit: Vector = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


@dataclass
class World:
    """Memory and database of one test."""

    memory: Memory
    database: Database
    dsn: str
    embedder: Embedder | None = None
    asked: list[Extraction] = field(default_factory=list)
    clock: Callable[[], int] = field(default_factory=lambda: count(1).__next__)

    async def say(self, who: Account | None, text: str, place: Place = ANA_DIRECT, name: str | None = None) -> Spot:
        """Notes one line, a minute after the one before."""
        person: PersonId | None = None if who is None else await self.memory.person(who, place)
        minute = self.clock()
        line = Utterance(name or f"m{minute}", person, place, text, START + timedelta(minutes=minute))
        return (await self.memory.note(line)).spot

    async def viewer(self, who: Account, place: Place = ANA_DIRECT) -> Viewer:
        """The person asking in the place."""
        return Viewer(await self.memory.person(who, place), place)

    async def learn(self, *answer: object) -> Learned | None:
        """Learns the next batch, the model answering with these items."""

        async def extractor(extraction: Extraction) -> object:
            self.asked.append(extraction)
            return {"facts": list(answer)}

        return await learn_next(self.database, extractor, self.embedder)

    async def current(self, who: Account = ANA, place: Place = ANA_DIRECT) -> list[str]:
        """The texts of the person's current facts as seen in the place, oldest first."""
        return [fact.text for fact in reversed(await self.facts(who, place))]

    async def facts(self, who: Account = ANA, place: Place = ANA_DIRECT, *, history: bool = False) -> tuple[Fact, ...]:
        """The person's facts as seen in the place."""
        return await facts(self.database, await self.viewer(who, place), history=history)

    async def owner(self, statement: str, *values: object) -> list[asyncpg.Record]:
        """Rows as the database's owner sees them, past every wall."""
        connection = await asyncpg.connect(self.dsn)
        try:
            return await connection.fetch(statement, *values)
        finally:
            await connection.close()


@asynccontextmanager
async def open_world(dsn: str, embedder: Embedder | None = None) -> AsyncIterator[World]:
    """A world on an empty, migrated database, where everything said is due to be learned at once."""
    async with open_database(dsn) as database:
        yield World(Memory(database, embedder, quiet=NOW), database, dsn, embedder)

"""Our own row: noted as the bot notes, embedded as its worker embeds, recalled by `Recaller.spots`.

Two people talk in a private place and one of them asks in direct, where all of it may be used; one person alone talks
with the bot in direct. The bot's own words are given where a reply meets the question as well as any line, or where
the talk itself is to be summed up.

The program embeds in its own process, peers ask an endpoint. To compare times alike, `Served` has us ask it as well.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from importlib.metadata import version

import numpy as np

from bot.heap import collect_rarely
from memory.memory import Memory, open_memory
from memory.ports import Embedder, Vector
from memory.recall import Recaller
from memory.store.database import open_database
from tests.bench.peers.wire import Embeddings, Settings
from tests.bench.recall_quality import Told, tell
from tests.bench.sets import Conversation


class Served:
    """The embedder behind the endpoint at `url`, reached as peers reach it: over one connection, in JSON."""

    def __init__(self, embedder: Embedder, url: str) -> None:
        self.name = embedder.name
        self.dimensions = embedder.dimensions
        self._ask = Embeddings(Settings(url, embedder.name, embedder.dimensions, "", ""))
        self._turn = asyncio.Lock()

    async def embed(self, texts: Sequence[str], *, urgent: bool = False) -> Vector:
        """One unit row a text."""
        async with self._turn:
            return np.array(await asyncio.to_thread(self._ask, texts), np.float32)


class Ours:
    """One place a conversation."""

    versions: Mapping[str, str] = {"rapport": version("rapport")}

    def __init__(self, memory: Memory, recaller: Recaller) -> None:
        self._memory = memory
        self._recaller = recaller
        self._scopes: dict[str, Told] = {}

    async def ingest(self, conversation: Conversation) -> float:
        started = time.perf_counter()
        told = await tell(self._memory, conversation)
        while await self._memory.embed_next():
            pass
        self._scopes[conversation.name] = told
        taken = (time.perf_counter() - started) * 1000
        await self._recaller.prepare()  # once, as a program that starts where something is kept
        return taken

    async def search(self, scope: str, question: str, k: int) -> tuple[list[str], float]:
        told = self._scopes[scope]
        started = time.perf_counter()
        found = await self._recaller.spots(told.viewer, question, k)
        return [told.turns[spot] for spot in found], (time.perf_counter() - started) * 1000


@asynccontextmanager
async def ours(dsn: str, embedder: Embedder) -> AsyncIterator[Ours]:
    """Our memory in the empty database of `dsn`."""
    async with open_memory(dsn, embedder) as memory, open_database(dsn) as database:
        recaller = Recaller(database, embedder)
        collect_rarely()  # as the program does when it has started
        yield Ours(memory, recaller)

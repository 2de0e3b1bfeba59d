"""Our own row: noted as the bot notes, embedded as its worker embeds, recalled by `Recaller.spots`.

Two people talk in a private place, one person talks with the bot in direct. The bot's own words are context there and
never an answer, so evidence that only the assistant gave counts as missed.
"""

import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from importlib.metadata import version

from memory.memory import Memory, open_memory
from memory.ports import Embedder
from memory.recall import Recaller
from memory.store.database import open_database
from memory.types import Account, Audience, PersonId, Place, Spot, Utterance, Viewer
from tests.bench.sets import Conversation


class Ours:
    """One place a conversation."""

    versions: Mapping[str, str] = {"rapport": version("rapport")}

    def __init__(self, memory: Memory, recaller: Recaller) -> None:
        self._memory = memory
        self._recaller = recaller
        self._scopes: dict[str, tuple[Viewer, dict[Spot, str]]] = {}

    async def ingest(self, conversation: Conversation) -> float:
        started = time.perf_counter()
        direct = len(conversation.talkers) == 1
        place = Place(f"bench:{conversation.name}", None, Audience.DIRECT if direct else Audience.PRIVATE)
        people: dict[str, PersonId] = {}
        for name in conversation.talkers:
            people[name] = await self._memory.person(Account("bench", f"{conversation.name}:{name}", name), place)
        spots = {}
        for turn in conversation.turns:
            speaker = None if turn.bot else people[turn.speaker]
            noted = await self._memory.note(Utterance(turn.id, speaker, place, turn.text, turn.at))
            spots[noted.spot] = turn.id
        while await self._memory.embed_next():
            pass
        self._scopes[conversation.name] = Viewer(people[conversation.talkers[0]], place), spots
        return (time.perf_counter() - started) * 1000

    async def search(self, scope: str, question: str, k: int) -> tuple[list[str], float]:
        viewer, spots = self._scopes[scope]
        started = time.perf_counter()
        found = await self._recaller.spots(viewer, question, k)
        return [spots[spot] for spot in found], (time.perf_counter() - started) * 1000


@asynccontextmanager
async def ours(dsn: str, embedder: Embedder) -> AsyncIterator[Ours]:
    """Our memory in the empty database of `dsn`."""
    async with open_memory(dsn, embedder) as memory, open_database(dsn) as database:
        yield Ours(memory, Recaller(database, embedder))

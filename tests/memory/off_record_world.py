"""The small world, where somebody wants nothing learned and an embedder tells what it was asked."""

import asyncio
from collections.abc import Sequence

from memory.ports import Vector
from memory.types import Account, Place, Spot, Utterance
from tests.memory.learning_world import ANA, ANA_DIRECT, START, CountingEmbedder, World

COUNTS = """
SELECT p.documents, p.term_count, p.pending,
    (SELECT coalesce(sum(tf), 0) FROM terms t WHERE t.place_id = p.id AND t.source = 'u') AS terms
FROM places p WHERE p.key = $1"""


class Listening(CountingEmbedder):
    """Keeps what it was asked to embed."""

    def __init__(self, name: str = "letters") -> None:
        self.name = name
        self.texts: list[str] = []

    async def embed(self, texts: Sequence[str], *, urgent: bool = False) -> Vector:
        """One row a text."""
        self.texts += texts
        return await super().embed(texts, urgent=urgent)

    def heard(self, word: str) -> bool:
        """Whether any text so far held the word."""
        return any(word in text for text in self.texts)


async def turn_off(world: World, who: Account = ANA, place: Place = ANA_DIRECT) -> None:
    await world.memory.choices.set_learning((await world.viewer(who, place)).person, False)


async def turn_on(world: World, who: Account = ANA, place: Place = ANA_DIRECT) -> None:
    await world.memory.choices.set_learning((await world.viewer(who, place)).person, True)


async def reply(world: World, said: Spot, text: str, place: Place = ANA_DIRECT, name: str = "answer") -> Spot:
    """The bot's answer to a line, as it is noted."""
    (row,) = await world.owner(
        "SELECT external_id FROM utterances WHERE seq = $1 AND place_id = $2", said.seq, said.place
    )
    told = Utterance(name, None, place, text, START, row["external_id"])
    return (await world.memory.note(told)).spot


async def a_day_later(world: World) -> None:
    await world.owner("UPDATE utterances SET off_record_until = off_record_until - interval '25 hours'")


async def embed_all(world: World) -> None:
    async with asyncio.timeout(30):
        while await world.memory.embed_next():
            pass


async def counts(world: World, place: Place = ANA_DIRECT) -> tuple[int, ...]:
    (row,) = await world.owner(COUNTS, place.key)
    return tuple(row)

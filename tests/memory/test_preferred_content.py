"""What answers say, as it is learned: made in the background, gone with an answer, asked for only where it helps."""

import json
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

import pytest

from memory.errors import EmbedderUnavailable
from memory.memory import Memory
from memory.ports import Vector
from memory.preferences import MOST_OWN
from memory.projection import DIRECTIONS
from memory.store import preferences
from memory.types import Spot
from tests.memory.learning_world import ANA, GARDEN, CountingEmbedder, World, open_world
from tests.memory.preference_world import answer, name_of, signals

EVER = datetime(2000, 1, 1, tzinfo=UTC)
POND, STONE = "A pond is deep and has loud frogs.", "A stone is grey and has no warm side."


class Watched(CountingEmbedder):
    """Counts what it is asked; away where it is told so."""

    def __init__(self, name: str = "letters") -> None:
        self.asked, self.away = 0, False
        self.name = name

    async def embed(self, texts: Sequence[str], *, urgent: bool = False) -> Vector:
        self.asked += len(texts)
        if self.away:
            raise EmbedderUnavailable
        return await super().embed(texts, urgent=urgent)


@pytest.fixture
def embedder() -> Watched:
    return Watched()


@pytest.fixture
async def world(database_dsn: str, embedder: Watched) -> AsyncIterator[World]:
    async with open_world(database_dsn, embedder) as world:
        yield world


async def chose(world: World, kept: str, other: str) -> tuple[Spot, Spot]:
    """Somebody had a question answered again and kept that; both answers."""
    question, first = await answer(world, other)
    _, second = await answer(world, kept, asked=question)
    assert await world.memory.preferences.again(await world.viewer(ANA, GARDEN), question)
    return first, second


async def contents(world: World) -> list[tuple[bool, bool, str | None]]:
    rows = await world.owner("SELECT content, chosen_content, content_by FROM preferences ORDER BY id")
    return [(row["content"] is not None, row["chosen_content"] is not None, row["content_by"]) for row in rows]


async def test_who_prefers_what_is_said_gets_it_and_form_alone_decides_without_an_embedder(world: World) -> None:
    ana = await world.viewer(ANA, GARDEN)
    for _ in range(6):
        await chose(world, POND, STONE)
    await signals(world, ana)
    assert await world.memory.preferences.best(ana, [STONE, POND]) == 1
    assert await world.memory.preferences.best(ana, [POND, STONE]) == 0
    alone = Memory(world.database, None)
    assert await alone.preferences.best(ana, [POND, STONE]) == 0


async def test_nothing_is_embedded_where_nothing_was_learned_of_it(world: World, embedder: Watched) -> None:
    ana = await world.viewer(ANA, GARDEN)
    await world.memory.preferences.best(ana, [POND, STONE])
    assert embedder.asked == 0
    _, spoken = await answer(world)
    await world.memory.answers.rate(ana, await name_of(world, spoken), 1)
    await signals(world, ana)
    assert embedder.asked == 0, "a thumb alone is no pair"


async def test_an_embedder_that_is_away_is_asked_again_later_and_stops_nothing(world: World, embedder: Watched) -> None:
    ana = await world.viewer(ANA, GARDEN)
    await chose(world, POND, STONE)
    embedder.away = True
    (pair,) = await signals(world, ana)
    assert pair.features is not None and await contents(world) == [(False, False, None)]
    embedder.away = False
    await signals(world, ana)
    assert await contents(world) == [(True, True, "letters")]
    embedder.away = True
    assert await world.memory.preferences.best(ana, [STONE, POND]) in (0, 1)


async def test_what_another_embedder_told_counts_for_nothing_and_is_made_anew(world: World) -> None:
    ana = await world.viewer(ANA, GARDEN)
    await chose(world, POND, STONE)
    await signals(world, ana)
    later = Memory(world.database, Watched("marks"))
    (pair,) = await preferences.of(world.database, ana.person, since=EVER, by="marks")
    assert pair.said is None and pair.features is not None
    while await later.preferences.measure_next():
        pass
    assert await contents(world) == [(True, True, "marks")]


async def test_what_it_said_goes_with_either_answer(world: World) -> None:
    ana = await world.viewer(ANA, GARDEN)
    first, _ = await chose(world, POND, STONE)
    _, second = await chose(world, STONE, POND)
    await signals(world, ana)
    await world.memory.following.deleted(GARDEN.key, [await name_of(world, each) for each in (first, second)])
    assert await contents(world) == [(False, False, None)]
    await signals(world, ana)
    assert await contents(world) == [(False, False, None)], "nor is it made again"


async def test_answers_measured_in_an_older_way_are_measured_anew(world: World) -> None:
    ana = await world.viewer(ANA, GARDEN)
    await chose(world, POND, STONE)
    await signals(world, ana)
    await world.owner("UPDATE preferences SET version = 0")
    (pair,) = await preferences.of(world.database, ana.person, since=EVER)
    assert pair.features is None
    (pair,) = await signals(world, ana)
    assert pair.features is not None


async def test_of_very_many_signals_the_newest_are_read(world: World) -> None:
    ana = await world.viewer(ANA, GARDEN)
    for _ in range(3):
        await chose(world, POND, STONE)
    every = await preferences.of(world.database, ana.person, since=EVER)
    newest = await preferences.of(world.database, ana.person, since=EVER, most=2)
    assert newest == every[1:] and MOST_OWN >= 100


async def test_it_is_in_the_export(world: World) -> None:
    await chose(world, POND, STONE)
    await signals(world, await world.viewer(ANA, GARDEN))
    exported = json.loads(json.dumps(await world.memory.export(await world.viewer(ANA))))
    (pair,) = exported["preferences"]
    assert len(pair["content"]) == len(pair["chosen_content"]) == DIRECTIONS

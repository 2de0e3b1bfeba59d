"""Recall is readied at a start: nobody asks what every question asks, on the connections that questions then use."""

from collections.abc import AsyncIterator
from unittest.mock import patch

import pytest

from memory.recall import Recaller
from memory.store import candidates
from memory.store.database import open_database
from memory.store.warming import AT_ONCE, STATEMENTS, warm
from memory.types import Viewer
from tests.memory.recall_world import HOME, World


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_database(database_dsn) as database:
        yield World(database)


def test_whatever_a_question_asks_is_asked_before() -> None:
    asked = {
        candidates.WORDS, candidates.NEAREST, candidates.SOUGHT, candidates.BETWEEN, candidates.LINES, candidates.FACTS
    }  # fmt: skip
    assert {statement for statement, _ in STATEMENTS} == asked


async def test_nothing_of_anybody_is_read(world: World) -> None:
    ana = await world.enter("Ana", HOME)
    await world.say(ana, HOME, "My oboe is black")
    await world.embed()
    for statement, values in STATEMENTS:
        rows = await world.database.fetch(statement, ana, HOME.key, *values)
        found = {name: value for row in rows for name, value in row.items() if value}
        assert found.keys() <= {"documents", "term_count"}, statement  # how much there is is counted


async def test_as_many_connections_are_ready_as_one_question_uses(database_dsn: str) -> None:
    async with open_database(database_dsn) as database:
        assert database._pool.get_size() == 1
        await warm(database)
        assert database._pool.get_size() == AT_ONCE


async def test_a_memory_of_one_connection_is_readied_too(database_dsn: str) -> None:
    async with open_database(database_dsn, size=1) as database:
        await warm(database)


async def test_without_an_embedder_words_are_readied(world: World) -> None:
    recaller = Recaller(world.database, None)
    ana = await world.enter("Ana", HOME)
    await world.say(ana, HOME, "My oboe is black")
    with patch("memory.recall.warm", wraps=warm) as readied:
        await recaller.prepare()
        await recaller.prepare()
    assert readied.call_count == 1
    assert len(await recaller.spots(Viewer(ana, HOME), "oboe", 3)) == 1

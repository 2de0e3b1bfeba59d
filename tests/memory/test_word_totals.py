"""How much is public in a space is counted as it comes and goes, and many threads cost who reads one no more."""

from collections.abc import AsyncIterator
from dataclasses import replace

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memory.types import Audience, Place
from tests.memory.learning_world import ANA, BEN, CELLAR, GARDEN, SHED, World, open_world

THREADS = tuple(Place(f"{GARDEN.key}:{n}", "club", Audience.PUBLIC, f"thread {n}", GARDEN.key) for n in range(3))
COUNTED = """
SELECT coalesce(sum(documents), 0)::integer AS documents, coalesce(sum(term_count), 0)::integer AS terms FROM (
    SELECT documents, term_count FROM {} WHERE tenant = 'space:club' {}) x"""
MANY = """
INSERT INTO places (key, space, audience, title, tenant, room, documents, term_count)
SELECT $1 || ':' || n, 'club', 'public', 'thread', 'space:club', $1, 0, 0 FROM generate_series(1000, 4000) n"""
ASKED = (
    "SELECT * FROM recall_words($1, $2, '{oslo}', 10)",
    "SELECT * FROM visible_lines($1, $2, '{}', '{}', 1)",
    "SELECT * FROM recent_lines($1, $2, 20)",
    "SELECT profile_facts($1, $2, 10, 5)",
)
READ = "SELECT seq_scan, seq_tup_read + idx_tup_fetch AS rows FROM pg_stat_xact_user_tables WHERE relname = 'places'"


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn) as world:
        yield world


async def counted(world: World) -> tuple[int, int]:
    """Lines and words as they are kept, having seen that they are those of the public places."""
    (kept,) = await world.owner(COUNTED.format("word_totals", ""))
    (there,) = await world.owner(COUNTED.format("places", "AND audience = 'public'"))
    assert tuple(kept) == tuple(there)
    return kept["documents"], kept["terms"]


async def test_lines_come_change_and_go(world: World) -> None:
    assert await counted(world) == (0, 0)
    spot = await world.say(ANA, "I live in Oslo", GARDEN)
    await world.say(BEN, "so do I, by the sea", THREADS[0])
    await world.say(BEN, "secretly", CELLAR)
    lines, words = await counted(world)
    assert lines == 2 and words > 2
    await world.memory.forget(await world.viewer(ANA, GARDEN), lines=[spot])
    assert (await counted(world))[0] == 1


async def test_a_channel_that_is_closed_and_opened_takes_its_words_along(world: World) -> None:
    for place in (GARDEN, *THREADS, SHED):
        await world.say(ANA, "the roses are red", place)
    every = await counted(world)
    assert every[0] == 5
    await world.viewer(ANA, replace(GARDEN, audience=Audience.PRIVATE))
    assert (await counted(world))[0] == 1
    await world.viewer(ANA, GARDEN)
    assert await counted(world) == every


async def test_nothing_is_left_where_nothing_is_public_any_more(world: World) -> None:
    spot = await world.say(ANA, "the roses are red", GARDEN)
    await world.say(ANA, "the violets are blue", SHED)
    await world.memory.forget(await world.viewer(ANA, GARDEN), lines=[spot])
    await world.viewer(ANA, replace(SHED, audience=Audience.PRIVATE))
    assert await world.owner("SELECT * FROM word_totals") == []
    await world.say(ANA, "the lilies are white", GARDEN)
    assert (await counted(world))[0] == 1


async def test_nothing_is_left_of_places_that_are_deleted(world: World) -> None:
    await world.say(ANA, "the roses are red", GARDEN)
    for table in ("terms", "utterances", "place_members", "places"):
        await world.owner(f"DELETE FROM {table}")
    assert await world.owner("SELECT * FROM word_totals") == []


@given(
    st.lists(
        st.tuples(st.sampled_from((GARDEN, *THREADS, SHED)), st.sampled_from(("say", "close", "open"))), max_size=12
    )
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_totals_are_right_whatever_happens(world: World, steps: list[tuple[Place, str]]) -> None:
    for place, step in steps:
        if step == "say":
            await world.say(ANA, "roses and more roses", place)
        else:
            audience = Audience.PRIVATE if step == "close" else Audience.PUBLIC
            await world.viewer(ANA, replace(place, audience=audience))
        await counted(world)


async def test_thousands_of_threads_are_not_read_one_by_one(world: World) -> None:
    await world.say(ANA, "I live in Oslo", THREADS[0])
    person = await world.memory.person(ANA, THREADS[0])
    connection = await asyncpg.connect(world.dsn)
    try:
        await connection.execute(MANY.replace("$1", f"'{SHED.key}'"))
        await connection.execute("VACUUM ANALYZE places")
        for place in (THREADS[0].key, GARDEN.key):
            for statement in ASKED:
                async with connection.transaction():
                    before = await connection.fetchrow(READ)
                    await connection.fetch(statement, person, place)
                    after = await connection.fetchrow(READ)
                assert before is not None and after is not None
                assert after["seq_scan"] == before["seq_scan"], statement
                assert after["rows"] - before["rows"] < 100, statement
    finally:
        await connection.close()

"""Forgetting, proven by searching every column of every table for what should be gone."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from memory.errors import NotVisible
from memory.outcomes import Receipt
from memory.recalled import Turn
from memory.store.erasure import forget
from memory.types import Account, FactId, Spot, Viewer
from tests.memory.learning_world import ANA, BEN, BEN_DIRECT, GARDEN, CountingEmbedder, World, item, open_world

COLUMNS = """
SELECT c.table_name, c.column_name FROM information_schema.columns c
JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'"""


async def everywhere(world: World, word: str) -> list[str]:
    """Every table and column whose text form holds `word`, however the column is typed."""
    connection = await asyncpg.connect(world.dsn)
    try:
        columns = await connection.fetch(COLUMNS)
        assert len(columns) > 100
        return [
            f"{table}.{column}"
            for table, column in columns
            if await connection.fetchval(
                f'SELECT EXISTS (SELECT FROM "{table}" WHERE "{column}"::text ILIKE $1)', f"%{word}%"
            )
        ]
    finally:
        await connection.close()


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn, CountingEmbedder()) as world:
        await world.owner("INSERT INTO embedding_models (name, dimensions, active) VALUES ('letters', 26, true)")
        yield world


async def answered(world: World, viewer: Viewer, asked: Spot, text: str, *facts: FactId) -> Spot:
    answer = await world.say(None, text, viewer.place)
    await world.memory.log_turn(Turn(viewer, asked, answer, facts, (), "model"))
    return answer


async def vectors(world: World) -> None:
    """A vector for every line, as if embedding had caught up."""
    await world.owner("""
        INSERT INTO utterance_vectors SELECT tenant, 1, place_id, seq, audience, '[1,2]', '[1,2]', B'11', B'11'
        FROM utterances WHERE erased_at IS NULL ON CONFLICT DO NOTHING""")
    await world.owner("UPDATE utterances SET embedded_at = now()")


async def test_a_forgotten_fact_is_gone_from_every_column(world: World) -> None:
    await world.say(ANA, "hello there")
    spot = await world.say(ANA, "I live in Ytterby")
    await world.say(ANA, "and I keep bees")
    await world.learn(item(2, "I live in Ytterby", "Ana lives in Ytterby."), item(3, "I keep bees", "Ana keeps bees."))
    ana = await world.viewer(ANA)
    home = next(fact for fact in await world.facts() if "Ytterby" in fact.text)
    await answered(world, ana, spot, "Nice, Ytterby is lovely.")
    asked = await world.say(ANA, "where do I live?")
    await answered(world, ana, asked, "In the Swedish place Ytterby.", home.id)
    await vectors(world)
    assert len(await everywhere(world, "ytterb")) >= 4
    facts_before = await world.owner("SELECT embedding::text FROM facts ORDER BY id")

    assert await forget(world.database, ana, facts=[home.id]) == Receipt(facts=1, messages=1, replies=2)

    assert await everywhere(world, "ytterb") == []
    assert await world.current() == ["Ana keeps bees."]
    left = await world.owner("SELECT embedding::text FROM facts")
    assert [row[0] for row in left] == [facts_before[1][0]]
    assert await world.owner("SELECT id FROM turns WHERE $1 = ANY (fact_ids)", home.id) == []


async def test_vectors_of_the_line_and_of_its_neighbours_go(world: World) -> None:
    for text in ("one thing", "I live in Ytterby", "other thing", "far away"):
        await world.say(ANA, text)
    await vectors(world)
    ana = await world.viewer(ANA)
    (place,) = await world.owner("SELECT id FROM places WHERE key = $1", ana.place.key)
    await forget(world.database, ana, lines=[Spot(place["id"], 2)])
    rows = await world.owner("SELECT seq FROM utterance_vectors ORDER BY seq")
    assert [row["seq"] for row in rows] == [4]
    again = await world.owner("SELECT seq FROM utterances WHERE embedded_at IS NULL ORDER BY seq")
    assert [row["seq"] for row in again] == [1, 3]
    (counts,) = await world.owner("""
        SELECT documents, term_count = (SELECT sum(tf) FROM terms WHERE source = 'u') AS terms, pending
        FROM places""")
    assert tuple(counts) == (3, True, 3)


async def test_a_forgotten_line_takes_its_facts_and_does_not_return(world: World) -> None:
    spot = await world.say(ANA, "I live in Ytterby", name="the one")
    await world.learn(item(1, "I live in Ytterby", "Ana lives in Ytterby."))
    receipt = await forget(world.database, await world.viewer(ANA), lines=[spot])
    assert receipt == Receipt(facts=1, messages=1, replies=0)
    await world.say(ANA, "I live in Ytterby", name="the one")
    assert await world.learn(item(1, "I live in Ytterby", "Ana lives in Ytterby.")) is None
    assert await everywhere(world, "ytterb") == []


async def test_a_fact_with_other_words_of_its_own_stays(world: World) -> None:
    await world.say(ANA, "I live in Ytterby. My dog is called Rex")
    await world.learn(
        item(1, "I live in Ytterby", "Ana lives in Ytterby."),
        item(1, "My dog is called Rex", "Ana's dog is called Rex."),
    )
    home = next(fact for fact in await world.facts() if "Ytterby" in fact.text)
    assert await forget(world.database, await world.viewer(ANA), facts=[home.id]) == Receipt(1, 1, 0)
    (dog,) = await world.facts()
    assert [source.quote for source in dog.sources] == ["My dog is called Rex"]


async def test_a_fact_that_rests_on_the_same_words_goes_too(world: World) -> None:
    await world.say(ANA, "I live in Ytterby with my dog Rex")
    whole = "I live in Ytterby with my dog Rex"
    await world.learn(item(1, whole, "Ana lives in Ytterby."), item(1, whole, "Ana's dog is called Rex."))
    home = next(fact for fact in await world.facts() if "Ytterby" in fact.text)
    assert (await forget(world.database, await world.viewer(ANA), facts=[home.id])).facts == 2
    assert await everywhere(world, "ytterb") == []


async def test_a_fact_said_twice_loses_both_messages(world: World) -> None:
    for text in ("I live in Ytterby", "yes I live in Ytterby"):
        await world.say(ANA, text)
        await world.learn(item(1, "I live in Ytterby", "Ana lives in Ytterby."))
    (home,) = await world.facts()
    assert await forget(world.database, await world.viewer(ANA), facts=[home.id]) == Receipt(1, 2, 0)
    assert await everywhere(world, "ytterb") == []


async def test_answers_in_other_peoples_places_go_too(world: World) -> None:
    await world.say(ANA, "I live in Ytterby", GARDEN)
    await world.learn(item(1, "I live in Ytterby", "Ana lives in Ytterby."))
    (home,) = await world.facts(ANA, GARDEN)
    await world.viewer(BEN, GARDEN)
    asked = await world.say(BEN, "where does Ana live?", BEN_DIRECT)
    await answered(world, await world.viewer(BEN, BEN_DIRECT), asked, "Ana lives in Ytterby.", home.id)
    receipt = await forget(world.database, await world.viewer(ANA, GARDEN), facts=[home.id])
    assert receipt == Receipt(facts=1, messages=1, replies=1)
    assert await everywhere(world, "ytterb") == []
    assert await everywhere(world, "where does Ana live") == ["utterances.text"]


async def test_the_subject_may_forget_what_others_said_and_strangers_may_not(world: World) -> None:
    await world.viewer(ANA, GARDEN)
    await world.say(BEN, "Ana comes from Ytterby", GARDEN)
    await world.learn(item(1, "Ana comes from Ytterby", "Ana comes from Ytterby."))
    (claim,) = await world.facts(ANA, GARDEN)
    cem = await world.viewer(Account("console", "cem", "Cem"), GARDEN)
    with pytest.raises(NotVisible):
        await forget(world.database, cem, facts=[claim.id])
    assert await everywhere(world, "ytterb") != []
    await forget(world.database, await world.viewer(ANA, GARDEN), facts=[claim.id])
    assert await everywhere(world, "ytterb") == []


async def test_other_peoples_lines_and_unknown_facts_are_refused_whole(world: World) -> None:
    mine = await world.say(ANA, "I live in Ytterby", GARDEN)
    theirs = await world.say(BEN, "so do I", GARDEN)
    ana = await world.viewer(ANA, GARDEN)
    with pytest.raises(NotVisible):
        await forget(world.database, ana, lines=[mine, theirs])
    with pytest.raises(NotVisible):
        await forget(world.database, ana, facts=[FactId(99)], lines=[mine])
    assert await everywhere(world, "ytterb") != []


async def test_nothing_asked_nothing_removed(world: World) -> None:
    assert await forget(world.database, await world.viewer(ANA)) == Receipt(0, 0, 0)


async def test_a_superseded_fact_stays_superseded_when_its_successor_is_forgotten(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    await world.learn(item(1, "I live in Oslo", "Ana lives in Oslo."))
    await world.say(ANA, "I live in Ytterby now")
    await world.learn(item(1, "I live in Ytterby now", "Ana lives in Ytterby.", relation="updates", known=1))
    new, old = await world.facts(history=True)
    await forget(world.database, await world.viewer(ANA), facts=[new.id])
    assert await world.current() == []
    assert [fact.id for fact in await world.facts(history=True)] == [old.id]


async def test_forgetting_waits_for_learning_without_standing_in_its_way(world: World) -> None:
    await world.say(ANA, "I live in Ytterby")
    await world.learn(item(1, "I live in Ytterby", "Ana lives in Ytterby."))
    (fact,) = await world.facts()
    viewer = await world.viewer(ANA)
    async with world.database.transaction(fact.tenant) as learning:
        await learning.execute("SELECT FROM places WHERE key = $1 FOR NO KEY UPDATE", viewer.place.key)
        forgetting = asyncio.create_task(forget(world.database, viewer, facts=[fact.id]))
        async with asyncio.timeout(10):
            while not await world.owner("SELECT FROM pg_locks WHERE NOT granted"):
                await asyncio.sleep(0.01)
        assert await learning.fetch("SELECT FROM facts WHERE id = $1 FOR UPDATE NOWAIT", fact.id)
    assert (await forgetting).facts == 1


async def test_forgetting_is_tried_again_when_it_met_another_change(world: World) -> None:
    spot = await world.say(ANA, "I live in Ytterby")
    next_spot = await world.say(ANA, "near the old quarry")
    viewer = await world.viewer(ANA)
    other = await asyncpg.connect(world.dsn)
    try:
        await other.execute("SET deadlock_timeout = '10s'")  # so that the other side is the one to give way
        async with other.transaction():
            await other.execute("SELECT FROM utterances WHERE seq = $1 FOR UPDATE", next_spot.seq)
            forgetting = asyncio.create_task(forget(world.database, viewer, lines=[spot, next_spot]))
            async with asyncio.timeout(10):
                while not await world.owner("SELECT FROM pg_locks WHERE NOT granted"):
                    await asyncio.sleep(0.01)
            await other.execute("SELECT FROM utterances WHERE seq = $1 FOR UPDATE", spot.seq)
    finally:
        await other.close()
    assert (await forgetting).messages == 2

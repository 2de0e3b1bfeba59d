"""Learning when the model, the embedder or the process fails: nothing lost, nothing twice."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, cast

import pytest

from memory import learn, telling
from memory.errors import ExtractorPreempted, ExtractorUnavailable
from memory.learn import learn_next
from memory.outcomes import Learned
from memory.ports import Extraction, Vector
from memory.store import learning
from memory.store.database import Connection, Database
from tests.memory.learning_world import (
    ANA,
    CountingEmbedder,
    World,
    item,
    open_world,
)

OSLO = item(1, "I live in Oslo", "Ana lives in Oslo.")


async def refuse(_: Extraction) -> object:
    raise ExtractorUnavailable


async def step_aside(_: Extraction) -> object:
    raise ExtractorPreempted


async def due(world: World) -> None:
    await world.owner("UPDATE places SET learn_after = now() WHERE learn_after IS NOT NULL")


async def test_an_unreachable_model_costs_a_strike_and_nothing_else(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    with pytest.raises(ExtractorUnavailable):
        await learn_next(world.database, refuse, None)
    (row,) = await world.owner("SELECT attempts, learn_after - now() AS wait, learn_lease FROM utterances, places")
    assert (row["attempts"], row["learn_lease"]) == (1, None)
    assert timedelta(seconds=10) < row["wait"] < timedelta(minutes=2)
    assert await world.learn(OSLO) is None
    await due(world)
    assert await world.learn(OSLO) == Learned(1, added=1)


async def test_what_was_said_while_the_model_was_away_is_learned_when_it_is_back(world: World) -> None:
    for number in range(3):
        await world.say(ANA, f"I own {number} bees")
    for _ in range(11):
        await due(world)
        with pytest.raises(ExtractorUnavailable):
            await learn_next(world.database, refuse, None)
    parked = await world.owner("SELECT seq FROM utterances WHERE parked_at IS NOT NULL ORDER BY seq")
    assert [row["seq"] for row in parked] == [1, 2], "no line holds up its place for ever"
    for expected in (1, 2):
        await due(world)
        assert await world.learn() == Learned(expected)
    assert await world.owner("SELECT seq FROM utterances WHERE learned_at IS NULL") == []


async def test_stepping_aside_costs_no_strike(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    with pytest.raises(ExtractorPreempted):
        await learn_next(world.database, step_aside, None)
    (row,) = await world.owner("SELECT attempts, learn_lease FROM utterances, places")
    assert (row["attempts"], row["learn_lease"]) == (0, None)


async def test_a_line_that_a_model_chokes_on_is_parked_and_the_rest_is_learned(world: World) -> None:
    for number in range(12):
        await world.say(ANA, "this is the poison" if number == 6 else f"I own {number} bees")

    async def picky(extraction: Extraction) -> object:
        return "garbage" if "poison" in extraction.input.rpartition("Lines:")[2] else {"facts": []}

    for _ in range(30):
        await due(world)
        if await learn_next(world.database, picky, None) is None:
            break
    rows = await world.owner("SELECT seq, learned_at, parked_at FROM utterances ORDER BY seq")
    assert [row["seq"] for row in rows if row["parked_at"]] == [7]
    assert [row["seq"] for row in rows if row["learned_at"] is None] == [7]
    (place,) = await world.owner("SELECT pending, learn_after > now() + interval '23 hours' AS later FROM places")
    assert (place["pending"], place["later"]) == (0, True)
    await world.owner("UPDATE utterances SET parked_at = now() - interval '25 hours' WHERE parked_at IS NOT NULL")
    await due(world)
    assert await world.learn() == Learned(1)


async def test_a_line_set_aside_long_ago_does_not_read_the_whole_place_again(world: World) -> None:
    await world.say(ANA, "I own a bee")
    for number in range(120):
        await world.say(None, f"answer {number}")
    await world.say(ANA, "I own two bees")
    statements: list[int] = []

    class Watched(Database):
        def __init__(self) -> None: ...

        @asynccontextmanager
        async def transaction(self, tenant: str | None = None) -> AsyncIterator[Connection]:
            async with world.database.transaction(tenant) as connection:
                yield cast(Connection, _Watching(connection, statements))

    assert await learning.claim_batch(Watched(), lease=timedelta(minutes=1))
    assert max(statements) < 100


class _Watching:
    """Notes how many rows each fetch gives."""

    def __init__(self, connection: Connection, rows: list[int]) -> None:
        self._connection, self._rows = connection, rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    async def fetch(self, *asked: Any) -> Any:
        found = await self._connection.fetch(*asked)
        self._rows.append(len(found))
        return found


@pytest.mark.parametrize("answer", [None, "text", [], {}, {"facts": None}, {"facts": {"a": 1}}])
async def test_garbage_is_a_strike(world: World, answer: object) -> None:
    await world.say(ANA, "I live in Oslo")

    async def garbage(_: Extraction) -> object:
        return answer

    assert await learn_next(world.database, garbage, None) == Learned(0, dropped=1)
    (row,) = await world.owner("SELECT attempts FROM utterances")
    assert row["attempts"] == 1


async def test_ending_the_program_gives_the_batch_back_at_once(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    thinking = asyncio.Event()

    async def endless(_: Extraction) -> object:
        thinking.set()
        await asyncio.sleep(60)
        return {"facts": []}

    task = asyncio.create_task(learn_next(world.database, endless, None))
    await asyncio.wait_for(thinking.wait(), 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await world.learn(OSLO) == Learned(1, added=1)


async def test_what_was_erased_while_the_model_thought_is_not_learned(world: World) -> None:
    await world.say(ANA, "I live in Oslo")

    async def slow(_: Extraction) -> object:
        await world.owner("UPDATE utterances SET text = '', erased_at = now()")
        return {"facts": [OSLO]}

    await learn_next(world.database, slow, None)
    assert await world.owner("SELECT id FROM facts") == []


async def test_a_fact_forgotten_while_the_model_thought_does_not_come_back_in_another(world: World) -> None:
    await world.say(ANA, "I live in Ytterby")
    await world.learn(item(1, "I live in Ytterby", "Ana lives in Ytterby."))
    (old,) = await world.facts()
    viewer = await world.viewer(ANA)
    await world.say(ANA, "we moved, I live in Bergen now")

    async def slow(_: Extraction) -> object:
        await world.memory.forget(viewer, facts=[old.id])
        text = "Ana moved from Ytterby and lives in Bergen now."
        return {"facts": [item(1, "I live in Bergen now", text, relation="updates", known=1)]}

    await learn_next(world.database, slow, None)
    assert [fact.text for fact in await world.facts(history=True)] == []


async def test_an_embedder_that_hangs_holds_up_no_learning(database_dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Hanging(CountingEmbedder):
        async def embed(self, texts: Sequence[str], *, urgent: bool = False) -> Vector:
            await asyncio.sleep(60)
            return await super().embed(texts)

    monkeypatch.setattr(learn, "EMBED_S", 0.1)
    monkeypatch.setattr(telling, "EMBED_S", 0.1)
    async with open_world(database_dsn, Hanging()) as world:
        await world.say(ANA, "I live in Oslo")
        assert await world.learn(OSLO) == Learned(1, added=1)
        spot = await world.say(ANA, "my bike is red")
        assert await world.memory.remember(await world.viewer(ANA), spot, "my bike is red")

"""A batch is one worker's at a time: leases, order, and what they cost."""

import asyncio
import random
import re
from datetime import timedelta

import asyncpg
import pytest

from memory import learn
from memory.errors import ExtractorPreempted, ExtractorUnavailable
from memory.learn import learn_next
from memory.memory import Memory
from memory.outcomes import Learned
from memory.ports import Extraction
from memory.store import learning
from memory.store.database import open_database
from memory.telling import remember
from memory.types import Audience, Place, Utterance
from tests.memory.learning_world import (
    ANA,
    ANA_DIRECT,
    BEN,
    BEN_DIRECT,
    START,
    World,
    item,
)

OSLO = item(1, "I live in Oslo", "Ana lives in Oslo.")


async def test_a_place_with_nothing_left_does_not_hide_another(world: World) -> None:
    spot = await world.say(ANA, "remember that my bike is red")
    await remember(world.database, None, await world.viewer(ANA), spot, "my bike is red")
    await world.say(BEN, "I live in Rome", BEN_DIRECT)
    assert await world.learn() == Learned(1)


async def test_two_workers_take_different_places_and_never_the_same(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    await world.say(BEN, "I live in Rome", BEN_DIRECT)
    leased = await asyncio.gather(*(learning.claim_batch(world.database, lease=timedelta(minutes=1)) for _ in range(5)))
    assert sorted(batch.key for batch in leased if batch) == ["console:ana", "console:ben"]


async def test_ten_workers_on_one_queue_keep_each_places_order(world: World) -> None:
    places = [Place(f"club:room{n}", "club", Audience.PUBLIC, f"room {n}") for n in range(5)]
    for number in range(25):
        for room, place in enumerate(places):
            await world.say(ANA, f"in room {room} this is remark {number} of them", place)
    read: dict[str, list[int]] = {}

    async def slow(extraction: Extraction) -> object:
        said = re.findall(r"in room (\d) this is remark (\d+)", extraction.input.rsplit("Lines:", 1)[1])
        await asyncio.sleep(random.random() / 50)
        for room, remark in said:
            read.setdefault(room, []).append(int(remark))
        return {"facts": []}

    async def work() -> None:
        for _ in range(40):
            await learn_next(world.database, slow, None)

    await asyncio.gather(*(work() for _ in range(10)))
    assert read == {str(room): list(range(25)) for room in range(5)}


async def test_slow_talk_costs_one_call_for_ten_utterances(database_dsn: str) -> None:
    async with open_database(database_dsn) as database:
        memory = Memory(database, None, quiet=timedelta(seconds=20))
        ana, calls = await memory.person(ANA, ANA_DIRECT), 0

        async def counting(_: Extraction) -> object:
            nonlocal calls
            calls += 1
            return {"facts": []}

        for number in range(200):  # a line and an answer now and then, each learned when it is due
            for speaker in (ana, None):
                said = Utterance(f"{number}{speaker}", speaker, ANA_DIRECT, f"remark {number} of mine", START)
                await memory.note(said)
            async with database.transaction() as connection:
                await connection.execute(
                    "UPDATE places SET learn_after = now() WHERE learn_after < now() + interval '1 hour'"
                )
            while await learn_next(database, counting, None):
                pass
            assert calls <= 3 + 2 * (number + 1) / 10
            assert calls >= 2 * number / 11, "learning did not stop"
        assert calls <= 400 / 10, "what the first lines cost more is paid back"
        async with database.transaction() as connection:
            waiting = await connection.fetchrow("SELECT pending, learn_after - now() AS wait FROM places")
        assert waiting is not None and waiting["pending"] < 10
        assert waiting["pending"] == 0 or timedelta(hours=11) < waiting["wait"] < timedelta(hours=13)


async def test_a_lease_that_ran_out_is_taken_over_and_the_late_worker_writes_nothing(world: World) -> None:
    await world.say(ANA, "I live in Oslo")

    async def slow(_: Extraction) -> object:
        await world.owner("UPDATE places SET learn_lease = now() - interval '1 second'")
        assert await world.learn(OSLO) == Learned(1, added=1)
        return {"facts": [item(1, "I live in Oslo", "Ana lives happily in Oslo.")]}

    assert await learn_next(world.database, slow, None) == Learned(0)
    assert await world.current() == ["Ana lives in Oslo."]


async def test_a_lease_is_short_and_lasts_as_long_as_the_model_thinks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert timedelta(seconds=30) <= learn.LEASE <= timedelta(seconds=90), "what a dead worker holds is soon free"
    monkeypatch.setattr(learn, "LEASE", timedelta(seconds=1))
    await world.say(ANA, "I live in Oslo")

    async def slow(_: Extraction) -> object:
        for _step in range(6):
            await asyncio.sleep(0.25)
            assert await learning.claim_batch(world.database, lease=timedelta(minutes=1)) is None
        return {"facts": [OSLO]}

    assert await learn_next(world.database, slow, None) == Learned(1, added=1)
    assert await world.current() == ["Ana lives in Oslo."]


@pytest.mark.parametrize("outcome", [ExtractorPreempted, ExtractorUnavailable])
async def test_a_renewed_batch_is_given_back_too(
    world: World, monkeypatch: pytest.MonkeyPatch, outcome: type[Exception]
) -> None:
    monkeypatch.setattr(learn, "LEASE", timedelta(seconds=0.2))
    await world.say(ANA, "I live in Oslo")

    async def slow(_: Extraction) -> object:
        await asyncio.sleep(0.15)
        raise outcome

    with pytest.raises(outcome):
        await learn_next(world.database, slow, None)
    (row,) = await world.owner("SELECT attempts, learn_lease FROM utterances, places")
    assert (row["attempts"], row["learn_lease"]) == (int(outcome is ExtractorUnavailable), None)


async def test_a_lost_lease_stops_the_model(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learn, "LEASE", timedelta(seconds=0.2))
    await world.say(ANA, "I live in Oslo")
    stopped = asyncio.Event()

    async def endless(_: Extraction) -> object:
        try:
            await world.owner("UPDATE places SET learn_lease = now() + interval '1 hour'")
            await asyncio.sleep(60)
        finally:
            stopped.set()
        return {"facts": [OSLO]}

    assert await learn_next(world.database, endless, None) == Learned(0)
    assert stopped.is_set()
    assert await world.current() == []


async def test_what_somebody_holds_for_a_moment_is_due_all_the_same(world: World, database_dsn: str) -> None:
    await world.say(ANA, "my bike is blue")
    holder = await asyncpg.connect(database_dsn)
    try:
        holding = holder.transaction()
        await holding.start()
        await holder.execute("SELECT FROM places FOR NO KEY UPDATE")
        learning = asyncio.ensure_future(world.learn())
        await asyncio.sleep(0.2)
        assert not learning.done()
        await holding.commit()
        async with asyncio.timeout(20):
            assert await learning is not None
    finally:
        await holder.close()

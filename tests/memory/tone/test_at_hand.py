"""What is at hand of tone: read once in a while with one question, bounded; groups are made once a night."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from random import Random
from typing import Any

import pytest

from memory import tones as tones_module
from memory.store.database import Database, open_database
from memory.store.tones import Kept, Register, put
from memory.tone.addressee import Source
from memory.tone.measured import Feature, Gauge, Tone
from memory.tone.stored import packed
from memory.tone.wished import Dial
from memory.tones import GROUPS_S, TRUSTED_S, Tones
from memory.types import Account, Audience, Place, Viewer
from tests.memory.learning_world import ANA, ANA_DIRECT, BEN, CELLAR, GARDEN, SHED, START, World, open_world
from tests.memory.tone.tone_world import measure, observed, then

PARK = Place("club:park", "club", Audience.PUBLIC)


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn) as world:
        world.memory.tones = Tones(world.database, observed, now=then)
        yield world


class Counting(Database):
    """The same database, counting what it is asked."""

    def __init__(self, database: Database) -> None:
        self._database, self.asked = database, 0

    async def fetch(self, statement: str, *values: object, once: bool = False) -> Sequence[Any]:
        """All rows."""
        self.asked += 1
        return await self._database.fetch(statement, *values, once=once)


async def test_it_is_asked_once_and_then_for_a_while_not_at_all(world: World) -> None:
    now = [100.0]
    database = Counting(world.database)
    tones = Tones(database, observed, now=then, clock=lambda: now[0])
    for viewer in [await world.viewer(ANA, place) for place in (ANA_DIRECT, GARDEN, SHED, CELLAR)]:
        await tones.of(viewer)
    assert database.asked == 3  # of two open places of one space the same is known
    await tones.of(await world.viewer(BEN, GARDEN))
    assert database.asked == 4
    now[0] += TRUSTED_S
    await tones.of(await world.viewer(ANA, SHED))
    assert database.asked == 4
    now[0] += 1
    await tones.of(await world.viewer(ANA, SHED))
    assert database.asked == 5
    tones.doubt((await world.viewer(ANA)).person)
    await tones.of(await world.viewer(ANA, SHED))
    assert database.asked == 6


async def test_it_is_bounded(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tones_module, "MOST_PEOPLE", 1)
    monkeypatch.setattr(tones_module, "MOST_PLACES", 2)
    database = Counting(world.database)
    tones = Tones(database, observed, now=then)
    ana = [await world.viewer(ANA, place) for place in (ANA_DIRECT, GARDEN, CELLAR)]
    for viewer in (*ana, *ana[1:]):
        await tones.of(viewer)
    assert database.asked == 3
    await tones.of(ana[0])
    assert database.asked == 4
    await tones.of(await world.viewer(BEN, GARDEN))
    await tones.of(ana[0])
    assert database.asked == 6


async def test_what_was_read_before_a_wish_does_not_come_after_it(world: World) -> None:
    ana, reading, go_on = await world.viewer(ANA), asyncio.Event(), asyncio.Event()

    class Slow(Counting):
        async def fetch(self, statement: str, *values: object, once: bool = False) -> Sequence[Any]:
            rows = await super().fetch(statement, *values, once=once)
            reading.set()
            await go_on.wait()
            return rows

        def transaction(self, tenant: str | None = None) -> Any:
            return world.database.transaction(tenant)

    tones = Tones(Slow(world.database), observed, now=then)
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        before = group.create_task(tones.of(ana))
        await reading.wait()
        await tones.wish(ana.person, Dial.LENGTH, 1, source=None, at=START)
        go_on.set()
    assert not before.result().wishes
    assert (await tones.of(ana)).wishes.dials == {Dial.LENGTH: 1}


async def many_talk(world: World, *, brief: int, grand: int) -> list[Viewer]:
    """So many people who write alike in two ways, in public."""
    random = Random(1)
    viewers = [await world.viewer(Account("console", f"w{n}", "W"), GARDEN) for n in range(brief + grand)]
    async with world.database.transaction("space:club") as connection:
        for n, viewer in enumerate(viewers):
            means = {Feature.LENGTH: 1.0 if n < brief else 4.0, Feature.EMOJI: 1.0 if n < brief else 0.0}
            gauges = {feature: Gauge(random.gauss(mean, 0.05), 0.02, 40.0) for feature, mean in means.items()}
            kept = Kept(packed(Tone(gauges), START), 40.0)
            await put(connection, "space:club", {Register(viewer.person, Audience.PUBLIC, ""): kept})
    return viewers


async def test_people_who_write_alike_are_found_once_a_night(world: World) -> None:
    viewers = await many_talk(world, brief=25, grand=25)
    elsewhere = Place("guild:hall", "guild", Audience.PUBLIC)
    newcomer = await world.viewer(ANA, elsewhere)
    for _ in range(5):
        await world.say(ANA, "4", elsewhere)
    await measure(world)
    assert (await world.memory.tones.of(newcomer)).group is None
    async with open_database(world.dsn) as other:
        made = await asyncio.gather(world.memory.tones.regroup(), Tones(other, observed, now=then).regroup())
    assert sorted(made)[0] == 0 and sorted(made)[1] >= 2
    assert await world.memory.tones.regroup() == 0
    tones = Tones(world.database, observed, now=then)  # of the two that were asked, one hears of it after a while
    found = await tones.of(newcomer)
    assert found.group is not None and found.tone is not None
    assert found.tone.mean(Feature.EMOJI) == pytest.approx(0, abs=0.1)  # as those who write as long
    assert dict(found.shares)[Source.GROUP] > 0
    groups = {(await tones.of(viewer)).group for viewer in viewers[25:]}
    assert found.group in groups and (await tones.of(viewers[0])).group not in groups


async def test_groups_are_of_public_talk_only(world: World) -> None:
    await many_talk(world, brief=25, grand=25)
    await world.owner("UPDATE tones SET register = 'private', room = 'club:cellar'")
    assert await world.memory.tones.regroup() == 0
    await world.owner("UPDATE tone_grouping SET made_at = '-infinity'")
    await world.owner("UPDATE tones SET register = 'public', room = ''")
    assert await world.memory.tones.regroup() >= 2


async def test_another_process_hears_of_groups_after_a_while(world: World) -> None:
    now = [100.0]
    viewers = await many_talk(world, brief=25, grand=25)
    tones = Tones(world.database, observed, now=then, clock=lambda: now[0])
    assert (await tones.of(viewers[0])).group is None
    await world.memory.tones.regroup()
    now[0] += GROUPS_S + 1
    assert (await tones.of(viewers[0])).group is not None


async def test_noting_a_message_writes_no_more_indexes_than_before(world: World) -> None:
    await world.say(ANA, "1")
    await world.owner("UPDATE places SET learn_after = '2026-01-01'")
    counts = "SELECT coalesce(n_tup_hot_upd, 0) AS hot FROM pg_stat_xact_user_tables WHERE relname = 'places'"
    async with world.database.transaction() as connection:
        for _ in range(5):
            await connection.execute("UPDATE places SET last_seq = last_seq + 1")
        assert await connection.fetchval(counts) == 5
    (row,) = await world.owner("SELECT tone_due FROM places")
    assert row["tone_due"]


async def test_a_place_is_due_as_soon_as_something_was_said(world: World) -> None:
    await world.viewer(ANA, PARK)
    assert await world.memory.tones.measure_next() == 0
    await world.say(None, "9", PARK)
    assert await world.memory.tones.measure_next() == 1
    await world.say(ANA, "9", PARK)
    assert await world.memory.tones.measure_next() == 1
    assert await world.memory.tones.measure_next() == 0

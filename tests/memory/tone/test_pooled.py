"""Measuring, wishing and learning from feedback behind a pooler that lends a connection for one transaction."""

import asyncio
from datetime import UTC, datetime, timedelta

from memory.memory import Memory
from memory.preference import Refinement, Signal
from memory.store.database import open_database
from memory.tone.wished import Dial
from memory.tones import Tones
from tests.memory.learning_world import ANA, GARDEN, CountingEmbedder, World
from tests.memory.pooler import pooler
from tests.memory.preference_world import answer, name_of
from tests.memory.tone.tone_world import observed, then


async def test_all_of_it_works_behind_a_pooler(world: World) -> None:
    async with pooler(world.dsn) as (dsn, _), open_database(f"{dsn}?pooler=transaction") as database:
        memory = Memory(database, CountingEmbedder())
        memory.tones = Tones(database, observed, now=then)
        viewer, now = await world.viewer(ANA, GARDEN), datetime.now(UTC)
        await world.say(ANA, "9", GARDEN)
        await world.say(ANA, "9", GARDEN)
        assert await memory.tones.measure_next() == 2
        assert (await memory.tones.of(viewer)).messages > 1
        assert (await memory.tones.wish(viewer.person, Dial.EMOJI, -1, source=None, at=now)).dials == {Dial.EMOJI: -1}
        question, spoken = await answer(world)
        await answer(world, "Late.", asked=question)
        assert await memory.preferences.again(viewer, question)
        await memory.answers.rate(viewer, await name_of(world, spoken), -1)
        while await memory.preferences.measure_next():
            pass
        signals = {each.signal for each in await memory.preferences.all_of(viewer.person)}
        assert signals == {Signal.AGAIN, Signal.DOWN}
        assert await memory.preferences.best(viewer, ["It is late.", "Late."]) in (0, 1)
        refinement = Refinement(Dial.LENGTH, -1, 3, 2, now - timedelta(days=2))
        assert await memory.preferences.refine(viewer.person, refinement, at=now)
        await memory.choices.set_training(viewer.person, True)
        assert len(await memory.preferences.exchanges(viewer.person)) == 2
        await memory.tones.forget(viewer.person)
        assert (await memory.tones.of(viewer)).tone is None


async def test_of_many_processes_one_makes_the_wish_and_all_signals_are_measured_once(world: World) -> None:
    viewer, now = await world.viewer(ANA, GARDEN), datetime.now(UTC)
    for _ in range(4):
        _, spoken = await answer(world)
        await world.memory.answers.rate(viewer, await name_of(world, spoken), -1)
    await world.owner("UPDATE due_refinements SET due_at = now()")
    processes = [Memory(world.database, None).preferences for _ in range(4)]
    got = await asyncio.gather(*(each.due() for each in processes))
    assert sorted(got, key=str) == [viewer.person, None, None, None]
    refinement = Refinement(Dial.LENGTH, -1, 3, 2, now - timedelta(days=2))
    made = await asyncio.gather(*(each.refine(viewer.person, refinement, at=now) for each in processes))
    assert len([each for each in made if each is not None]) == 1
    assert len(await world.memory.preferences.refinements(viewer.person)) == 1
    await asyncio.gather(*(each.measure_next() for each in processes))
    assert await processes[0].measure_next() == 0

"""What cannot both hold: asked about once, in direct, and settled by whatever settles it."""

from memory.consolidate import consolidate_next
from memory.outcomes import Consolidated
from memory.store.conflicts import asked, open_conflict
from memory.store.erasure import forget
from tests.memory.learning_world import (
    ANA,
    BEN,
    BEN_DIRECT,
    CELLAR,
    GARDEN,
    World,
)
from tests.memory.tidying_world import BERGEN, OSLO, tidied, told


async def test_two_homes_are_asked_about_once_in_direct_only(world: World) -> None:
    await told(world, OSLO, BERGEN)
    viewer = await world.viewer(ANA)
    assert await open_conflict(world.database, viewer) is None
    assert await tidied(world) == Consolidated(viewer.person, conflicts=1)
    found = await open_conflict(world.database, viewer)
    assert found is not None
    assert (found.older.text, found.newer.text) == ("Ana lives in Oslo.", "Ana lives in Bergen.")
    assert await open_conflict(world.database, await world.viewer(ANA, GARDEN)) is None
    assert await open_conflict(world.database, await world.viewer(BEN, BEN_DIRECT)) is None
    await asked(world.database, await world.viewer(BEN, BEN_DIRECT), found)
    assert await open_conflict(world.database, viewer) == found
    await asked(world.database, viewer, found)
    assert await open_conflict(world.database, viewer) is None


async def test_a_fact_that_may_not_be_told_there_is_not_asked_about(world: World) -> None:
    await told(world, OSLO, place=CELLAR)
    await told(world, BERGEN, place=CELLAR)
    await tidied(world)
    viewer = await world.viewer(ANA)
    assert await open_conflict(world.database, viewer) is not None
    await world.memory.leave(viewer.person, CELLAR)
    assert await open_conflict(world.database, viewer) is None


async def test_a_correction_settles_it(world: World) -> None:
    await told(world, OSLO, BERGEN)
    await tidied(world)
    viewer = await world.viewer(ANA)
    oslo = next(fact for fact in await world.facts() if "Oslo" in fact.text)
    await world.memory.correct(viewer, oslo.id, "I live in Bergen")
    assert await open_conflict(world.database, viewer) is None
    (row,) = await world.owner("SELECT settled_at FROM conflicts")
    assert row["settled_at"] is not None


async def test_forgetting_either_takes_the_conflict_and_all_duplicates(world: World) -> None:
    await told(
        world,
        ("I live in Ytterby", "Ana lives in Ytterby."),
        ("I live in the Ytterby", "Ana lives in the Ytterby."),
        BERGEN,
    )
    done = await tidied(world)
    assert done is not None and (done.merged, done.conflicts) == (1, 1)
    home = next(fact for fact in await world.facts() if "Ytterby" in fact.text)
    assert (await forget(world.database, await world.viewer(ANA), facts=[home.id])).facts == 2
    assert await world.owner("SELECT FROM conflicts") == []
    assert await world.current() == ["Ana lives in Bergen."]
    assert await world.owner("SELECT FROM facts WHERE text LIKE '%Ytterby%'") == []
    assert await world.owner("SELECT FROM utterances WHERE text LIKE '%Ytterby%'") == []


async def test_the_one_said_again_after_the_question_holds(world: World) -> None:
    await told(world, OSLO, BERGEN)
    await tidied(world)
    viewer = await world.viewer(ANA)
    found = await open_conflict(world.database, viewer)
    assert found is not None
    await asked(world.database, viewer, found)
    assert await consolidate_next(world.database) is None
    await told(world, ("Oslo it is, I live in Oslo", "Ana lives in Oslo."))
    assert await consolidate_next(world.database) is None  # said before the question, as the clocks of this world go
    await world.owner("UPDATE fact_sources SET said_at = now() WHERE quote LIKE 'Oslo it is%'")
    assert await consolidate_next(world.database) == Consolidated(viewer.person, settled=1)
    assert await world.current() == ["Ana lives in Oslo."]
    assert await consolidate_next(world.database) is None


async def test_conflicts_are_behind_the_second_wall(world: World) -> None:
    await told(world, OSLO, BERGEN)
    await tidied(world)
    assert await world.database.fetch("SELECT FROM conflicts") == []
    async with world.database.transaction("person:99") as connection:
        assert await connection.fetch("SELECT FROM conflicts") == []
    assert len(await world.owner("SELECT FROM conflicts")) == 1

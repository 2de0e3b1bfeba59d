"""What is told to begin or end only later: corrected, forgotten, told otherwise, and until then as if it were not."""

from datetime import UTC, datetime

from memory.types import Fact
from tests.memory.learning_world import ANA, World, item
from tests.memory.tidying_world import tidied

SEPTEMBER = datetime(2090, 9, 1, tzinfo=UTC)


async def told(world: World, quote: str, fact: str, **rest: object) -> None:
    await world.say(ANA, quote)
    await world.learn(item(1, quote, fact) | rest)


async def current(world: World) -> dict[str, Fact]:
    return {fact.text: fact for fact in await world.facts()}


async def move_in_september(world: World) -> None:
    await told(world, "I live in Oslo", "Ana lives in Oslo.")
    await told(
        world, "I move, from September 2090 I live in Bergen", "Ana lives in Bergen.", relation="updates", known=1,
        since="2090-09",
    )  # fmt: skip


async def test_a_plan_that_is_corrected_stays_a_plan(world: World) -> None:
    await move_in_september(world)
    plan = (await current(world))["Ana lives in Bergen."]
    await world.memory.correct(await world.viewer(ANA), plan.id, "I live in Trondheim")
    facts = await current(world)
    assert set(facts) == {"Ana lives in Oslo.", "I live in Trondheim"}
    assert facts["Ana lives in Oslo."].valid_until == facts["I live in Trondheim"].valid_from == SEPTEMBER


async def test_what_is_corrected_ends_when_it_was_to_end(world: World) -> None:
    await move_in_september(world)
    home = (await current(world))["Ana lives in Oslo."]
    await world.memory.correct(await world.viewer(ANA), home.id, "I live in Moss")
    facts = await current(world)
    assert set(facts) == {"I live in Moss", "Ana lives in Bergen."}
    assert facts["I live in Moss"].valid_until == SEPTEMBER


async def test_a_plan_that_its_speaker_denies_when_asked_is_over(world: World) -> None:
    await told(world, "I live in Oslo", "Ana lives in Oslo.")
    await told(world, "from September 2090 I live in Bergen", "Ana lives in Bergen.", since="2090-09")
    await tidied(world)
    viewer = await world.viewer(ANA)
    found = await world.memory.open_conflict(viewer)
    assert found is not None
    await world.memory.conflict_asked(viewer, found)
    await told(world, "Oslo it is, I live in Oslo", "Ana lives in Oslo.")
    await world.owner("UPDATE fact_sources SET said_at = now() WHERE quote LIKE 'Oslo it is%'")
    await tidied(world)
    assert set(await current(world)) == {"Ana lives in Oslo."}

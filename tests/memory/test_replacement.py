"""Facts in recall: what is over, what replaced it, what fits badly, what is in sight already."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from memory.store.database import open_database
from memory.types import Fact, PersonId, Viewer
from tests.memory.recall_world import CHATTER, GARDEN, HOME, START, World, texts


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_database(database_dsn) as database:
        yield World(database)


async def test_a_fact_is_recalled_with_its_dated_sources_and_a_superseded_one_is_not(world: World) -> None:
    ana = await world.enter("Ana", HOME)
    viewer = Viewer(ana, HOME)
    (first,) = await world.say(ana, HOME, "I live in Porto, near the river")
    old = await world.memory.remember(viewer, first, "I live in Porto")
    await world.say(ana, HOME, *CHATTER[:5])
    new = await world.memory.correct(viewer, old.id, "I live in Braga")
    await world.embed()
    recall = await world.recaller.recall(viewer, "Where do I live?")
    told = [each.item for each in recall.facts if isinstance(each.item, Fact)]
    assert [fact.id for fact in told] == [new.id]
    history = await world.memory.facts(viewer, history=True)
    (before,) = (fact for fact in history if fact.id == old.id)
    assert before.superseded_by == new.id
    (source,) = before.sources
    assert (source.spot, source.said_at) == (first, START + timedelta(minutes=1))


async def moved(world: World, news: str = "Braga it is") -> tuple[PersonId, Fact]:
    """Ana said long ago where she lived, and put it right since; the new words look little like the question."""
    ana = await world.enter("Ana", HOME)
    (first,) = await world.say(ana, HOME, "I live in the town of Porto")
    old = await world.memory.remember(Viewer(ana, HOME), first, "I live in the town of Porto")
    await world.say(ana, HOME, *CHATTER)
    new = await world.memory.correct(Viewer(ana, HOME), old.id, news)
    await world.embed()
    return ana, new


async def test_a_line_that_is_over_brings_the_news_and_steps_behind_it(world: World) -> None:
    ana, new = await moved(world)
    recall = await world.recaller.recall(Viewer(ana, HOME), "In which town do I live?", budget=60)
    assert [each.item.id for each in recall.facts if isinstance(each.item, Fact)] == [new.id]
    later = await world.recaller.recall(Viewer(ana, HOME), "In which town do I live?", known=[new.id])
    assert "I live in the town of Porto" in texts(later), "what replaced it is in sight, so the old line may be told"


async def test_a_line_that_is_over_is_not_told_without_the_news(world: World) -> None:
    ana, _ = await moved(world, "Braga it is, with the long stairs, the bells and the rain of every winter")
    recall = await world.recaller.recall(Viewer(ana, HOME), "In which town do I live?", budget=20)
    assert recall.facts == ()
    assert "I live in the town of Porto" not in texts(recall)


async def test_news_that_may_not_be_read_here_leaves_the_public_line_as_it_is(world: World) -> None:
    ana = await world.enter("Ana", GARDEN)
    (first,) = await world.say(ana, GARDEN, "I live in the town of Porto")
    old = await world.memory.remember(Viewer(ana, GARDEN), first, "I live in the town of Porto")
    await world.say(ana, GARDEN, *CHATTER[:5])
    await world.enter("Ana", HOME)
    new = await world.memory.correct(Viewer(ana, HOME), old.id, "Braga it is")
    await world.embed()
    in_public = await world.recaller.recall(Viewer(ana, GARDEN), "In which town do I live?")
    assert in_public.facts == ()
    assert "I live in the town of Porto" in texts(in_public)
    in_direct = await world.recaller.recall(Viewer(ana, HOME), "In which town do I live?")
    assert [each.item.id for each in in_direct.facts if isinstance(each.item, Fact)] == [new.id]


async def test_a_question_is_told_also_what_fits_badly(world: World) -> None:
    ana = await world.enter("Ana", HOME)
    (spot,) = await world.say(ana, HOME, "one two three four five six seven eight nine")
    await world.memory.remember(Viewer(ana, HOME), spot, "one two three four five six seven eight nine")
    await world.embed()
    few = "nine red blue green grey pink gold teal plum"
    assert (await world.recaller.recall(Viewer(ana, HOME), few)).facts == ()
    assert (await world.recaller.recall(Viewer(ana, HOME), few + "?")).facts


async def test_facts_in_sight_leave_the_budget_to_others(world: World) -> None:
    ana = await world.enter("Ana", HOME)
    viewer = Viewer(ana, HOME)
    said = ["I play the oboe on Mondays", "I play the oboe in a quintet"]
    spots = await world.say(ana, HOME, *said)
    first, second = [await world.memory.remember(viewer, at, text) for at, text in zip(spots, said, strict=True)]
    await world.embed()
    both = (first.id, second.id)
    told = [each.item for each in (await world.recaller.recall(viewer, "oboe", budget=30)).facts]
    (one,) = [each.id for each in told if isinstance(each, Fact)]
    recall = await world.recaller.recall(viewer, "oboe", budget=30, known=[one])
    assert [each.item.id for each in recall.facts if isinstance(each.item, Fact)] == [both[one == first.id]]

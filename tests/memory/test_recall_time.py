"""Questions that name a time, over a real database: what was said then goes first, and nothing else is hidden."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from memory.recalled import Recall
from memory.span import Asked
from memory.store.database import open_database
from memory.types import Fact, Viewer
from tests.memory.recall_world import BEN_HOME, CHATTER, GARDEN, HOME, START, World, texts

NOW = Asked(datetime(2026, 11, 20, 12, tzinfo=UTC), ZoneInfo("Europe/Berlin"))
DAY = timedelta(days=1)


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_database(database_dsn) as database:
        yield World(database)


def told(recall: Recall) -> list[str]:
    """Lines of passages, best first."""
    best = sorted(recall.passages, key=lambda each: -each.score)
    return [text for each in best for text in texts(Recall((), (each,), 0, 0.0))]


async def ask(world: World, viewer: Viewer, text: str, budget: int = 90) -> list[str]:
    return told((await world.recaller.find(viewer, text, asked=NOW)).packed(budget))


async def test_of_many_alike_those_of_the_named_time_go_first(world: World) -> None:
    ana = await world.enter("Ana", HOME)
    for number in range(150):
        world.clock = START + number * DAY
        await world.say(ana, HOME, f"I cooked a soup with {number} onions", *CHATTER[:2])
    await world.embed()
    viewer = Viewer(ana, HOME)
    for question in ("Which soup did I cook in August?", "Which soup did I cook in August 2026?"):
        found = await world.recaller.find(viewer, question, asked=NOW)
        lines = {each.line.spot: each.line for each in found.lines}
        first = [lines[hit.spot].said_at for hit in found.best()[:10]]
        assert {at.month for at in first} == {8}
    plain = await world.recaller.find(viewer, "Which soup did I cook?", asked=NOW)
    lines = {each.line.spot: each.line for each in plain.lines}
    assert {lines[hit.spot].said_at.month for hit in plain.best()[:10]} != {8}


async def test_yesterday_is_found_where_nothing_else_is_asked(world: World) -> None:
    ana = await world.enter("Ana", HOME)
    await world.say(ana, HOME, *CHATTER, "I did what I did then, and so it was", *CHATTER)
    world.clock = NOW.now - DAY
    await world.say(ana, HOME, "My bike got a new chain")
    world.clock = NOW.now - timedelta(hours=2)
    await world.say(ana, HOME, *CHATTER[:3])
    await world.embed()
    assert "My bike got a new chain" in await ask(world, Viewer(ana, HOME), "What did I do yesterday?")


async def test_what_was_said_at_another_time_is_not_hidden(world: World) -> None:
    ana = await world.enter("Ana", HOME)
    await world.say(ana, HOME, *CHATTER, "In August 2024 we walked from Porto to Lisbon", *CHATTER[:5])
    await world.embed()
    answer = await ask(world, Viewer(ana, HOME), "Where did we walk from Porto in August 2024?")
    assert "In August 2024 we walked from Porto to Lisbon" in answer


async def test_an_event_that_was_told_dates_a_question(world: World) -> None:
    ana = await world.enter("Ana", HOME)
    viewer = Viewer(ana, HOME)
    await world.say(ana, HOME, *CHATTER[20:25], "I jog each morning along the river", *CHATTER[:5])
    world.clock += 30 * DAY
    await world.say(ana, HOME, "We moved to Graz", *CHATTER[5:10])
    world.clock += 30 * DAY
    await world.say(ana, HOME, "I jog each morning along the canal", *CHATTER[10:15])
    await world.embed()
    for side, where in (("before", "river"), ("after", "canal")):
        found = await world.recaller.find(viewer, f"Where did I jog each morning {side} we moved to Graz?", asked=NOW)
        lines = {each.line.spot: each.line.text for each in found.lines}
        jogged = [lines[hit.spot] for hit in found.best() if "jog" in lines[hit.spot]]
        assert jogged[0] == f"I jog each morning along the {where}"


async def test_a_fact_that_began_then_goes_before_one_that_did_not(world: World) -> None:
    ana = await world.enter("Ana", HOME)
    viewer = Viewer(ana, HOME)
    for number, text in enumerate(["I play tennis with Eva", "I play tennis with Leo"]):
        world.clock = START + number * 60 * DAY
        (spot,) = await world.say(ana, HOME, text)
        await world.memory.remember(viewer, spot, text)
    await world.embed()
    for month, name in (("May", "Eva"), ("July", "Leo")):
        found = await world.recaller.find(viewer, f"With whom did I begin to play tennis in {month}?", asked=NOW)
        best = max(found.packed(300).facts, key=lambda each: each.score)
        assert isinstance(best.item, Fact)
        assert best.item.text.endswith(name)


async def test_a_named_time_opens_nobody_elses_place(world: World) -> None:
    ana, ben = await world.enter("Ana", HOME), await world.enter("Ben", BEN_HOME)
    await world.enter("Ana", GARDEN), await world.enter("Ben", GARDEN)
    world.clock = NOW.now - DAY
    await world.say(ana, HOME, "My bees died")
    await world.embed()
    for viewer in (Viewer(ben, BEN_HOME), Viewer(ben, GARDEN), Viewer(ana, GARDEN), Viewer(ben, HOME)):
        assert await ask(world, viewer, "Which bees died yesterday?") == []
    rows = await world.database.fetchval(
        "SELECT count(*) FROM recall_between(1, 'x', 1::smallint, NULL, NULL, '-infinity', 'infinity', 1, 1)"
    )
    assert rows == 0


async def test_lines_that_were_forgotten_are_stepped_over(world: World) -> None:
    ana = await world.enter("Ana", HOME)
    viewer = Viewer(ana, HOME)
    world.clock = NOW.now - 40 * DAY
    spots = await world.say(ana, HOME, *CHATTER[:9])
    world.clock = NOW.now - DAY
    await world.say(ana, HOME, "My bike got a new chain")
    await world.embed()
    await world.memory.forget(viewer, lines=spots[2:7])
    assert "My bike got a new chain" in await ask(world, viewer, "What did I do yesterday?")

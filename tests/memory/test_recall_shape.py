"""What a recall costs and how it is handed over: few statements however much was said, and all of it in time order."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from memory.store import candidates
from memory.store.database import Database, open_database
from memory.types import Fact, Viewer
from tests.memory.learning_world import ANA, CountingEmbedder, item
from tests.memory.learning_world import open_world as learning
from tests.memory.recall_world import CHATTER, GARDEN, HOME, World, texts

READ = sorted([candidates.FACTS, candidates.LINES, candidates.NEAREST, candidates.WORDS])


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_database(database_dsn) as database:
        yield World(database)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that go to the database from now on."""
    told = list[str]()

    def counted(method: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
        async def count(database: Database, statement: str, *values: object, once: bool = False) -> object:
            told.append(statement)
            return await method(database, statement, *values, once=once)

        return count

    for name in ("fetch", "fetchrow", "fetchval"):
        monkeypatch.setattr(Database, name, counted(getattr(Database, name)))
    return told


async def test_candidates_are_one_statement_each_however_much_was_said(world: World, asked: list[str]) -> None:
    ana = await world.enter("Ana", HOME)
    await world.say(ana, HOME, "I play the oboe", *CHATTER[:3])
    await world.embed()
    viewer = Viewer(ana, HOME)
    await world.recaller.recall(viewer, "Who plays the oboe?")  # which learns the number of the model
    asked.clear()
    assert "I play the oboe" in texts(await world.recaller.recall(viewer, "Who plays the oboe?"))
    assert sorted(asked) == READ
    for number in range(5):
        await world.say(await world.enter(f"Ben {number}", GARDEN), GARDEN, "I play the oboe, too", *CHATTER)
    await world.embed()
    asked.clear()
    assert "I play the oboe" in texts(await world.recaller.recall(viewer, "Who plays the oboe?"))
    assert sorted(asked) == READ


async def test_what_is_told_stands_in_the_order_of_its_time(world: World) -> None:
    ana = await world.enter("Ana", HOME)
    said = ["the oboe was loud", "my oboe is old", "an oboe is never cheap", "oboe oboe oboe"]
    for text in said:
        await world.say(ana, HOME, *CHATTER, text)
    await world.embed()
    recall = await world.recaller.recall(Viewer(ana, HOME), "oboe", budget=2000)
    assert [text for text in texts(recall) if "oboe" in text] == said
    scores = [each.score for each in recall.passages]
    assert scores != sorted(scores, reverse=True), "the best is not the first"


async def test_facts_stand_in_the_order_of_their_time(database_dsn: str) -> None:
    async with learning(database_dsn, CountingEmbedder()) as world:
        told = ["Ana plays the oboe.", "Ana bought another oboe.", "Ana sold the old oboe."]
        for text in told:
            said = text.replace("Ana plays", "I play").replace("Ana", "I").removesuffix(".")
            await world.say(ANA, said)
            await world.learn(item(1, said, text))
        found = await world.memory.recall(await world.viewer(ANA), "Which oboe was bought, or sold: the old oboe?")
        assert [each.item.text for each in found.facts if isinstance(each.item, Fact)] == told
        scores = [each.score for each in found.facts]
        assert scores != sorted(scores, reverse=True), "the best is not the first"

"""Recall over a real database: what is found, for whom, in which shape, and what happens without an embedder."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.packaged import LocalEmbedder
from memory.memory import open_memory
from memory.recall import Recaller
from memory.store import candidates
from memory.store.database import open_database
from memory.types import Account, Fact, Utterance, Viewer
from tests.memory.recall_world import BEN_HOME, CHATTER, GARDEN, HOME, START, World, texts


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_database(database_dsn) as database:
        yield World(database)


async def test_finds_a_line_by_its_words_at_once_before_anything_is_embedded(world: World) -> None:
    ana = await world.enter("Ana", HOME)
    await world.say(ana, HOME, *CHATTER, "My sister Jelena keeps bees in Novi Sad", *CHATTER[:5])
    recall = await world.recaller.recall(Viewer(ana, HOME), "Who keeps bees?")
    assert "My sister Jelena keeps bees in Novi Sad" in texts(recall)
    assert recall.confidence > 0.3
    assert recall.passages[0].why == "you said so on 3 May 2026, here"


async def test_the_line_is_found_by_its_vector_alone(world: World) -> None:
    ana = await world.enter("Ana", HOME)
    await world.say(ana, HOME, *CHATTER[:20])
    (spot, *_) = await world.say(ana, HOME, "bees bees honey", *CHATTER[20:])
    await world.embed()
    async with world.database.transaction(await tenant_of(world)) as connection:
        await connection.execute("DELETE FROM terms")
    assert (await world.recaller.spots(Viewer(ana, HOME), "honey of bees", 3))[0] == spot


async def tenant_of(world: World) -> str:
    return str(await world.database.fetchval("SELECT tenant FROM places WHERE key = $1", HOME.key))


async def test_the_bots_own_words_are_neighbours_but_never_a_hit(world: World) -> None:
    ana = await world.enter("Ana", HOME)
    await world.say(ana, HOME, *CHATTER[:3])
    await world.say(None, HOME, "What is your favourite flower?")
    answer = await world.say(ana, HOME, "Peonies, always")
    await world.say(ana, HOME, *CHATTER[3:])
    await world.embed()
    viewer = Viewer(ana, HOME)
    assert (await world.recaller.spots(viewer, "favourite flower", 5))[0] == answer[0]
    assert "What is your favourite flower?" in texts(await world.recaller.recall(viewer, "favourite flower"))
    assert (
        await world.database.fetchval(
            "SELECT (SELECT count(*) FROM recall_words(1, 'x', '{}', 1))"
            " + (SELECT count(*) FROM recall_nearest(1, 'x', '{}', 1::smallint, NULL, NULL, 1, 1, '{}', '{}'))"
        )
        == 0
    )


async def test_nothing_of_another_persons_direct_place_is_recalled(world: World) -> None:
    ana, ben = await world.enter("Ana", HOME), await world.enter("Ben", BEN_HOME)
    await world.enter("Ana", GARDEN), await world.enter("Ben", GARDEN)
    await world.say(ana, HOME, "My bees died in the winter")
    await world.embed()
    for viewer in (Viewer(ben, BEN_HOME), Viewer(ben, GARDEN), Viewer(ana, GARDEN), Viewer(ben, HOME)):
        recall = await world.recaller.recall(viewer, "bees died winter")
        assert (recall.passages, recall.facts, recall.confidence) == ((), (), 0.0)


async def test_what_was_said_in_public_is_recalled_in_direct_and_names_the_place(world: World) -> None:
    ana, ben = await world.enter("Ana", HOME), await world.enter("Ben", GARDEN)
    await world.enter("Ana", GARDEN)
    await world.say(ben, GARDEN, *CHATTER[:10], "The compost is turned on Fridays")
    recall = await world.recaller.recall(Viewer(ana, HOME), "When is the compost turned?")
    assert recall.passages[-1].why == "Ben said so on 3 May 2026, in #garden"


async def test_what_the_prompt_shows_already_is_left_out(world: World) -> None:
    ana = await world.enter("Ana", HOME)
    spots = await world.say(ana, HOME, "I play the oboe", "In an orchestra", "On Mondays", *CHATTER)
    recall = await world.recaller.recall(Viewer(ana, HOME), "oboe orchestra", skip=spots[:2])
    assert not {"I play the oboe", "In an orchestra"} & set(texts(recall))


async def test_the_budget_holds_and_windows_that_touch_become_one_passage(world: World) -> None:
    ana = await world.enter("Ana", HOME)
    await world.say(ana, HOME, *CHATTER, "the oboe is loud", "yes the oboe is old", "an oboe is never cheap", *CHATTER)
    recall = await world.recaller.recall(Viewer(ana, HOME), "oboe", budget=200)
    assert len(recall.passages) == 1
    assert 0 < recall.tokens <= 200
    small = await world.recaller.recall(Viewer(ana, HOME), "oboe", budget=30)
    assert small.tokens <= 30


@pytest.mark.parametrize("text", ["", "   ", "?!", "🙂🙂", "x" * 200_000, "مرحبا بك"])
async def test_any_text_may_be_asked(world: World, text: str) -> None:
    ana = await world.enter("Ana", HOME)
    await world.say(ana, HOME, "I play the oboe")
    await world.embed()
    assert (await world.recaller.recall(Viewer(ana, HOME), text)).tokens >= 0


async def test_without_an_embedder_words_still_find(world: World) -> None:
    ana = await world.enter("Ana", HOME)
    await world.say(ana, HOME, "I play the oboe", *CHATTER)
    await world.embed()
    world.embedder.broken = True
    for recaller in (world.recaller, Recaller(world.database, None)):
        assert "I play the oboe" in texts(await recaller.recall(Viewer(ana, HOME), "oboe"))


async def test_nothing_fits_means_low_confidence(world: World) -> None:
    ana = await world.enter("Ana", HOME)
    await world.say(ana, HOME, *CHATTER)
    await world.embed()
    recall = await world.recaller.recall(Viewer(ana, HOME), "passport expiry quantum")
    assert recall.confidence < 0.2


async def test_a_named_speaker_goes_first(world: World) -> None:
    ana, ben = await world.enter("Ana", GARDEN), await world.enter("Ben", GARDEN)
    await world.say(ana, GARDEN, "Tomatoes are my favourite vegetable", *CHATTER[:5])
    second = await world.say(ben, GARDEN, "Tomatoes are my favourite vegetable")
    assert (await world.recaller.spots(Viewer(ana, GARDEN), "Which vegetable does Ben like, tomatoes?", 5))[
        0
    ] == second[0]


async def test_lines_and_facts_that_are_looked_for_side_by_side_are_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = await world.enter("Ana", HOME)
    viewer = Viewer(ana, HOME)
    spot, *_ = await world.say(ana, HOME, "My sister Jelena keeps bees in Novi Sad", *CHATTER)
    await world.memory.remember(viewer, spot, "My sister Jelena keeps bees in Novi Sad")
    await world.embed()
    at_once = await world.recaller.recall(viewer, "Who keeps bees?")
    monkeypatch.setattr(candidates, "MANY", 10)
    side_by_side = await world.recaller.recall(viewer, "Who keeps bees?")
    assert side_by_side.passages == at_once.passages
    assert [each.item for each in side_by_side.facts] == [each.item for each in at_once.facts] != []


async def test_a_told_fact_comes_with_the_words_it_rests_on(world: World) -> None:
    ana = await world.enter("Ana", HOME)
    viewer = Viewer(ana, HOME)
    (spot,) = await world.say(ana, HOME, "My sister Jelena keeps bees in Novi Sad")
    fact = await world.memory.remember(viewer, spot, "My sister Jelena keeps bees in Novi Sad")
    await world.embed()
    (told,) = (await world.recaller.recall(viewer, "Who keeps bees?")).facts
    assert isinstance(told.item, Fact)
    assert told.item.id == fact.id
    (source,) = told.item.sources
    assert (source.spot, source.said_at) == (spot, START + timedelta(minutes=1))
    assert source.quote == "My sister Jelena keeps bees in Novi Sad"
    assert told.why == "you said so on 3 May 2026, here"


async def test_the_packaged_embedder_finds_a_paraphrase(database_dsn: str) -> None:
    async with LocalEmbedder() as embedder, open_memory(database_dsn, embedder) as memory:
        ana = await memory.person(Account("test", "Ana", "Ana"), HOME)
        said = ["The train was late again", "My doctor told me to stop drinking coffee", "It rained all weekend"]
        for number, text in enumerate([*said, *CHATTER[:10]]):
            await memory.note(Utterance(str(number), ana, HOME, text, START + timedelta(minutes=number)))
        while await memory.embed_next():
            pass
        recall = await memory.recall(Viewer(ana, HOME), "Which beverage did the physician forbid?")
        assert said[1] in texts(recall)

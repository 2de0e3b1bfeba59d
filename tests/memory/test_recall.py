"""Recall over a real database: what is found, for whom, in which shape, and what happens without an embedder."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.embedding import LocalEmbedder
from memory.memory import Memory, open_memory
from memory.recall import Recaller
from memory.recalled import Passage, Recall
from memory.store import vectors
from memory.store.database import Database, open_database
from memory.types import Account, Audience, Fact, PersonId, Place, Spot, Utterance, Viewer
from tests.memory.embedding import WordEmbedder

START = datetime(2026, 5, 3, 9, 0, tzinfo=UTC)
HOME = Place("dm:ana", None, Audience.DIRECT)
BEN_HOME = Place("dm:ben", None, Audience.DIRECT)
GARDEN = Place("garden", "acme", Audience.PUBLIC, "#garden")


class World:
    """Two people, two direct places and a public one."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.embedder = WordEmbedder()
        self.memory = Memory(database, self.embedder)
        self.recaller = Recaller(database, self.embedder)
        self.clock = START

    async def enter(self, name: str, place: Place) -> PersonId:
        return await self.memory.person(Account("test", name, name), place)

    async def say(self, speaker: PersonId | None, place: Place, *texts: str) -> list[Spot]:
        spots = []
        for text in texts:
            self.clock += timedelta(minutes=1)
            noted = await self.memory.note(Utterance(str(self.clock), speaker, place, text, self.clock))
            spots.append(noted.spot)
        return spots

    async def embed(self) -> None:
        while await vectors.embed_next(self.database, self.embedder):
            pass


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_database(database_dsn) as database:
        yield World(database)


def texts(recall: Recall) -> list[str]:
    return [line.text for each in recall.passages if isinstance(each.item, Passage) for line in each.item.lines]


CHATTER = [f"Nothing of note happened on walk number {n} through street {n * 7}" for n in range(40)]


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

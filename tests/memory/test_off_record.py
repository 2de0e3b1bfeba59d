"""What somebody says who wants nothing learned: read in the running conversation, never learned or found, soon gone."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from memory.memory import Memory
from memory.recalled import Turn
from memory.store.choices import erase_off_record
from memory.store.database import Database, open_database
from memory.store.reembedding import reembed
from memory.types import Spot, Utterance
from tests.memory.learning_world import (
    ANA,
    ANA_DIRECT,
    BEN,
    GARDEN,
    START,
    World,
    item,
    open_world,
)
from tests.memory.off_record_world import Listening, a_day_later, counts, embed_all, reply, turn_off, turn_on
from tests.memory.test_erasure import everywhere


@pytest.fixture
def embedder() -> Listening:
    return Listening()


@pytest.fixture
async def world(database_dsn: str, embedder: Listening) -> AsyncIterator[World]:
    async with open_world(database_dsn, embedder) as world:
        yield world


async def test_it_is_read_in_its_place_and_found_nowhere(world: World, embedder: Listening) -> None:
    await world.say(ANA, "my dog is called Rex")
    await turn_off(world)
    said = await world.say(ANA, "I moved to Ytterby last week")
    answer = await reply(world, said, "Ytterby is lovely.")
    await turn_on(world)
    await world.say(ANA, "and he likes it there")
    await embed_all(world)
    ana = await world.viewer(ANA)
    read = [line.text for line in await world.memory.recent(ana)]
    assert read == [
        "my dog is called Rex",
        "I moved to Ytterby last week",
        "Ytterby is lovely.",
        "and he likes it there",
    ]
    assert await everywhere(world, "ytterby") == ["utterances.text"]
    assert not embedder.heard("Ytterby")
    assert embedder.heard("Rex") and embedder.heard("he likes it there")
    assert await world.memory.search(ana, "Ytterby") == ((), ())
    for question in ("Where did I move to?", "Ytterby", "What is my dog called?", "does he like it there"):
        found = await world.memory.recall(ana, question, budget=5_000)
        assert "Ytterby" not in str(found.passages) + str(found.facts)
        assert found.passages  # its neighbours are found
    shown = await world.memory.explain(ana, Turn(ana, said, answer, (), (said, answer, Spot(said.place, 1)), None))
    assert "Ytterby" not in str(shown) and "Rex" in str(shown)


async def test_it_is_never_learned_also_not_when_learning_is_turned_on_again(world: World) -> None:
    await world.say(ANA, "I keep bees")
    await turn_off(world)
    said = await world.say(ANA, "I live in Ytterby")
    await reply(world, said, "Ytterby is lovely.")
    assert await world.memory.facts(await world.viewer(ANA)) == ()
    learned = await world.learn(item(1, "I keep bees", "Ana keeps bees."))
    assert learned is not None and (learned.utterances, learned.added) == (1, 1)
    await turn_on(world)
    assert await world.learn() is None
    await world.say(ANA, "I sing")
    learned = await world.learn(item(1, "I live in Ytterby", "Ana lives in Ytterby."))
    assert learned is not None and (learned.utterances, learned.added) == (1, 0)
    assert not any("Ytterby" in asked.input for asked in world.asked)  # not even beside what is learned
    assert await world.current() == ["Ana keeps bees."]


async def test_it_is_the_persons_own_choice_in_every_place(world: World) -> None:
    await turn_off(world)
    await world.say(ANA, "I live in Ytterby", GARDEN)
    await world.say(BEN, "I live in Oslo", GARDEN)
    ana = (await world.viewer(ANA, GARDEN)).person
    rows = await world.owner("SELECT speaker_id FROM utterances WHERE off_record_until IS NOT NULL")
    assert [row["speaker_id"] for row in rows] == [ana]
    learned = await world.learn(item(1, "I live in Oslo", "Ben lives in Oslo.", "Ben"))
    assert learned is not None and learned.utterances == 1


async def test_no_process_can_miss_it(world: World) -> None:
    ana = (await world.viewer(ANA)).person
    assert (await world.memory.choices.of(ana)).learning
    async with open_database(world.dsn) as other:
        await Memory(other, None).choices.set_learning(ana, False)
    assert (await world.memory.choices.of(ana)).learning  # not heard of it yet
    await world.say(ANA, "I live in Ytterby")
    assert await world.learn() is None
    assert await counts(world) == (1, 0, 0, 0)


async def test_a_redelivery_changes_nothing(world: World) -> None:
    await turn_off(world)
    await world.say(ANA, "I live in Ytterby", name="once")
    await turn_on(world)
    await world.say(ANA, "I live in Ytterby", name="once")
    assert await world.learn() is None
    await world.say(ANA, "I keep bees", name="before")
    await turn_off(world)
    await world.say(ANA, "I keep bees", name="before")
    learned = await world.learn(item(1, "I keep bees", "Ana keeps bees."))
    assert learned is not None and learned.added == 1


async def test_after_a_day_it_is_gone_from_every_column(world: World) -> None:
    await world.say(ANA, "I keep bees")
    before = await counts(world)
    await turn_off(world)
    said = await world.say(ANA, "I live in Ytterby", name="the one")
    answer = await reply(world, said, "Ytterby is lovely.")
    ana = await world.viewer(ANA)
    await world.memory.log_turn(Turn(ana, said, answer, (), (), "model", 5, 0))
    await world.memory.answers.rate(ana, "answer", -1, "I never liked Ytterby")
    assert await world.memory.tidy() == 0
    assert len(await everywhere(world, "ytterby")) == 2
    await a_day_later(world)
    assert await world.memory.tidy() == 2
    assert await everywhere(world, "ytterby") == []
    assert await world.owner("SELECT FROM feedback") == []
    assert await counts(world) == before
    await world.say(ANA, "I live in Ytterby", name="the one")
    assert await everywhere(world, "ytterby") == []
    assert [line.text for line in await world.memory.recent(ana)] == ["I keep bees"]
    assert (await world.memory.answers.used(ana.person, None, since=START)).person.answers == 1
    assert await world.memory.tidy() == 0


async def test_it_goes_in_slices_by_any_number_of_processes(world: World) -> None:
    await turn_off(world)
    for place in (ANA_DIRECT, GARDEN):
        await world.viewer(ANA, place)
        for n in range(7):
            await world.say(ANA, f"Ytterby {n}", place)
    await a_day_later(world)
    await world.say(ANA, "Ytterby just now")
    assert await erase_off_record(world.database, most=3) == 3
    async with open_database(world.dsn) as other, asyncio.timeout(30):

        async def until_done(database: Database) -> int:
            done = 0
            while some := await erase_off_record(database, most=2):
                done += some
            return done

        assert sum(await asyncio.gather(*(until_done(each) for each in (world.database, other, world.database)))) == 11
    (row,) = await world.owner("SELECT count(*) AS left FROM utterances WHERE text <> ''")
    assert row["left"] == 1
    assert (await counts(world))[0] == 1
    assert (await counts(world, GARDEN))[0] == 0


async def test_what_is_told_to_be_remembered_is_kept_until_it_is_forgotten(world: World) -> None:
    await turn_off(world)
    ana = await world.viewer(ANA)
    spot = await world.say(ANA, "my bike is in Ytterby")
    fact = await world.memory.remember(ana, spot, "my bike is in Ytterby")
    corrected = await world.memory.correct(ana, fact.id, "my bike is back from Ytterby")
    await a_day_later(world)
    assert await world.memory.tidy() == 2
    assert await world.memory.tidy() == 0
    (kept,) = await world.memory.facts(ana)
    assert kept.text == "my bike is back from Ytterby"
    await world.memory.forget(ana, facts=[corrected.id, fact.id])
    assert await everywhere(world, "ytterby") == []


async def test_what_was_known_before_stays(world: World) -> None:
    await world.say(ANA, "I keep bees")
    await world.learn(item(1, "I keep bees", "Ana keeps bees."))
    await turn_off(world)
    await world.say(ANA, "I keep goats")
    await a_day_later(world)
    assert await world.memory.tidy() == 1
    assert await world.current() == ["Ana keeps bees."]


async def test_nothing_brings_it_back_to_the_record(world: World, embedder: Listening) -> None:
    await world.say(ANA, "I keep bees")
    await turn_off(world)
    said = await world.say(ANA, "I live in Ytterby")
    await world.say(ANA, "near the quarry")
    await turn_on(world)
    spot = await world.say(ANA, "and I sing")
    await world.owner("UPDATE utterances SET learned_at = NULL, embedded_at = NULL, parked_at = now()")
    rows = await world.owner("SELECT FROM utterances WHERE learned_at IS NULL OR embedded_at IS NULL")
    assert len(rows) == 2
    await world.memory.forget(await world.viewer(ANA), lines=[spot])  # its neighbours are to be embedded again
    await embed_all(world)
    another = Listening("another")
    await reembed(world.database, another, lambda done, of: None)
    assert another.heard("bees")
    assert not embedder.heard("Ytterby") and not another.heard("Ytterby") and not another.heard("quarry")
    assert said.seq == 2


async def test_what_is_edited_off_the_record_is_off_it(world: World, embedder: Listening) -> None:
    ana = await world.viewer(ANA)
    for text in ("I keep bees", "I keep goats"):
        await world.say(ANA, text, name=text)
    await embed_all(world)
    await turn_off(world)
    await world.say(ANA, "I keep pigs", name="I keep pigs")
    for n, name in enumerate(("I keep bees", "I keep pigs")):
        said = Utterance(name, ana.person, ANA_DIRECT, f"I live in Ytterby {n}", START)
        assert await world.memory.following.edited(said, START + timedelta(hours=1)) is not None
    await turn_on(world)
    await embed_all(world)
    learned = await world.learn(item(1, "I keep goats", "Ana keeps goats."))
    assert learned is not None and learned.utterances == 1
    assert "Ytterby" not in world.asked[0].input and not embedder.heard("Ytterby")
    assert await everywhere(world, "ytterby") == ["utterances.text"]
    await a_day_later(world)
    assert await world.memory.tidy() == 2
    assert await everywhere(world, "ytterby") == []
    assert await counts(world) == (1, 3, 0, 3)


async def test_new_words_of_an_old_message_are_off_the_record_too(world: World) -> None:
    await world.say(ANA, "I keep bees", name="edited")
    await world.say(ANA, "I keep goats", name="left alone")
    await turn_off(world)
    await world.owner("""
        UPDATE utterances SET text = 'I live in Ytterby', learned_at = NULL, embedded_at = NULL
        WHERE external_id = 'edited'""")
    await world.owner("UPDATE utterances SET sensitive = true")
    learned = await world.learn(item(1, "I keep goats", "Ana keeps goats."))
    assert learned is not None and (learned.utterances, learned.added) == (1, 1)
    assert "Ytterby" not in world.asked[0].input
    await a_day_later(world)
    assert await world.memory.tidy() == 1
    assert await everywhere(world, "ytterby") == []
    assert await counts(world) == (1, 3, 0, 3)

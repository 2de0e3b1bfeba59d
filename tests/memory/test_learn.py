"""Learning on a real database with a function for a model: what is stored and what is not."""

import json

import pytest

from memory.outcomes import Learned
from memory.types import Sensitivity, Utterance
from tests.memory.learning_world import (
    ANA,
    BEN,
    BEN_DIRECT,
    CELLAR,
    GARDEN,
    SHED,
    START,
    CountingEmbedder,
    World,
    item,
    open_world,
)

OSLO = item(1, "I live in Oslo", "Ana lives in Oslo.")


async def test_a_claim_becomes_a_fact_with_its_exact_words(world: World) -> None:
    spot = await world.say(ANA, "well,  I live in  Oslo these days")
    assert await world.learn(OSLO) == Learned(1, added=1)
    (fact,) = await world.facts()
    assert (fact.text, fact.subject_name, fact.speaker_name, fact.place) == (
        "Ana lives in Oslo.", "Ana", "Ana", "direct with Ana",
    )  # fmt: skip
    assert [(source.spot, source.quote) for source in fact.sources] == [(spot, "I live in  Oslo")]
    assert fact.valid_from == fact.sources[0].said_at
    assert await world.learn() is None


async def test_nothing_due_asks_nothing(world: World) -> None:
    assert await world.learn(OSLO) is None
    assert world.asked == []


async def test_commands_and_the_bots_words_are_not_sent_to_the_model(world: World) -> None:
    await world.say(ANA, "/memory")
    await world.say(None, "You live in Oslo.")
    assert await world.learn(OSLO) == Learned(1)
    assert world.asked == []


async def test_the_fixed_part_of_the_call_never_changes(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    await world.learn(OSLO)
    await world.say(BEN, "I keep bees", GARDEN)
    await world.learn()
    one, other = world.asked
    assert (one.instructions, one.examples) == (other.instructions, other.examples)
    assert json.dumps(one.schema) == json.dumps(other.schema)
    assert "Ana lives in Oslo" not in other.input


async def test_an_update_closes_the_old_fact_and_keeps_it(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    await world.learn(OSLO)
    await world.say(ANA, "we moved, I live in Bergen now")
    learned = await world.learn(item(1, "I live in Bergen now", "Ana lives in Bergen.", relation="updates", known=1))
    assert learned == Learned(1, superseded=1)
    new, old = await world.facts(history=True)
    assert (new.text, old.text) == ("Ana lives in Bergen.", "Ana lives in Oslo.")
    assert old.superseded_by == new.id
    assert old.valid_until == new.valid_from
    assert await world.current() == ["Ana lives in Bergen."]


async def test_what_is_said_in_direct_changes_nothing_in_public(world: World) -> None:
    await world.say(ANA, "I live in Oslo", GARDEN)
    await world.learn(OSLO)
    await world.say(ANA, "I live in Bergen now")
    await world.learn(item(1, "I live in Bergen now", "Ana lives in Bergen.", relation="updates", known=1))
    assert await world.current(ANA, GARDEN) == ["Ana lives in Oslo."]
    assert await world.current() == ["Ana lives in Oslo.", "Ana lives in Bergen."]


async def test_in_public_a_change_reaches_every_public_place_of_the_space(world: World) -> None:
    await world.say(ANA, "I live in Oslo", GARDEN)
    await world.learn(OSLO)
    await world.say(ANA, "I live in Bergen now", SHED)
    await world.learn(item(1, "I live in Bergen now", "Ana lives in Bergen.", relation="updates", known=1))
    assert await world.current(ANA, GARDEN) == ["Ana lives in Bergen."]


async def test_private_talk_does_not_close_a_public_fact(world: World) -> None:
    await world.say(ANA, "I live in Oslo", GARDEN)
    await world.learn(OSLO)
    await world.say(ANA, "I live in Bergen now", CELLAR)
    await world.learn(item(1, "I live in Bergen now", "Ana lives in Bergen.", relation="updates", known=1))
    assert await world.current(ANA, GARDEN) == ["Ana lives in Oslo."]


async def test_another_person_never_closes_a_persons_own_fact(world: World) -> None:
    await world.say(ANA, "I live in Oslo", GARDEN)
    await world.learn(OSLO)
    await world.say(BEN, "Ana lives in Bergen now", GARDEN)
    await world.learn(item(1, "Ana lives in Bergen now", "Ana lives in Bergen.", relation="contradicts", known=1))
    first, second = await world.facts(ANA, GARDEN)
    assert {first.speaker_name, second.speaker_name} == {"Ana", "Ben"}
    assert first.superseded_at is None and second.superseded_at is None
    assert next(f for f in (first, second) if f.speaker_name == "Ben").is_claim_about_another


async def test_saying_it_again_adds_a_source_and_no_fact(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    await world.learn(OSLO)
    await world.say(ANA, "as I said, I live in Oslo")
    assert await world.learn(OSLO) == Learned(1, reinforced=1)
    (fact,) = await world.facts()
    assert len(fact.sources) == 2
    assert fact.confidence > 0.9


async def test_the_same_message_again_is_not_learned_again(world: World) -> None:
    await world.say(ANA, "I live in Oslo", name="one")
    await world.learn(OSLO)
    await world.say(ANA, "I live in Oslo", name="one")
    assert await world.learn(OSLO) is None


async def test_delicate_words_mark_their_line_and_stay_out_of_public(world: World) -> None:
    await world.say(ANA, "I am allergic to nuts", GARDEN)
    await world.learn(item(1, "I am allergic to nuts", "Ana is allergic to nuts."))
    assert await world.current(ANA, GARDEN) == []
    (fact,) = await world.facts()
    assert fact.sensitivity is Sensitivity.HEALTH
    assert [row["sensitive"] for row in await world.owner("SELECT sensitive FROM utterances")] == [True]


async def test_delicate_words_are_marked_before_anything_is_learned(world: World) -> None:
    ana = await world.viewer(ANA, GARDEN)
    await world.say(ANA, "I am allergic to nuts", GARDEN)
    await world.say(ANA, "meine Adresse: Lindenstraße 5", GARDEN)
    await world.say(ANA, "I am fond of nuts", GARDEN)
    assert [line.text for line in await world.memory.recent(ana)] == ["I am fond of nuts"]
    assert (await world.memory.recall(ana, "allergic")).passages == ()
    assert (await world.memory.recall(await world.viewer(ANA), "allergic nuts")).passages


async def test_other_peoples_direct_facts_are_no_neighbours(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    await world.learn(OSLO)
    await world.say(BEN, "I live in Oslo", BEN_DIRECT)
    await world.learn()
    assert "[1]" not in world.asked[-1].input


async def test_vectors_are_stored_where_the_model_is_known(database_dsn: str) -> None:
    async with open_world(database_dsn, CountingEmbedder()) as world:
        await world.owner("INSERT INTO embedding_models (name, dimensions, active) VALUES ('letters', 26, true)")
        await world.say(ANA, "I live in Oslo")
        await world.learn(OSLO)
        await world.say(ANA, "I live in Bergen now")
        await world.learn(item(1, "I live in Bergen now", "Ana lives in Bergen.", relation="updates", known=1))
        rows = await world.owner("SELECT model, vector_dims(embedding) AS n FROM facts")
        assert [(row["model"], row["n"]) for row in rows] == [(1, 26), (1, 26)]


async def test_an_end_dates_the_old_fact_which_is_no_longer_current(world: World) -> None:
    await world.say(ANA, "I play tennis")
    await world.learn(item(1, "I play tennis", "Ana plays tennis."))
    await world.say(ANA, "I no longer play tennis")
    ended = item(1, "I no longer play tennis", "Ana no longer plays tennis.", relation="ends", known=1)
    assert await world.learn(ended) == Learned(1, ended=1)
    assert await world.current() == ["Ana no longer plays tennis."]
    new, old = await world.facts(history=True)
    assert (old.text, old.valid_until, old.superseded_by) == ("Ana plays tennis.", new.valid_from, new.id)
    assert new.valid_until is None


async def test_what_a_line_takes_back_is_over_though_the_model_overlooked_it(world: World) -> None:
    await world.say(ANA, "I work as a nurse")
    await world.learn(item(1, "I work as a nurse", "Ana works as a nurse."))
    await world.say(ANA, "Lovely day. I changed jobs: I am a teacher now, not a nurse any more.")
    learned = await world.learn(item(1, "I changed jobs", "Ana changed jobs."))
    assert learned is not None and learned.ended == 1
    assert await world.current() == [
        "Ana changed jobs.",
        "Ana: I changed jobs: I am a teacher now, not a nurse any more.",
    ]
    (old,) = [fact for fact in await world.facts(history=True) if fact.text == "Ana works as a nurse."]
    (new,) = [fact for fact in await world.facts() if fact.id == old.superseded_by]
    assert new.sources[0].quote == "I changed jobs: I am a teacher now, not a nurse any more"


async def test_nothing_is_added_where_the_model_saw_the_end(world: World) -> None:
    await world.say(ANA, "I live in Lisbon")
    await world.learn(item(1, "I live in Lisbon", "Ana lives in Lisbon."))
    line = "I moved to Braga, I no longer live in Lisbon."
    await world.say(ANA, line)
    over = item(1, "I no longer live in Lisbon", "Ana no longer lives in Lisbon.", relation="ends", known=1)
    await world.learn(over, item(1, "I moved to Braga", "Ana lives in Braga.", relation="updates", known=1))
    assert await world.current() == ["Ana lives in Braga."]


@pytest.mark.parametrize("line", ["I am not a nurse any more, just kidding", "Am I not a nurse any more?"])
async def test_a_jest_or_a_question_takes_nothing_back(world: World, line: str) -> None:
    await world.say(ANA, "I work as a nurse")
    await world.learn(item(1, "I work as a nurse", "Ana works as a nurse."))
    await world.say(ANA, line)
    await world.learn()
    assert await world.current() == ["Ana works as a nurse."]


async def test_only_lines_of_one_audience_are_read_together(world: World) -> None:
    await world.say(ANA, "I live in Oslo", CELLAR)
    opened = CELLAR.__class__(CELLAR.key, "club", GARDEN.audience, "cellar")
    await world.say(ANA, "I keep bees", opened)
    await world.learn()
    await world.learn()
    assert ["bees" in asked.input for asked in world.asked] == [False, True]
    assert "Oslo" not in world.asked[1].input


async def test_what_a_line_answers_is_shown_to_the_model(world: World) -> None:
    ben, ana = await world.memory.person(BEN, GARDEN), await world.memory.person(ANA, GARDEN)
    said = ((ben, "what is your dog called?", None), (ben, "nice weather today", None), (ana, "Biscuit", "r0"))
    for number, (who, text, answered) in enumerate(said):
        await world.memory.note(Utterance(f"r{number}", who, GARDEN, text, START, answered))
    dog = item(3, "Biscuit", "Ana's dog is called Biscuit.")
    assert await world.learn(dog) == Learned(3, added=1)
    assert "3 Ana (answers 1): Biscuit" in world.asked[-1].input
    await world.memory.note(Utterance("r9", ana, GARDEN, "a name for a dog", START, "never noted"))
    await world.learn()
    assert "1 Ana: a name for a dog" in world.asked[-1].input


async def test_one_call_stays_small_however_much_was_said(world: World) -> None:
    for number in range(12):
        await world.say(ANA, f"{number}" + "東京に住んでいます" * 60)
    await world.learn()
    (asked,) = world.asked
    fixed = asked.instructions + "".join(example.shown + example.answer for example in asked.examples)
    assert len(asked.input) < 1900, "a token a character in this script"
    assert len(fixed) < 4500, "about four characters a token"
    assert len(asked.input) + len(fixed) / 4 < 3000, "tokens, all of it, at the very most"

"""Facts as a person sees them: theirs, by name, by search; corrected only by those who may."""

from dataclasses import replace
from datetime import timedelta

import pytest

from memory.errors import NotVisible
from memory.store.facts import facts, search
from memory.telling import correct
from memory.types import Audience, Fact, Place
from tests.memory.learning_world import (
    ANA,
    ANA_DIRECT,
    BEN,
    BEN_DIRECT,
    CELLAR,
    GARDEN,
    START,
    World,
    item,
)

LATER = START + timedelta(days=3)


async def oslo(world: World, place: Place = ANA_DIRECT) -> Fact:
    await world.say(ANA, "I live in Oslo", place)
    await world.learn(item(1, "I live in Oslo", "Ana lives in Oslo."))
    return (await world.facts(ANA, place))[0]


async def test_facts_of_direct_are_seen_in_direct_only(world: World) -> None:
    await oslo(world)
    assert await world.current(ANA, GARDEN) == []
    assert await facts(world.database, await world.viewer(BEN, BEN_DIRECT), about="Ana") == ()


async def test_facts_of_a_place_that_opened_stay_with_those_who_were_inside(world: World) -> None:
    away, ben_away = replace(ANA_DIRECT, key="d:a"), replace(BEN_DIRECT, key="d:b")
    await oslo(world, CELLAR)
    opened = replace(CELLAR, audience=Audience.PUBLIC)
    await world.say(BEN, "so this is where you are", opened)
    await world.say(ANA, "now everybody may come", opened)
    assert await world.current(ANA, opened) == []
    assert await world.current(ANA, away) == ["Ana lives in Oslo."]
    ben = await world.viewer(BEN, ben_away)
    assert await facts(world.database, ben, about="Ana") == ()


async def test_facts_about_a_name_are_found_where_they_may_be_used(world: World) -> None:
    await oslo(world, GARDEN)
    ben = await world.viewer(BEN, GARDEN)
    assert [fact.text for fact in await facts(world.database, ben, about="ana")] == ["Ana lives in Oslo."]
    assert await facts(world.database, ben) == ()


async def test_a_correction_replaces_and_rests_on_the_persons_own_words(world: World) -> None:
    old = await oslo(world)
    ana = await world.viewer(ANA)
    new = await correct(world.database, None, ana, old.id, "I live in Moss", now=LATER)
    assert (new.text, new.confidence, new.sources[0].quote) == ("I live in Moss", 1.0, "I live in Moss")
    (gone,) = [fact for fact in await world.facts(history=True) if fact.id == old.id]
    assert gone.superseded_by == new.id
    assert gone.valid_until == gone.valid_from, "what was corrected never held"
    assert await world.current() == ["I live in Moss"]
    assert await world.learn() is None, "the words of a correction are not learned again"


async def test_the_same_correction_twice_is_one(world: World) -> None:
    old = await oslo(world)
    ana = await world.viewer(ANA)
    await correct(world.database, None, ana, old.id, "I live in Moss", now=LATER)
    await correct(world.database, None, ana, old.id, "I live in Moss", now=LATER)
    assert await world.current() == ["I live in Moss"]


async def test_what_was_replaced_is_not_corrected_beside_its_successor(world: World) -> None:
    old, ana = await oslo(world), await world.viewer(ANA)
    new = await correct(world.database, None, ana, old.id, "I live in Moss", now=LATER)
    with pytest.raises(NotVisible, match="replaced already"):
        await correct(world.database, None, ana, old.id, "I live in Rome", now=LATER)
    assert [fact.id for fact in await world.facts()] == [new.id]


async def test_a_correction_keeps_secrets_out(world: World) -> None:
    old = await oslo(world)
    new = await correct(world.database, None, await world.viewer(ANA), old.id, "my password is hunter2", now=LATER)
    assert "hunter2" not in new.text


async def test_the_subject_may_correct_what_others_said_and_nobody_else(world: World) -> None:
    await world.say(ANA, "I am here", GARDEN)
    await world.say(BEN, "Ana plays the tuba", GARDEN)
    await world.learn(item(2, "Ana plays the tuba", "Ana plays the tuba.", "Ana"))
    (claim,) = await world.facts(ANA, GARDEN)
    assert claim.is_claim_about_another
    cem = await world.viewer(ANA.__class__("console", "cem", "Cem"), GARDEN)
    with pytest.raises(NotVisible):
        await correct(world.database, None, cem, claim.id, "she plays the harp", now=LATER)
    await correct(world.database, None, await world.viewer(ANA, GARDEN), claim.id, "I play the harp", now=LATER)
    assert await world.current(ANA, GARDEN) == ["I play the harp"]


async def test_search_finds_facts_with_history_and_own_lines(world: World) -> None:
    old = await oslo(world)
    ana = await world.viewer(ANA)
    await correct(world.database, None, ana, old.id, "I live in Moss", now=LATER)
    found, lines = await search(world.database, ana, "Oslo")
    assert [fact.id for fact in found] == [old.id]
    assert [line.text for line in lines] == ["I live in Oslo"]
    assert await search(world.database, await world.viewer(BEN, BEN_DIRECT), "Oslo") == ((), ())
    assert await search(world.database, ana, " ?!") == ((), ())


async def test_search_finds_only_ones_own_lines(world: World) -> None:
    await world.say(BEN, "Oslo is rainy", GARDEN)
    await world.say(ANA, "Oslo is sunny", GARDEN)
    _, lines = await search(world.database, await world.viewer(ANA, GARDEN), "oslo")
    assert [line.text for line in lines] == ["Oslo is sunny"]

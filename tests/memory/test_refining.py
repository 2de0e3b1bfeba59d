"""The same said more exactly takes the place of the vaguer words, and ends nothing in the world."""

from dataclasses import replace
from datetime import timedelta

import pytest

from memory.changes import Add, Refine, Reinforce, Supersede
from memory.types import Certainty, FactId, Sensitivity
from tests.memory.learning_world import ANA, GARDEN, World, item
from tests.memory.reconciling import BEN, ELSEWHERE, REFINES, START, UPDATES, claim, decided, fact, ground, kind

REFINED = [
    ("Ana lives in Norway.", "Ana lives in Oslo, Norway.", "I live in Oslo, Norway"),
    ("Ana has a cat.", "Ana has a black cat called Miez.", "I have a black cat called Miez"),
    ("Ana wohnt in Bayern.", "Ana wohnt in Passau in Bayern.", "ich wohne in Passau in Bayern"),
    ("アナはノルウェーに住んでいる。", "アナはノルウェーのオスロに住んでいる。", "ノルウェーのオスロに住んでいる"),
    ("Ana has 2 cats.", "Ana has 2 cats, Miez and Maunz.", "I have 2 cats, Miez and Maunz"),
]


@pytest.mark.parametrize(("old", "new", "line"), REFINED)
def test_the_same_more_exactly_takes_the_place_of_the_vaguer_words(old: str, new: str, line: str) -> None:
    change = decided(claim(new, relation=REFINES, known=1), fact(old), where=ground(line))
    assert isinstance(change, Refine) and change.old == FactId(1)
    assert kind(claim(new), fact(old), where=ground(line)) is Add, "only where the model says so"
    assert kind(claim(old, relation=REFINES, known=1), fact(new), where=ground(line)) is Reinforce, "says less"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("Ana lives in Norway.", "Ana lives in Oslo.", "I live in Oslo"),
        ("Ana has 2 cats.", "Ana has cats, Miez and Maunz.", "I have cats, Miez and Maunz"),
        ("Ana likes rain.", "Ana does not like rain in May.", "I do not like rain in May"),
        ("Ana works as a nurse.", "Ana works at the harbour.", "I work at the harbour"),
    ],
)
def test_what_leaves_something_out_refines_nothing(old: str, new: str, line: str) -> None:
    assert kind(claim(new, relation=REFINES, known=1), fact(old), where=ground(line, near=0.8)) is Add


def test_nobody_refines_what_another_said_nor_what_others_may_read() -> None:
    old, new = "Ana lives in Norway.", "Ana lives in Oslo, Norway."
    assert kind(claim(new, speaker=BEN, relation=REFINES, known=1), fact(old)) is Add
    assert kind(claim(new, relation=REFINES, known=1), fact(old, place=ELSEWHERE)) is Add
    lena = replace(claim(new, relation=REFINES, known=1), subject=None, subject_name="Lena")
    assert kind(lena, fact(old)) is Add
    assert kind(replace(claim(new, relation=REFINES, known=1), certainty=Certainty.HEDGED), fact(old)) is Add


def test_more_exactly_and_since_a_later_day_is_a_change() -> None:
    one = claim("Ana lives in Oslo, Norway.", relation=REFINES, known=1)
    old = fact("Ana lives in Norway.")
    assert kind(one, old, where=ground("I moved to Oslo, still Norway")) is Supersede
    assert kind(replace(one, valid_from=START + timedelta(days=3)), old) is Supersede
    assert kind(replace(one, valid_from=START - timedelta(days=3)), old) is Refine


def test_an_update_that_only_says_more_ends_nothing() -> None:
    one = claim("Ana lives in Oslo, Norway.", relation=UPDATES, known=1)
    assert kind(one, fact("Ana lives in Norway."), where=ground("I live in Oslo, Norway")) is Refine


def test_what_was_told_more_exactly_before_stands_beside_the_vaguer_words() -> None:
    late = replace(claim("Ana lives in Oslo, Norway.", relation=REFINES, known=1), said_at=START - timedelta(days=9))
    change = decided(late, fact("Ana lives in Norway."))
    assert isinstance(change, Add) and change.valid_until is None


async def test_what_is_said_more_exactly_stays_as_delicate_as_it_was(world: World) -> None:
    await world.say(ANA, "I see Dr Moe")
    await world.learn(item(1, "I see Dr Moe", "Ana sees Dr Moe.", sensitive="health"))
    await world.say(ANA, "I see Dr Moe on Mondays")
    exact = item(1, "I see Dr Moe on Mondays", "Ana sees Dr Moe on Mondays.", relation="refines", known=1)
    await world.learn(exact)
    (told,) = await world.facts()
    assert (told.text, told.sensitivity) == ("Ana sees Dr Moe on Mondays.", Sensitivity.HEALTH)


async def test_what_was_shared_as_it_stood_stays_shared_and_no_more_is(world: World) -> None:
    await world.say(ANA, "I live in Norway")
    await world.learn(item(1, "I live in Norway", "Ana lives in Norway."))
    await world.viewer(ANA, GARDEN)
    (norway,) = await world.facts()
    await world.memory.share(await world.viewer(ANA), norway.id, GARDEN)
    await world.say(ANA, "I live in Oslo, Norway")
    exact = item(1, "I live in Oslo, Norway", "Ana lives in Oslo, Norway.", relation="refines", known=1)
    await world.learn(exact)
    assert await world.current(ANA, GARDEN) == ["Ana lives in Norway."]
    assert sorted(await world.current()) == ["Ana lives in Norway.", "Ana lives in Oslo, Norway."]

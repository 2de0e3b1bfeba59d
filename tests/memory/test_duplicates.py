"""What is one fact, what two, and what cannot both hold: by hand, and by properties that must hold for any facts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory.clashes import clashes
from memory.duplicates import Held, Merge, merges
from memory.ports import Vector
from memory.types import Audience, FactId, Kind, PersonId, PlaceId

START = datetime(2026, 5, 4, tzinfo=UTC)
ANA = PersonId(1)


def held(text: str, number: int, kind: Kind = Kind.FACT, vector: Vector | None = None) -> Held:
    since = START + timedelta(days=number)
    return Held(FactId(number), ANA, "Ana", kind, text, PlaceId(1), Audience.DIRECT, since, vector=vector)


def one_direction(*texts: str) -> list[Held]:
    """Facts whose vectors are all the same: only words can keep them apart."""
    vector = np.full(4, 0.5, np.float32)
    return [held(text, number, vector=vector) for number, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana has a dog called Rex.", "Ana has the dog called Rex"),
        ("Ana arbeitet als eine Ärztin.", "Ana arbeitet als Ärztin."),
        ("アナは東京に住んでいます。", "アナは東京に住んでいます"),
    ],
)
def test_the_same_words_are_one_fact_without_any_vector(one: str, other: str) -> None:
    assert merges([held(one, 1), held(other, 2)]) == (Merge(FactId(1), FactId(2)),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana has a dog called Rex.", "Ana's dog is called Rex."),
        ("Ana works at a bakery.", "Ana is employed by a bakery."),
        ("Ana trabaja en una panadería.", "Ana es empleada de una panadería."),
    ],
)
def test_a_paraphrase_with_a_vector_beside_it_is_one_fact(one: str, other: str) -> None:
    assert merges(one_direction(one, other)) == (Merge(FactId(1), FactId(2)),)
    assert merges([held(one, 1), held(other, 2)]) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana lives in Oslo.", "Ana lived in Oslo."),
        ("Ana lives in Bern.", "Ana lives in Berlin."),
        ("ana lives in bern", "ana lives in berlin"),
        ("ana lives in la", "ana lives in sf"),
        ("Ana loves cilantro.", "Ana hates cilantro."),
        ("Ana is fond of cilantro.", "Ana is not at all fond of cilantro."),
        ("Ana prefers tea to coffee.", "Ana prefers coffee to tea."),
        ("Ana likes tea.", "Ana likes green tea."),
        ("Ana likes dogs.", "Ana has dogs."),
        ("Ana has 2 cats.", "Ana has 3 cats."),
        ("Ana isst Fleisch.", "Ana isst kein Fleisch."),
        ("Ana's sister is a nurse.", "Ana's mother is a nurse."),
        ("Ana's friend Mo plays the cello.", "Ana's friend Ida plays the cello."),
        ("アナは東京に住んでいる", "アナは大阪に住んでいる"),
    ],
)
def test_what_means_something_else_is_never_one_fact(one: str, other: str) -> None:
    assert merges(one_direction(one, other)) == ()
    assert merges(one_direction(other, one)) == ()


def test_other_readers_another_subject_and_what_was_shared_stay_apart() -> None:
    first, second = held("Ana has a dog.", 1), held("Ana has the dog.", 2)
    closed = replace(second, audience=Audience.PRIVATE)
    elsewhere = replace(second, place=PlaceId(2))
    others = (
        closed, elsewhere, replace(second, subject=PersonId(2)), replace(second, shared=True),
        replace(second, kind=Kind.PREFERENCE), replace(second, valid_until=START),
    )  # fmt: skip
    assert [merges([first, other]) for other in others] == [()] * len(others)
    assert merges([replace(first, audience=Audience.PUBLIC), replace(elsewhere, audience=Audience.PUBLIC)]) != ()
    assert merges([first, replace(second, kind=Kind.EVENT)]) != ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana lives in Oslo.", "Ana lives in Bergen."),
        ("Ana wohnt in Köln.", "Ana wohnt in Bonn."),
        ("Ana is 30 years old.", "Ana is 31 years old."),
        ("Ana's birthday is in May.", "Ana's birthday is in June."),
        ("Ana eats meat.", "Ana does not eat meat."),
        ("Ana isst Fleisch.", "Ana isst kein Fleisch."),
        ("Ana works as a nurse.", "Ana works as a teacher."),
    ],
)
def test_what_cannot_both_hold_is_found_whatever_came_first(one: str, other: str) -> None:
    for first, second in ((one, other), (other, one)):
        (clash,) = clashes([held(second, 2), held(first, 1)])
        assert (clash.older, clash.newer) == (1, 2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana likes tea.", "Ana likes coffee."),
        ("Ana visited Rome.", "Ana visited Paris."),
        ("Ana bakes bread.", "Ana bakes cakes."),
        ("Ana speaks Spanish.", "Ana speaks French."),
        ("Ana lives in Oslo.", "Ana lives in Oslo with Mo."),
        ("Ana lives in Oslo.", "Ana does not live in Bergen."),
        ("Ana works as a nurse.", "Ana works at night."),
        ("Ana has a dog.", "Ana has a cat."),
    ],
)
def test_what_can_both_hold_is_no_question(one: str, other: str) -> None:
    assert clashes([held(one, 1), held(other, 2)]) == ()


def test_events_and_what_followed_are_no_question() -> None:
    ran = [held("Ana ran 5 km.", 1, Kind.EVENT), held("Ana ran 10 km.", 2, Kind.EVENT)]
    moved = [
        replace(held("Ana lives in Oslo.", 1), valid_until=START + timedelta(days=2)),
        held("Ana lives in Bonn.", 2),
    ]
    assert clashes(ran) == clashes(moved) == ()


WORDS = st.sampled_from(
    ("Ana", "lives", "in", "a", "the", "Oslo", "Bergen", "not", "likes", "2", "3", "tea", "dog", "東京")
)
TEXTS = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(TEXTS, st.sampled_from((0, 0, 1)), st.sampled_from(Kind)), max_size=12), st.randoms())
def test_twice_changes_nothing_and_order_does_not_matter(told: list[tuple[str, int, Kind]], shuffle: Random) -> None:
    numbers = count(1)
    basis = np.eye(2, dtype=np.float32)
    facts = [held(text, next(numbers), kind, basis[way]) for text, way, kind in told]
    found, asked = merges(facts), clashes(facts)
    mixed = list(facts)
    shuffle.shuffle(mixed)
    assert (merges(mixed), clashes(mixed)) == (found, asked)
    gone = {merge.duplicate for merge in found}
    assert not gone & {merge.keeper for merge in found}
    assert merges(fact for fact in facts if fact.id not in gone) == ()

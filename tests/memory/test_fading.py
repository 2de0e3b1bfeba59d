"""Trivia fades from the order, never to nothing, and what matters does not fade."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.fading import FADING, LASTING, LEFT, faded, vitality
from memory.signals import Believed
from memory.types import Audience, Fact, FactId, Kind, PersonId, PlaceId, Sensitivity, Source, Spot

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def fact(kind: Kind, *ages: timedelta, number: int = 1) -> Fact:
    sources = tuple(Source(Spot(PlaceId(1), at + 1), "x", NOW - age, "") for at, age in enumerate(ages))
    return replace(EXAMPLE, id=FactId(number), kind=kind, sources=sources)


EXAMPLE = Fact(
    id=FactId(1),
    tenant="person:1",
    subject=PersonId(1),
    subject_name="Ana",
    speaker=PersonId(1),
    speaker_name="Ana",
    kind=Kind.FACT,
    text="Ana bought a broom.",
    valid_from=NOW,
    valid_until=None,
    recorded_at=NOW,
    superseded_by=None,
    superseded_at=None,
    confidence=0.8,
    sensitivity=Sensitivity.NONE,
    audience=Audience.DIRECT,
    place="",
    sources=(),
)


@given(st.sampled_from(Kind), st.lists(st.integers(-5, 5000), max_size=6))
def test_vitality_is_bounded_and_falls_with_age(kind: Kind, days: list[int]) -> None:
    ages = [timedelta(days=each) for each in days]
    younger, older = vitality(fact(kind, *ages), NOW), vitality(fact(kind, *ages), NOW + LASTING)
    assert LEFT <= older <= younger <= 1


@pytest.mark.parametrize("kind", sorted(set(Kind) - FADING))
def test_wishes_people_and_words_do_not_fade(kind: Kind) -> None:
    assert vitality(fact(kind, 20 * LASTING), NOW) == 1


def test_what_was_said_again_is_fresher() -> None:
    once, twice = fact(Kind.EVENT, LASTING), fact(Kind.EVENT, 3 * LASTING, LASTING)
    assert vitality(once, NOW) < vitality(twice, NOW)


def test_only_the_order_changes() -> None:
    old, new = fact(Kind.EVENT, 5 * LASTING), fact(Kind.EVENT, timedelta(), number=2)
    believed = {each.id: Believed(each, {}) for each in (old, new)}
    scores = faded({old.id: 0.6, new.id: 0.55, FactId(3): 0.1}, believed, NOW)
    assert list(scores) == [new.id, old.id, 3]
    assert list(faded({old.id: 0.9, new.id: 0.55}, believed, NOW)) == [old.id, new.id], "asked for plainly"

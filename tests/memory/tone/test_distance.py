"""The distance between two ways to write: nothing for the same, more for more, by what is known of both."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.tone.distance import USUAL, distance
from memory.tone.gathering import heard
from memory.tone.measured import Feature, Gauge, Observation, Tone
from memory.tone.observing import observe

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
FORMAL = (
    "I have attached the requested documents for the committee.",
    "Thank you for your response; it is appreciated.",
    "The report will be available on Monday.",
)
CASUAL = ("lol idk man", "yeah thats what i said haha", "dunno, whatever works for u :)")
tones = st.dictionaries(
    st.sampled_from(Feature), st.builds(Gauge, st.floats(-5, 5), st.just(0.1), st.floats(0.1, 200)), max_size=8
).map(Tone)


def tone(texts: tuple[str, ...], times: int = 5) -> Tone:
    held: Tone | None = None
    for text in texts * times:
        found = observe(text)
        assert found is not None
        held = heard(held, found, NOW)
    assert held is not None
    return held


def only(feature: Feature, mean: float, weight: float = 50.0) -> Tone:
    return Tone({feature: Gauge(mean, 0.1, weight)})


def test_every_feature_has_its_usual_spread() -> None:
    assert set(USUAL) == set(Feature) and all(spread > 0 and noise > 0 for spread, noise in USUAL.values())


@given(tones)
def test_nobody_is_far_from_themselves(one: Tone) -> None:
    assert distance(one, one) == 0


@given(tones, tones)
def test_it_is_the_same_both_ways(one: Tone, other: Tone) -> None:
    assert distance(one, other) == pytest.approx(distance(other, one)) and distance(one, other) >= 0


def test_contrasting_writers_are_apart_and_their_messages_nearer_to_their_own() -> None:
    formal, casual = tone(FORMAL), tone(CASUAL)
    assert distance(formal, casual) > 1
    for texts, own, other in ((FORMAL, formal, casual), (CASUAL, casual, formal)):
        for text in texts:
            found = observe(text)
            assert found is not None and distance(found, own) < distance(found, other)


def test_any_two_people_are_about_one_apart() -> None:
    spread, _ = USUAL[Feature.LENGTH]
    assert distance(only(Feature.LENGTH, 2, 1e6), only(Feature.LENGTH, 2 + spread * 2**0.5, 1e6)) == pytest.approx(
        1, abs=0.06
    )


def test_what_is_hardly_known_counts_less() -> None:
    near = Tone({Feature.LENGTH: Gauge(2, 0.1, 100), Feature.STOPS: Gauge(0.0, 0.1, 100)})
    sure = Tone({Feature.LENGTH: Gauge(2, 0.1, 100), Feature.STOPS: Gauge(1.0, 0.1, 100)})
    unsure = Tone({Feature.LENGTH: Gauge(2, 0.1, 100), Feature.STOPS: Gauge(1.0, 0.1, 0.2)})
    assert 0 < distance(near, unsure) < distance(near, sure)


def test_without_anything_in_common_there_is_no_distance() -> None:
    assert distance(only(Feature.LENGTH, 2), only(Feature.EMOJI, 2)) == 0
    assert distance(Observation({}), only(Feature.EMOJI, 2)) == 0
    assert distance(only(Feature.EMOJI, 1, weight=0), only(Feature.EMOJI, 2)) == 0

"""Own tone first, then the place's, then that of people who write alike; and how tones are kept."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.tone.addressee import Source
from memory.tone.blending import K, blended, confidence, confidences
from memory.tone.measured import VERSION, Feature, Gauge, Habit, Tone
from memory.tone.stored import Stored, packed, unpacked, wish_name, wish_of, wishes_of
from memory.tone.wished import Dial, Preset

NOW = datetime(2026, 5, 4, tzinfo=UTC)


def tone(mean: float, weight: float, feature: Feature = Feature.LENGTH) -> Tone:
    return Tone({feature: Gauge(mean, 0.0, weight)}, at=NOW)


gauges = st.builds(Gauge, st.floats(-5, 5), st.floats(0, 9), st.floats(0.01, 217))
tones = st.none() | st.builds(
    Tone,
    st.dictionaries(st.sampled_from(Feature), gauges),
    st.dictionaries(st.sampled_from(Habit), st.dictionaries(st.text(min_size=1, max_size=4), st.floats(0.1, 9))),
    st.just(NOW),
)


def test_nothing_known_is_nothing() -> None:
    assert blended(None, None, None) == (None, ((Source.NONE, 1.0),))
    assert blended(Tone({}), None, Tone({}))[0] is None


def test_a_stranger_is_answered_as_people_write_there_but_not_for_sure() -> None:
    found, shares = blended(None, tone(2.0, 200), None)
    assert found is not None and found.mean(Feature.LENGTH) == 2.0
    sure = confidences(found)[Feature.LENGTH]
    assert sure == pytest.approx(dict(shares)[Source.PLACE]) and 0.5 < sure < 0.6


def test_the_more_of_their_own_the_more_it_is_that() -> None:
    means = []
    for weight in (0.01, 1, 4, 16, 64, 200):
        found, shares = blended(tone(0.0, weight), tone(1.0, 200), tone(2.0, 200))
        assert found is not None and sum(share for _, share in shares) == pytest.approx(1)
        means.append(found.mean(Feature.LENGTH))
    assert all(one > other for one, other in pairwise(means))
    assert means[0] > 1.0 and means[-1] < 0.05


def test_what_only_others_show_is_taken_from_them() -> None:
    found, shares = blended(tone(3.0, 100), tone(1.0, 100, Feature.ADDRESS), None)
    assert found is not None
    assert found.mean(Feature.LENGTH) == 3.0 and found.mean(Feature.ADDRESS) == 1.0
    assert Source.PLACE not in dict(shares)


def test_one_sie_tells_more_than_one_greeting() -> None:
    assert confidence(Feature.ADDRESS, 2) > 0.5 > confidence(Feature.GREETING, 2)
    assert confidence(Feature.LENGTH, 0) == 0 < confidence(Feature.LENGTH, 1e9) <= 1


def test_every_feature_is_trusted_some_day() -> None:
    assert set(K) == set(Feature) and all(confidence(feature, 100) > 0.8 for feature in Feature)


def test_own_habits_beat_the_places() -> None:
    own, place = (
        Tone({}, {Habit.EMOJI: {"🙂": 1.0}}),
        Tone({}, {Habit.EMOJI: {"🔥": 9.0}, Habit.GREETING: {"hey": 3.0}}),
    )
    found, _ = blended(Tone(tone(1, 1).gauges, own.habits), place, None)
    assert found is not None and found.habits == {Habit.EMOJI: {"🙂": 1.0}, Habit.GREETING: {"hey": 3.0}}


@given(tones, tones, tones)
def test_it_lies_among_what_it_rests_on(own: Tone | None, place: Tone | None, group: Tone | None) -> None:
    found, shares = blended(own, place, group)
    assert sum(share for _, share in shares) == pytest.approx(1)
    assert all(0 <= share <= 1 for _, share in shares)
    for feature, gauge in found.gauges.items() if found is not None else ():
        means = [each.mean(feature) for each in (own, place, group) if each is not None and each.weight(feature) > 0]
        assert min(means) - 1e-9 <= gauge.mean <= max(means) + 1e-9
        assert gauge.weight > 0 and gauge.variance >= 0


@given(tones.filter(bool))
def test_it_is_kept_as_it_is(held: Tone) -> None:
    assert unpacked(packed(held, NOW)) == Tone(held.gauges, {h: k for h, k in held.habits.items() if k}, NOW)


def test_what_another_version_kept_is_nothing() -> None:
    good = packed(tone(1, 1), NOW)
    assert unpacked(good) is not None
    for version, means in ((VERSION + 1, good.means), (VERSION, good.means[1:]), (VERSION, ())):
        assert unpacked(Stored(version, means, good.variances, good.weights, (), (), NOW)) is None
    odd = Stored(VERSION, [float("nan")] * len(Feature), good.variances, good.weights, ("what", "emoji:"), (1, 2), NOW)
    assert unpacked(odd) == Tone({}, {}, NOW)


def test_wishes_are_kept_by_name() -> None:
    for name in (*Dial, *Preset):
        assert wish_of(wish_name(name)) is name
    for name in ("", "length", "dial:", "dial:steps", "preset:length", "dial:length:"):
        assert wish_of(name) is None
    kept = wishes_of({"dial:emoji": -2, "dial:length": 0, "preset:steps": 1, "preset:literal": 0, "dial:gone": 1})
    assert kept.dials == {Dial.EMOJI: -2} and kept.presets == {Preset.STEPS}

"""Many messages as one tone."""

from datetime import UTC, datetime, timedelta
from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.tone.gathering import DAYS, MESSAGES, MOST_KINDS, faded, heard, merged, nested
from memory.tone.measured import Feature, Habit, Observation, Tone

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
HIGHEST = 1 / (1 - 0.5 ** (1 / MESSAGES))

numbers = st.floats(-50, 50)
observations = st.builds(
    Observation,
    st.dictionaries(st.sampled_from(Feature), numbers, min_size=1),
    st.dictionaries(st.sampled_from(Feature), st.floats(0, 2)),
    st.dictionaries(st.sampled_from(Habit), st.dictionaries(st.text(max_size=3), st.floats(0, 5), max_size=4)),
)
moments = st.integers(0, 3_000).map(lambda days: NOW + timedelta(days=days))
messages = st.lists(st.tuples(observations, moments), min_size=1, max_size=8)


def told(*values: float, apart: timedelta = timedelta(0)) -> Tone:
    tone = None
    for n, value in enumerate(values):
        tone = heard(tone, Observation({Feature.LENGTH: value}), NOW + n * apart)
    assert tone is not None
    return tone


def of_all(said: list[tuple[Observation, datetime]]) -> Tone:
    tone = None
    for observation, at in said:
        tone = heard(tone, observation, at)
    assert tone is not None
    return tone


def test_it_is_a_mean_and_a_spread() -> None:
    gauge = told(1, 3, 5).gauges[Feature.LENGTH]
    assert gauge.mean == pytest.approx(3, abs=0.02)
    assert gauge.variance == pytest.approx(8 / 3, abs=0.02)
    assert gauge.weight == pytest.approx(3, abs=0.02)


def test_half_of_it_is_the_last_messages() -> None:
    tone = told(*[0.0] * 2_000, *[1.0] * MESSAGES)
    assert tone.mean(Feature.LENGTH) == pytest.approx(0.5, abs=0.01)
    assert tone.weight() == pytest.approx(HIGHEST, rel=0.001)


def test_it_fades_up_to_now_as_it_does_up_to_the_next_message() -> None:
    tone = told(*[1.0] * 40)
    later = NOW + timedelta(days=6 * DAYS)
    silent, back = faded(tone, later), heard(tone, Observation({Feature.LENGTH: 1.0}), later)
    assert silent.weight() == pytest.approx(tone.weight() / 64) and silent.at == later
    assert silent.weight() < back.weight() < tone.weight()
    assert faded(silent, later) == silent and faded(tone, NOW - timedelta(days=9)) == tone
    assert faded(Tone(tone.gauges), later).weight() == tone.weight()  # it does not say when it was heard


def test_it_fades_by_the_time_alone() -> None:
    tone = told(0.0, 1.0, apart=timedelta(days=DAYS))
    assert tone.mean(Feature.LENGTH) == pytest.approx(2 / 3, abs=0.01)
    assert tone.weight() == pytest.approx(1.5, abs=0.01)


def test_what_comes_late_counts_as_what_it_is() -> None:
    late = heard(told(1.0), Observation({Feature.LENGTH: 0.0}), NOW - timedelta(days=DAYS))
    assert late.mean(Feature.LENGTH) == pytest.approx(2 / 3, abs=0.01)
    assert late.at == NOW


def test_what_was_not_to_be_seen_changes_nothing_but_fades() -> None:
    tone = heard(told(4.0), Observation({Feature.ADDRESS: 1.0}), NOW)
    assert tone.mean(Feature.LENGTH) == 4.0
    assert 0.99 < tone.weight() < 1


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_what_is_no_number_is_not_heard(value: float) -> None:
    for bad in (Observation({Feature.LENGTH: value}), Observation({Feature.LENGTH: 1}, {Feature.LENGTH: value})):
        assert heard(told(4.0), bad, NOW).mean(Feature.LENGTH) == 4.0


def test_few_kinds_are_kept_and_rare_ones_go() -> None:
    tone = None
    for n in range(100):
        kinds = {"🙂": 1.0, f"once {n}": 1.0}
        tone = heard(tone, Observation({Feature.LENGTH: 1}, {}, {Habit.EMOJI: kinds}), NOW)
    assert tone is not None
    assert len(tone.habits[Habit.EMOJI]) == MOST_KINDS and max(tone.habits[Habit.EMOJI]) == "🙂"
    for _ in range(1_000):
        tone = heard(tone, Observation({Feature.LENGTH: 1}, {}, {Habit.EMOJI: {"🎉": 1.0}}), NOW)
    assert not any(kind.startswith("once") for kind in tone.habits[Habit.EMOJI])


@given(messages)
def test_it_stays_within_what_was_said(said: list[tuple[Observation, datetime]]) -> None:
    tone = of_all(said)
    for feature, gauge in tone.gauges.items():
        values = [observation.values[feature] for observation, _ in said if feature in observation.values]
        assert isfinite(gauge.mean + gauge.variance + gauge.weight)
        assert min(values) - 1e-6 <= gauge.mean <= max(values) + 1e-6
        assert -1e-6 <= gauge.variance <= (max(values) - min(values)) ** 2 + 1e-6
        assert 0 <= gauge.weight <= 2 * len(said)
    assert tone.at == max(at for _, at in said)


@given(messages, messages)
def test_two_halves_are_as_one(
    one: list[tuple[Observation, datetime]], other: list[tuple[Observation, datetime]]
) -> None:
    both, single = merged([of_all(one), of_all(other)]), merged([of_all(other), of_all(one)])
    assert both is not None and single is not None
    for feature, gauge in both.gauges.items():
        assert gauge.mean == pytest.approx(single.gauges[feature].mean, abs=1e-6)
        assert gauge.weight == pytest.approx(single.gauges[feature].weight, abs=1e-9)


def test_merged_is_as_if_heard_in_one() -> None:
    both = merged([told(1, 3), told(5, 7)])
    assert both is not None
    gauge = both.gauges[Feature.LENGTH]
    assert gauge.mean == pytest.approx(4, abs=0.02) and gauge.variance == pytest.approx(5, abs=0.03)
    assert merged([]) is None
    assert merged([Tone({}, version=0)]) is None


def test_what_is_heard_in_the_register_itself_counts_most() -> None:
    wide = told(*[0.0] * 100)
    means = [nested([told(*[1.0] * many), None, wide]) for many in (1, 10, 50, 150)]
    found = [tone.mean(Feature.LENGTH) for tone in means if tone is not None]
    assert found == sorted(found) and found[0] < 0.05 and found[-1] > 0.85
    assert nested([None, None, wide]) == merged([wide]) and nested([None, None]) is None

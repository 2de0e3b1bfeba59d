"""What is usual among several people, and who writes alike."""

from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.tone.groups import FEWEST, MOST_GROUPS, grouped, nearest
from memory.tone.measured import Feature, Gauge, Habit, Tone
from memory.tone.usual import usual

NOW = datetime(2026, 5, 4, tzinfo=UTC)
BRIEF = {Feature.LENGTH: 1.0, Feature.EMOJI: 1.0, Feature.FORMALITY: 0.1}
GRAND = {Feature.LENGTH: 4.0, Feature.EMOJI: 0.0, Feature.FORMALITY: 0.9}


def writer(means: dict[Feature, float], random: Random, weight: float = 50.0) -> Tone:
    return Tone({f: Gauge(random.gauss(mean, 0.1), 0.02, weight) for f, mean in means.items()}, at=NOW)


def length(mean: float, weight: float = 10.0) -> Tone:
    return Tone({Feature.LENGTH: Gauge(mean, 0.0, weight)}, {Habit.GREETING: {"hey": 5.0}}, NOW)


def test_below_three_nothing_is_usual() -> None:
    assert usual([]) is None
    assert usual([length(1), length(2)]) is None
    found = usual([length(1), length(2), length(3)])
    assert found is not None and found.mean(Feature.LENGTH) == pytest.approx(2)
    assert found.habits == {Habit.GREETING: {"hey": 3.0}}


def test_a_feature_of_two_is_not_usual_among_three() -> None:
    formal = Tone({Feature.LENGTH: Gauge(1, 0, 1), Feature.ADDRESS: Gauge(1, 0, 9)}, at=NOW)
    found = usual([formal, formal, length(1)])
    assert found is not None and Feature.ADDRESS not in found.gauges


@given(st.lists(st.tuples(st.sampled_from([0.0]), st.floats(0.01, 217)), min_size=2, max_size=9), st.floats(1, 217))
def test_nobody_is_more_than_a_third_of_it(others: list[tuple[float, float]], loud: float) -> None:
    found = usual([length(1.0, loud), *(length(*each) for each in others)])
    assert found is not None and found.mean(Feature.LENGTH) <= 1 / 3 + 1e-9


def test_people_who_write_alike_are_found() -> None:
    random = Random(1)
    people = [writer(BRIEF, random) for _ in range(30)] + [writer(GRAND, random) for _ in range(30)]
    groups = grouped(people, {})
    assert 2 <= len(groups) <= MOST_GROUPS
    brief, grand = nearest(writer(BRIEF, random), groups), nearest(writer(GRAND, random), groups)
    assert brief is not None and grand is not None and brief != grand
    assert groups[brief].mean(Feature.LENGTH) == pytest.approx(1, abs=0.2)
    assert groups[grand].mean(Feature.LENGTH) == pytest.approx(4, abs=0.2)


def test_a_group_keeps_its_number() -> None:
    random = Random(2)
    people = [writer(BRIEF, random) for _ in range(20)] + [writer(GRAND, random) for _ in range(20)]
    before = grouped(people, {})
    swapped = {
        7: before[nearest(writer(BRIEF, random), before) or 0],
        3: before[nearest(writer(GRAND, random), before) or 0],
    }
    after = grouped([*people[20:], *people[:20]], swapped)
    assert set(after) == {3, 7}
    assert after[7].mean(Feature.LENGTH) == pytest.approx(1, abs=0.2)
    assert after == grouped([*people[20:], *people[:20]], swapped)


def test_few_people_are_no_groups() -> None:
    random = Random(3)
    assert grouped([writer(BRIEF, random) for _ in range(4 * FEWEST - 1)], {}) == {}
    assert grouped([], {}) == {}


def test_a_group_is_never_of_few() -> None:
    random = Random(4)
    people = [writer(GRAND, random) for _ in range(60)] + [writer(BRIEF, random) for _ in range(FEWEST - 1)]
    groups = grouped(people, {})
    assert all(tone.mean(Feature.LENGTH) > 2 for tone in groups.values())


def test_people_all_alike_are_no_trouble() -> None:
    same = length(2.0)
    groups = grouped([same] * 50, {})
    assert all(tone.mean(Feature.LENGTH) == pytest.approx(2) for tone in groups.values())


def test_who_was_hardly_heard_writes_like_nobody_yet() -> None:
    groups = {1: length(1, 100), 2: length(4, 100)}
    assert nearest(None, groups) is None and nearest(length(1, 1.0), groups) is None
    assert nearest(length(3.8, 5.0), groups) == 2 and nearest(length(3.8), {}) is None

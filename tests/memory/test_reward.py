"""Rewards: what they learn of simulated people, by how many pairs, with and without those who write alike."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory.projection import DIRECTIONS
from memory.reward import Pair, Reward, fitted, pooled
from memory.tone.measured import Feature
from tests.bench.preference_people import Population, accuracy

answers = st.dictionaries(st.sampled_from(list(Feature)), st.floats(-3, 6), max_size=6)


@given(answers, answers)
def test_chances_of_two_answers_add_up(one: dict[Feature, float], other: dict[Feature, float]) -> None:
    reward = fitted([Pair({Feature.LENGTH: 2.0}, {Feature.LENGTH: 4.0})])
    assert reward.chance(one, other) + reward.chance(other, one) == pytest.approx(1)
    assert reward.chance(one, one) == pytest.approx(0.5)


@given(st.lists(st.builds(Pair, answers, answers), max_size=12))
def test_whatever_was_kept_weights_stay_bearable_and_fit(pairs: list[Pair]) -> None:
    weights = fitted(pairs).weights
    assert np.isfinite(weights).all()
    if pairs:  # at the best weights the slope is none, whichever way one came there
        again = fitted(list(reversed(pairs))).weights
        assert np.allclose(weights, again, atol=1e-6)


def test_one_pair_moves_it_the_right_way_and_not_far() -> None:
    short, long = {Feature.LENGTH: 2.0}, {Feature.LENGTH: 4.0}
    assert fitted([]).chance(short, long) == 0.5
    once, often = fitted([Pair(short, long)]), fitted([Pair(short, long)] * 40)
    assert 0.5 < once.chance(short, long) < 0.9 < often.chance(short, long) < 1
    assert once.best([long, short], [None, None]) == 1 and once.best([short, long], [None, None]) == 0


def test_what_can_be_told_of_one_answer_alone_does_not_count() -> None:
    reward = fitted([Pair({Feature.LENGTH: 2.0}, {Feature.LENGTH: 4.0})] * 9)
    assert reward.chance({Feature.LENGTH: 1.0}, {Feature.EMOJI: 1.0}) == 0.5
    assert np.count_nonzero(fitted([Pair({Feature.LENGTH: 2.0}, {})] * 9).weights) == 0


def test_the_best_is_not_the_one_of_which_the_most_can_be_told() -> None:
    close, formal = {Feature.LENGTH: 2.0, Feature.ADDRESS: 0.0}, {Feature.LENGTH: 2.0, Feature.ADDRESS: 1.0}
    wants_formal, wants_close = fitted([Pair(formal, close)] * 20), fitted([Pair(close, formal)] * 20)
    bare, shorter = {Feature.LENGTH: 2.0}, {Feature.LENGTH: 1.0}
    none = [None] * 3
    for reward in (wants_formal, wants_close):  # a draft that addresses nobody is not one that says du
        assert reward.best([bare, formal], none[:2]) == 0 and reward.best([formal, bare], none[:2]) == 0
        assert reward.best([bare, close], none[:2]) == 0 and reward.best([close, bare], none[:2]) == 0
    assert wants_formal.best([bare, close, formal], none) == 2 and wants_close.best([bare, close, formal], none) == 1
    shortly = fitted([Pair(shorter, bare)] * 20)
    assert shortly.best([formal, shorter, bare], none) == 1 and shortly.best([formal], none[:1]) == 0


def test_what_answers_say_counts_where_it_is_known_of_both() -> None:
    same, here, there = {Feature.LENGTH: 2.0}, [1.0] * DIRECTIONS, [-1.0] * DIRECTIONS
    reward = fitted([Pair(same, same, said=[2.0] * DIRECTIONS)] * 9)
    assert reward.best([same, same], [there, here]) == 1 and reward.best([same, same], [None, here]) == 0


def test_a_prior_holds_until_one_says_otherwise() -> None:
    short, long = {Feature.LENGTH: 2.0}, {Feature.LENGTH: 4.0}
    group = Reward(fitted([Pair(short, long)] * 40).weights)
    assert fitted([], group).chance(short, long) == group.chance(short, long)
    assert fitted([Pair(long, short)] * 60, group).chance(short, long) < 0.2


def test_a_group_of_few_has_no_prior_and_nobody_decides_for_it() -> None:
    short, long = {Feature.LENGTH: 2.0}, {Feature.LENGTH: 4.0}
    shorter, longer = [Pair(short, long)] * 5, [Pair(long, short)] * 2000
    assert pooled({1: shorter, 2: shorter, 3: []}) is None
    group = pooled({1: shorter * 3, 2: shorter * 3, 3: longer})
    assert group is not None and group.chance(short, long) > 0.5 and group.pairs == 0


def test_known_preferences_are_recovered_and_a_group_helps_who_is_new() -> None:
    people = Population(seed=7)
    few = accuracy(people, 5, people=24)
    many = accuracy(people, 100, people=24)
    assert few.pooled > few.alone + 0.05, "from five pairs, those who write alike tell more than oneself"
    assert many.alone > 0.8 and many.pooled > 0.8
    assert many.pooled >= many.alone - 0.02, "and do no harm later"
    assert many.miscalibrated < 0.1


def test_what_answers_say_is_learned_where_it_counts_and_does_little_harm_where_it_does_not() -> None:
    def told(form: float, content: float, *, blind: bool) -> float:
        return accuracy(Population(5, form=form, content=content), 10, people=24, blind=blind).pooled

    assert told(0.0, 1.5, blind=False) > told(0.0, 1.5, blind=True) + 0.1, "what is said alone decides"
    assert told(0.7, 1.0, blind=False) > told(0.7, 1.0, blind=True) + 0.03, "both do"
    assert told(1.0, 0.0, blind=False) > told(1.0, 0.0, blind=True) - 0.02, "only how it is said does"


def test_where_no_pair_tells_what_was_said_it_changes_nothing() -> None:
    short, long = {Feature.LENGTH: 2.0}, {Feature.LENGTH: 4.0}
    reward = fitted([Pair(short, long)])
    assert not reward.heeds_content and not fitted([]).heeds_content
    assert reward.best([short, short], [[0.0] * DIRECTIONS, [1.0] * DIRECTIONS]) == 0
    assert fitted([Pair(short, long, said=[0.1] * DIRECTIONS)]).heeds_content


def test_two_thousand_pairs_take_less_than_a_second() -> None:
    pairs = Population(seed=3).pairs(2000)
    assert min(_seconds(pairs) for _ in range(4)) < 1.0, "whatever else the machine does"


def _seconds(pairs: list[Pair]) -> float:
    began = time.process_time()
    fitted(pairs)
    return time.process_time() - began

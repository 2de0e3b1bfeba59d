"""When signals about answers become a wish: never of few, never of one day, never against anything."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from memory.preference import (
    ANSWERS,
    DAYS,
    Evidence,
    Features,
    Preference,
    PreferenceId,
    Refinement,
    Signal,
    evidence_of,
    refined,
    shown,
)
from memory.tone.measured import Feature
from memory.tone.wished import Dial, WishRow
from memory.types import TurnId

START = datetime(2026, 5, 4, 9, tzinfo=UTC)
moments = st.integers(0, 12).map(lambda days: START + timedelta(days=days, minutes=days))
heard = st.builds(
    Evidence,
    st.sampled_from([Dial.LENGTH, Dial.EMOJI]),
    st.sampled_from([-1, 1]),
    st.integers(1, 6).map(TurnId),
    moments,
)
rows = st.builds(
    WishRow, st.sampled_from([Dial.LENGTH, Dial.EMOJI]), st.integers(-2, 2), st.just(0), st.none(), moments
)


def told(way: int, turn: int, day: int, dial: Dial = Dial.LENGTH) -> Evidence:
    return Evidence(dial, way, TurnId(turn), START + timedelta(days=day))


def signal(turn: int, kind: Signal) -> Preference:
    return Preference(PreferenceId(turn), TurnId(turn), kind, START + timedelta(days=turn))


def pair(turn: int, chosen: int, features: Features | None, other: Features | None) -> Preference:
    made = replace(signal(turn, Signal.AGAIN), chosen=TurnId(chosen))
    return replace(made, features=features, chosen_features=other)


@given(st.lists(heard, max_size=14), st.lists(rows, max_size=2, unique_by=lambda row: row.name))
def test_a_wish_rests_on_enough_and_on_nothing_else(evidence: list[Evidence], wishes: list[WishRow]) -> None:
    for made in refined(evidence, wishes):
        row = next((each for each in wishes if each.name is made.dial), None)
        assert row is None or row.value == 0, "never against what they wish themselves"
        counted = [each for each in evidence if each.dial is made.dial and (row is None or each.at > row.at)]
        assert {each.way for each in counted} == {made.value}, "never where anything speaks against it"
        assert len({each.turn for each in counted}) == made.answers >= ANSWERS
        assert len({each.at.date() for each in counted}) == made.days >= DAYS
        assert made.since == min(each.at for each in counted)


@given(st.lists(heard, max_size=14), st.permutations(range(14)))
def test_the_order_in_which_it_was_heard_does_not_matter(evidence: list[Evidence], order: list[int]) -> None:
    mixed = [evidence[at] for at in order if at < len(evidence)]
    assert refined(mixed, ()) == refined(evidence, ())


@given(st.lists(heard, max_size=14), heard)
def test_one_that_says_the_contrary_is_enough_to_leave_it(evidence: list[Evidence], other: Evidence) -> None:
    against = Evidence(other.dial, -other.way, other.turn, other.at)
    assert all(each.dial is not other.dial for each in refined([*evidence, other, against], ()))


def test_three_answers_on_two_days_are_enough() -> None:
    assert refined([told(-1, 1, 0), told(-1, 2, 0), told(-1, 3, 0)], ()) == ()
    assert refined([told(-1, 1, 0), told(-1, 1, 1), told(-1, 1, 2)], ()) == (), "one answer"
    assert refined([told(-1, 1, 0), told(-1, 2, 1)], ()) == ()
    made = refined([told(-1, 1, 0), told(-1, 2, 0), told(-1, 3, 1)], ())
    assert made == (Refinement(Dial.LENGTH, -1, 3, 2, START),)


def test_what_was_taken_back_is_not_made_again_of_the_same() -> None:
    evidence = [told(-1, each, each) for each in range(1, 5)]
    back = WishRow(Dial.LENGTH, 0, -1, None, START + timedelta(days=2))
    assert refined(evidence, [back]) == ()
    again = [told(-1, each, each) for each in range(3, 7)]
    assert [each.answers for each in refined([*evidence, *again], [back])] == [4]


LONG, SHORT = {Feature.LENGTH: 5.0, Feature.EMOJI: 0.0}, {Feature.LENGTH: 2.0, Feature.EMOJI: 0.1}


def test_words_count_before_what_only_shows() -> None:
    preferences = [
        replace(signal(1, Signal.WISH), ways={Dial.LENGTH: -1}),
        replace(signal(2, Signal.DOWN), reason="too long"),
        pair(3, 30, LONG, SHORT),
        signal(4, Signal.UP),
        signal(5, Signal.DOWN),
        replace(signal(6, Signal.UP), reason="too long"),
    ]
    found = evidence_of(preferences, lambda reason: {Dial.LENGTH: -2} if "long" in reason else {})
    assert [(each.dial, each.way, each.turn) for each in found] == [(Dial.LENGTH, -1, turn) for turn in (1, 2, 3)]


def test_a_second_answer_that_was_not_wanted_either_says_nothing() -> None:
    first = pair(1, 2, LONG, SHORT)
    for against in (Signal.DOWN, Signal.AGAIN, Signal.CORRECTION):
        assert evidence_of([first, signal(2, against)], lambda reason: {}) == ()
    assert len(evidence_of([first, signal(2, Signal.UP)], lambda reason: {})) == 1


def test_what_is_not_felt_or_not_measured_says_nothing() -> None:
    assert shown(pair(1, 2, LONG, LONG)) == {}
    assert shown(pair(1, 2, LONG, None)) == {}
    assert shown(pair(1, 2, {Feature.LENGTH: 3.0}, {Feature.EMOJI: 1.0})) == {}
    assert shown(pair(1, 2, SHORT, LONG)) == {Dial.LENGTH: 1}

"""Ranking: what vectors, speakers, questions and their answers change, and what is not worth telling."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import pytest

from memory.lexical import words_met
from memory.rank import ANSWERS, ASKS, SPOKEN_OF, confidence, rank_facts, rank_spots, weigh, worth_telling
from memory.signals import Hit, Nearest, NearFacts, Postings, Said, Shown, Signals
from memory.types import Line, PersonId, PlaceId, Spot

Posting = tuple[int, int, int, int, int]  # word, place, seq, times, length
CASES = ((0.0, False, 6), (0.5, True, 7))  # how much of the second line asks, what it follows, who says the third
Near = tuple[int, int, float, float]  # place, seq, cosine of the line, of the line among its neighbours


def rank(posted: Sequence[Posting] = (), near: Sequence[Near] = (), limit: int = 10) -> list[Hit]:
    term, place, seq, tf, length = np.array(posted, np.int64).reshape(-1, 5).T
    places = np.array([(place, seq) for place, seq, _, _ in near], np.int64).reshape(-1, 2).T
    cosines = np.array([(line, around) for _, _, line, around in near]).reshape(-1, 2).T
    met = words_met(Said(1, 100, 1000, Postings(term, place, seq, tf, length)))
    (at_place, at_seq), (line, around) = places, cosines
    return rank_spots(met, Nearest(at_place, at_seq, line, around, unknown(len(near))), limit)


def unknown(lines: int) -> Shown:
    """Nothing is known of the texts of so many lines."""
    return Shown(np.full(lines, np.nan), np.zeros(lines), np.zeros(lines, np.int64))


def shown(*lines: tuple[float, bool, int]) -> dict[int, Hit]:
    """Lines 1, 3, 5... of one meaning, with what asks in them, what they follow, and who speaks; 7 is named.

    The words of the question stand in line 2.
    """
    asks, follows, speaker = (np.array(column) for column in zip(*lines, strict=True))
    seq = 2 * np.arange(len(lines)) + 1
    cosines = np.full(len(lines), 0.5)
    nearest = Nearest(np.ones_like(seq), seq, cosines, cosines, Shown(asks, follows.astype(float), speaker))
    term, place, at, tf, length = np.array([[0, 1, 2, 1, 10]]).T
    met = words_met(Said(1, 100, 1000, Postings(term, place, at, tf, length)))
    return {each.spot.seq: each for each in rank_spots(met, nearest, 20, named=[PersonId(7)])}


def seqs(hits: Sequence[Hit]) -> list[int]:
    return [hit.spot.seq for hit in hits]


def said(*texts: str) -> dict[Spot, Line]:
    at = datetime(2026, 5, 3, tzinfo=UTC)
    spots = [Spot(PlaceId(1), number) for number in range(1, len(texts) + 1)]
    return {spot: Line(spot, PersonId(1), "Ana", text, at) for spot, text in zip(spots, texts, strict=True)}


def hit(seq: int, score: float, before: float = 0.0) -> Hit:
    return Hit(Spot(PlaceId(1), seq), score, 0.6, 0.9, before)


def test_nothing_gives_nothing() -> None:
    assert rank() == []
    assert worth_telling([]) == []
    assert confidence([], []) == 0


def test_the_nearest_line_is_found_without_any_word() -> None:
    hits = rank(near=[(1, 5, 0.2, 0.2), (1, 9, 0.8, 0.6), (1, 20, 0.5, 0.1)])
    assert seqs(hits) == [9, 20, 5]
    assert hits[0].similarity == pytest.approx(0.8)


def test_words_and_meaning_together_beat_either() -> None:
    posted = [(0, 1, 10, 1, 10), (0, 1, 30, 1, 10)]
    assert seqs(rank(posted, [(1, 30, 0.4, 0.4), (1, 50, 0.4, 0.4), (1, 70, 0.1, 0.1)]))[0] == 30


def test_a_line_that_was_not_compared_counts_like_the_farthest() -> None:
    hits = {each.spot.seq: each for each in rank([(0, 1, 10, 1, 10), (0, 1, 30, 1, 10)], [(1, 30, 0.2, 0.3)])}
    assert hits[10].score == pytest.approx(hits[30].score)
    assert hits[10].similarity == 0


def test_only_lines_that_some_signal_names_are_found() -> None:
    assert seqs(rank(near=[(1, 5, 0.2, 0.2), (1, 6, -0.3, -0.1)])) == [5]


def test_the_line_of_a_named_speaker_overtakes_an_equal_one() -> None:
    lines = said("I like tomatoes", "I like tomatoes")
    assert seqs(weigh([hit(1, 8.0), hit(2, 8.0)], lines, {Spot(PlaceId(1), 2)})) == [2, 1]


def test_a_question_steps_behind_and_its_answer_forward() -> None:
    lines = said("Where do the bees live?", "In the garden", "Nice", "In the shed")
    weighed = weigh([hit(1, 8.0), hit(2, 8.0, before=0.5), hit(4, 8.0, before=0.5)], lines, set())
    assert seqs(weighed) == [2, 4, 1]


def test_what_is_known_of_a_text_ranks_as_the_text_itself() -> None:
    plain, hits = (shown((0.0, False, 6), (share, follows, 6), (0.0, False, who)) for share, follows, who in CASES)
    assert hits[1].score == plain[1].score
    assert plain[3].before > 0
    assert hits[3].score == pytest.approx(plain[3].score - 0.5 * ASKS + ANSWERS * plain[3].before)
    assert hits[5].score == pytest.approx(plain[5].score + SPOKEN_OF)
    assert [hits[seq].speaker for seq in (1, 2, 3, 5)] == [6, 0, 6, 7]
    asking = said(*["Where are they?"] * 5)
    again = {each.spot.seq: each.score for each in weigh([hits[1], hits[3]], asking, set())}
    assert again == {1: hits[1].score, 3: hits[3].score}, "what is in the score does not count twice"


def test_a_line_of_which_nothing_is_known_is_weighed_by_its_text() -> None:
    other = shown((0.5, False, 6), (np.nan, False, 0))[3]
    assert other.speaker == 0
    (weighed,) = weigh([other], said("What", "is", "Where?"), set())
    assert weighed.score == pytest.approx(other.score - ASKS)


def test_what_only_others_said_makes_less_sure_than_what_the_named_one_said() -> None:
    hits = [hit(1, 9.0), hit(2, 6.0)]
    first, second = (frozenset({each.spot}) for each in hits)
    assert confidence(hits, [], second) < 0.5 * confidence(hits, [], first)
    assert confidence(hits, [], first) == confidence(hits, [])
    assert confidence(hits, [0.9], second) == 1


def test_what_is_clearly_worse_or_hardly_matches_is_not_told() -> None:
    spot = Spot(PlaceId(1), 1)
    good, bad, faint = (Hit(spot, 0.1, 0.6, 0.9), Hit(spot, 0.03, 0.6, 0.9), Hit(spot, 0.1, 0.26, 0.05))
    assert worth_telling([good, bad, faint]) == [good]


def test_facts_are_ordered_by_meaning_and_by_words_where_there_is_no_vector() -> None:
    facts = NearFacts(np.array([1, 2, 3, 4]), np.array([0.1, 0.8, np.nan, 0.3]), np.array([0.0, 0.0, 2.0, 4.0]))
    nowhere = np.zeros(0, np.int64)
    ranked = rank_facts(Signals(4, Nearest(nowhere, nowhere, np.zeros(0), np.zeros(0), unknown(0)), facts), 3)
    assert list(ranked) == [2, 4, 3]
    assert confidence([], ranked.values()) > 0.5

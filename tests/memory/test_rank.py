"""Ranking: BM25 against a plain version of it, and what neighbours, names, common words and vectors change."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from memory.rank import FUSION, K1, B, confidence, favour, rank_facts, rank_spots, worth_telling
from memory.signals import Hit, Nearest, NearFacts, Postings, Signals
from memory.types import PlaceId, Spot

Posting = tuple[int, int, int, int, int]  # word, place, seq, times, length
Near = tuple[int, int, float, float]  # place, seq, cosine of the line, of the line among its neighbours


def signals(
    posted: Sequence[Posting] = (), near: Sequence[Near] = (), *, words: int = 1, common: Sequence[int] = ()
) -> Signals:
    term, place, seq, tf, length = np.array(posted, np.int64).reshape(-1, 5).T
    places = np.array([(place, seq) for place, seq, _, _ in near], np.int64).reshape(-1, 2).T
    cosines = np.array([(line, around) for _, _, line, around in near]).reshape(-1, 2).T
    return Signals(
        words,
        100,
        1000,
        Postings(term, place, seq, tf, length, common),
        Nearest(*places, *cosines),
        NearFacts(np.zeros(0, np.int64), np.zeros(0), np.zeros(0)),
    )


def seqs(hits: Sequence[Hit]) -> list[int]:
    return [hit.spot.seq for hit in hits]


def test_nothing_gives_nothing() -> None:
    assert rank_spots(signals(), 10) == []
    assert worth_telling([]) == []
    assert confidence([], []) == 0


def test_a_rare_word_beats_a_frequent_one() -> None:
    posted = [(0, 1, seq, 1, 10) for seq in range(1, 80, 2)] + [(1, 1, 90, 1, 10)]
    assert seqs(rank_spots(signals(posted, words=2), 1)) == [90]


def test_lines_are_ordered_as_plain_bm25_orders_them() -> None:
    posted = [(0, 1, 10, 1, 30), (0, 1, 20, 3, 10), (1, 1, 30, 2, 8), (0, 1, 40, 1, 5), (1, 1, 40, 1, 5)]

    def plain(seq: int) -> float:
        score = 0.0
        for word in (0, 1):
            found = sum(1 for each in posted if each[0] == word)
            for _, _, at, tf, length in (each for each in posted if each[0] == word):
                idf = math.log1p((100 - found + 0.5) / (found + 0.5))
                score += (at == seq) * idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / 10))
        return score

    expected = sorted((10, 20, 30, 40), key=plain, reverse=True)
    assert [seq for seq in seqs(rank_spots(signals(posted, words=2), 30)) if seq % 10 == 0] == expected


def test_words_spread_over_neighbours_meet_in_the_line_between() -> None:
    posted = [(0, 1, 10, 1, 10), (1, 1, 11, 1, 10), (2, 1, 12, 1, 10), (0, 1, 50, 1, 10)]
    hits = rank_spots(signals(posted, words=3), 10)
    assert seqs(hits)[0] == 11
    assert hits[0].covered == 1


def test_lines_of_different_places_are_no_neighbours() -> None:
    posted = [(0, 1, 7, 1, 10), (1, 2, 8, 1, 10)]
    assert all(hit.covered < 1 for hit in rank_spots(signals(posted, words=2), 10))
    last = rank_spots(signals([(0, 1, 2**31 - 2, 1, 10), (1, 2, 1, 1, 10)], words=2), 10)
    assert {hit.spot.place for hit in last} == {1, 2}


def test_the_nearest_line_is_found_without_any_word() -> None:
    hits = rank_spots(signals(near=[(1, 5, 0.2, 0.2), (1, 9, 0.8, 0.6), (1, 20, 0.5, 0.1)]), 10)
    assert hits[0].spot == Spot(PlaceId(1), 9)
    assert hits[0].similarity == pytest.approx(0.8)
    assert hits[0].score <= (0.7 + 1.2 + 1.0 + 0.7) / (FUSION + 1) * 1.3


def test_a_word_left_out_as_common_counts_neither_for_nor_against() -> None:
    left_out = rank_spots(signals([(0, 1, 5, 1, 10)], words=2, common=[1]), 1)[0]
    unknown = rank_spots(signals([(0, 1, 5, 1, 10)], words=2), 1)[0]
    assert left_out.covered == 1
    assert unknown.covered < 0.6


def test_a_chosen_speakers_line_overtakes_an_equal_one() -> None:
    hits = rank_spots(signals([(0, 1, 5, 1, 10), (0, 1, 25, 1, 10)]), 10)
    spots = [hit.spot for hit in hits if hit.spot.seq % 5 == 0]
    assert favour(hits, {spots[1]})[0].spot == spots[1]


def test_what_is_clearly_worse_or_hardly_matches_is_not_told() -> None:
    spot = Spot(PlaceId(1), 1)
    good, bad, faint = (Hit(spot, 0.1, 0.6, 0.9), Hit(spot, 0.03, 0.6, 0.9), Hit(spot, 0.1, 0.26, 0.05))
    assert worth_telling([good, bad, faint]) == [good]


def test_facts_are_ordered_by_meaning_and_by_words_where_there_is_no_vector() -> None:
    base = signals(words=4)
    facts = NearFacts(np.array([1, 2, 3, 4]), np.array([0.1, 0.8, np.nan, 0.3]), np.array([0.0, 0.0, 2.0, 4.0]))
    ranked = rank_facts(Signals(4, 100, 1000, base.postings, base.nearest, facts), 3)
    assert list(ranked) == [2, 4, 3]
    assert confidence([], ranked.values()) > 0.5

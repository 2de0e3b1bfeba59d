"""Words met: BM25 against a plain version of it, and what neighbours, common words and unknown words change."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from memory import lexical
from memory.lexical import K1, REACH, B, Met, best_first, words_met
from memory.signals import Postings, Said
from memory.types import PlaceId, Spot

Posting = tuple[int, int, int, int, int]  # word, place, seq, times, length


def met(posted: Sequence[Posting], *, words: int = 1, common: Sequence[int] = ()) -> Met:
    term, place, seq, tf, length = np.array(posted, np.int64).reshape(-1, 5).T
    return words_met(Said(words, 100, 1000, Postings(term, place, seq, tf, length, common)))


def seqs(found: Met, limit: int) -> list[int]:
    return [spot.seq for spot in found.best(limit)]


def at(found: Met, seq: int, place: int = 1) -> int:
    return next(n for n in range(found.grid.keys.size) if found.grid.spot(n) == Spot(PlaceId(place), seq))


def test_nothing_gives_nothing() -> None:
    assert met([]).best(10) == []


def test_a_rare_word_beats_a_frequent_one() -> None:
    posted = [(0, 1, seq, 1, 10) for seq in range(1, 80, 6)] + [(1, 1, 90, 1, 10)]
    assert seqs(met(posted, words=2), 1) == [90]


def test_lines_are_weighed_as_plain_bm25_weighs_them() -> None:
    posted = [(0, 1, 10, 1, 30), (0, 1, 20, 3, 10), (1, 1, 30, 2, 8), (0, 1, 40, 1, 5), (1, 1, 40, 1, 5)]
    idf = [math.log1p((100 - df + 0.5) / (df + 0.5)) for df in (3, 2)]

    def plain(seq: int) -> float:
        mine = (each for each in posted if each[2] == seq)
        return sum(idf[word] * tf * (K1 + 1) / (tf + K1 * (1 - B + B * n / 10)) for word, _, _, tf, n in mine) / sum(
            idf
        )

    found = met(posted, words=2)
    for seq in (10, 20, 30, 40):
        assert found.line[at(found, seq)] == pytest.approx(plain(seq))


def test_words_spread_over_neighbours_meet_in_the_line_between() -> None:
    found = met([(0, 1, 10, 1, 10), (1, 1, 11, 1, 10), (2, 1, 12, 1, 10), (0, 1, 50, 1, 10)], words=3)
    assert seqs(found, 1) == [11]
    assert found.covered[at(found, 11)] == 1


def test_a_line_lends_its_words_as_far_as_the_reach_and_no_farther() -> None:
    found = met([(0, 1, 10, 1, 10)])
    reached = {spot.seq for spot in found.best(100)}
    assert reached == set(range(10 - REACH, 10 + REACH + 1))


def test_lines_of_different_places_are_no_neighbours() -> None:
    found = met([(0, 1, 7, 1, 10), (1, 2, 8, 1, 10)], words=2)
    assert max(found.covered) < 1
    last = met([(0, 1, 2**31 - 4, 1, 10), (1, 2, 3, 1, 10)], words=2)
    assert {spot.place for spot in last.best(100)} == {1, 2}
    assert max(last.covered) < 1


def test_there_is_no_line_before_the_first() -> None:
    assert sorted(seqs(met([(0, 2, 1, 1, 10)]), 10)) == [1, 2, 3]


def test_a_word_left_out_as_common_counts_neither_for_nor_against() -> None:
    left_out = met([(0, 1, 5, 1, 10)], words=2, common=[1])
    unknown = met([(0, 1, 5, 1, 10)], words=2)
    assert left_out.covered[at(left_out, 5)] == 1
    assert unknown.covered[at(unknown, 5)] < 0.6
    assert unknown.line[at(unknown, 5)] < left_out.line[at(left_out, 5)]


@pytest.mark.parametrize("cells", [1, 100, 1_000])
def test_words_worked_on_some_at_a_time_meet_the_same(cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(cells)
    term = np.repeat([0, 2, 3, 7, 8], 20)
    place, seq = random.integers(1, 4, term.size), random.integers(1, 90, term.size)
    tf, length = random.integers(1, 5, term.size), random.integers(3, 30, term.size)
    said = Said(9, 300, 3_000, Postings(term, place, seq, tf, length, (5,)))
    parts = (frozenset((0, 3)), frozenset((7, 8)), frozenset((2,)))
    whole = words_met(said, parts)
    monkeypatch.setattr(lexical, "CELLS", cells)
    some = words_met(said, parts)
    for one, other in zip(
        (whole.line, whole.around, whole.covered, *whole.parts),
        (some.line, some.around, some.covered, *some.parts),
        strict=True,
    ):
        assert other == pytest.approx(one) and one.any()


@pytest.mark.parametrize("limit", [0, 1, 3, 7, 40, 41])
def test_the_best_are_those_of_a_stable_sort_of_all(limit: int) -> None:
    scores = np.random.default_rng(limit).integers(0, 9, 40).astype(float)
    assert best_first(scores, limit).tolist() == np.argsort(-scores, kind="stable")[:limit].tolist()

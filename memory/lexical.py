"""How well the words of a question are met, for each line by itself and among its neighbours: BM25 over postings. Pure.

Chat lines are short and answer each other, so what a line is about often stands in the lines around it: two on each
side are read as one document. Scores are shares of all that the question's words could weigh, words never said
included; that keeps a match on "the" and "is" from looking good where nothing better was said.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from memory.signals import Floats, Ints, Postings, Said
from memory.types import PlaceId, Spot

OF_PART = 1.2, 0.75  # the same for a part of a question: long lines hold some words of anything
K1, B = 0.9, 0.4  # lines are short: their length says little
REACH = 2  # lines on each side; one finds a fortieth less of LoCoMo, three no more
LINE, AROUND = 3.4, 9.4  # weights, from the same fit as those in `memory.rank`
Reals = NDArray[np.floating[Any]]
CELLS = 2**16  # of a table of words and lines that is worked on at once: it stays in the processor's cache
_SEQ_BITS = 32
_FIRST = 1  # a place's lines are counted from here
_GAP = REACH  # so that the line before a place's first is not the last of another place


@dataclass(frozen=True, slots=True)
class Grid:
    """Lines in transcript order, each as one number."""

    keys: Ints

    @classmethod
    def around(cls, spots: Ints) -> Self:
        """The lines at `spots` and those beside them."""
        named = distinct(spots)
        return cls(distinct(np.concatenate([named + step for step in range(-REACH, REACH + 1)])))

    def fill(self, spots: Ints, *values: NDArray[np.generic], empty: float = 0.0) -> list[Floats]:
        """Each of `values`, given for `spots`, as a column over all lines."""
        at = np.searchsorted(self.keys, spots)
        filled = [np.full(self.keys.size, empty) for _ in values]
        for column, value in zip(filled, values, strict=True):
            column[at] = value
        return filled

    def real(self) -> NDArray[np.bool_]:
        """Which lines can exist: none stands before a place's first."""
        return np.asarray(_seq(self.keys) >= _FIRST)

    def spot(self, at: int) -> Spot:
        """The line at an index."""
        return self.spots(np.array([at]))[0]

    def places(self, spots: Collection[Spot]) -> Ints:
        """The indexes of lines that are among these."""
        at = np.array([(spot.place, spot.seq) for spot in spots], np.int64).reshape(-1, 2)
        return np.asarray(np.searchsorted(self.keys, key(at[:, 0], at[:, 1])))

    def spots(self, at: Ints) -> list[Spot]:
        """The lines at some indexes; all at once, since numbers taken from numpy one by one cost more than the rest."""
        keys = self.keys[at]
        return [
            Spot(PlaceId(place), seq)
            for place, seq in zip((keys >> _SEQ_BITS).tolist(), _seq(keys).tolist(), strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Met:
    """Lines with the share of the question that they meet; `covered` is the share of its rare words met around them.

    `parts` tells, where the question lists several things, what each line meets of each of them.
    """

    grid: Grid
    line: Floats
    around: Floats
    covered: Floats
    parts: tuple[Floats, ...] = ()

    @property
    def score(self) -> Floats:
        """One number a line, for words alone."""
        return LINE * self.line + AROUND * self.around

    @property
    def before(self) -> Floats:
        """What the line before each line meets by itself."""
        return np.concatenate([np.zeros(1), self.line[:-1]])[: self.line.size]

    def best(self, limit: int) -> list[Spot]:
        """The lines that meet most, best first."""
        score = self.score * self.grid.real()
        order = best_first(score, limit)
        return self.grid.spots(order[score[order] > 0])

    def best_of_parts(self, limit: int) -> tuple[list[Spot], ...]:
        """For each part the lines that meet most of it, best first."""
        orders = [(score, best_first(score * self.grid.real(), limit)) for score in self.parts]
        return tuple(self.grid.spots(order[score[order] > 0]) for score, order in orders)


def key(place: Ints, seq: Ints) -> Ints:
    """One number a line, in transcript order."""
    return (place << _SEQ_BITS) | (seq + _GAP)


def _seq(keys: Ints) -> Ints:
    return (keys & ((1 << _SEQ_BITS) - 1)) - _GAP


def distinct(keys: Ints) -> Ints:
    """The keys in order, each once; numpy's own `unique` takes three times as long."""
    keys = np.sort(keys)
    return np.asarray(keys[np.diff(keys, prepend=-1) != 0])


def best_first(scores: Floats, limit: int) -> Ints:
    """Where the `limit` highest scores stand, best first, of equal ones the earlier first."""
    if limit <= 0:
        return np.zeros(0, np.int64)
    near = np.arange(scores.size)
    if limit < scores.size:  # only what can be among them is put in order: a sort of all costs ten times as much
        near = np.flatnonzero(scores >= np.partition(scores, -limit)[-limit])
    return np.asarray(near[np.argsort(-scores[near], kind="stable")][:limit])


def words_met(said: Said, parts: Sequence[Collection[int]] = ()) -> Met:
    """Every line that holds some word of the question or stands beside one; `parts` are words by number.

    Words are worked on some at a time: where each stands in thousands of lines, a table of all words and lines would
    be tens of megabytes, made anew for each question.
    """
    words = said.postings
    spots = key(words.place, words.seq)
    grid = Grid.around(spots)
    if words.term.size == 0:
        nothing = np.zeros(0)
        return Met(grid, nothing, nothing, nothing)
    average = max(said.term_count / max(said.documents, 1), 1.0)
    (length,) = grid.fill(spots, words.length, empty=average)
    length[length == 0] = average
    relative = length / average
    relative_wide = _spread(_spread(relative, relative, 1), relative, REACH) / (2 * REACH + 1)
    line, around, covered = np.zeros((3, grid.keys.size))
    listed = np.zeros((len(parts), grid.keys.size))
    whole = whole_near = 0.0
    met = np.unique(words.term)
    for some in np.array_split(met, min(met.size, 1 + met.size * grid.keys.size // CELLS)):
        counts = _counts(words, some, grid, spots)
        near = _spread(counts, counts, 1)
        wide = _spread(near, counts, REACH)
        rare, rare_near, rare_wide = (_idf((each > 0).sum(axis=1), said.documents) for each in (counts, near, wide))
        whole, whole_near = whole + float(rare.sum()), whole_near + float(rare_near.sum())
        line += rare @ _saturate(counts, relative)
        around += rare_wide @ _saturate(wide, relative_wide)
        covered += rare_near @ (near > 0)
        for each, part in zip(listed, parts, strict=True):
            each += (rare * np.isin(some, list(part))) @ _saturate(counts, relative, *OF_PART)
    unsaid = (said.words - met.size - len(words.common)) * float(_idf(np.zeros(1), said.documents)[0])
    return Met(
        grid,
        line / max(whole + unsaid, 1e-9),
        around / max(whole + unsaid, 1e-9),
        covered / max(whole_near + unsaid, 1e-9),
        tuple(listed),
    )


def _spread(values: Reals, more: Reals, distance: int) -> Reals:
    """`values`, and for each line what `more` holds `distance` lines before and after it.

    Between lines that are no neighbours stand at least twice `REACH` lines without any word, so nothing leaks.
    """
    total = values.copy()
    total[..., distance:] += more[..., :-distance]
    total[..., :-distance] += more[..., distance:]
    return total


def _counts(words: Postings, some: Ints, grid: Grid, spots: Ints) -> Reals:
    """How often each of some words stands in each line; `some` are numbers of words, in order."""
    counts = np.zeros((some.size, grid.keys.size), np.float32)
    here = np.flatnonzero((words.term >= some[0]) & (words.term <= some[-1]))
    row = np.searchsorted(some, words.term[here])
    at = row * grid.keys.size + np.searchsorted(grid.keys, spots[here])  # flat, which is ten times as fast
    np.maximum.at(counts.reshape(-1), at, words.tf[here].astype(np.float32))  # of a word's forms the most frequent
    return counts


def _idf(found: Floats | Ints, documents: int) -> Floats:
    return np.asarray(np.log1p((np.maximum(documents - found, 0) + 0.5) / (found + 0.5)))


def _saturate(counts: Reals, relative_length: Reals, k1: float = K1, b: float = B) -> Reals:
    return counts * (k1 + 1) / (counts + k1 * (1 - b + b * relative_length))

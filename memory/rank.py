"""Which lines and facts answer a question, decided from numbers alone: no text, no database, no clock.

Four rankings of lines are fused by reciprocal ranks: BM25 and embedding similarity, each over the single line and over
the line with one neighbour on each side. Reciprocal ranks need no calibration between them; what they lose, how good
the best match is, `confidence` gives back from the similarity and the share of rare words that were met.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from memory.signals import Floats, Hit, Ints, Nearest, Postings, Signals
from memory.types import FactId, PlaceId, Spot

K1, B = 0.9, 0.4  # lines are short: their length says little
FUSION = 20.0  # small: the first ranks count most
LINE_WORDS, AROUND_WORDS, LINE_NEAR, AROUND_NEAR = 0.5, 1.2, 0.7, 0.7
SPREAD = 0.25  # of a line's score goes to each neighbour
SPOKEN_OF = 1.25  # for a line of somebody whom the question names
SURE_COSINE, UNSURE_COSINE = 0.65, 0.25
OVERLAP = 0.3  # of a fact's score is the share of the question's words that it holds
WORTH = 0.4  # of the best score
FAINT, FAINT_ASKED = 0.2, 0.1  # of a perfect match: who asks wants to hear also what fits badly
_SEQ_BITS = 31


def rank_spots(signals: Signals, limit: int) -> list[Hit]:
    """The best lines, best first."""
    grid = _Grid.of(signals)
    if grid.keys.size == 0:
        return []
    line_words, around_words, covered = _bm25(signals, grid)
    line_near, around_near = grid.fill(signals.nearest, signals.nearest.line, signals.nearest.around)
    score = (
        LINE_WORDS * _reciprocal(line_words)
        + AROUND_WORDS * _reciprocal(around_words)
        + LINE_NEAR * _reciprocal(line_near)
        + AROUND_NEAR * _reciprocal(around_near)
    )
    score += SPREAD * grid.neighbours(score)
    similarity = np.maximum(line_near, around_near)
    best = np.argsort(-score, kind="stable")[:limit]
    return [
        Hit(grid.spot(int(at)), float(score[at]), float(similarity[at]), float(covered[at]))
        for at in best
        if score[at] > 0
    ]


def favour(hits: Sequence[Hit], chosen: Set[Spot]) -> list[Hit]:
    """The same hits, best first, with the `chosen` lines (said by somebody whom the question names) raised."""
    raised = [replace(hit, score=hit.score * SPOKEN_OF) if hit.spot in chosen else hit for hit in hits]
    return sorted(raised, key=lambda hit: -hit.score)


def worth_telling(hits: Sequence[Hit], faint: float = FAINT) -> list[Hit]:
    """The hits, best first, down to where they are clearly worse than the best or hardly match at all."""
    if not hits:
        return []
    least = WORTH * hits[0].score
    return [hit for hit in hits if hit.score >= least and match(hit) >= faint]


def rank_facts(signals: Signals, limit: int, faint: float = FAINT) -> dict[FactId, float]:
    """The facts that match, best first and clearly worse ones left out, with a score from 0 to 1."""
    facts, words = signals.facts, max(signals.words, 1)
    scores = np.nan_to_num(facts.similarity) * (1 - OVERLAP) + OVERLAP * facts.overlap / words
    scores = np.where(np.isnan(facts.similarity), facts.overlap / words, scores)
    best = np.argsort(-scores, kind="stable")[:limit]
    least = max(faint, WORTH * float(scores[best[0]])) if best.size else faint
    return {FactId(int(facts.id[at])): min(float(scores[at]), 1.0) for at in best if scores[at] >= least}


def confidence(hits: Sequence[Hit], facts: Iterable[float]) -> float:
    """How well the best match fits, 0 to 1; low means: say that you do not know."""
    return max([0.0, *map(match, hits[:10]), *(_sureness(score) for score in facts)])


def match(hit: Hit) -> float:
    """How well a line fits by itself, 0 to 1."""
    return (_sureness(hit.similarity) + hit.covered) / 2 if hit.similarity else hit.covered


def _sureness(cosine: float) -> float:
    return min(max((cosine - UNSURE_COSINE) / (SURE_COSINE - UNSURE_COSINE), 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Every line that some signal names, with both its neighbours, in transcript order."""

    keys: Ints

    @classmethod
    def of(cls, signals: Signals) -> "_Grid":
        posted, near = signals.postings, signals.nearest
        named = _distinct(np.concatenate([_key(posted.place, posted.seq), _key(near.place, near.seq)]))
        return cls(_distinct(np.concatenate([named - 1, named, named + 1])))

    def at(self, spots: Postings | Nearest) -> Ints:
        return np.searchsorted(self.keys, _key(spots.place, spots.seq))

    def fill(self, spots: Postings | Nearest, *values: NDArray[np.generic]) -> list[Floats]:
        at = self.at(spots)
        filled = [np.zeros(self.keys.size) for _ in values]
        for column, value in zip(filled, values, strict=True):
            column[at] = value
        return filled

    def neighbours(self, values: Floats) -> Floats:
        """The sum of the values before and after each line; `values` may have leading axes."""
        follows = np.diff(self.keys) == 1
        total = np.zeros_like(values)
        total[..., 1:] += values[..., :-1] * follows
        total[..., :-1] += values[..., 1:] * follows
        return total

    def spot(self, at: int) -> Spot:
        key = int(self.keys[at])
        return Spot(PlaceId(key >> _SEQ_BITS), key & ((1 << _SEQ_BITS) - 1))


def _key(place: Ints, seq: Ints) -> Ints:
    return (place << _SEQ_BITS) | seq


def _distinct(keys: Ints) -> Ints:
    """The keys in order, each once; numpy's own `unique` takes three times as long."""
    keys = np.sort(keys)
    return np.asarray(keys[np.diff(keys, prepend=-1) != 0])


def _bm25(signals: Signals, grid: _Grid) -> tuple[Floats, Floats, Floats]:
    """BM25 of each line, BM25 of each line among its neighbours, and the share of rare words met there."""
    words = signals.postings
    if words.term.size == 0:
        nothing = np.zeros(grid.keys.size)
        return nothing, nothing, nothing
    average = max(signals.term_count / max(signals.documents, 1), 1.0)
    met, row = np.unique(words.term, return_inverse=True)
    counts = np.zeros((met.size, grid.keys.size))
    counts[row, grid.at(words)] = words.tf
    (length,) = grid.fill(words, words.length)
    length[length == 0] = average
    around, around_length = counts + grid.neighbours(counts), length + grid.neighbours(length)
    line_idf, idf = (_idf(np.count_nonzero(each, axis=1), signals.documents) for each in (counts, around))
    never_said = signals.words - met.size - len(words.common)
    all_rare = float(idf.sum()) + never_said * float(_idf(np.zeros(1), signals.documents)[0])
    return (
        line_idf @ _saturate(counts, length / average),
        idf @ _saturate(around, around_length / (3 * average)),
        idf @ (around > 0) / max(all_rare, 1e-9),
    )


def _idf(found: Floats | Ints, documents: int) -> Floats:
    return np.asarray(np.log1p((np.maximum(documents - found, 0) + 0.5) / (found + 0.5)))


def _saturate(counts: Floats, relative_length: Floats) -> Floats:
    return counts * (K1 + 1) / (counts + K1 * (1 - B + B * relative_length))


def _reciprocal(values: Floats) -> Floats:
    """1 / (FUSION + rank) where the value is above zero, else 0."""
    met = np.flatnonzero(values > 0)
    shares = np.zeros_like(values)
    shares[met[np.argsort(-values[met], kind="stable")]] = 1 / (FUSION + 1 + np.arange(met.size))
    return shares

"""Formality held against people's scores (Pavlick and Tetreault 2016), and the other ways to tell it that were tried.

Ridge regression over n-grams of characters is the peer: it learns from the scores of the train split, ours does not.
"""

import asyncio
import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.packaged import LocalEmbedder
from memory.tone.address import address_of
from memory.tone.formality import cues_of, formality
from memory.tone.lexicon import found_in, lexicon_of
from memory.tone.prose import own_words
from memory.tone.reading import reading
from memory.tone.written import written

Numbers = NDArray[np.float64]
BUCKETS, PENALTIES = 1 << 13, (0.3, 1.0, 3.0, 10.0)
# Of our own making, the same said twice: what lies between them is the direction in which formality grows.
PAIRS = (
    ("I would be grateful if you could send me the documents.", "can u send me that stuff pls"),
    ("The meeting has been postponed until further notice.", "yeah the thing got pushed, no clue til when lol"),
    ("We regret to inform you that the request was declined.", "sorry man, they said no"),
    ("Please accept our apologies for the inconvenience.", "oops my bad!!"),
    ("The results indicate a significant increase in costs.", "stuff's gotten way more expensive"),
    ("I am not acquainted with that procedure.", "dunno how that works"),
    ("Your prompt reply would be appreciated.", "hit me back asap ok?"),
    ("The committee considers the proposal to be unsuitable.", "they think it's a dumb idea haha"),
)


class DataMissing(Exception):
    """The folder has not what is measured on; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Texts with how formal people find them."""

    texts: tuple[str, ...]
    scores: tuple[float, ...]


def load(data: Path, split: str) -> Scored:
    """One split of the set; raises DataMissing."""
    path = data / "formality" / f"{split}.csv"
    if not path.is_file():
        raise DataMissing(f"{path} is not there: --data takes a folder with formality/{split}.csv (label,text)")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(row["text"], float(row["label"])) for row in csv.DictReader(file)]
    return Scored(tuple(text for text, _ in rows), tuple(score for _, score in rows))


def spearman(one: Sequence[float], other: Sequence[float]) -> float:
    """The correlation of ranks, ties at their mean rank."""
    return float(np.corrcoef(_ranks(one), _ranks(other))[0, 1])


def interval(one: Sequence[float], other: Sequence[float], draws: int = 1_000) -> tuple[float, float]:
    """Between which values 95 of 100 correlations of resampled texts lie."""
    rng, first, second = np.random.default_rng(1), np.asarray(one), np.asarray(other)
    drawn = (rng.integers(0, len(first), len(first)) for _ in range(draws))
    found = np.array([spearman(first[each].tolist(), second[each].tolist()) for each in drawn])
    return float(np.quantile(found, 0.025)), float(np.quantile(found, 0.975))


def approaches(train: Scored) -> dict[str, Callable[[Sequence[str]], list[float]]]:
    """Every way that was tried, by its name; only the last two have seen scores."""
    return {
        "ours: all cues, equal weights": lambda texts: [formality(each) for each in texts],
        "ours, names left as they are": lambda texts: [sum(_all(each).values()) for each in texts],
        "word classes (Heylighen-Dewaele)": lambda texts: [_cue(each, "classes", "suffixes") for each in texts],
        "registers (lists of words)": lambda texts: [
            _cue(each, "formal", "casual", "slang", "rude", "contracted") for each in texts
        ],
        "reading level (LIX)": lambda texts: [_level(each) for each in texts],
        "packaged embedder, axis of 8 pairs": _along,
        "our cues, weights learned (OLS)": lambda texts: _learned(train, texts),
        "n-grams of characters, ridge": lambda texts: _ridge(train, texts),
    }


def _ranks(values: Sequence[float]) -> Numbers:
    _, where, counts = np.unique(np.asarray(values), return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((2 * ends - counts - 1) / 2, np.float64)[where]


def _all(text: str) -> dict[str, float]:
    read = written(own_words(text, quotes=True) or text)
    lexicon = lexicon_of(read.language)
    return dict(cues_of(read, lexicon, found_in(read, lexicon), formal=address_of(read)))


def _cue(text: str, *names: str) -> float:
    found = _all(text)
    return sum(found.get(name, 0.0) for name in names)


def _level(text: str) -> float:
    found = reading(written(own_words(text, quotes=True) or text))
    return 0.0 if found is None else found


def _along(texts: Sequence[str]) -> list[float]:
    seeds = [each for pair in PAIRS for each in pair]
    vectors = asyncio.run(_embedded([*seeds, *texts]))
    pairs = vectors[: len(seeds)]
    return [float(each) for each in vectors[len(seeds) :] @ (pairs[0::2] - pairs[1::2]).mean(axis=0)]


async def _embedded(texts: Sequence[str]) -> NDArray[np.float32]:
    async with LocalEmbedder() as embedder:
        return await embedder.embed(texts)


def _cues(texts: Sequence[str]) -> Numbers:
    found = [_all(each) for each in texts]
    names = sorted({name for each in found for name in each})
    return np.array([[each.get(name, 0.0) for name in names] for each in found])


def _learned(train: Scored, texts: Sequence[str]) -> list[float]:
    both = _cues([*train.texts, *texts])
    return _solved(both[: len(train.texts)], np.array(train.scores), both[len(train.texts) :], 1.0)


def _ridge(train: Scored, texts: Sequence[str]) -> list[float]:
    both, scores = _grams([*train.texts, *texts]), np.array(train.scores)
    known, asked = both[: len(scores)], both[len(scores) :]
    cut = len(scores) * 4 // 5
    held = scores[cut:].tolist()
    tried = {each: spearman(_solved(known[:cut], scores[:cut], known[cut:], each), held) for each in PENALTIES}
    return _solved(known, scores, asked, max(tried, key=lambda each: tried[each]))


def _solved(known: Numbers, scores: Numbers, asked: Numbers, penalty: float) -> list[float]:
    """Ridge in its dual form: as many unknowns as texts, however many n-grams there are."""
    middle = scores.mean()
    alike = known @ known.T + penalty * np.eye(len(known))
    return [float(each) for each in asked @ (known.T @ np.linalg.solve(alike, scores - middle)) + middle]


def _grams(texts: Sequence[str]) -> Numbers:
    rows = np.zeros((len(texts), BUCKETS))
    for row, text in enumerate(texts):
        padded = f" {text} "
        counts = Counter(padded[i : i + size] for size in (1, 2, 3) for i in range(len(padded) - size + 1))
        for gram, count in counts.items():
            rows[row, crc32(gram.encode()) % BUCKETS] += 1 + np.log(count)
    rows *= np.log((1 + len(texts)) / (1 + (rows > 0).sum(axis=0))) + 1
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float64)

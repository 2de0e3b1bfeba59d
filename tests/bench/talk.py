"""Seeded talk: words as frequent as in real talk, lines as long as in chat, vectors around topics."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

WORDS, TOPICS = 30_000, 200
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]


class Talk:
    """One seeded source of lines, questions and vectors."""

    def __init__(self, seed: int, *, dimensions: int) -> None:
        self.dimensions = dimensions
        self.random = np.random.default_rng(seed)
        weights = 1 / (np.arange(WORDS) + 2.7) ** 1.07
        self._shares = weights / weights.sum()
        self._words = np.array([_word(number) for number in range(WORDS)])

    def text(self, length: int) -> str:
        return " ".join(self.random.choice(self._words, size=length, p=self._shares))

    def lines(self, amount: int) -> list[str]:
        return [self.text(max(3, int(length))) for length in self.random.gamma(2, 7, size=amount)]

    def question(self, lines: Sequence[str]) -> str:
        """A few words of something that was said, among others."""
        said = lines[int(self.random.integers(len(lines)))].split()
        return " ".join([*self.random.permutation(said)[:5], self.text(5)])

    def vectors(self, amount: int) -> NDArray[np.float32]:
        topics = self.random.normal(size=(TOPICS, self.dimensions))
        mixed = topics[self.random.integers(TOPICS, size=amount)] * 0.6
        return unit(mixed + self.random.normal(size=mixed.shape))


def _word(number: int) -> str:
    number += len(_SYLLABLES)
    syllables = []
    while number:
        number, rest = divmod(number, len(_SYLLABLES))
        syllables.append(_SYLLABLES[rest])
    return "".join(syllables)


def unit(rows: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

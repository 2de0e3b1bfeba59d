"""A simulated population with known preferences: groups that want alike, people around them, answers to choose from.

Pure and drawn from a seed. Features of answers are drawn as answers of models vary, so that what is recovered here is
what could be recovered of people who choose by these features; how people choose in truth, it does not know.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from memory.preference import Features
from memory.projection import reduced
from memory.reward import Pair, Reward, fitted, pooled
from memory.tone.measured import Feature

# Mean and spread of what answers show.
ANSWERS: Mapping[Feature, tuple[float, float]] = {
    Feature.LENGTH: (3.8, 0.8),
    Feature.SENTENCE: (2.6, 0.35),
    Feature.FORMALITY: (0.5, 0.2),
    Feature.POLITENESS: (0.2, 0.2),
    Feature.DIRECTNESS: (0.6, 0.2),
    Feature.WARMTH: (0.3, 0.25),
    Feature.EMOJI: (0.2, 0.4),
    Feature.EXCLAIMING: (0.2, 0.3),
    Feature.CONTRACTIONS: (0.5, 0.35),
    Feature.READING: (0.4, 0.2),
    Feature.LINES: (0.7, 0.7),
}
GROUPS, APART, WITHIN, SHARP = 4, 1.0, 0.5, 1.2
SUBJECTS, DIMENSIONS = 6, 512  # of what an answer may say more or less; of a vector
HELD_BACK, ALIKE = 60, 12  # pairs that test; other people of the group, with 20 pairs each


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Share of held-back choices foreseen, alone and with the group, the best there is, and how far chances are off."""

    alone: float
    pooled: float
    best: float
    miscalibrated: float


class Population:
    """People of `GROUPS` groups; each draw is new, from the one seed.

    They choose by how answers are written, by what they say, or, with neither given, by how alone and say nothing.
    """

    def __init__(self, seed: int, *, form: float = 1.0, content: float | None = None) -> None:
        self._random = np.random.default_rng(seed)
        self._says = content is not None
        self._wide = np.repeat([form, content or 0.0], [len(ANSWERS), SUBJECTS if self._says else 0])
        self._groups = self._random.normal(0, APART, (GROUPS, len(self._wide)))
        self._subjects = _units(self._random.normal(0, 1, (SUBJECTS, DIMENSIONS)))

    def person(self, group: int) -> NDArray[np.float64]:
        """What somebody of the group wants, a weight a feature and a subject."""
        return np.asarray(SHARP * self._wide * (self._groups[group] + self._random.normal(0, WITHIN, len(self._wide))))

    def pairs(self, count: int, person: NDArray[np.float64] | None = None) -> list[Pair]:
        """Pairs as the person chooses: not always what is worth more."""
        wants = self.person(0) if person is None else person
        drawn = self._random.normal(0, 1, (count, 2, len(self._wide)))
        first = self._random.random(count) < 1 / (1 + np.exp(-(drawn[:, 0] - drawn[:, 1]) @ wants))
        said = self._said(drawn) if self._says else [None] * count
        return [
            Pair(_as_answer(a if kept else b), _as_answer(b if kept else a), 1.0, _turned(more, kept))
            for (a, b), kept, more in zip(drawn, first, said, strict=True)
        ]

    def _said(self, drawn: NDArray[np.float64]) -> NDArray[np.float64]:
        """How far what both answers say differs: vectors about their question, with subjects and chance in them."""
        count = len(drawn)
        question = _units(self._random.normal(0, 1, (count, 1, DIMENSIONS)))
        chance = _units(self._random.normal(0, 1, (count, 2, DIMENSIONS)))
        vectors = _units(question + 0.25 * drawn[:, :, len(ANSWERS) :] @ self._subjects + 0.4 * chance)
        one, other = (np.array(reduced(vectors[:, each].astype(np.float32))) for each in (0, 1))
        return np.asarray(one - other)


def _units(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(rows / np.linalg.norm(rows, axis=-1, keepdims=True))


def _turned(said: NDArray[np.float64] | None, kept: bool) -> tuple[float, ...] | None:
    return None if said is None else tuple(map(float, said if kept else -said))


def formal(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs without what they say."""
    return [replace(each, said=None) for each in pairs]


def accuracy(population: Population, count: int, *, people: int = 60, blind: bool = False) -> Accuracy:
    """How well choices of people are foreseen after `count` pairs each; `blind` to what answers say."""
    drawn = population.pairs if not blind else lambda count, wants: formal(population.pairs(count, wants))
    rows: list[tuple[float, float, float]] = []
    chances: list[float] = []
    for number in range(people):
        group = number % GROUPS
        wants = population.person(group)
        others = {each: drawn(20, population.person(group)) for each in range(ALIKE)}
        own, tests = drawn(count, wants), drawn(HELD_BACK, wants)
        with_group = fitted(own, pooled(others))
        found = [with_group.chance(each.chosen, each.rejected, each.said) for each in tests]
        chances += found
        rows.append((_right(fitted(own), tests), _share(found), _best(wants, tests)))
    alone, together, best = np.mean(rows, axis=0)
    return Accuracy(float(alone), float(together), float(best), miscalibration(chances))


def miscalibration(chances: Sequence[float], bins: int = 10) -> float:
    """The expected calibration error (Naeini and others, 2015) of chances that were given to what was kept."""
    told = np.concatenate([np.array(chances), 1 - np.array(chances)])
    kept = np.concatenate([np.ones(len(chances)), np.zeros(len(chances))])
    where = np.minimum((told * bins).astype(int), bins - 1)
    parts = [(where == each) for each in range(bins) if (where == each).any()]
    return float(sum(part.mean() * abs(kept[part].mean() - told[part].mean()) for part in parts))


def _right(reward: Reward, tests: Sequence[Pair]) -> float:
    return _share([reward.chance(each.chosen, each.rejected, each.said) for each in tests])


def _share(chances: Sequence[float]) -> float:
    return float(np.mean([0.5 if each == 0.5 else float(each > 0.5) for each in chances]))


def _best(wants: NDArray[np.float64], tests: Sequence[Pair]) -> float:
    worth = [(_as_drawn(each.chosen) - _as_drawn(each.rejected)) @ wants[: len(ANSWERS)] for each in tests]
    return float(np.mean([each > 0 for each in worth]))


def _as_answer(drawn: NDArray[np.float64]) -> Features:
    return {each: mean + spread * float(x) for (each, (mean, spread)), x in zip(ANSWERS.items(), drawn, strict=False)}


def _as_drawn(answer: Features) -> NDArray[np.float64]:
    return np.array([(answer[each] - mean) / spread for each, (mean, spread) in ANSWERS.items()])

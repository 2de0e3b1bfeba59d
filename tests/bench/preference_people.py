"""A simulated population with known preferences: groups that want alike, people around them, answers to choose from.

Pure and drawn from a seed. Features of answers are drawn as answers of models vary, so that what is recovered here is
what could be recovered of people who choose by these features; how people choose in truth, it does not know.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from memory.preference import Features
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
HELD_BACK, ALIKE = 60, 12  # pairs that test; other people of the group, with 20 pairs each


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Share of held-back choices foreseen, alone and with the group, the best there is, and how far chances are off."""

    alone: float
    pooled: float
    best: float
    miscalibrated: float


class Population:
    """People of `GROUPS` groups; each draw is new, from the one seed."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._groups = self._random.normal(0, APART, (GROUPS, len(ANSWERS)))

    def person(self, group: int) -> NDArray[np.float64]:
        """What somebody of the group wants, a weight a feature."""
        return SHARP * np.asarray(self._groups[group] + self._random.normal(0, WITHIN, len(ANSWERS)))

    def pairs(self, count: int, person: NDArray[np.float64] | None = None) -> list[Pair]:
        """Pairs as the person chooses: not always what is worth more."""
        wants = self.person(0) if person is None else person
        drawn = self._random.normal(0, 1, (count, 2, len(ANSWERS)))
        first = self._random.random(count) < 1 / (1 + np.exp(-(drawn[:, 0] - drawn[:, 1]) @ wants))
        return [
            Pair(_as_answer(a if kept else b), _as_answer(b if kept else a))
            for (a, b), kept in zip(drawn, first, strict=True)
        ]


def accuracy(population: Population, count: int, *, people: int = 60) -> Accuracy:
    """How well choices of people are foreseen after `count` pairs each."""
    rows: list[tuple[float, float, float]] = []
    chances: list[float] = []
    for number in range(people):
        group = number % GROUPS
        wants = population.person(group)
        others = {each: population.pairs(20, population.person(group)) for each in range(ALIKE)}
        own, tests = population.pairs(count, wants), population.pairs(HELD_BACK, wants)
        with_group = fitted(own, pooled(others))
        found = [with_group.chance(each.chosen, each.rejected) for each in tests]
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
    return _share([reward.chance(each.chosen, each.rejected) for each in tests])


def _share(chances: Sequence[float]) -> float:
    return float(np.mean([0.5 if each == 0.5 else float(each > 0.5) for each in chances]))


def _best(wants: NDArray[np.float64], tests: Sequence[Pair]) -> float:
    worth = [(_as_drawn(each.chosen) - _as_drawn(each.rejected)) @ wants for each in tests]
    return float(np.mean([each > 0 for each in worth]))


def _as_answer(drawn: NDArray[np.float64]) -> Features:
    return {each: mean + spread * float(x) for (each, (mean, spread)), x in zip(ANSWERS.items(), drawn, strict=True)}


def _as_drawn(answer: Features) -> NDArray[np.float64]:
    return np.array([(answer[each] - mean) / spread for each, (mean, spread) in ANSWERS.items()])

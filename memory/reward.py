"""Which of two answers somebody would rather have, learned from pairs of which they kept one. Pure.

Bradley and Terry, 1952: the chance that one is kept over the other is the logistic function of the difference of their
worths; a worth is linear in features of how an answer is written and in a few numbers of what it says, so this is a
logistic regression on differences without an intercept. The weights are drawn to those of people who write alike, and
theirs to none (a normal prior at each level, as in MacKay's evidence framework with fixed widths); fitted by Newton's
method, which is exact after a few steps for so few weights.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from memory.preference import Features
from memory.projection import DIRECTIONS, Content
from memory.tone.measured import Feature

Vector = NDArray[np.float64]
STEPS, ENOUGH = 30, 1e-9
WIDTH = 0.7  # of one's weights about those of the group, and of the group's about none
FEWEST_PEOPLE = 3  # of a group, so that nobody's own weights are another's prior
_FEATURES = tuple(Feature)
# How far answers differ in each as a rule, so that a weight means the same for all.
_SPREAD: Mapping[Feature, float] = {
    Feature.LENGTH: 0.8,
    Feature.SENTENCE: 0.4,
    Feature.LINES: 0.7,
    Feature.EMOJI: 0.4,
    Feature.EMOTICONS: 0.2,
    Feature.EXCLAIMING: 0.4,
    Feature.SLANG: 0.05,
    Feature.SHOUTING: 0.05,
}
_USUAL = 0.25
_SAID = 0.55  # so much of what an answer says is as wide as one spread of a feature; with less, form drowns in noise


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers to one question: what was kept and what was not; `weight` of 1 as a rule.

    `said` is how far what they say differs, the kept one's less the other's; None where it is not known.
    """

    chosen: Features
    rejected: Features
    weight: float = 1.0
    said: Content | None = None


@dataclass(frozen=True, slots=True)
class Reward:
    """Worths of answers for somebody; `pairs` of their own stand behind it, 0 where it is all of the group's."""

    weights: Vector
    pairs: int = 0

    def best(self, answers: Sequence[Features], says: Sequence[Content | None]) -> int:
        """Which of them is likeliest kept over the others, on average; the first of those that are alike."""
        chances = [self._mean_chance(at, answers, says) for at in range(len(answers))]
        return max(range(len(answers)), key=lambda at: round(chances[at], 9))

    def _mean_chance(self, at: int, answers: Sequence[Features], says: Sequence[Content | None]) -> float:
        """Of one against each other, since an answer has no worth by itself where others show what it does not."""
        others = [each for each in range(len(answers)) if each != at]
        chances = [self.chance(answers[at], answers[each], _apart(says[at], says[each])) for each in others]
        return float(np.mean(chances)) if chances else 1.0

    def chance(self, one: Features, other: Features, said: Content | None = None) -> float:
        """How likely the one is kept over the other, 0 to 1; what cannot be told of both does not count."""
        return float(_logistic(_difference(one, other, said) @ self.weights))

    @property
    def heeds_content(self) -> bool:
        """Whether what answers say changes anything."""
        return bool(np.any(self.weights[len(_FEATURES) :]))


def fitted(pairs: Sequence[Pair], prior: Reward | None = None, *, width: float = WIDTH) -> Reward:
    """The reward after these pairs; `prior` is what is known without them."""
    mean = np.zeros(len(_FEATURES) + DIRECTIONS) if prior is None else prior.weights
    if not pairs:
        return Reward(mean)
    rows = np.array([_difference(each.chosen, each.rejected, each.said) for each in pairs])
    counted = np.array([each.weight for each in pairs])
    return Reward(_newton(rows, counted, mean=mean, precision=1.0 / width**2), len(pairs))


def pooled(people: Mapping[int, Sequence[Pair]]) -> Reward | None:
    """What people of a group have in common, each counting as one; None of fewer than `FEWEST_PEOPLE`."""
    held = {who: pairs for who, pairs in people.items() if pairs}
    if len(held) < FEWEST_PEOPLE:
        return None
    pairs = [replace(p, weight=p.weight * _share(len(own))) for own in held.values() for p in own]
    return Reward(fitted(pairs).weights)


def _share(pairs: int) -> float:
    """Somebody with many pairs does not decide for all others."""
    return min(1.0, 20.0 / pairs)


def _newton(rows: Vector, counted: Vector, *, mean: Vector, precision: float) -> Vector:
    weights = mean.copy()
    ridge = precision * np.eye(len(mean))
    for _ in range(STEPS):
        chance = _logistic(rows @ weights)
        slope = rows.T @ (counted * (1.0 - chance)) - precision * (weights - mean)
        curve = (rows * (counted * chance * (1.0 - chance))[:, None]).T @ rows + ridge
        step = np.linalg.solve(curve, slope)
        length = float(np.abs(step).max())
        weights = weights + step * min(1.0, 2.0 / max(length, 1e-12))  # never further than the logistic is curved
        if length < ENOUGH:
            break
    return np.asarray(weights)


def _logistic(x: Vector) -> Vector:
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * x)))


def _row(answer: Features) -> Vector:
    return np.array([answer.get(each, 0.0) / _SPREAD.get(each, _USUAL) for each in _FEATURES])


def _content(says: Content | None) -> Vector:
    return np.zeros(DIRECTIONS) if says is None else np.asarray(says, np.float64) / _SAID


def _apart(one: Content | None, other: Content | None) -> Content | None:
    """How far what two answers say differs."""
    return None if one is None or other is None else [a - b for a, b in zip(one, other, strict=True)]


def _difference(one: Features, other: Features, said: Content | None) -> Vector:
    both = [each in one and each in other for each in _FEATURES]
    return np.concatenate([np.where(both, _row(one) - _row(other), 0.0), _content(said)])

"""People who write alike and talk of the same pastimes, found by k-means. Pure; no names, no words, no attributes.

Lloyd's algorithm with the seeds of k-means++ (Arthur and Vassilvitskii 2007). It begins where the groups of last time
were, so that a group keeps its number for as long as it stands. A group is of many people: what only a few of them show
is not part of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import hypot

import numpy as np
from numpy.typing import NDArray

from memory.tone.blending import confidence
from memory.tone.distance import USUAL, distance
from memory.tone.interests import interests_of, pastimes, unlike
from memory.tone.measured import Feature, Habit, Tone
from memory.tone.usual import usual

FEWEST = 10  # people of a group
MOST_GROUPS = 8
ROUNDS = 30
INTEREST = 1.5  # what a pastime that somebody talks of alone weighs, in usual spreads of a feature
HEARD = 3.0  # messages until somebody is told to write like others
_FEATURES = tuple(Feature)
_SPREADS = np.array([USUAL[feature][0] for feature in _FEATURES])
_SEED, _NEAR = 7, 0.5  # `distance` is of about 1 between any two people

Vectors = NDArray[np.float64]


def grouped(tones: Sequence[Tone], before: Mapping[int, Tone]) -> dict[int, Tone]:
    """Groups by number, from one tone of each person; none where there are too few people for two."""
    count = min(MOST_GROUPS, len(tones) // (2 * FEWEST))
    if count < 2:
        return {}
    vectors, centre = _standardised(tones)
    old = {number: _vector(tone, centre, _shares(tone)) for number, tone in sorted(before.items())[:count]}
    numbers = [*old, *(number for number in range(MOST_GROUPS) if number not in old)][:count]
    of_whom = _clustered(vectors, _seeds(vectors, list(old.values()), count))
    made = (
        (number, [tone for tone, of in zip(tones, of_whom, strict=True) if of == row])
        for row, number in enumerate(numbers)
    )
    return {number: tone for number, members in made if (tone := _usual(members)) is not None}


def nearest(tone: Tone | None, groups: Mapping[int, Tone]) -> int | None:
    """The group whose people write most like that; None where too little was heard, or there are none."""
    if tone is None or not groups or tone.weight() < HEARD:
        return None
    talked = interests_of(tone)

    def far(number: int) -> float:
        return hypot(distance(tone, groups[number]), _NEAR * unlike(talked, _shares(groups[number])))

    return min(groups, key=lambda number: (far(number), number))


def _usual(members: Sequence[Tone]) -> Tone | None:
    """How they write, and what share of what they talk of each pastime has that enough of them talk of."""
    tone = usual(members, FEWEST)
    if tone is None:
        return None
    told = [interests_of(each) for each in members]
    shares = {
        pastime: sum(each.get(pastime, 0.0) for each in told) / len(told)
        for pastime in tone.habits.get(Habit.INTEREST, {})
    }
    return replace(tone, habits={**tone.habits, Habit.INTEREST: shares} if shares else tone.habits)


def _standardised(tones: Sequence[Tone]) -> tuple[Vectors, Vectors]:
    """One row a person, in usual spreads from the middle, and nearer to it the less is known; and the middle."""
    means = np.array([[tone.mean(feature) for feature in _FEATURES] for tone in tones])
    known = np.array([[tone.weight(feature) > 0 for feature in _FEATURES] for tone in tones])
    centre = np.where(known, means, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.stack([_vector(tone, centre, interests_of(tone)) for tone in tones]), centre


def _shares(group: Tone) -> Mapping[str, float]:
    return group.habits.get(Habit.INTEREST, {})


def _vector(tone: Tone, centre: Vectors, talked: Mapping[str, float]) -> Vectors:
    sure = np.array([confidence(feature, tone.weight(feature)) for feature in _FEATURES])
    means = np.array([tone.mean(feature) for feature in _FEATURES])
    style = np.where(sure > 0, (means - centre) / _SPREADS, 0.0) * sure
    return np.concatenate([style, [INTEREST * talked.get(each, 0.0) for each in pastimes()]])


def _seeds(vectors: Vectors, old: list[Vectors], count: int) -> Vectors:
    """`count` rows: the old ones, then people far from all so far, drawn by the square of the distance."""
    draw = np.random.default_rng(_SEED)
    seeds = list(old) or [vectors[draw.integers(len(vectors))]]
    while len(seeds) < count:
        apart = _squares(vectors, np.stack(seeds)).min(axis=1)
        total = apart.sum()
        at = draw.choice(len(vectors), p=apart / total) if total > 0 else draw.integers(len(vectors))
        seeds.append(vectors[at])
    return np.stack(seeds)


def _clustered(vectors: Vectors, centres: Vectors) -> list[int]:
    """The number of each row's centre."""
    of_whom = _squares(vectors, centres).argmin(axis=1)
    for _ in range(ROUNDS):
        centres = np.stack([
            vectors[of_whom == row].mean(axis=0) if (of_whom == row).any() else centre
            for row, centre in enumerate(centres)
        ])  # fmt: skip
        moved = _squares(vectors, centres).argmin(axis=1)
        if (moved == of_whom).all():
            break
        of_whom = moved
    return [int(row) for row in of_whom]


def _squares(vectors: Vectors, centres: Vectors) -> Vectors:
    return np.stack([((vectors - centre) ** 2).sum(axis=1) for centre in centres], axis=1)

"""How far apart two ways to write are. Pure.

The mean of squared differences, each in units of its typical spread between people and weighted by how much is known
of it on both sides, and its root: Burrows' delta (2002) with squares, as Argamon (2008) derives it.
"""

from collections.abc import Mapping
from math import sqrt

from memory.tone.measured import Feature, Observation, Tone

# Of the means of people who write in one place; features without one are compared in their own units.
SPREAD: Mapping[Feature, float] = {feature: 1.0 for feature in Feature}


def distance(one: Tone | Observation, other: Tone) -> float:
    """How far apart the two are: 0 alike, about 1 where they differ as any two people do."""
    total = weights = 0.0
    for feature, spread in SPREAD.items():
        first, second = _seen(one, feature), _seen(other, feature)
        if first is not None and second is not None:
            weight = min(first[1], second[1])
            weights += weight
            total += weight * ((first[0] - second[0]) / spread) ** 2
    return sqrt(total / weights) if weights > 0 else 0.0


def _seen(side: Tone | Observation, feature: Feature) -> tuple[float, float] | None:
    if isinstance(side, Observation):
        return (side.values[feature], 1.0) if feature in side.values else None
    gauge = side.gauges.get(feature)
    return (gauge.mean, min(1.0, gauge.weight)) if gauge is not None and gauge.weight > 0 else None

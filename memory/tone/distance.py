"""How far apart two ways to write are. Pure.

Each difference counts in units of how far any two people are apart in it, as in Burrows' delta (2002), and as much as
it tells the same person from another (the likelihood ratio of two normal distributions): a feature that differs from
message to message more than from person to person says little until there are many messages. It cost: features are
taken for independent, which they are not.
"""

from collections.abc import Mapping
from math import sqrt

from memory.tone.measured import Feature, Observation, Tone

_DRIFT = 0.1  # of what lies between people: so much somebody's own way changes with days and topics
# How far the means of people who write in one place lie apart, and single messages of one person (standard deviations);
# rounded from public chat, and where that has none of it, as of emoji, from what we take for usual.
USUAL: Mapping[Feature, tuple[float, float]] = {
    Feature.LENGTH: (0.3, 0.7),
    Feature.SENTENCE: (0.2, 0.6),
    Feature.FORMALITY: (0.07, 0.12),
    Feature.POLITENESS: (0.03, 0.12),
    Feature.DIRECTNESS: (0.02, 0.08),
    Feature.WARMTH: (0.03, 0.1),
    Feature.EMOJI: (0.2, 0.4),
    Feature.EMOTICONS: (0.08, 0.2),
    Feature.EXCLAIMING: (0.1, 0.25),
    Feature.ASKING: (0.08, 0.33),
    Feature.TRAILING: (0.1, 0.2),
    Feature.CAPITALS: (0.25, 0.3),
    Feature.SHOUTING: (0.01, 0.04),
    Feature.STOPS: (0.2, 0.26),
    Feature.CONTRACTIONS: (0.2, 0.43),
    Feature.SLANG: (0.04, 0.2),
    Feature.GREETING: (0.03, 0.13),
    Feature.CLOSING: (0.02, 0.13),
    Feature.ADDRESS: (0.4, 0.3),
    Feature.READING: (0.06, 0.2),
    Feature.HUMOUR: (0.06, 0.2),
    Feature.LINES: (0.2, 0.4),
    Feature.COMMAS: (0.2, 0.55),
    Feature.MARKS: (0.38, 0.22),
    Feature.PROPER: (0.42, 0.22),
}


def distance(one: Tone | Observation, other: Tone) -> float:
    """How far apart the two are: 0 alike, about 1 where they differ as any two people do."""
    total = weights = 0.0
    for feature, (spread, noise) in USUAL.items():
        first, second = _seen(one, feature), _seen(other, feature)
        if first is not None and second is not None:
            people = 2 * spread * spread
            alone = noise * noise * (1 / first[1] + 1 / second[1]) + _DRIFT * people
            weight = 1 / alone - 1 / (alone + people)
            weights += weight * (alone + people)
            total += weight * (first[0] - second[0]) ** 2
    return sqrt(total / weights) if weights > 0 else 0.0


def _seen(side: Tone | Observation, feature: Feature) -> tuple[float, float] | None:
    if isinstance(side, Observation):
        value, weight = side.values.get(feature), side.weights.get(feature, 1.0)
        return (value, weight) if value is not None and weight > 0 else None
    gauge = side.gauges.get(feature)
    return (gauge.mean, gauge.weight) if gauge is not None and gauge.weight > 0 else None

"""How far what is measured leans, on the scale on which people wish. Pure.

Both come together on one scale, so that a wish, a habit and a persona's range are compared by one number each.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import expm1, log2

from memory.tone.blending import confidence
from memory.tone.measured import Feature, Tone
from memory.tone.wished import LEAST, MOST, Dial

USUAL_WORDS = 25.0  # of a message that leans to neither side
LEAST_TRUSTED = 0.25  # three messages as a rule: below that nothing is concluded
_EMOJI = ((0.0, -2.0), (0.05, -1.0), (0.2, 0.0), (0.5, 1.0), (1.0, 2.0))
_HUMOUR = ((0.0, -0.4), (0.1, 0.0), (0.4, 1.0), (1.0, 2.0))
# What leans to neither side, and how far it is from there to the next step: people in chats lie within two of these.
USUAL_FORMALITY, FORMALITY_STEP = 0.27, 0.08
_USUAL: Mapping[Dial, tuple[float, float]] = {
    Dial.FORMALITY: (USUAL_FORMALITY, FORMALITY_STEP),
    Dial.ADDRESS: (0.5, 0.25),
    Dial.WARMTH: (0.1, 0.2),
    Dial.DIRECTNESS: (0.5, 0.06),
}


@dataclass(frozen=True, slots=True)
class Leaning:
    """Where a habit lies, from -2 to 2, and how far it may be trusted, 0 to 1."""

    value: float
    trust: float


def leanings_of(tone: Tone | None) -> Mapping[Dial, Leaning]:
    """What a tone tells of each dial; nothing of those it knows nothing of."""
    if tone is None:
        return {}
    found: dict[Dial, Leaning] = {}
    for dial, feature in FEATURES.items():
        if (trust := trust_in(tone, feature)) > 0:
            found[dial] = Leaning(_value(dial, tone.mean(feature)), trust)
    return found


def trust_in(tone: Tone, feature: Feature) -> float:
    """How far what is known of a feature may be trusted, 0 to 1."""
    return confidence(feature, tone.weight(feature))


def words_of(tone: Tone) -> float:
    """How many words a message has as a rule."""
    return max(1.0, expm1(tone.mean(Feature.LENGTH)))


FEATURES: Mapping[Dial, Feature] = {
    Dial.LENGTH: Feature.LENGTH,
    Dial.FORMALITY: Feature.FORMALITY,
    Dial.ADDRESS: Feature.ADDRESS,
    Dial.EMOJI: Feature.EMOJI,
    Dial.WARMTH: Feature.WARMTH,
    Dial.DIRECTNESS: Feature.DIRECTNESS,
    Dial.HUMOUR: Feature.HUMOUR,
}


def _value(dial: Dial, mean: float) -> float:
    match dial:
        case Dial.LENGTH:
            value = 0.75 * log2(max(1.0, expm1(mean)) / USUAL_WORDS)
        case Dial.EMOJI:
            value = _between(_EMOJI, mean)
        case Dial.HUMOUR:
            value = _between(_HUMOUR, mean)
        case _:
            usual, step = _USUAL[dial]
            value = (mean - usual) / step
    return min(float(MOST), max(float(LEAST), value))


def _between(points: Sequence[tuple[float, float]], at: float) -> float:
    """Linear between points, flat beyond them."""
    right = bisect_right([x for x, _ in points], at)
    if right == 0:
        return points[0][1]
    if right == len(points):
        return points[-1][1]
    (x, y), (further, higher) = points[right - 1], points[right]
    return y + (higher - y) * (at - x) / (further - x)

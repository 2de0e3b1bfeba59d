"""How somebody writes, as far as they were heard; for the rest how people do here, then how those do who write alike.

Each feature is shrunk by itself (James and Stein 1961, as empirical Bayes: Efron and Morris 1975): after w messages'
worth their own mean counts w / (w + k), where k is how many messages it takes until two people are told apart by it
as well as by what is usual. What is then still open goes to the place, then to the group, each for no more than a part,
since a stranger may be none of the usual.
"""

from collections.abc import Mapping, Sequence

from memory.tone.addressee import Source
from memory.tone.distance import USUAL
from memory.tone.measured import Feature, Gauge, Tone

QUICKEST, SLOWEST = 1.5, 20.0  # messages; beyond that, what is rare would never count
K: Mapping[Feature, float] = {
    feature: min(SLOWEST, max(QUICKEST, (noise / spread) ** 2)) for feature, (spread, noise) in USUAL.items()
}
PLACE_MOST, GROUP_MOST = 0.6, 0.4  # of what is open
_SURE = 1_000.0  # messages' worth that stand for no doubt

Shares = tuple[tuple[Source, float], ...]


def confidence(feature: Feature, weight: float) -> float:
    """How far a mean of that weight is to be trusted, 0 to 1."""
    return weight / (weight + K[feature]) if weight > 0 else 0.0


def blended(own: Tone | None, place: Tone | None, group: Tone | None) -> tuple[Tone | None, Shares]:
    """The tone to go by, None where nothing is known; and what it rests on, as shares that add up to 1.

    The weight of a feature says how far it is to be trusted, by `confidence`, whatever it rests on.
    """
    layers = (own, place, group)
    features = [feature for feature in Feature if any(tone is not None and tone.weight(feature) > 0 for tone in layers)]
    if not features:
        return None, ((Source.NONE, 1.0),)
    gauges = {feature: _blended(feature, layers) for feature in features}
    at = max((tone.at for tone in layers if tone is not None and tone.at is not None), default=None)
    habits = {habit: kinds for tone in reversed(layers) if tone is not None for habit, kinds in tone.habits.items()}
    named = zip((Source.OWN, Source.PLACE, Source.GROUP), _parts(Feature.LENGTH, layers), strict=True)
    shares = tuple((source, share) for source, share in named if share > 0)
    open_share = 1.0 - sum(share for _, share in shares)
    return Tone(gauges, habits, at), (*shares, (Source.NONE, open_share))


def _parts(feature: Feature, layers: Sequence[Tone | None]) -> list[float]:
    left, parts = 1.0, []
    for tone, most in zip(layers, (1.0, PLACE_MOST, GROUP_MOST), strict=True):
        share = left * most * confidence(feature, 0.0 if tone is None else tone.weight(feature))
        left -= share
        parts.append(share)
    return parts


def _blended(feature: Feature, layers: Sequence[Tone | None]) -> Gauge:
    parts = _parts(feature, layers)
    known = sum(parts)
    held = [tone.gauges[feature] for tone in layers if tone is not None and tone.weight(feature) > 0]
    shares = [part / known for part in parts if part > 0]
    mean = sum(share * gauge.mean for share, gauge in zip(shares, held, strict=True))
    variance = sum(s * (g.variance + (g.mean - mean) ** 2) for s, g in zip(shares, held, strict=True))
    open_share = max(1.0 - known, 1e-9)
    return Gauge(mean, variance, min(K[feature] * known / open_share, _SURE))


def confidences(tone: Tone) -> Mapping[Feature, float]:
    """How far each feature of the tone is to be trusted, 0 to 1."""
    return {feature: confidence(feature, gauge.weight) for feature, gauge in tone.gauges.items()}

"""Trivia steps back in time: what happened once and was told once counts less the longer ago, and never nothing. Pure.

Only the order changes, and so what a small budget leaves out. What somebody wishes, is, or means by a word does not
fade, nor does what is asked for so plainly that nothing else comes near. Saying it again makes it fresh.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import exp, log

from memory.signals import Believed
from memory.types import Fact, FactId, Kind

FADING = {Kind.EVENT, Kind.COMMITMENT, Kind.FACT}
LEFT = 0.75  # of the score of the oldest trifle
LASTING = timedelta(days=200)  # after which a thing told once has lost two thirds of what it can lose


def vitality(fact: Fact, now: datetime) -> float:
    """From `LEFT` to 1: how present a fact is, by how often and how lately it was said."""
    if fact.kind not in FADING:
        return 1.0
    last = max((source.said_at for source in fact.sources), default=fact.recorded_at)
    age = max((now - last) / LASTING, 0.0)
    return LEFT + (1 - LEFT) * min((1 + log(max(len(fact.sources), 1))) * exp(-age), 1.0)


def faded(scores: Mapping[FactId, float], believed: Mapping[FactId, Believed], now: datetime) -> dict[FactId, float]:
    """The scores, best first, as they are now; a fact that was not read keeps its own."""
    present = {
        each: score * (vitality(believed[each].fact, now) if each in believed else 1.0)
        for each, score in scores.items()
    }
    return dict(sorted(present.items(), key=lambda pair: -pair[1]))

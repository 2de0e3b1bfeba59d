"""What was said and is over: the fact that took its place comes along, and the line itself steps behind. Pure.

An old line often fits a question better than the news that replaced it ("I live in ..." and "we moved"), so without
this an answer would rest on what no longer holds.
"""

from collections.abc import Collection, Mapping, Sequence

from memory.rank import match
from memory.signals import Believed, Hit
from memory.types import FactId

STALE = 0.5  # of its score is left to a line of which nothing holds any more


def with_successors(
    scores: Mapping[FactId, float], hits: Sequence[Hit], believed: Mapping[FactId, Believed]
) -> dict[FactId, float]:
    """The facts with their scores, best first; what replaced a line counts at least what that line is worth."""
    worth = {hit.spot: match(hit) for hit in hits}
    raised = dict(scores)
    for fact, each in believed.items():
        inherited = max((worth.get(spot, 0.0) for spot in each.instead_of), default=0.0)
        if inherited > 0:
            raised[fact] = max(raised.get(fact, 0.0), inherited)
    return dict(sorted(raised.items(), key=lambda pair: -pair[1]))


def step_behind(hits: Sequence[Hit], believed: Mapping[FactId, Believed], told: Collection[FactId]) -> list[Hit]:
    """The hits, best first, stale ones lowered; a stale line is left out where nothing that replaced it is `told`."""
    told_instead: dict[object, bool] = {}
    for fact, each in believed.items():
        for spot, stale in each.instead_of.items():
            if stale:
                told_instead[spot] = told_instead.get(spot, False) or fact in told
    kept = [hit for hit in hits if told_instead.get(hit.spot, True)]
    lowered = [hit._replace(score=hit.score * STALE) if hit.spot in told_instead else hit for hit in kept]
    return sorted(lowered, key=lambda hit: -hit.score)

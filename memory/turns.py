"""Which of the ranked lines stands where, when the best alone would crowd out what is asked for too. Pure.

What two people have in common stands with both, and the one who said less would be crowded out; so would the lesser of
several things that a question lists. The bot's own words are no evidence of anything, but what it recommended, and how
a plan came about, stands in them: a reply follows the line that it answered where it meets the question as well as
anything does, or where the talk itself is to be summed up.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TypeVar

from memory.signals import Hit
from memory.types import PersonId, Spot

Each = TypeVar("Each")
EVERY = 5  # the place that goes to the next of the listed things: four to six find the same
AS_WELL = 0.9  # of what any line meets of the question


def by_turns(hits: Sequence[Hit], speakers: Mapping[Spot, PersonId]) -> list[Hit]:
    """The hits, best first, where the question names several: the places of their lines go to them by turns.

    `speakers` are the lines of those whom it names. A line has the score of its new place.
    """
    turns: dict[PersonId, list[Hit]] = {}
    for hit in hits:
        if hit.spot in speakers:
            turns.setdefault(speakers[hit.spot], []).append(hit)
    if len(turns) < 2:
        return list(hits)
    in_turn = _in_turn(turns.values())
    return [next(in_turn)._replace(score=hit.score) if hit.spot in speakers else hit for hit in hits]


def with_listed(hits: Sequence[Hit], listed: Sequence[Sequence[Spot]]) -> list[Hit]:
    """The hits, every fifth place given to the things that the question lists by turns.

    `listed` are for each of them the lines that meet it, best first. A line has the score of its new place.
    """
    if not listed:
        return list(hits)
    known = {hit.spot: hit for hit in hits}
    own, parts = iter(hits), (known[spot] for spot in _in_turn(listed) if spot in known)
    placed: dict[Spot, Hit] = {}
    score = hits[0].score if hits else 0.0
    while len(placed) < len(known):
        sources = (parts, own) if len(placed) % EVERY == EVERY - 1 else (own,)
        chosen = next(hit for source in sources for hit in source if hit.spot not in placed)
        score = min(score, chosen.score) if sources == (own,) else score
        placed[chosen.spot] = chosen._replace(score=score)
    return list(placed.values())


def replies(hits: Iterable[Hit], known: Mapping[Spot, Hit], *, whole: bool) -> list[Spot]:
    """Where a reply to one of the hits stands, if it is one, that belongs to the answer.

    `known` are all hits by their spots; `whole` where the talk itself is asked for, so that every reply belongs to it.
    """
    least = AS_WELL * max((hit.met for hit in known.values()), default=0.0)
    after = [(spot := Spot(hit.spot.place, hit.spot.seq + 1), known.get(spot)) for hit in hits]
    ours = [(spot, own) for spot, own in after if own is None or not own.speaker]
    return [spot for spot, own in ours if whole or (own is not None and own.met >= least > 0)]


def with_replies(hits: Sequence[Hit], ours: Collection[Spot], known: Mapping[Spot, Hit], *, whole: bool) -> list[Hit]:
    """The hits, each followed by the reply to it where that belongs to the answer; `ours` are the bot's lines."""
    belongs = set(replies(hits, known, whole=whole)).intersection(ours)
    told: list[Hit] = []
    for hit in hits:
        told.append(hit)
        reply = Spot(hit.spot.place, hit.spot.seq + 1)
        if reply in belongs:
            told.append(known.get(reply, hit)._replace(spot=reply, score=hit.score))
    return told


def _in_turn(several: Iterable[Sequence[Each]]) -> Iterator[Each]:
    return (each for row in zip_longest(*several) for each in row if each is not None)

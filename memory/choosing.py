"""Which of the ranked lines are read: what is likely told, with what stands around it. Pure.

Ranking knows of most lines what their text shows, so texts are read of the first few only. Lines of which it does not
know that are read too, since their text may still move them. What can only be the bot's own, or nothing, is read where
it follows a line that is told and may belong to the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from memory.lexical import Met
from memory.rank import rank_spots
from memory.signals import Hit, Signals
from memory.turns import by_turns, replies, with_listed
from memory.types import PersonId, Spot

MOST_LISTED = 8  # lines are looked at for each thing that the question lists


@dataclass(frozen=True, slots=True)
class Ranked:
    """The hits, best first, and what decides how they are told.

    `named` are the people whom the question names, `listed` the lines that meet each of the things that it lists, and
    `sums_up`: it asks for the talk itself.
    """

    hits: Sequence[Hit]
    signals: Signals
    named: frozenset[PersonId]
    listed: tuple[list[Spot], ...]
    sums_up: bool

    def to_read(self, most: int, *, around: int = 0) -> list[Spot]:
        """The lines to read so that `most` hits can be told; of the first `around` those beside them too."""
        unread = self.signals.unread
        usable = [hit for hit in self.hits if hit.speaker or unread is None or hit.spot in unread]
        theirs = {hit.spot: who for hit in usable if (who := PersonId(hit.speaker)) in self.named}
        ordered = with_listed(by_turns(usable, theirs), () if self.sums_up else self.listed)
        told = [*ordered[:most], *(hit for hit in ordered[most:] if not hit.speaker)]
        spots: dict[Spot, None] = {}
        for rank, hit in enumerate(told):
            spots.update(dict.fromkeys(_with_neighbours(hit) if rank < around else _by_itself(hit)))
        spots.update(dict.fromkeys(replies(told, {hit.spot: hit for hit in self.hits}, whole=self.sums_up)))
        return list(spots)


def ranked(met: Met, signals: Signals, limit: int, named: frozenset[PersonId], *, sums_up: bool) -> Ranked:
    """The best lines, and those that meet each of the things that the question lists."""
    listed = () if signals.wishes else met.best_of_parts(MOST_LISTED)
    spots = [spot for each in listed for spot in each]
    hits = rank_spots(met, signals.nearest, limit, wishes=signals.wishes, listed=spots, named=named)
    return Ranked(hits, signals, named, listed, sums_up)


def _with_neighbours(hit: Hit) -> list[Spot]:
    return [Spot(hit.spot.place, hit.spot.seq + step) for step in (-1, 0, 1)]


def _by_itself(hit: Hit) -> list[Spot]:
    """And what it may answer, where ranking could not know whether that asks."""
    before = [Spot(hit.spot.place, hit.spot.seq - 1)] if hit.before and not hit.speaker else []
    return [*before, hit.spot]

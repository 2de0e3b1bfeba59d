"""Why an answer said what it said: the turn's facts and passages that may still be seen where the question is asked.

What was forgotten since, or may not be read here, is left out; an explanation gives away no more than an answer may.
"""

from collections.abc import Sequence
from datetime import UTC, tzinfo

from memory.found import why_fact, why_passage
from memory.recalled import Passage, Recall, Recalled, Turn
from memory.signals import PlacedLine
from memory.store import candidates, facts
from memory.store.database import Database
from memory.types import Fact, FactId, Line, Spot, Viewer

RADIUS = 1


async def explain(database: Database, viewer: Viewer, turn: Turn, zone: tzinfo = UTC) -> Recall:
    """The turn's facts with their quotes and dates, and its passages, in time order; scores say nothing here.

    The reasons are dated in `zone`.
    """
    found = await facts.by_id(database, viewer, turn.facts) if turn.facts else ()
    lines = await candidates.lines(database, viewer, turn.passages, RADIUS) if turn.passages else []
    passages = [passage for spot in turn.passages if (passage := _passage(spot, lines))]
    return Recall(
        facts=tuple(
            Recalled(fact, 0.0, why_fact(viewer, fact, zone))
            for fact in sorted(found, key=lambda fact: fact.valid_from)
        ),
        passages=tuple(
            Recalled(each, 0.0, why_passage(viewer, each, zone))
            for each in sorted(passages, key=lambda passage: passage.lines[0].said_at)
        ),
        tokens=0,
        confidence=0.0,
    )


async def items(
    database: Database, viewer: Viewer, facts_named: Sequence[FactId], lines_named: Sequence[Spot]
) -> tuple[Fact | Line, ...]:
    """Those of the facts and lines that still exist and may be seen, in the order asked for."""
    found = await facts.by_id(database, viewer, facts_named) if facts_named else ()
    placed = await candidates.lines(database, viewer, lines_named) if lines_named else []
    lines = {each.line.spot: each.line for each in placed}
    return (*found, *(lines[spot] for spot in lines_named if spot in lines))


def _passage(spot: Spot, lines: Sequence[PlacedLine]) -> Passage | None:
    near = [
        each for each in lines if each.line.spot.place == spot.place and abs(each.line.spot.seq - spot.seq) <= RADIUS
    ]
    if not any(each.line.spot == spot for each in near):
        return None
    return Passage(spot, near[0].place, tuple(each.line for each in near))

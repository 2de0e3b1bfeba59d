"""What was found for a message, and what of it fits an answer: as much as its budget allows, in time order. Pure.

Finding reads the database and the question; packing does not, so when a prompt turns out too full the same finds are
packed anew for the shorter one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from memory import budget as budgets
from memory.rank import confidence, weigh, worth_telling
from memory.recalled import Recall, Recalled
from memory.replacement import step_behind, with_successors
from memory.signals import Believed, Hit, PlacedLine
from memory.types import Fact, FactId, Line, Spot, Viewer

FACTS_SHARE = 0.6  # of the budget at first; what facts leave goes to passages, and what these leave to more facts

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Found:
    """Hits by numbers alone, best first, with every line read around them; facts with their scores.

    `named` are the lines of those whom the question names; what matches less than `faint` is not told.
    """

    viewer: Viewer
    faint: float
    hits: Sequence[Hit]
    lines: Sequence[PlacedLine]
    named: frozenset[Spot]
    near: Mapping[FactId, float]
    believed: Mapping[FactId, Believed]

    def best(self, skip: Collection[Spot] = ()) -> list[Hit]:
        """The hits on people's words, best first, without the lines of `skip`."""
        lines = {each.line.spot: each.line for each in self.lines}
        usable = [
            hit
            for hit in self.hits
            if hit.spot in lines and lines[hit.spot].speaker_id is not None and hit.spot not in skip
        ]
        return weigh(usable, lines, self.named)

    def packed(self, budget: int, *, skip: Collection[Spot] = (), known: Collection[FactId] = ()) -> Recall:
        """What to tell in about `budget` tokens, without the lines of `skip`, or facts that are `known`."""
        hits = self.best(skip)
        told_of = worth_telling(hits, self.faint)
        scores = with_successors(self.near, told_of, self.believed)
        fresh = [self.believed[each].fact for each in scores if each in self.believed and each not in known]
        told, spent = budgets.fitting_facts(fresh, int(budget * FACTS_SHARE))
        chosen, more = budgets.fitting_lines(
            step_behind(told_of, self.believed, {*known, *(fact.id for fact in told)}),
            {each.line.spot: each.line for each in self.lines},
            budget - spent,
            skip=set(skip),
        )
        rest, last = budgets.fitting_facts([fact for fact in fresh if fact not in told], budget - spent - more)
        places = {each.line.spot: each.place for each in self.lines}
        return Recall(
            facts=_recalled_facts(self.viewer, [*told, *rest], scores),
            passages=tuple(
                Recalled(passage, hit.score, _why_line(self.viewer, _line_of(passage.lines, hit.spot), passage.place))
                for passage, hit in budgets.passages(chosen, hits, places)
            ),
            tokens=spent + more + last,
            confidence=confidence(hits, self.near.values(), self.named),
        )


def _recalled_facts(viewer: Viewer, facts: Sequence[Fact], scores: dict[FactId, float]) -> tuple[Recalled, ...]:
    in_time = sorted(facts, key=lambda fact: fact.valid_from)
    return tuple(Recalled(fact, scores[fact.id], _why_fact(viewer, fact)) for fact in in_time)


def _line_of(lines: Sequence[Line], spot: Spot) -> Line:
    return next(line for line in lines if line.spot == spot)


def _why_fact(viewer: Viewer, fact: Fact) -> str:
    who = "you" if fact.speaker == viewer.person else fact.speaker_name
    said_at = fact.sources[-1].said_at if fact.sources else fact.recorded_at
    return _why(viewer, who, said_at, fact.place)


def _why_line(viewer: Viewer, line: Line, place: str) -> str:
    who = "you" if line.speaker_id == viewer.person else line.speaker or "somebody"
    return _why(viewer, who, line.said_at, place)


def _why(viewer: Viewer, who: str, at: datetime, place: str) -> str:
    where = "here" if place in (viewer.place.title, viewer.place.key) else f"in {place}"
    return f"{who} said so on {at.day} {_MONTHS[at.month - 1]} {at.year}, {where}"

"""What was found for a message, and what of it fits an answer: as much as its budget allows, in time order. Pure.

Finding reads the database and the question; packing does not, so when a prompt turns out too full the same finds are
packed anew for the shorter one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo

from memory import budget as budgets
from memory.choosing import Ranked
from memory.fading import faded
from memory.grounding import is_question
from memory.rank import confidence, of_the_time, weigh, worth_telling
from memory.recalled import Passage, Recall, Recalled
from memory.replacement import step_behind, with_successors
from memory.signals import Believed, Hit, PlacedLine
from memory.span import Anchor, Span
from memory.turns import by_turns, with_listed, with_replies
from memory.types import Fact, FactId, Spot, Viewer

PART = 0.5  # of the score of a line that fits a part of the question, but for the best one
SURE_OF_TIME = 0.5  # that what was said then is what was asked for
MOST_DATING = 24  # of the best lines are asked when an event was that dates the question
FACTS_SHARE = 0.6  # of the budget at first; what facts leave goes to passages, and what these leave to more facts

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Found:
    """The ranked hits, with every line that was read of them and around them; facts with their scores.

    `named` are the lines of those whom the question names, `span` is the time that it names; what matches less than
    `faint` is not told.
    """

    viewer: Viewer
    faint: float
    ranked: Ranked
    lines: Sequence[PlacedLine]
    named: frozenset[Spot]
    near: Mapping[FactId, float]
    believed: Mapping[FactId, Believed]
    now: datetime
    span: Span | None = None

    def best(self, skip: Collection[Spot] = ()) -> list[Hit]:
        """The hits on people's words, best first, without the lines of `skip`."""
        lines = {each.line.spot: each.line for each in self.lines}
        usable = [
            hit
            for hit in self.ranked.hits
            if hit.spot in lines and lines[hit.spot].speaker_id is not None and hit.spot not in skip
        ]
        speakers = {spot: who for spot in self.named if (who := lines[spot].speaker_id) is not None}
        return by_turns(weigh(usable, lines, self.named, self.span), speakers)

    def told(self, skip: Collection[Spot] = ()) -> list[Hit]:
        """The same, with places for each thing that the question lists, and with our replies that belong to it."""
        hits = with_listed(self.best(skip), () if self.ranked.sums_up else self.ranked.listed)
        ours = [each.line.spot for each in self.lines if each.line.speaker_id is None and each.line.spot not in skip]
        known = {hit.spot: hit for hit in self.ranked.hits if hit.spot not in skip}
        return with_replies(hits, ours, known, whole=self.ranked.sums_up)

    def sureness(self, asked: Collection[Spot] = ()) -> float:
        """How well the best of all that was found fits, 0 to 1, whether it is told now or in sight already.

        Lines that ask do not count: a question asked twice is near to itself and answers nothing. Nor do those `asked`.
        """
        lines = {each.line.spot: each.line for each in self.lines}
        telling = [hit for hit in self.best(asked) if not is_question(lines[hit.spot].text)]
        found = confidence(telling, self.near.values(), self.named)
        return max(found, SURE_OF_TIME) if self._is_of_the_time(telling) else found

    def _is_of_the_time(self, hits: Sequence[Hit]) -> bool:
        """Whether nothing but a time is asked for, and something was said then."""
        if self.span is None or not self.span.is_alone:
            return False
        at = {each.line.spot: each.line.said_at for each in self.lines}
        return any(self.span.share(at[hit.spot]) for hit in hits)

    def packed(
        self,
        budget: int,
        *,
        skip: Collection[Spot] = (),
        known: Collection[FactId] = (),
        asked: Collection[Spot] | None = None,
    ) -> Recall:
        """What to tell in about `budget` tokens, without the lines of `skip`, or facts that are `known`.

        `asked` is what of `skip` is no answer either; all of it when not given.
        """
        hits = self.told(skip)
        told_of = worth_telling(hits, 0.0 if self._is_of_the_time(hits) else self.faint)
        present = faded(with_successors(self.near, told_of, self.believed), self.believed, self.now)
        scores = of_the_time(present, self.believed, self.span)
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
                Recalled(passage, hit.score, why_passage(self.viewer, passage))
                for passage, hit in budgets.passages(chosen, hits, places)
            ),
            tokens=spent + more + last,
            confidence=self.sureness(skip if asked is None else asked),
            advises=self.ranked.signals.wishes is not None,
        )


def joined(whole: Found, parts: Sequence[Found]) -> Found:
    """What was found for a question, with what was found for its parts: each line and fact by its best score.

    Of a part only the best line counts in full: a part that was taken badly apart costs one place.
    """
    hits = {hit.spot: hit for hit in whole.ranked.hits}
    lines: dict[Spot, PlacedLine] = {}
    near: dict[FactId, float] = {}
    believed: dict[FactId, Believed] = {}
    for part in parts:
        first = next((hit.spot for hit in part.best()), None)
        scored = [hit if hit.spot == first else hit._replace(score=hit.score * PART) for hit in part.ranked.hits]
        hits |= {hit.spot: hit for hit in scored if hit.spot not in hits or hits[hit.spot].score < hit.score}
    for each in (whole, *parts):
        lines |= {placed.line.spot: placed for placed in each.lines}
        near |= {fact: max(score, near.get(fact, 0.0)) for fact, score in each.near.items()}
        believed |= each.believed
    return replace(
        whole,
        ranked=replace(whole.ranked, hits=sorted(hits.values(), key=lambda hit: -hit.score)),
        lines=[lines[spot] for spot in sorted(lines, key=lambda spot: (spot.place, spot.seq))],
        named=whole.named.union(*(each.named for each in parts)),
        near=dict(sorted(near.items(), key=lambda pair: -pair[1])),
        believed=believed,
    )


def dated(
    window: Span | Anchor | None,
    hits: Sequence[Hit],
    lines: Sequence[PlacedLine],
    believed: Mapping[FactId, Believed],
) -> Span | None:
    """The time that a question names; an event is dated by the facts and lines that tell of it."""
    if not isinstance(window, Anchor):
        return window
    by_spot = {each.line.spot: each.line for each in lines}
    told = [by_spot[hit.spot] for hit in hits[:MOST_DATING] if hit.spot in by_spot]
    return window.span(
        [(each.fact.text, each.fact.valid_from) for each in believed.values()]
        + [(line.text, line.said_at) for line in told if line.speaker_id is not None and not is_question(line.text)]
    )


def _recalled_facts(viewer: Viewer, facts: Sequence[Fact], scores: dict[FactId, float]) -> tuple[Recalled, ...]:
    in_time = sorted(facts, key=lambda fact: fact.valid_from)
    return tuple(Recalled(fact, scores[fact.id], why_fact(viewer, fact)) for fact in in_time)


def why_fact(viewer: Viewer, fact: Fact, zone: tzinfo = UTC) -> str:
    """Who said it last, on which day in that zone, and where: "you said so on 3 May 2026, in #garden"."""
    who = "you" if fact.speaker == viewer.person else fact.speaker_name
    if not fact.sources:
        return _why(viewer, who, fact.recorded_at.astimezone(zone), fact.place)
    last = max(fact.sources, key=lambda source: source.said_at)
    return _why(viewer, who, last.said_at.astimezone(zone), last.place)


def why_passage(viewer: Viewer, passage: Passage, zone: tzinfo = UTC) -> str:
    """The same of the line that matched."""
    line = next(line for line in passage.lines if line.spot == passage.spot)
    who = "you" if line.speaker_id == viewer.person else line.speaker or "I"
    return _why(viewer, who, line.said_at.astimezone(zone), passage.place)


def _why(viewer: Viewer, who: str, at: datetime, place: str) -> str:
    where = "here" if place in (viewer.place.title, viewer.place.key) else f"in {place}"
    return f"{who} said so on {at.day} {_MONTHS[at.month - 1]} {at.year}, {where}"

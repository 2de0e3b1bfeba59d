"""What memory has to say to a message: embed, read numbers, rank, read texts, pack.

While the embedder works, the words of the question are looked up; it is asked for a short time only, since the words
alone still find most of what there is. Ranking needs no text, and texts are read for the best only.
"""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from memory import budget as budgets
from memory.errors import EmbedderUnavailable, EmbeddingMismatch
from memory.gist import gist
from memory.grounding import is_question
from memory.lexical import Met, words_met
from memory.ports import Embedder
from memory.rank import FAINT, FAINT_ASKED, confidence, rank_facts, rank_spots, weigh, worth_telling
from memory.replacement import step_behind, with_successors
from memory.signals import Hit, Signals
from memory.store import candidates, vectors
from memory.store.candidates import PlacedLine, Question
from memory.store.database import Database
from memory.terms import tokenise
from memory.types import Fact, FactId, Line, Recall, Recalled, Spot, Viewer

EMBED_S = 2.0
MOST_WORDS = 64
MOST_CHARACTERS = 20_000  # that are looked through for what is asked
MOST_HITS = 64  # of which text is read; fewer lose what only their text shows, more gain nothing
MOST_MET = 64  # lines that hold most of the words, whose meaning is compared wherever it lies
MOST_FACTS = 12
FACTS_SHARE = 0.6  # of the budget at first; what facts leave goes to passages, and what these leave to more facts


@dataclass(frozen=True, slots=True)
class _Found:
    """The hits that may be told, best first; all lines that were read; the lines of those whom the question names."""

    hits: list[Hit]
    lines: list[PlacedLine]
    named: frozenset[Spot]


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Recaller:
    """Recalls for one memory; `embedder` None means by words only."""

    def __init__(self, database: Database, embedder: Embedder | None) -> None:
        self._database = database
        self._embedder = embedder
        self._model: int | None = None

    async def recall(
        self,
        viewer: Viewer,
        text: str,
        *,
        budget: int = 600,
        skip: Collection[Spot] = (),
        known: Collection[FactId] = (),
    ) -> Recall:
        """What may be used here to answer `text`, in about `budget` tokens, without the lines of `skip`.

        Nor the facts that are `known`: they were told before and are still in sight.
        """
        question, met, signals = await self._signals(viewer, text)
        faint = FAINT_ASKED if is_question(text) else FAINT
        near, best = rank_facts(signals, MOST_FACTS + len(known), faint), rank_spots(met, signals.nearest, MOST_HITS)
        believed, found = await asyncio.gather(
            candidates.facts(self._database, viewer, list(near), [hit.spot for hit in best]),
            self._hits(viewer, question, best, skip),
        )
        told_of = worth_telling(found.hits, faint)
        scores = with_successors(near, told_of, believed)
        fresh = [believed[each].fact for each in scores if each in believed and each not in known]
        told, spent = budgets.fitting_facts(fresh, int(budget * FACTS_SHARE))
        chosen, more = budgets.fitting_lines(
            step_behind(told_of, believed, {*known, *(fact.id for fact in told)}),
            {each.line.spot: each.line for each in found.lines},
            budget - spent,
            skip=set(skip),
        )
        rest, last = budgets.fitting_facts([fact for fact in fresh if fact not in told], budget - spent - more)
        places = {each.line.spot: each.place for each in found.lines}
        return Recall(
            facts=_recalled_facts(viewer, [*told, *rest], scores),
            passages=tuple(
                Recalled(passage, hit.score, _why_line(viewer, _line_of(passage.lines, hit.spot), passage.place))
                for passage, hit in budgets.passages(chosen, found.hits, places)
            ),
            tokens=spent + more + last,
            confidence=confidence(found.hits, near.values(), found.named),
        )

    async def spots(self, viewer: Viewer, text: str, limit: int) -> list[Spot]:
        """The lines that match best, best first, at most `limit`; none of the bot's own."""
        question, met, signals = await self._signals(viewer, text)
        best = rank_spots(met, signals.nearest, max(2 * limit, MOST_HITS))
        found = await self._hits(viewer, question, best, ())
        return [hit.spot for hit in found.hits[:limit]]

    async def _signals(self, viewer: Viewer, text: str) -> tuple[Question, Met, Signals]:
        text = gist(text[:MOST_CHARACTERS])
        words = list(dict.fromkeys(tokenise(text)))[:MOST_WORDS]
        said, question = await asyncio.gather(
            candidates.said(self._database, viewer, words), self._question(text, words)
        )
        met = words_met(said)
        return (
            question,
            met,
            await candidates.signals(self._database, viewer, question=question, also=met.best(MOST_MET)),
        )

    async def _question(self, text: str, words: Sequence[str]) -> Question:
        if self._embedder is None:
            return Question(words)
        try:
            async with asyncio.timeout(EMBED_S):
                found = await self._embedder.embed([text], urgent=True)
            model = await self._model_of(self._embedder)
        except (EmbedderUnavailable, EmbeddingMismatch, TimeoutError):
            return Question(words)
        return Question(words, model, found[0])

    async def _model_of(self, embedder: Embedder) -> int:
        if self._model is None:
            self._model = await vectors.ensure_model(self._database, embedder.name, embedder.dimensions)
        return self._model

    async def _hits(self, viewer: Viewer, question: Question, hits: list[Hit], skip: Collection[Spot]) -> _Found:
        if not hits:
            return _Found([], [], frozenset())
        placed = await candidates.lines(self._database, viewer, [hit.spot for hit in hits], radius=1)
        lines = {each.line.spot: each.line for each in placed}
        spoken = {spot: line for spot, line in lines.items() if line.speaker_id is not None}
        names = _named(question.words, spoken.values())
        named = frozenset(spot for spot, line in spoken.items() if line.speaker in names)
        usable = [hit for hit in hits if hit.spot in spoken and hit.spot not in skip]
        return _Found(weigh(usable, lines, named), placed, named)


def _named(words: Sequence[str], lines: Iterable[Line]) -> set[str]:
    """The speakers whose name, or a part of it, is among the words."""
    names = {line.speaker for line in lines if line.speaker}
    return {name for name in names if not set(words).isdisjoint(tokenise(name))}


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

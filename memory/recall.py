"""What memory has to say to a message: embed, read numbers, rank, read texts; packing is `Found`'s.

While the embedder works, the words of the question are looked up; it is asked for a short time only, since the words
alone still find most of what there is. Ranking needs no text, and texts are read of what is likely told.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from memory.advice import Advice, made_of, texts
from memory.choosing import Ranked, ranked
from memory.errors import EmbedderUnavailable, EmbeddingMismatch
from memory.found import Found, dated
from memory.gist import gist
from memory.grounding import is_question
from memory.lexical import Met, words_met
from memory.naming import people_named
from memory.parts import parts_of
from memory.ports import Embedder, Vector
from memory.preparing import advice_for
from memory.rank import FAINT, FAINT_ASKED, rank_facts
from memory.recalled import Recall
from memory.signals import Believed, Nearest, PlacedLine, Postings, Said, Signals, Wishes
from memory.span import Asked, Span, Timed
from memory.store import candidates, fitted, vectors
from memory.store.candidates import Question
from memory.store.database import Database
from memory.store.warming import warm
from memory.terms import Wanted, wanted
from memory.timing import timed
from memory.types import FactId, PersonId, Spot, Viewer

EMBED_S = 2.0
MOST_WORDS = 64
MOST_CHARACTERS = 20_000  # that are looked through for what is asked
MOST_HITS = 64  # are ranked; fewer lose what only the text of some shows, more gain nothing
MOST_READ = 48  # of them are read: what is in sight or may not be told here leaves enough to fill an answer
MOST_AROUND = 24  # of the best what stands around them is read too: of the rest hardly any is told
SPARE = 6  # lines are read beside those that are wanted, since some may not be told here
MOST_MET = 64  # lines that hold most of the words, whose meaning is compared wherever it lies
MOST_FACTS = 12
MOST_REPLACED = 16  # of the best lines are looked at for what took their place


class Recaller:
    """Recalls for one memory; `embedder` None means by words only."""

    def __init__(self, database: Database, embedder: Embedder | None, companion: Embedder | None = None) -> None:
        self._database = database
        self._embedder = embedder
        self._companion = companion
        self._model: int | None = None
        self._advice: Advice | None = None
        self._prepared = False

    async def prepare(self) -> None:
        """Readies what the first question would wait for, and learns to tell what seeks advice.

        Until that is learned all questions look something up. It is fitted once for a model, in a few seconds, and
        kept. Raises EmbedderUnavailable.
        """
        if self._prepared:
            return
        await asyncio.to_thread(_think_once)
        await warm(self._database)
        if self._embedder is not None:
            await self._learn_advice(self._embedder)
        self._prepared = True

    async def _learn_advice(self, embedder: Embedder) -> None:
        model, known = await self._model_of(embedder), texts()
        name = made_of(known, self._companion.name if self._companion else None)
        kept = await fitted.load(self._database, model, name)
        if kept is not None:
            self._advice = Advice.unpacked(kept) if kept else None
        else:
            self._advice, whole = await advice_for(embedder, self._companion, known)
            if whole:
                await fitted.keep(self._database, model, name, self._advice.packed() if self._advice else b"")

    async def find(self, viewer: Viewer, text: str, *, spare: int = 0, asked: Asked | None = None) -> Found:
        """What may be used here to answer `text`, to be packed; with `spare` more facts than an answer needs.

        `asked` tells when and where, for "yesterday"; without it, now and in UTC.
        """
        asked = asked or Asked(datetime.now(UTC))
        named = timed(gist(text[:MOST_CHARACTERS]), asked)
        question, met, signals = await self._signals(viewer, text, named)
        faint = FAINT_ASKED if is_question(text) else FAINT
        near = rank_facts(signals, MOST_FACTS + spare, faint)
        best = self._ranked(text, question, met, signals, MOST_HITS)
        believed, lines = await asyncio.gather(
            candidates.facts(self._database, viewer, list(near), [hit.spot for hit in best.hits[:MOST_REPLACED]]),
            self._lines(viewer, best.to_read(MOST_HITS if named else MOST_READ, around=MOST_AROUND)),
        )
        span = _span(named, best, lines, believed)
        theirs = _named(text, question, best, lines)
        return Found(viewer, faint, best, lines, theirs, near, believed, asked.now, span)

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
        return (await self.find(viewer, text, spare=len(known))).packed(budget, skip=skip, known=known)

    async def spots(self, viewer: Viewer, text: str, limit: int) -> list[Spot]:
        """The lines that match best, best first, at most `limit`."""
        now = datetime.now(UTC)
        named = timed(gist(text[:MOST_CHARACTERS]), Asked(now))
        question, met, signals = await self._signals(viewer, text, named)
        best = self._ranked(text, question, met, signals, max(2 * limit, MOST_HITS))
        lines = await self._lines(viewer, best.to_read(len(best.hits) if named else limit + SPARE))
        theirs = _named(text, question, best, lines)
        found = Found(viewer, FAINT, best, lines, theirs, {}, {}, now, _span(named, best, lines, {}))
        return [hit.spot for hit in found.told()[:limit]]

    async def _signals(self, viewer: Viewer, text: str, named: Timed | None = None) -> tuple[Question, Met, Signals]:
        text = gist(text[:MOST_CHARACTERS])
        words = wanted(named.rest if named else text, MOST_WORDS)
        parts = parts_of(text, words)
        (said, known), question = await asyncio.gather(
            self._said(viewer, words, parts), self._question(text, words.terms)
        )
        also = () if known is None else known.best(MOST_MET)
        signals, wishes, timely, met = await asyncio.gather(
            candidates.signals(self._database, viewer, question=question, also=also, among=said.documents),
            self._wishes(viewer, text, question),
            self._between(viewer, question, named),
            _met(said, known, parts),
        )
        # What somebody wishes holds at any time: "What could I cook this weekend?" is not about what was said then.
        nearest = signals.nearest.joined(timely) if timely and wishes is None else signals.nearest
        return question, met, replace(signals, nearest=nearest, wishes=wishes)

    async def _between(self, viewer: Viewer, question: Question, named: Timed | None) -> Nearest | None:
        """What was said in the time that the question names; of an event it is not known yet when that was."""
        if named is None or not isinstance(named.window, Span):
            return None
        return await candidates.between(self._database, viewer, question, named.window)

    async def _said(self, viewer: Viewer, words: Wanted, parts: Sequence[Collection[int]]) -> tuple[Said, Met | None]:
        """Where the words stand; among many lines they are weighed at once, as they tell what else to compare."""
        said = await candidates.said(self._database, viewer, words)
        return said, None if candidates.is_few(said.documents) else words_met(said, parts)

    async def _wishes(self, viewer: Viewer, text: str, question: Question) -> Wishes | None:
        """A second question, side by side with the first, where advice is sought."""
        if self._advice is None or question.vector is None or question.model is None:
            return None
        if self._sums_up(question) or not self._advice.sought_by(question.vector):
            return None
        sought = self._advice.sought(question.vector, await self._beside(text))
        return await candidates.wishes(self._database, viewer, question.model, sought)

    def _sums_up(self, question: Question) -> bool:
        """Whether the talk itself is asked for, and so the bot's part in it."""
        return self._advice is not None and question.vector is not None and self._advice.sums_up(question.vector)

    async def _beside(self, text: str) -> Vector | None:
        try:
            async with asyncio.timeout(EMBED_S):
                (companion,) = await vectors.beside(self._companion, [text], urgent=True)
        except TimeoutError:
            return None
        return companion

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

    def _ranked(self, text: str, question: Question, met: Met, signals: Signals, limit: int) -> Ranked:
        named = people_named(text[:MOST_CHARACTERS], question.words, signals.names)
        return ranked(met, signals, limit, named, sums_up=self._sums_up(question))

    async def _lines(self, viewer: Viewer, spots: Sequence[Spot]) -> list[PlacedLine]:
        return await candidates.lines(self._database, viewer, spots) if spots else []


def _think_once() -> None:
    """Lists of words are read, and numbers worked on, at their first use, which takes a tenth of a second."""
    text = "Will you remember what Will said yesterday?"
    timed(text, Asked(datetime.now(UTC)))
    words = wanted(text, MOST_WORDS)
    people_named(text, words.terms, {PersonId(0): "Will"})
    one = np.ones(1, np.int64)
    words_met(Said(words.count, 1, 1, Postings(0 * one, one, one, one, one)), parts_of(text, words))


async def _met(said: Said, known: Met | None, parts: Sequence[Collection[int]]) -> Met:
    """What the words meet: among few lines it is worked out while the database compares meanings."""
    return words_met(said, parts) if known is None else known


def _named(text: str, question: Question, best: Ranked, lines: Iterable[PlacedLine]) -> frozenset[Spot]:
    """The lines of those whom the question names; lines without vectors may have speakers that ranking did not see."""
    spoken = {each.line.spot: each.line.speaker_id for each in lines if each.line.speaker_id is not None}
    names = {each.line.speaker_id: each.line.speaker or "" for each in lines if each.line.speaker_id is not None}
    named = best.named
    if not names.keys() <= best.signals.names.keys():
        named = people_named(text[:MOST_CHARACTERS], question.words, names)
    return frozenset(spot for spot, who in spoken.items() if who in named)


def _span(
    named: Timed | None, best: Ranked, lines: Sequence[PlacedLine], believed: Mapping[FactId, Believed]
) -> Span | None:
    """The time that the question names, but of a wish, which holds at any time."""
    if named is None or best.signals.wishes is not None:
        return None
    return dated(named.window, best.hits, lines, believed)

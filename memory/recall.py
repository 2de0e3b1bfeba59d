"""What memory has to say to a message: embed, read numbers, rank, read texts; packing is `Found`'s.

While the embedder works, the words of the question are looked up; it is asked for a short time only, since the words
alone still find most of what there is. Ranking needs no text, and texts are read for the best only.
"""

import asyncio
from collections.abc import Collection, Iterable, Sequence

from memory.errors import EmbedderUnavailable, EmbeddingMismatch
from memory.found import Found
from memory.gist import gist
from memory.grounding import is_question
from memory.lexical import Met, words_met
from memory.ports import Embedder
from memory.rank import FAINT, FAINT_ASKED, rank_facts, rank_spots
from memory.recalled import Recall
from memory.signals import Hit, PlacedLine, Signals
from memory.store import candidates, vectors
from memory.store.candidates import Question
from memory.store.database import Database
from memory.terms import tokenise
from memory.types import FactId, Spot, Viewer

EMBED_S = 2.0
MOST_WORDS = 64
MOST_CHARACTERS = 20_000  # that are looked through for what is asked
MOST_HITS = 64  # of which text is read; fewer lose what only their text shows, more gain nothing
MOST_MET = 64  # lines that hold most of the words, whose meaning is compared wherever it lies
MOST_FACTS = 12
MOST_REPLACED = 16  # of the best lines are looked at for what took their place


class Recaller:
    """Recalls for one memory; `embedder` None means by words only."""

    def __init__(self, database: Database, embedder: Embedder | None) -> None:
        self._database = database
        self._embedder = embedder
        self._model: int | None = None

    async def find(self, viewer: Viewer, text: str, *, spare: int = 0) -> Found:
        """What may be used here to answer `text`, to be packed; with `spare` more facts than an answer needs."""
        question, met, signals = await self._signals(viewer, text)
        faint = FAINT_ASKED if is_question(text) else FAINT
        near, best = rank_facts(signals, MOST_FACTS + spare, faint), rank_spots(met, signals.nearest, MOST_HITS)
        believed, lines = await asyncio.gather(
            candidates.facts(self._database, viewer, list(near), [hit.spot for hit in best[:MOST_REPLACED]]),
            self._lines(viewer, best),
        )
        return Found(viewer, faint, best, lines, _named(question.words, lines), near, believed)

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
        """The lines that match best, best first, at most `limit`; none of the bot's own."""
        question, met, signals = await self._signals(viewer, text)
        best = rank_spots(met, signals.nearest, max(2 * limit, MOST_HITS))
        lines = await self._lines(viewer, best)
        found = Found(viewer, FAINT, best, lines, _named(question.words, lines), {}, {})
        return [hit.spot for hit in found.best()[:limit]]

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

    async def _lines(self, viewer: Viewer, hits: Sequence[Hit]) -> list[PlacedLine]:
        return await candidates.lines(self._database, viewer, [hit.spot for hit in hits], radius=1) if hits else []


def _named(words: Sequence[str], lines: Iterable[PlacedLine]) -> frozenset[Spot]:
    """The lines of speakers whose name, or a part of it, is among the words."""
    spoken = [each.line for each in lines if each.line.speaker_id is not None and each.line.speaker]
    names = {line.speaker for line in spoken if not set(words).isdisjoint(tokenise(line.speaker or ""))}
    return frozenset(line.spot for line in spoken if line.speaker in names)

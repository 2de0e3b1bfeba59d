"""What anybody has in an afternoon: BM25 over turns or over windows of three, and the nearest vectors.

In memory and without a database, so their times are those of the arithmetic alone. Words are cut as ours are.
"""

import math
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain

import numpy as np

from memory.ports import Embedder, Vector
from memory.terms import tokenise
from tests.bench.peers.peer import told
from tests.bench.sets import Conversation

K1, B = 1.2, 0.75  # the usual ones


class _Index:
    """BM25 over the texts, each joined with `around` neighbours on both sides."""

    def __init__(self, texts: Sequence[str], around: int) -> None:
        terms = [tokenise(text) for text in texts]
        windows = [list(chain(*terms[max(at - around, 0) : at + around + 1])) for at in range(len(terms))]
        self._lengths = np.array([len(window) for window in windows], float)
        self._posted: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for at, window in enumerate(windows):
            for term, count in Counter(window).items():
                self._posted[term].append((at, count))

    def best(self, question: str, k: int) -> list[int]:
        scores = np.zeros(self._lengths.size)
        relative = self._lengths / max(self._lengths.mean(), 1.0)
        for term in set(tokenise(question)) & self._posted.keys():
            posted = self._posted[term]
            at, count = (np.array(column) for column in zip(*posted, strict=True))
            idf = math.log1p((scores.size - len(posted) + 0.5) / (len(posted) + 0.5))
            scores[at] += idf * count * (K1 + 1) / (count + K1 * (1 - B + B * relative[at]))
        return [int(at) for at in np.argsort(-scores, kind="stable")[:k] if scores[at] > 0]


class Bm25:
    """Words only; `around` neighbours on both sides belong to a turn."""

    versions: Mapping[str, str] = {}

    def __init__(self, around: int) -> None:
        self._around = around
        self._scopes: dict[str, tuple[list[str], _Index]] = {}

    async def ingest(self, conversation: Conversation) -> float:
        turns = told(conversation)
        started = time.perf_counter()
        index = _Index([turn.text for turn in turns], self._around)
        self._scopes[conversation.name] = [turn.id for turn in turns], index
        return (time.perf_counter() - started) * 1000

    async def search(self, scope: str, question: str, k: int) -> tuple[list[str], float]:
        ids, index = self._scopes[scope]
        started = time.perf_counter()
        found = index.best(question, k)
        return [ids[at] for at in found], (time.perf_counter() - started) * 1000


class Dense:
    """Meaning only: every vector is compared."""

    versions: Mapping[str, str] = {}

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._scopes: dict[str, tuple[list[str], Vector]] = {}

    async def ingest(self, conversation: Conversation) -> float:
        turns = told(conversation)
        started = time.perf_counter()
        vectors = await self._embedder.embed([turn.text for turn in turns])
        self._scopes[conversation.name] = [turn.id for turn in turns], vectors
        return (time.perf_counter() - started) * 1000

    async def search(self, scope: str, question: str, k: int) -> tuple[list[str], float]:
        ids, vectors = self._scopes[scope]
        started = time.perf_counter()
        (asked,) = await self._embedder.embed([question], urgent=True)
        found = np.argsort(-(vectors @ asked), kind="stable")[:k]
        return [ids[at] for at in found], (time.perf_counter() - started) * 1000

"""Fits `memory.advice` to the embedders in use: some seconds of their work, off the reply path."""

import asyncio
from collections.abc import Sequence
from functools import partial

import numpy as np

from memory.advice import Advice, Texts
from memory.ports import Embedder, Vector
from memory.store.vectors import beside


async def advice_for(embedder: Embedder, companion: Embedder | None, known: Texts) -> tuple[Advice | None, bool]:
    """The advice, None where these vectors tell nothing; False where a companion did not answer, so it lacks its part.

    Raises EmbedderUnavailable.
    """
    pairs = (*known.wishes, *known.asks)
    vectors, others = await asyncio.gather(
        embedder.embed((*pairs, *known.neither, *known.sums)), beside(companion, pairs)
    )
    sizes = [len(each) for each in (known.wishes, known.asks, known.neither)]
    wishes, asks, neither, sums = np.split(vectors, np.cumsum(sizes))
    both = _halves(others)
    return await asyncio.to_thread(
        partial(Advice.fitted, wishes, asks, neither, sums=sums, beside=both)
    ), companion is None or both is not None


def _halves(rows: Sequence[Vector | None]) -> tuple[Vector, Vector] | None:
    there = [row for row in rows if row is not None]
    if not there or len(there) < len(rows):
        return None
    first, second = np.split(np.stack(there), 2)
    return first, second

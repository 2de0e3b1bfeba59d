"""Embedding by any `/v1/embeddings` server, as one more embedder behind `memory.ports.Embedder`."""

from collections.abc import Awaitable, Callable, Sequence

import numpy as np

from bot.embedding import Vectors, embeddable, unit
from bot.errors import ModelError
from memory.errors import EmbedderUnavailable

ENDPOINT_BATCH = 64
EmbedCall = Callable[[Sequence[str]], Awaitable[Sequence[Sequence[float]]]]


class EndpointEmbedder:
    """Any `/v1/embeddings` server, through a callable that the model port provides."""

    def __init__(self, call: EmbedCall, *, name: str, dimensions: int) -> None:
        self._call = call
        self.name = name
        self.dimensions = dimensions

    async def embed(self, texts: Sequence[str], *, urgent: bool = False) -> Vectors:
        """One unit vector a text; every failure and every other size is `EmbedderUnavailable`."""
        clean = [embeddable(text) for text in texts]
        batches = [clean[at : at + ENDPOINT_BATCH] for at in range(0, len(clean), ENDPOINT_BATCH)]
        rows = [await self._batch(batch) for batch in batches]
        return np.concatenate(rows) if rows else np.empty((0, self.dimensions), np.float32)

    async def _batch(self, texts: list[str]) -> Vectors:
        try:
            vectors = np.asarray(await self._call(texts), dtype=np.float32)
        except (ModelError, OSError, TimeoutError, TypeError, ValueError) as fault:
            raise EmbedderUnavailable from fault
        if vectors.shape != (len(texts), self.dimensions) or not np.isfinite(vectors).all():
            raise EmbedderUnavailable(
                f"The embedding endpoint gave {vectors.shape}, not {self.dimensions} numbers a text."
            )
        return unit(vectors)

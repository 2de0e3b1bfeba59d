"""What memory needs from outside, stated by memory: an embedder and an extractor. Neither knows memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into unit vectors. Raises `EmbedderUnavailable`."""

    @property
    def name(self) -> str:
        """Identity of the model; vectors of different names are never compared."""

    @property
    def dimensions(self) -> int:
        """Length of every vector."""

    async def embed(self, texts: Sequence[str], *, urgent: bool = False) -> NDArray[np.float32]:
        """One float32 row per text, shape (len(texts), dimensions); `urgent` goes ahead of background batches."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One worked example for the model: what it is shown and what it should answer."""

    shown: str
    answer: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """One structured call: fixed instructions and examples first, so that a server can cache them."""

    instructions: str
    examples: tuple[Exchange, ...]
    input: str
    schema: Mapping[str, Any]
    max_tokens: int


class Extractor(Protocol):
    """Answers an `Extraction` with the decoded JSON object, unvalidated.

    Raises `ExtractorUnavailable` (retry later) or `ExtractorPreempted` (a reply needed the model).
    """

    async def __call__(self, extraction: Extraction, /) -> object:
        """The decoded JSON value."""

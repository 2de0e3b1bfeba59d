"""An embedder for tests: texts that share words lie close, whatever the words are. No model, no threads."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from memory.errors import EmbedderUnavailable
from memory.terms import tokenise


@dataclass
class WordEmbedder:
    """Adds one fixed random direction a word; counts its calls and can be out of order."""

    name: str = "words"
    dimensions: int = 256
    broken: bool = False
    texts: list[str] = field(default_factory=list)

    async def embed(self, texts: Sequence[str], *, urgent: bool = False) -> NDArray[np.float32]:
        """One unit row a text."""
        if self.broken:
            raise EmbedderUnavailable()
        self.texts.extend(texts)
        rows = np.stack([sum((self._word(word) for word in tokenise(text)), self._word("")) for text in texts])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

    def _word(self, word: str) -> NDArray[np.float64]:
        digest = hashlib.sha256(f"{self.name} {word}".encode()).digest()
        return np.random.default_rng(int.from_bytes(digest[:8], "big")).normal(size=self.dimensions)

"""Sentence vectors from an endpoint's /v1/embeddings, checked: a vector of the wrong kind would poison a memory."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.errors import ModelGarbled
from bot.llm.connection import Connection


async def embed(
    connection: Connection, texts: Sequence[str], *, model: str | None, seconds: float
) -> NDArray[np.float32]:
    """One row per text, in order. Raises `ModelGarbled` where the answer is not that."""
    if not texts:
        return np.zeros((0, 0), dtype=np.float32)
    body = {"model": model or await connection.named_model(), "input": list(texts), "encoding_format": "float"}
    answer = await connection.post("/embeddings", body, seconds=seconds)
    data = answer.get("data") if isinstance(answer, Mapping) else None
    if not isinstance(data, list) or len(data) != len(texts):
        raise ModelGarbled
    return _matrix(data)


def _matrix(data: list[Any]) -> NDArray[np.float32]:
    try:
        rows = sorted(data, key=lambda entry: entry.get("index", 0))
        matrix = np.array([row["embedding"] for row in rows], dtype=np.float32)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ModelGarbled from error
    if matrix.ndim != 2 or matrix.shape[1] == 0 or not np.isfinite(matrix).all():
        raise ModelGarbled
    return matrix

"""Sentence vectors from an endpoint's /v1/embeddings, checked: a vector of the wrong kind would poison a memory."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.errors import ModelError, ModelGarbled
from bot.llm.connection import Connection
from bot.llm.listing import absent
from bot.llm.retry import LONGEST_WAIT, ROUNDS, pause, repeatable, wanted

_BATCH = 64


@dataclass(frozen=True, slots=True)
class Asking:
    """One way to ask for vectors; `model` None means the endpoint's own. `seconds` is for one batch."""

    connection: Connection
    model: str | None
    seconds: float
    sleep: Callable[[float], Awaitable[object]]

    async def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text, in order. Raises `ModelGarbled` where the answer is not that."""
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        model = self.model or await self._own_model()
        rows = [await self._batch(model, texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)]
        if len({part.shape[1] for part in rows}) != 1:
            raise ModelGarbled
        return np.concatenate(rows)

    async def _own_model(self) -> str:
        if self.connection.model:
            return self.connection.model
        listed = await self.connection.listed()
        if not listed:
            raise absent(None, ())
        return listed[0]

    async def _batch(self, model: str, texts: Sequence[str]) -> NDArray[np.float32]:
        body = {"model": model, "input": list(texts), "encoding_format": "float"}
        answer = await self._patiently(body)
        data = answer.get("data") if isinstance(answer, Mapping) else None
        if not isinstance(data, list) or len(data) != len(texts):
            raise ModelGarbled
        return _matrix(data)

    async def _patiently(self, body: object) -> Any:
        """The answer; a failure that may pass is waited out between tries."""
        for round_ in range(ROUNDS - 1):
            try:
                return await self.connection.post("/embeddings", body, seconds=self.seconds)
            except ModelError as error:
                wait = pause(round_, wanted(error), random=Random())
                if not repeatable(error) or wait > LONGEST_WAIT:
                    raise
                await self.sleep(wait)
        return await self.connection.post("/embeddings", body, seconds=self.seconds)


def _matrix(data: list[Any]) -> NDArray[np.float32]:
    try:
        rows = sorted(data, key=lambda entry: entry.get("index", 0))
        matrix = np.array([row["embedding"] for row in rows], dtype=np.float32)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ModelGarbled from error
    if matrix.ndim != 2 or matrix.shape[1] == 0 or not np.isfinite(matrix).all():
        raise ModelGarbled
    return matrix

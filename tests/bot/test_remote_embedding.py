"""An endpoint as a function: asked in bounded batches, and every failure of it has one name."""

from collections.abc import Sequence

import numpy as np
import pytest

from bot.errors import ModelUnreachable
from bot.remote_embedding import ENDPOINT_BATCH, EndpointEmbedder
from memory.errors import EmbedderUnavailable
from memory.ports import Embedder


async def _endpoint(texts: Sequence[str]) -> list[list[float]]:
    assert len(texts) <= ENDPOINT_BATCH
    return [[3.0, 4.0, float("nan") if text == "nan" else 0.0] for text in texts]


async def test_an_endpoint_is_asked_in_bounded_batches_and_its_vectors_get_length_one() -> None:
    embedder: Embedder = EndpointEmbedder(_endpoint, name="served", dimensions=3)
    vectors = await embedder.embed([str(n) for n in range(2 * ENDPOINT_BATCH + 1)])
    assert vectors.shape == (2 * ENDPOINT_BATCH + 1, 3)
    assert np.allclose(vectors, [0.6, 0.8, 0.0])
    assert (await embedder.embed([])).shape == (0, 3)


@pytest.mark.parametrize(("text", "dimensions"), [("fine", 4), ("nan", 3)])
async def test_an_endpoint_of_another_size_or_without_numbers_is_refused(text: str, dimensions: int) -> None:
    with pytest.raises(EmbedderUnavailable):
        await EndpointEmbedder(_endpoint, name="served", dimensions=dimensions).embed([text])


@pytest.mark.parametrize("fault", [ModelUnreachable(), TimeoutError(), OSError(), ValueError()])
async def test_every_failure_of_an_endpoint_has_one_name(fault: Exception) -> None:
    async def failing(texts: Sequence[str]) -> list[list[float]]:
        raise fault

    with pytest.raises(EmbedderUnavailable) as caught:
        await EndpointEmbedder(failing, name="served", dimensions=3).embed(["x"])
    assert caught.value.__cause__ is fault

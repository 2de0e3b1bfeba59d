"""The two packaged models themselves: what each knows, and that no text breaks them."""

from collections.abc import AsyncIterator

import numpy as np
import pytest

from bot.packaged import EnglishCompanion
from tests.bot.test_embedding import ODD

ENGLISH = ("I can't stand coriander.", "Which dishes should I try?", "My sister Jelena keeps bees in Novi Sad", "ok")
OTHERS = (
    "Ich fahre am liebsten mit der Bahn in die Berge.",
    "Prefiero los hoteles pequeños y tranquilos.",
    "Je ne supporte pas les parfums.",
    "Não gosto de compras pela internet.",
    "辛いものは食べられません。",
    "Я не люблю шумные места.",
    "لا آكل اللحم.",
)


@pytest.fixture(scope="module")
async def companion() -> AsyncIterator[EnglishCompanion]:
    async with EnglishCompanion() as made:
        await made.load()
        yield made


async def test_the_companion_says_nothing_of_what_is_not_english(companion: EnglishCompanion) -> None:
    rows = await companion.embed([*ENGLISH, *OTHERS])
    assert rows.shape == (len(ENGLISH) + len(OTHERS), companion.dimensions) and rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows[: len(ENGLISH)], axis=1), 1, atol=1e-4)
    assert not rows[len(ENGLISH) :].any()


async def test_the_companion_knows_near_from_far(companion: EnglishCompanion) -> None:
    cats, kittens, train = await companion.embed(["I have two cats", "We own a pair of kittens", "the train is late"])
    assert float(cats @ kittens) > 0.5 > 0.2 > float(cats @ train)


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
async def test_odd_text_gives_a_finite_vector_or_none(companion: EnglishCompanion, text: str) -> None:
    (vector,) = await companion.embed([text])
    assert np.isfinite(vector).all()
    assert np.isclose(np.linalg.norm(vector), 1, atol=1e-4) or not vector.any()


async def test_a_text_has_one_vector_whatever_stands_beside_it(companion: EnglishCompanion) -> None:
    together = await companion.embed(["a b c", "a longer line that pads the batch " * 20])
    async with EnglishCompanion() as fresh:
        alone = await fresh.embed(["a b c"])
    assert np.allclose(together[0], alone[0], atol=1e-4)

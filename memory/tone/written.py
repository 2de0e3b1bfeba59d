"""A message's own words taken apart once for all that is measured: sentences, words, language. Pure.

Scripts that are written without spaces have half as many words as signs, as in `memory.wording`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from memory.tone.listed import beside
from memory.tone.pictures import emoji, emoticons, without
from memory.tone.tongues import language_of

LONGEST = 600  # characters that are measured; what is longer has told how it is written by then
# Marks belong to letters in Indic and Semitic scripts, and are none to the expression \w.
_LETTERS = (
    "(?:[^\\W\\d_]++|[\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670\u0900-\u0963\u0981-\u09e3\u0a01-\u0d7f"
    "\u0e31-\u0e4e\u0eb1-\u0ecd\u1000-\u103f\u1050-\u109d\u1780-\u17d3]++)++"
)
_WORD = re.compile(rf"{_LETTERS}(?:['’ʼ-]{_LETTERS})*+['’]?")
_EMOJI = "[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf\ufe0f\u200d]"
_END = re.compile(
    f"[.!?…．؟।]+[\"'”’»)\\]」』]*(?=\\s|$|[^\\w\\s.,;:/-])(?:\\s*{_EMOJI}+)*|[。！？]+[」』）]*(?:{_EMOJI}+)*|\n"
)
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


_CLOSERS = "\"'”’»)]」』" + "".join(each for each in map(chr, range(0x3001)) if each.isspace())


@dataclass(frozen=True, slots=True)
class Written:
    """One message's own words; `words` as they were written, `folded` in lower case and with straight apostrophes."""

    text: str
    sentences: tuple[str, ...]
    words: tuple[str, ...]
    folded: tuple[str, ...]
    count: int  # of words, also where there are no spaces between them
    language: str | None
    pictures: Mapping[str, int]  # emoji
    emoticons: Mapping[str, int]
    bare: tuple[str, ...]  # the sentences without pictures, quotes and brackets behind their stops

    @property
    def unspaced(self) -> bool:
        """Whether most of it is in a script without spaces."""
        return self.count > len(self.words) * 1.5


def written(own: str, language: str | None = None) -> Written:
    """`own` words taken apart; the language is looked for where it is not given."""
    text = cut(own)
    words = tuple(_WORD.findall(text))
    folded = tuple(map(str.lower, words if "’" not in text else (each.replace("’", "'") for each in words)))
    unspaced = 0 if text.isascii() else len(_UNSPACED.findall(text))
    count = len(words) if not unspaced else sum(_size(each) for each in words)
    told, pictures, smiles = sentences(text), emoji(text), emoticons(text)
    bare = tuple((without(each) if pictures or smiles else each).rstrip(_CLOSERS) for each in told)
    language = language or language_of(text, folded)
    return Written(text, told, words, folded, count, language, pictures, smiles, bare)


def cut(own: str) -> str:
    """As much of a text as is measured, to the end of a word."""
    return own if len(own) <= LONGEST else own[:LONGEST].rsplit(" ", 1)[0]


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, each with its stop and the emoji behind it."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        piece = text[start : end.end()].strip()
        if piece and not _goes_on(piece, text[end.end() : end.end() + 2]):
            if any(each.isalnum() for each in piece) or not found:
                found.append(piece)
            else:
                found[-1] = f"{found[-1]} {piece}"
            start = end.end()
    rest = text[start:].strip()
    if rest and found and not any(each.isalnum() for each in rest):
        found[-1] = f"{found[-1]} {rest}"
    elif rest:
        found.append(rest)
    return tuple(found)


def _goes_on(piece: str, after: str) -> bool:
    if not piece.endswith(".") or piece.endswith("..") or not after.strip():
        return False
    last = piece[:-1].rsplit(" ", 1)[-1].lstrip("(\"'“„«").casefold()
    return last in _abbreviations() or last.isdigit() or (len(last) == 1 and last.isalpha() and last != "i")


@cache
def _abbreviations() -> frozenset[str]:
    lines = beside("abbreviations.txt").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _size(word: str) -> int:
    bare = len(_UNSPACED.findall(word))
    return (bare + 1) // 2 + (1 if bare < len(word) else 0) if bare else 1

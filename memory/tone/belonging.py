"""Words for groups of people within a message, each replaced by one and the same, as names are. Pure.

So that somebody who says what they are is measured like anybody else: such words differ in length, in how many they
are and in what they hold ("non binaire" is no blunt "non"). It cost a closed list, of which nothing is concluded or
kept; words that it does not know count as ever.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict

from memory.tone.listed import beside

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_SHORT_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_LOOKED_BACK = 20  # signs
Phrases = Mapping[str, tuple[str, ...]]  # by the first word, longest first


class _Book(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    articles: tuple[str, ...]
    frames: tuple[str, ...]
    aged: tuple[str, ...]
    words: dict[str, frozenset[str]]
    framed: dict[str, frozenset[str]]
    unspaced: dict[str, tuple[str, ...]]


def evened(own: str, one: str) -> str:
    """The text with `one` for each word for a group, its article and an age that somebody says to be of."""
    if _SHORT_NUMBER.search(own):
        own = _aged().sub(lambda found: f"{found[1]} {one}", own)
    if _JAPANESE.search(own):
        for phrase in _book().unspaced["ja"]:
            own = own.replace(phrase, one)
    known, framed, lower = _phrases(framed=False), _phrases(framed=True), own.lower()
    if len(lower) != len(own):  # a letter that is two in lower case: places would not be the same
        return own
    words = _WORD.findall(lower)
    if known.keys().isdisjoint(words) and framed.keys().isdisjoint(words):
        return own
    out, at = "", 0
    for token in _WORD.finditer(lower):
        first = token[0]
        if token.start() < at or (first not in known and first not in framed):
            continue
        start = token.start()
        if article := _article().search(lower, max(at, start - _LOOKED_BACK), start):
            start = article.start(1)
        end = _end(lower, token, known)
        if end is None and _frame().search(lower, max(0, start - _LOOKED_BACK), start):
            end = _end(lower, token, framed)
        if end is not None:
            out, at = f"{out}{own[at:start]}{one}", end
    return out + own[at:] if at else own


def _end(lower: str, token: re.Match[str], phrases: Phrases) -> int | None:
    """Where the longest phrase that begins with this word ends."""
    for phrase in phrases.get(token[0], ()):
        end = token.start() + len(phrase)
        if lower.startswith(phrase, token.start()) and not lower[end : end + 1].isalpha():
            return end
    return None


@cache
def _phrases(*, framed: bool) -> Phrases:
    lists = _book().framed if framed else _book().words
    found: dict[str, list[str]] = {}
    for phrase in sorted({each for words in lists.values() for each in words}, key=len, reverse=True):
        first = _WORD.match(phrase)
        assert first is not None
        found.setdefault(first[0], []).append(phrase)
    return {first: tuple(each) for first, each in found.items()}


@cache
def _article() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)((?:{'|'.join(_book().articles)})\s+)$")


@cache
def _frame() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(_book().frames)})\s+(?:(?:not|no|nicht|kein|pas|não|non)\s+)?$")


@cache
def _aged() -> re.Pattern[str]:
    """An age behind "I am", up to the end of the clause or a word for years."""
    after = "|".join(_book().aged)
    return re.compile(
        rf"(?i:(?<!\w)({'|'.join(_book().frames)})\s+(?:{'|'.join(_book().articles)})?\s*\d{{1,2}}"
        rf"(?:\s+(?:{after})(?!\w))?(?=\s*(?:[.,;!?)]|$)))"
    )


@cache
def _book() -> _Book:
    return _Book.model_validate(tomllib.loads(beside("belonging.toml")))

"""Words of a text as search terms, without knowing its language.

Stems come from Snowball, chosen by script alone: a guess of the language fails on short lines, and then a question
misses what was said. All of Latin script gets the English stemmer, which is what it costs. Scripts written without
spaces become pairs of characters. There are no stop words: rare words weigh more by themselves.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

LONGEST_TEXT = 20_000  # characters that are searched by words; the rest of a pasted file is kept, not indexed
LONGEST_TERM = 40
MOST_TERMS = 2_000

_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
_WORDS = re.compile(rf"[{_SPACELESS}]+|[^\W_{_SPACELESS}](?:[^\W_{_SPACELESS}]|[{_MARKS}])*")
_SPACELESS_START = re.compile(rf"[{_SPACELESS}]")
_STEMMERS = {
    script: snowballstemmer.stemmer(language)
    for script, language in {
        "LATIN": "english",
        "GREEK": "greek",
        "CYRILLIC": "russian",
        "ARABIC": "arabic",
        "ARMENIAN": "armenian",
        "DEVANAGARI": "hindi",
        "TAMIL": "tamil",
    }.items()
}


def tokenise(text: str) -> list[str]:
    """The terms of `text` in order, bounded in number and length."""
    terms: list[str] = []
    for found in _WORDS.finditer(unicodedata.normalize("NFKC", text[:LONGEST_TEXT]).casefold()):
        terms.extend(_terms_of(found.group()))
        if len(terms) >= MOST_TERMS:
            break
    return terms[:MOST_TERMS]


def postings(text: str) -> dict[str, int]:
    """How often each term stands in `text`, at most `MOST_TERMS` times."""
    return dict(Counter(tokenise(text)))


def _terms_of(word: str) -> Iterator[str]:
    if not _SPACELESS_START.match(word):
        yield _stem(word[:LONGEST_TERM])
    elif len(word) == 1:
        yield word
    else:
        yield from (word[at : at + 2] for at in range(len(word) - 1))


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    stemmer = _STEMMERS.get(unicodedata.name(word[0], "").partition(" ")[0])
    stem = stemmer.stemWord(word) if stemmer else word
    return stem if stem.isascii() else _without_marks(stem) or stem


def _without_marks(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))

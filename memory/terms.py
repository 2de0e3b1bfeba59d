"""Words of a text as search terms: a stem that asks for no language, and beside it those of the likely languages.

Stems come from Snowball, but for German. The first is chosen by script alone (English for all of Latin script), since
a guess of the language fails on short texts, and what meets by this stem must meet whatever is guessed. A line has the
other forms of its words as further terms, a question takes them for the same word: it meets a line if both were guessed
alike, or if either was not guessed and the plain stems agree. It cost: a line in another language than English has four
terms for three words, and beside English lines of the same person counts as that much longer, which takes a tenth of
its score at most. Scripts written without spaces become pairs of characters, and Korean pairs of syllables, since what
it puts behind a word stands there without a space and has no stemmer; an Arabic verb has a form without who does it.
There are no stop words: rare words weigh more by themselves.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock

import snowballstemmer

from memory.cistem import german
from memory.languages import languages

LONGEST_TEXT = 20_000  # characters that are searched by words; the rest of a pasted file is kept, not indexed
LONGEST_TERM = 40
MOST_TERMS = 2_000

_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
_WORDS = re.compile(rf"[{_SPACELESS}]+|[^\W_{_SPACELESS}](?:[^\W_{_SPACELESS}]|[{MARKS}])*")
_SPACELESS_START = re.compile(rf"[{_SPACELESS}]")
_BY_SCRIPT = {
    "LATIN": "english",
    "GREEK": "greek",
    "CYRILLIC": "russian",
    "ARABIC": "arabic",
    "ARMENIAN": "armenian",
    "DEVANAGARI": "hindi",
    "TAMIL": "tamil",
}
# Who does it, in front of an Arabic verb, which the stemmer leaves there: "I live", "she lives", "they will live".
_WHO = re.compile(r"(?!ال)س?[اأآتين](?=\w{3})")
_STEMMING = Lock()  # Snowball's stemmers hold the word they work on, and tidying compares words in a thread
_SCRIPTS = {"persian": "ARABIC", "nepali": "DEVANAGARI", "serbian": "LATIN CYRILLIC", "yiddish": "HEBREW"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The distinct terms of a question; `words` tells for each which word it is a form of, counted from 0."""

    terms: tuple[str, ...] = ()
    words: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """How many words that is."""
        return self.words[-1] + 1 if self.words else 0


def tokenise(text: str) -> list[str]:
    """The terms of `text` in order, one a word whatever its language, bounded in number and length."""
    return [forms[0] for forms in _forms(_normal(text), ())]


def postings(text: str) -> dict[str, int]:
    """How often each term stands in `text`, at most `MOST_TERMS` times, forms in its likely languages included."""
    text = _normal(text)
    return dict(Counter(form for forms in _forms(text, languages(text)) for form in forms))


def wanted(text: str, most: int) -> Wanted:
    """What to look for where `text` is asked, at most `most` terms."""
    text = _normal(text)
    found: dict[str, int] = {}
    words = 0
    for forms in _forms(text, languages(text)):
        known = [found[form] for form in forms if form in found]
        word = known[0] if known else words
        words = max(words, word + 1)
        for form in forms:
            found.setdefault(form, word)
    kept = sorted(found.items(), key=lambda each: each[1])[:most]
    return Wanted(tuple(term for term, _ in kept), tuple(word for _, word in kept))


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:LONGEST_TEXT]).casefold()


def _forms(text: str, spoken: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The distinct forms of each word in order, the one without a language first."""
    left = MOST_TERMS
    for found in _WORDS.finditer(text):
        for forms in _forms_of(found.group(), spoken):
            if left < len(forms):
                return
            left -= len(forms)
            yield forms


def _forms_of(word: str, spoken: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if not _SPACELESS_START.match(word):
        yield _stems(word[:LONGEST_TERM], spoken)
    elif len(word) == 1:
        yield (word,)
    else:
        yield from ((word[at : at + 2],) for at in range(len(word) - 1))


def _stems(word: str, spoken: tuple[str, ...]) -> tuple[str, ...]:
    script = unicodedata.name(word[0], "").partition(" ")[0]
    algorithms = [_BY_SCRIPT.get(script), *(each for each in spoken if script in _SCRIPTS.get(each, "LATIN").split())]
    stems = [_stem(word, algorithm) for algorithm in algorithms]
    if script == "ARABIC" and (who := _WHO.match(word)):
        stems.append(_stem(word[who.end() :], algorithms[0]))
    return tuple(dict.fromkeys(stems))


@lru_cache(maxsize=16_384)  # the words of everyday; four times as many took 20 MiB and until 20,000 messages
def _stem(word: str, algorithm: str | None) -> str:
    with _STEMMING:
        stem = _stemmer(algorithm)(word) if algorithm else word
    return stem if stem.isascii() else _without_marks(stem) or stem


@cache
def _stemmer(algorithm: str) -> Callable[[str], str]:
    stemmer: Callable[[str], str] = german if algorithm == "german" else snowballstemmer.stemmer(algorithm).stemWord
    return stemmer


def _without_marks(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))

"""The closed lists of words by what they are a sign of, found in one pass over a message. Pure.

Where the language of a message cannot be told ("thx!", "hola"), what is found in the lists of any language counts, and
what is not found says nothing.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from itertools import chain
from typing import NamedTuple

from memory.tone.listed import CODES, lists_of
from memory.tone.written import Written


class Kind(StrEnum):
    """What a word is a sign of."""

    POLITE = "polite"
    RUDE = "rude"
    HEDGE = "hedge"
    BLUNT = "blunt"
    WARM = "warm"
    GREETING = "greeting"
    CLOSING = "closing"
    SLANG = "slang"
    CASUAL = "casual"
    FORMAL = "formal"
    HERE = "here"  # points at who speaks, when and where: pronouns, verbs, adverbs
    THERE = "there"  # belongs to what is told: articles, prepositions
    CONTRACTED = "contracted"
    FULL = "full"  # could have been contracted
    LAUGH = "laugh"
    BARE = "bare"  # written without the apostrophe or accent that it has
    MARKED = "marked"


ANYWHERE = frozenset((Kind.POLITE, Kind.WARM, Kind.GREETING, Kind.CLOSING, Kind.SLANG, Kind.LAUGH))


class Hit(NamedTuple):
    """A word or phrase of the lists: words `start` to `end` of the message."""

    start: int
    end: int
    phrase: str
    kinds: frozenset[Kind]


@dataclass(frozen=True, slots=True)
class Found:
    """What of the lists stands in a message, and how much of each kind."""

    hits: tuple[Hit, ...] = ()
    counts: Mapping[Kind, int] = field(default_factory=dict)

    def of(self, kind: Kind) -> int:
        """How many words or phrases of one kind."""
        return self.counts.get(kind, 0)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lists of one language; `phrases` by their first word, longest first, or whole where there are no spaces."""

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], frozenset[Kind]], ...]]
    kinds: frozenset[Kind]
    suffixes: tuple[str, ...] = ()
    letters: float = 0.0  # of a word, on average; 0 where words are not told apart by spaces
    unspaced: bool = False
    capitals: frozenset[str] = frozenset()  # words that always want one, folded


def lexicon_of(language: str | None) -> Lexicon | None:
    """The lists of a language, those of any where it is not known, None where there are none of it."""
    if language is None:
        return _anywhere()
    return _lexicon(language) if language in CODES else None


def found_in(text: Written, lexicon: Lexicon | None) -> Found:
    """What of the lists is found in a message; nothing where there are none."""
    if lexicon is None:
        return Found()
    hits = tuple(_inside(text.text, lexicon) if lexicon.unspaced else _spaced(text.folded, lexicon))
    return Found(hits, Counter(chain.from_iterable(each.kinds for each in hits)))


def _spaced(words: Sequence[str], lexicon: Lexicon) -> Iterator[Hit]:
    for start, word in enumerate(words):
        for phrase, kinds in lexicon.phrases.get(word, ()):
            size = len(phrase)
            if size == 1:
                yield Hit(start, start + 1, word, kinds)
            elif tuple(words[start : start + size]) == phrase:
                yield Hit(start, start + size, " ".join(phrase), kinds)


def _inside(text: str, lexicon: Lexicon) -> Iterator[Hit]:
    for (phrase,), kinds in (each for held in lexicon.phrases.values() for each in held):
        start = text.find(phrase)
        while start >= 0:
            yield Hit(start, start + len(phrase), phrase, kinds)
            start = text.find(phrase, start + len(phrase))


@cache
def _lexicon(code: str) -> Lexicon:
    lists = lists_of(code)
    found: dict[tuple[str, ...], set[Kind]] = {}
    filled = set[Kind]()
    for kind in Kind:
        for phrase in getattr(lists, kind.value):
            found.setdefault((phrase,) if lists.unspaced else tuple(phrase.split()), set()).add(kind)
            filled.add(kind)
    return Lexicon(_indexed(found), frozenset(filled), lists.suffixes, lists.letters, lists.unspaced, lists.capitals)


@cache
def _anywhere() -> Lexicon:
    found: dict[tuple[str, ...], set[Kind]] = {}
    for code in CODES:
        if not (lexicon := _lexicon(code)).unspaced:
            for phrase, kinds in (each for held in lexicon.phrases.values() for each in held):
                if kinds & ANYWHERE and (len("".join(phrase)) > 2 or code == "en"):
                    found.setdefault(phrase, set()).update(kinds & ANYWHERE)
    return Lexicon(_indexed(found), frozenset())


def _indexed(
    found: Mapping[tuple[str, ...], set[Kind]],
) -> Mapping[str, tuple[tuple[tuple[str, ...], frozenset[Kind]], ...]]:
    index: dict[str, list[tuple[tuple[str, ...], frozenset[Kind]]]] = {}
    for phrase, kinds in sorted(found.items(), key=lambda each: -len(each[0])):
        index.setdefault(phrase[0], []).append((phrase, frozenset(kinds)))
    return {first: tuple(held) for first, held in index.items()}

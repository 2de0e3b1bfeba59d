"""Wishes as they are typed without accents or umlauts: "mas corto", "kuerzer bitte". Pure.

A second look for where the first found nothing: both the patterns and the sentence are stripped of their marks. Only
languages are looked at of which the sentence holds a word, by its beginning, that should have a mark.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from bot.tone.tongues import tongues
from bot.tone.typed import unmarked
from bot.tone.vocabulary import strings_in
from bot.tone.wish_words import Lexicon, WordFile, lexicon_of

_MARKED = ("de", "es", "fr", "it", "pt", "tr", "ar")  # whose letters are often typed without their marks
_GERMAN = "de"
_BEGINNING = 4  # letters
_SPELT_OUT = re.compile("([ao])e|(?<![aeq])(u)e")  # as German has it where there are no umlauts
_WORD = re.compile(r"[^\W\d_]+")
_NAMES = ("dial", "preset")  # of what is no pattern


def unmarked_looks(told: Sequence[str]) -> Iterator[tuple[Sequence[str], str, Lexicon]]:
    """The clauses without marks, with each language and its words that they may be of."""
    plain = [unmarked(each) for each in told]
    german = [_without_spelling(each) for each in plain]
    found, spelt = _beginnings(plain), _beginnings(german)
    for language in _MARKED:
        if not _marked(language).isdisjoint(spelt if language == _GERMAN else found):
            yield german if language == _GERMAN else plain, language, _lexicon(language)


def prepare() -> None:
    """Reads and compiles all of it, so that no message has to wait for that."""
    for language in _MARKED:
        _marked(language)
        _lexicon(language)


def _without_spelling(text: str) -> str:
    return _SPELT_OUT.sub(lambda found: found[1] or found[2], text)


def _beginnings(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word[:_BEGINNING] for text in texts for word in _WORD.findall(text) if len(word) > 1)


@cache
def _known() -> Mapping[str, Mapping[str, object]]:
    return tongues("said")


@cache
def _marked(language: str) -> frozenset[str]:
    """How the words of the patterns begin that have marks, without them."""
    words = {word for each in strings_in(_known()[language]) for word in _WORD.findall(each)}
    return _beginnings(bare for word in words if (bare := _bare(word, language)) != word)


@cache
def _lexicon(language: str) -> Lexicon:
    return lexicon_of(WordFile.model_validate(_stripped(_known()[language], language)))


def _stripped(known: object, language: str) -> object:
    if isinstance(known, str):
        return _bare(known, language)
    if isinstance(known, list):
        return [_stripped(each, language) for each in known]
    if isinstance(known, Mapping):
        return {key: value if key in _NAMES else _stripped(value, language) for key, value in known.items()}
    return known


def _bare(text: str, language: str) -> str:
    return _without_spelling(unmarked(text)) if language == _GERMAN else unmarked(text)

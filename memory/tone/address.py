"""Whether somebody is addressed as a friend or as a stranger, in the languages that tell the two apart. Pure.

T and V after Brown and Gilman (1960). Where a language has no two words for "you" but two ways to end a sentence, as
Japanese and Korean have, those stand for them. It cost: Spanish, Portuguese and Italian verbs without a pronoun are
told only where they are common, and "vous" to several is taken for V.
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, Field

from memory.tone.listed import beside
from memory.tone.names import nameless
from memory.tone.prose import own_words
from memory.tone.written import Written, cut, written


class _Forms(BaseModel):
    model_config = ConfigDict(extra="forbid")

    t: frozenset[str] = frozenset()
    v: frozenset[str] = frozenset()
    title: frozenset[str] = frozenset()
    t_words_end: tuple[str, ...] = ()
    v_words_end: tuple[str, ...] = ()
    t_in: tuple[str, ...] = ()
    v_in: tuple[str, ...] = ()
    t_ends: tuple[str, ...] = ()
    v_ends: tuple[str, ...] = ()


class _Book(BaseModel):
    languages: dict[str, _Forms] = Field(default_factory=dict)


def address(text: str) -> float | None:
    """Which share of the forms of address in a text is V, 0 to 1; None where it has none, or English only."""
    return address_of(written(nameless(cut(own_words(text)))))


def address_of(text: Written) -> float | None:
    """The same of a message that is taken apart already."""
    forms = _book().languages.get(text.language or "")
    if forms is None:
        return None
    familiar, formal = _familiar(text, forms), _formal(text, forms)
    return formal / (familiar + formal) if familiar + formal else None


def _familiar(text: Written, forms: _Forms) -> int:
    words = _words(text, forms.t, forms.t_words_end)
    return words + _within(text.text, forms.t_in) + _ends(text, forms.t_ends, unless=forms.v_ends)


def _formal(text: Written, forms: _Forms) -> int:
    words = _words(text, forms.v, forms.v_words_end)
    return words + _within(text.text, forms.v_in) + _ends(text, forms.v_ends) + _titles(text, forms.title)


def _words(text: Written, forms: frozenset[str], ends: tuple[str, ...]) -> int:
    if not ends:
        return sum(map(forms.__contains__, text.folded))
    return sum(each in forms or each.endswith(ends) for each in text.folded)


def _within(text: str, forms: Sequence[str]) -> int:
    return sum(text.count(each) for each in forms)


def _ends(text: Written, forms: tuple[str, ...], unless: tuple[str, ...] = ()) -> int:
    if not forms:
        return 0
    bare = (_letters(each) for each in text.sentences)
    return sum(each.endswith(forms) and not (unless and each.endswith(unless)) for each in bare)


def _letters(sentence: str) -> str:
    while sentence and not sentence[-1].isalpha():
        sentence = sentence[:-1]
    return sentence


def _titles(text: Written, forms: frozenset[str]) -> int:
    if not forms or not any(each in forms for each in text.words):
        return 0
    if text.text.isupper():
        return 0
    return sum(_within_sentence(each, forms) for each in text.sentences)


def _within_sentence(sentence: str, forms: frozenset[str]) -> int:
    words = sentence.split()
    return sum(each.strip(",;:.!?…\"'“”„()") in forms and not before.endswith(":") for before, each in pairwise(words))


def forms(language: str, *, formal: bool) -> frozenset[str]:
    """The words, folded, that address somebody so and mean nothing else; none where only endings or capitals tell."""
    known = _book().languages.get(language, _Forms())
    return known.v if formal else known.t


def titles(language: str) -> frozenset[str]:
    """The words, as they are written, that say V by their capital alone."""
    return _book().languages.get(language, _Forms()).title


@cache
def _book() -> _Book:
    return _Book.model_validate({"languages": tomllib.loads(beside("address.toml"))})

"""Whether somebody asks for a text that others will read, and whether an answer is one. Pure.

Such a text is not to sound as its author chats, and what is said of it is no wish about answers. Told by a verb of
writing beside a kind of text or whom it is for, or by how a letter begins, in eleven languages at once; where there are
no spaces between words, by what stands in them. It cost answers about writing that are left plain, and what is not
seen: "shorter" said of a draft that greets otherwise, and requests in other words.
"""

from collections.abc import Collection
from functools import cache

from pydantic import BaseModel, ConfigDict

from bot.tone.tongues import tongues
from bot.tone.typed import ways_to_type
from memory.tone.prose import own_words
from memory.tone.written import written

_MARKUP = "*_# "
_COMPOUND = 4  # letters of a kind of text that German words may end with: "Geburtstagskarte"


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    spaced: bool = True
    rewriting: frozenset[str]  # verbs that are enough by themselves
    writing: frozenset[str]
    texts: frozenset[str]  # what is written, and to whom
    making: frozenset[str] = frozenset()  # verbs of much else, too
    works: frozenset[str] = frozenset()  # what only ever is made up
    salutations: frozenset[str]


def asks_for_a_text(folded: Collection[str]) -> bool:
    """Whether a message of these folded words asks for a text to be written or rewritten."""
    return any(_asks(folded, each) for each in _lists())


def asks_in_words(text: str) -> bool:
    """The same of a message or a clause of it, as it was written; what is quoted in it is not asked for."""
    return asks_for_a_text(written(own_words(text)).folded)


def is_salutation(word: str, following: str) -> bool:
    """Whether a letter begins with these two words of a line."""
    first, second = word.strip(_MARKUP).casefold(), following.strip(_MARKUP)
    if first.endswith(":"):
        return first in _salutations()
    both = f"{first} {second.casefold()}"
    return both.rstrip(",") in _salutations() or (first in _salutations() and second[:1].isupper())


def _asks(folded: Collection[str], words: _Words) -> bool:
    if not words.spaced:
        told = "".join(each for each in folded if not each.isascii())
        return _stands(words.rewriting, told) or (_stands(words.writing, told) and _stands(words.texts, told))
    if not words.rewriting.isdisjoint(folded):
        return True
    if words.writing.isdisjoint(folded):
        return not words.making.isdisjoint(folded) and not words.works.isdisjoint(folded)
    long = tuple(each for each in words.texts if len(each) >= _COMPOUND)
    return any(each in words.texts or each.endswith(long) for each in folded if each not in words.writing)


def _stands(words: Collection[str], told: str) -> bool:
    return bool(told) and any(each in told for each in words)


@cache
def _lists() -> tuple[_Words, ...]:
    return tuple(_unmarked_too(_Words.model_validate(known)) for known in tongues("drafts").values())


def _unmarked_too(words: _Words) -> _Words:
    """With what is typed without accents and umlauts."""
    if not words.spaced:
        return words
    verbs = {name: getattr(words, name) for name in ("rewriting", "writing", "texts", "making", "works")}
    typed = {name: held | {way for each in held for way in ways_to_type(each)} for name, held in verbs.items()}
    return words.model_copy(update=typed)


@cache
def _salutations() -> frozenset[str]:
    return frozenset(each for words in _lists() for each in words.salutations)

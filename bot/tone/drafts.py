"""Whether somebody asks for a text that others will read, and whether an answer is one. Pure.

Such a text is not to sound as its author chats. Told by a verb of writing beside a kind of text or whom it is for, or
by how a letter begins, in six languages at once. It cost answers about writing that are left plain, and what is not
seen: "shorter" said of a draft that greets otherwise, and requests in other words.
"""

from collections.abc import Collection
from functools import cache

from pydantic import BaseModel, ConfigDict

from bot.tone.tongues import tongues

_MARKUP = "*_# "
_COMPOUND = 4  # letters of a kind of text that German words may end with: "Geburtstagskarte"


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    rewriting: frozenset[str]  # verbs that are enough by themselves
    writing: frozenset[str]
    texts: frozenset[str]  # what is written, and to whom
    salutations: frozenset[str]


def asks_for_a_text(folded: Collection[str]) -> bool:
    """Whether a message of these folded words asks for a text to be written or rewritten."""
    return any(_asks(folded, each) for each in _lists())


def is_salutation(word: str, following: str) -> bool:
    """Whether a letter begins with these two words of a line."""
    first, second = word.strip(_MARKUP).casefold(), following.strip(_MARKUP)
    if first.endswith(":"):
        return first in _salutations()
    both = f"{first} {second.casefold()}"
    return both.rstrip(",") in _salutations() or (first in _salutations() and second[:1].isupper())


def _asks(folded: Collection[str], words: _Words) -> bool:
    if not words.rewriting.isdisjoint(folded):
        return True
    if words.writing.isdisjoint(folded):
        return False
    long = tuple(each for each in words.texts if len(each) >= _COMPOUND)
    return any(each in words.texts or each.endswith(long) for each in folded if each not in words.writing)


@cache
def _lists() -> tuple[_Words, ...]:
    return tuple(_Words.model_validate(known) for known in tongues("drafts").values())


@cache
def _salutations() -> frozenset[str]:
    return frozenset(each for words in _lists() for each in words.salutations)

"""What a short text about somebody is about, and whether two of them are one sentence with another value. Pure."""

import re

from memory.cues import ADDS_UP, CHANGE, NEGATION, STILL
from memory.wording import content, covered, folded, numbers, words

_SECOND_PARTS = frozenset(("mehr", "plus", "mais", "più"))


def matter(text: str, name: str) -> frozenset[str]:
    """The words of `text` that carry its meaning; not `name`, words of change, and verbs of which there may be many."""
    told = STILL.sub(" ", CHANGE.sub(_between, folded(text)))  # "no longer" in both is no common matter
    return frozenset(word for word in content(told) - content(name) if not ADDS_UP.search(word))


def _between(change: re.Match[str]) -> str:
    """What stands inside a denial of two parts, as in "kein Auto mehr": that is what it is about."""
    told = change.group().split()
    return " ".join(["", *told[1:-1], ""]) if told[-1] in _SECOND_PARTS else " "


def same_slot(one: str, other: str, name: str) -> bool:
    """Whether two texts about `name` are one sentence with another value in it: "lives in Oslo", "lives in Bergen"."""
    new, old = words(one), words(other)
    shorter = min(len(new), len(old))
    head = next((i for i in range(shorter) if new[i] != old[i]), shorter)
    tail = next((i for i in range(shorter - head) if new[-1 - i] != old[-1 - i]), shorter - head)
    value = max(len(new), len(old)) - head - tail
    frame = matter(" ".join((*new[:head], *new[len(new) - tail :])), name)
    return (value == 1 and len(frame) >= 1) or (value == 2 and len(frame) >= 2)


def says_all(text: str, other: str) -> bool:
    """Whether `text` says all that `other` says: every number, every word, and no "not" less or more."""
    new, old = folded(text), folded(other)
    unsaid = content(old) - covered(content(old), content(new))
    # In scripts without spaces, what is put in between opens a pair of characters: both are still there.
    missing = {word for word in unsaid if word.isascii() or len(word) != 2 or not set(word) <= set(new)}
    return not missing and numbers(old) <= numbers(new) and bool(NEGATION.search(new)) == bool(NEGATION.search(old))

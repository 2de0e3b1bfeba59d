"""Which facts say the same thing. Pure, without a model, in whatever order they come.

A wrong merge hides something true, while a duplicate that stays costs a line. So two facts are one only where they are
the same words but for articles, or stand next to each other as vectors and differ in nothing that changes the meaning:
a number, a name, a negation, an ending, the order, or one word for another. What that costs: most paraphrases stay side
by side, and all in scripts without spaces.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

import numpy as np

from memory.cues import ADDS_UP, ARTICLES, NEGATION
from memory.matter import same_slot
from memory.ports import Vector
from memory.types import Audience, FactId, Kind, PersonId, PlaceId, Sensitivity
from memory.wording import alike, content, folded, numbers, words

# Measured with the packaged embedder on a thousand facts of people's chats: what is left from here by the words is one
# fact; .90 lets the first strangers in.
TWIN = 0.92
WISHES = frozenset((Kind.PREFERENCE, Kind.INSTRUCTION))
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Held:
    """A current fact, as far as tidying needs it; a `shared` one, which its speaker let be used elsewhere, stays."""

    id: FactId
    subject: PersonId | None
    subject_name: str
    kind: Kind
    text: str
    place: PlaceId
    audience: Audience
    valid_from: datetime
    valid_until: datetime | None = None
    sensitivity: Sensitivity = Sensitivity.NONE
    shared: bool = False
    folded: bool = False  # told by a chapter, or one itself
    vector: Vector | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Merge:
    """`duplicate` says what `keeper`, which came first, says."""

    keeper: FactId
    duplicate: FactId


def merges(facts: Iterable[Held]) -> tuple[Merge, ...]:
    """What to merge: each fact into the oldest kept one that says the same to the same readers, in order of age."""
    alike_groups = grouped((_same(fact), fact) for fact in sorted(facts, key=lambda fact: fact.id) if not fact.shared)
    found = [merge for group in alike_groups for merge in _merges(group)]
    return tuple(sorted(found, key=lambda merge: merge.duplicate))


def _same(fact: Held) -> tuple[object, ...]:
    """Facts may be merged only where this is equal."""
    return readers_of(fact), fact.kind in WISHES, fact.valid_until


def readers_of(fact: Held) -> tuple[object, ...]:
    """Whom it is about and who may hear it; only where this is equal does one quote more reach nobody new."""
    return subject_of(fact), fact.audience, None if fact.audience is Audience.PUBLIC else fact.place


def subject_of(fact: Held) -> str:
    """Whom it is about, comparably."""
    return f"person:{fact.subject}" if fact.subject is not None else folded(fact.subject_name)


def _merges(group: Sequence[Held]) -> Iterator[Merge]:
    near = _near(group)
    plain: dict[tuple[str, ...], int] = {}
    kept: set[int] = set()
    for at, fact in enumerate(group):
        twins = (plain.get(_plain(fact.text)), *(other for other in near[at] if _paraphrase(group[other], fact)))
        twin = next(
            (other for other in twins if other in kept and _alike_in_meaning(group[other].text, fact.text)), None
        )
        if twin is None:
            kept.add(at)
            plain.setdefault(_plain(fact.text), at)
        else:
            yield Merge(group[twin].id, fact.id)


def _near(group: Sequence[Held]) -> list[list[int]]:
    """For each fact the earlier ones whose vectors are next to its own."""
    with_vector = [at for at, fact in enumerate(group) if fact.vector is not None]
    near: list[list[int]] = [[] for _ in group]
    if len(with_vector) < 2:
        return near
    rows = np.stack([vector for fact in group if (vector := fact.vector) is not None])
    for number, at in enumerate(with_vector):
        near[at] = [with_vector[other] for other in np.flatnonzero(rows[:number] @ rows[number] >= TWIN)]
    return near


def _plain(text: str) -> tuple[str, ...]:
    return tuple(word for word in words(text) if word not in ARTICLES)


def _alike_in_meaning(one: str, other: str) -> bool:
    """True where numbers, names and negation are the same."""
    return (
        numbers(one) == numbers(other) and negated(one) == negated(other) and names(one) == names(other)
    )  # fmt: skip


def negated(text: str) -> bool:
    """Whether the text says that something is not so."""
    return NEGATION.search(folded(text)) is not None


def names(text: str) -> frozenset[str]:
    """The words after the first that are written with a capital."""
    return frozenset(folded(word) for word in re.findall(r"[^\W\d_]\w*", text)[1:] if word[0].isupper())


def _paraphrase(one: Held, other: Held) -> bool:
    """True where two texts with neighbouring vectors differ in nothing that could change what they mean."""
    if _UNSPACED.search(one.text):
        return False
    first, second = _plain(one.text), _plain(other.text)
    if same_slot(one.text, other.text, one.subject_name) or _one_for_another(first, second):
        return False
    mine, theirs = (_matter(text, one.subject_name) for text in (first, second))
    if set(mine) == set(theirs):
        return mine == theirs  # the same words in another order: who is older than whom
    if set(mine) < set(theirs) or set(theirs) < set(mine):
        return False  # one says more
    return not any(alike(a, b) for a in set(mine) - set(theirs) for b in set(theirs) - set(mine))


def _one_for_another(one: Sequence[str], other: Sequence[str]) -> bool:
    """True where one word stands in the place of another."""
    differing = [pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]]
    return len(one) == len(other) and len(differing) == 1


def _matter(told: Sequence[str], name: str) -> tuple[str, ...]:
    return tuple(word for word in told if word in content(word) - content(name) and not ADDS_UP.search(word))


def grouped(pairs: Iterable[tuple[Key, Held]]) -> list[list[Held]]:
    """The facts that share a key, where more than one does; in the order given."""
    groups: dict[Key, list[Held]] = defaultdict(list)
    for key, fact in pairs:
        groups[key].append(fact)
    return [group for group in groups.values() if len(group) > 1]

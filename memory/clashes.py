"""Which facts of one speaker cannot both hold, so that they are asked which one does. Pure, without a model.

A silly question costs trust and a missed one costs little, because the newer fact is shown first. So only three plain
shapes count: a sentence of a kind that has one answer (a home, a job, a name) with two, the same sentence with another
number, and the same sentence denied. What learning saw as a change never comes here: it closed the older fact.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from memory.cues import ARTICLES, NEGATION
from memory.duplicates import WISHES, Held, grouped, negated, subject_of
from memory.matter import same_slot
from memory.terms import tokenise
from memory.types import FactId, Kind
from memory.wording import content, folded, numbers, words

_LASTING = WISHES | {Kind.FACT, Kind.RELATIONSHIP}
_AUXILIARIES = frozenset(("do", "does", "did", "don", "doesn", "didn", "not", "never"))
_MOST = 40  # facts of one sort that are held against one another
# Sentences of which a person has one at a time: where they live, what they are called, when they were born.
_ONE_ONLY = tuple(
    re.compile(rf"(?<!\w)(?:{cues})")
    for cues in (
        r"lives? in|living in|based in|wohn\w+ in|lebt in|vive en|vit à|habite|mora em|vive em|vive in|abita|живет в"
        r"|живёт в|woont in|mieszka w",
        r"works? (?:as|at|for)|job is|arbeitet (?:als|bei)|trabaja (?:como|en)|travaille|trabalha|lavora|работает|werkt"
        r"|pracuje",
        r"(?:is|are) called|name is|heißt|se llama|s'appelle|se chama|si chiama|зовут|heet",
        r"birthday|geburtstag|cumpleaños|anniversaire|aniversário|compleanno|день рождения|verjaardag|urodziny",
        r"favou?rite|lieblings\w+|favorit\w+|préféré\w*|preferit\w+|любим\w+|lievelings\w+|ulubion\w+",
        r"married to|verheiratet mit|casad[oa] con|marié\w* (?:à|avec)|sposat[oa] con",
        r"born (?:in|on)|geboren (?:in|am)|nació en|née? (?:à|en)|nasceu em|nat[oa] (?:a|in)|родил\w+ в",
    )
)


@dataclass(frozen=True, slots=True)
class Clash:
    """Two facts that cannot both hold; `older` began first."""

    older: FactId
    newer: FactId


def clashes(facts: Iterable[Held]) -> tuple[Clash, ...]:
    """The pairs of lasting facts about one subject that cannot both hold."""
    lasting = [fact for fact in sorted(facts, key=lambda fact: fact.id) if fact.kind in _LASTING]
    suspects = grouped(((subject_of(fact), key), fact) for fact in lasting for key in _suspicions(fact))
    pairs = (pair for group in suspects for pair in combinations(group[:_MOST], 2))
    found = {_clash(one, other) for one, other in pairs if _cannot_both(one, other)}
    return tuple(sorted(found, key=lambda clash: (clash.newer, clash.older)))


def _suspicions(fact: Held) -> Iterator[tuple[object, ...]]:
    """What two facts must have in common to be worth comparing."""
    text = folded(fact.text)
    yield from (("one", number) for number, cue in enumerate(_ONE_ONLY) if cue.search(text))
    if numbers(fact.text):
        yield "number", re.sub(r"\d+", "#", text)
    yield "denied", frozenset(_affirmed(fact.text))


def _affirmed(text: str) -> Iterator[str]:
    """The stems of what is said, without what denies it."""
    for word in words(text):
        if word in content(word) and word not in ARTICLES | _AUXILIARIES and not NEGATION.fullmatch(word):
            yield from tokenise(word)


def _cannot_both(one: Held, other: Held) -> bool:
    if (one.kind in WISHES) != (other.kind in WISHES) or not _overlap(one, other):
        return False
    if set(_affirmed(one.text)) == set(_affirmed(other.text)):
        return negated(one.text) != negated(other.text)
    if negated(one.text) or negated(other.text):
        return False
    texts = [folded(fact.text) for fact in (one, other)]
    told = [set(words(text)) for text in texts]
    slot = same_slot(one.text, other.text, one.subject_name) and not (told[0] <= told[1] or told[1] <= told[0])
    counted = len({re.sub(r"\d+", "#", text) for text in texts}) == 1 and numbers(texts[0]) != numbers(texts[1])
    one_only = any(cue.search(texts[0]) and cue.search(texts[1]) for cue in _ONE_ONLY)
    return (slot and one_only) or counted


def _overlap(one: Held, other: Held) -> bool:
    return not any(
        first.valid_until is not None and first.valid_until <= second.valid_from
        for first, second in ((one, other), (other, one))
    )


def _clash(one: Held, other: Held) -> Clash:
    older, newer = sorted((one, other), key=lambda fact: (fact.valid_from, fact.id))
    return Clash(older.id, newer.id)

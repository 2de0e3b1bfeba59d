"""Whether a clause can be one of many patterns at all: nearly all of its words have to be among theirs. Pure.

The patterns are over whole clauses, so that what holds several words of which none of them knows the beginning is told
apart by looking those up, in a fraction of the time. Some strange words are let pass: a name, what a reason is about,
and what begins with a letter that the patterns leave open.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

MOST_STRANGE = 2
_BEGINNING = 3  # letters
_PIECE = re.compile(r"(?<!\\)(?<!P<)[^\W\d_]+")  # of a pattern: no escaped letter, no name of a group
_WORD = re.compile(r"[^\W\d_]+")
_OPEN = "([?*+{|\\."  # behind a piece: a word may go on


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of patterns: as `whole` where they are short, else how they begin."""

    whole: frozenset[str]
    beginnings: frozenset[str]

    @classmethod
    def of(cls, patterns: Iterable[str]) -> Self:
        """From patterns as they are written."""
        whole, beginnings = set[str](), set[str]()
        for pattern in patterns:
            for piece in _PIECE.finditer(pattern):
                goes_on = pattern[piece.end() : piece.end() + 1] in _OPEN
                short = len(piece[0]) < _BEGINNING
                (whole if short and not goes_on else beginnings).add(piece[0][:_BEGINNING])
                if pattern[piece.end() : piece.end() + 1] in ("?", "*"):  # its last letter may be left out
                    beginnings.add(piece[0][:-1][:_BEGINNING])
        return cls(frozenset(whole), frozenset(beginnings - {""}))

    def may_be(self, clause: str) -> bool:
        """Whether so few words of the clause are strange that one of the patterns may be all of it."""
        told, known = words_of(clause), self.beginnings
        left = min(MOST_STRANGE, len(told) - 1)  # one of them at least is the wish
        for word in told:
            if word not in self.whole and not (word[:3] in known or word[:2] in known or word[:1] in known):
                left -= 1
                if left < 0:
                    return False
        return True


@lru_cache(maxsize=16)  # asked by one language after the other
def words_of(clause: str) -> Sequence[str]:
    """The words of a clause."""
    return _WORD.findall(clause)


def strings_in(known: object) -> Iterator[str]:
    """All strings of what a file holds, wherever they stand in it."""
    if isinstance(known, str):
        yield known
    elif isinstance(known, Mapping):
        yield from (found for each in known.values() for found in strings_in(each))
    elif isinstance(known, list):
        yield from (found for each in known for found in strings_in(each))

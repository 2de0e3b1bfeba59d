"""Many patterns as one that is told fast where none of them can begin: grouped by the letters they begin with. Pure.

Nearly no word begins any of them, and each that is tried in vain costs; a letter that none of a group begins with rules
out the whole group at once.
"""

import re
from collections.abc import Iterable, Iterator

_FEW = 3  # letters: a pattern that begins with one of so many stands under each of them
_EMPTY = "\0"  # stands among the beginnings of what may be left out


def grouped(patterns: Iterable[str]) -> str:
    """The alternatives of all patterns; what they find is the same, though of two at one place another may count."""
    by_letter: dict[str, list[str]] = {}
    others: list[str] = []
    for pattern in patterns:
        letters = _letters(pattern)
        if letters and len(letters) <= _FEW:
            for letter in letters:
                by_letter.setdefault(letter, []).append(pattern)
        else:
            others.append(f"{_ahead(letters)}(?:{pattern})")
    return "|".join([*(f"(?={letter})(?:{'|'.join(each)})" for letter, each in sorted(by_letter.items())), *others])


def shared(patterns: Iterable[str]) -> list[str]:
    """The patterns, all that begin with the same `<part>` as one, so that it is tried once."""
    by_part: dict[str, list[str]] = {}
    for pattern in patterns:
        for each in _split(pattern):
            part = re.match("<[a-z_]+>", each)
            by_part.setdefault(part[0] if part else "", []).append(each[part.end() :] if part else each)
    return [*by_part.pop("", []), *(f"{part}(?:{'|'.join(rests)})" for part, rests in by_part.items())]


def _ahead(letters: frozenset[str]) -> str:
    return f"(?=[{''.join(sorted(letters))}])" if letters else ""


def _letters(pattern: str) -> frozenset[str]:
    """The letters one of which it begins with; none where that cannot be told."""
    letters: set[str] = set()
    for each in _split(pattern):
        found = _first(each)
        if not found or _EMPTY in found:
            return frozenset()
        letters |= found
    return frozenset(letters)


def _first(branch: str) -> frozenset[str]:
    """The same of a pattern without alternatives, with `_EMPTY` where it may match nothing."""
    letters: set[str] = set()
    for piece, left_out in _pieces(branch):
        if piece.startswith("(?:"):
            inner = [_first(each) for each in _split(piece[3:-1])]
            if not all(inner):
                return frozenset()
            found = frozenset[str]().union(*inner)
        elif piece.isalpha():
            found = frozenset(piece)
        else:
            return frozenset()
        letters |= found - {_EMPTY}
        if not left_out and _EMPTY not in found:
            return frozenset(letters)
    return frozenset(letters | {_EMPTY})


def _pieces(branch: str) -> Iterator[tuple[str, bool]]:
    """Its letters and groups in order, without what only looks around, and whether each may be left out."""
    at = 0
    while at < len(branch):
        end = _end(branch, at)
        piece, rest = branch[at:end], branch[end:]
        repeat = re.match(r"[*+?]|\{(\d*),?\d*\}", rest)
        at = end + (repeat.end() if repeat else 0)
        if piece == "^" or piece.startswith(("(?<", "(?=", "(?!")):
            continue
        yield piece, bool(repeat and (repeat[0] in "*?" or repeat[1] == "0"))


def _split(pattern: str) -> list[str]:
    """The alternatives of a pattern."""
    found, at, start = [], 0, 0
    while at < len(pattern):
        if pattern[at] == "|":
            found.append(pattern[start:at])
            start = at + 1
        at = _end(pattern, at)
    return [*found, pattern[start:]]


def _end(pattern: str, at: int) -> int:
    """Where the group, the class, the escaped or the plain character ends that begins there."""
    sign = pattern[at]
    if sign == "\\":
        return at + 2
    if sign == "[":
        return pattern.index("]", at + 1) + 1
    if sign != "(":
        return at + 1
    at += 1
    while pattern[at] != ")":
        at = _end(pattern, at)
    return at + 1

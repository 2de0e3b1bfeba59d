"""What somebody talks of, by closed lists of everyday pastimes: only to tell who is alike, never what they are. Pure.

It is coarse on purpose: eleven pastimes and no more, none of which tells faith, origin, health, love or politics, and
no name is on a list. So to put one name or group of people for another changes nothing.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache

from memory.tone.listed import beside
from memory.tone.measured import Habit, Tone

_DOUBT = 6.0  # mentions after which what they were of counts half
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_]{3,}")
_Known = tuple[Mapping[str, str], tuple[tuple[str, str], ...]]


def interests_in(text: str) -> Mapping[str, float]:
    """Which pastimes somebody's own words name, each once."""
    words, parts = _known()
    found = {words[each] for each in words.keys() & _WORD.findall(text.lower())}
    if _UNSPACED.search(text):
        found.update(pastime for part, pastime in parts if part in text)
    return dict.fromkeys(sorted(found), 1.0)


def interests_of(tone: Tone) -> Mapping[str, float]:
    """The share of each pastime in what somebody talks of, smaller the less was heard of any."""
    held = tone.habits.get(Habit.INTEREST, {})
    total = sum(held.values()) + _DOUBT
    return {pastime: count / total for pastime, count in held.items() if pastime in pastimes()}


def unlike(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How far two lots of interests differ: 0 for the same, at most the square root of 2."""
    return float(sum((one.get(each, 0.0) - other.get(each, 0.0)) ** 2 for each in {*one, *other}) ** 0.5)


@cache
def pastimes() -> tuple[str, ...]:
    """All that there are."""
    return tuple(sorted(tomllib.loads(beside("interests.toml"))))


@cache
def _known() -> _Known:
    lists: dict[str, dict[str, list[str]]] = tomllib.loads(beside("interests.toml"))
    words = {word: pastime for pastime, each in lists.items() for word in each["words"]}
    return words, tuple((part, pastime) for pastime, each in lists.items() for part in each["unspaced"])

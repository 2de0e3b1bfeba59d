"""Which numbers within a line are the steps of an enumeration, rather than of a date or an order. Pure.

Many languages write ordinals with a dot: "Freitag, 1. Mai". Only what begins with 1, counts on, and stands apart by the
same mark is an enumeration; in it no number is followed by what it would order.
"""

import re
from functools import cache
from importlib import resources
from typing import NamedTuple

_STEP = re.compile(r"[ \t]*(?P<number>\d{1,2})(?P<end>[.)])[ \t]+[*_~]*(?P<word>[^\W\d_]*)")
_SECOND = re.compile(r"(?P<before>[.:;!?…,])[*_~)\"”»]*[ \t]+(?P<step>2[.)][ \t]+[*_~]*(?P<word>[^\W\d_]*))(?=\S|\Z)")
_NUMBER = re.compile(r"(?P<before>[.:;!?,])[ \t]+(?=\d{1,2}[.)][ \t]+[^\s\d])")
_FAR = 600  # characters within which a second step follows the first


class Steps(NamedTuple):
    """The last step there was, and the mark that stands in front of those after the first."""

    number: int = 0
    mark: str = ""


def laid_out(before: str, sentence: str, steps: Steps, *, rest: str, whole: bool) -> tuple[str, Steps] | None:
    """A sentence with each step on a line of its own; None while what follows in its line (`rest`) is not enough."""
    out, at = "", 0
    for found in _NUMBER.finditer(sentence):
        if (before + sentence[: found.start()]).count("`") % 2:
            continue
        known = is_step(sentence[found.end() :] + rest, found["before"], steps, whole=whole)
        if known is None:
            return None
        step, steps = known
        if step:
            out, at = f"{out}{sentence[at : found.end('before')]}\n", found.end()
    return out + sentence[at:], steps


def is_step(text: str, before: str, steps: Steps, *, whole: bool) -> tuple[bool, Steps] | None:
    """Whether a text that begins with a number, behind such a mark, begins with a step; None where it is too short."""
    found, mark = _STEP.match(text), before if before in (",", ";") else "."
    if found is None:
        return False, steps
    number = int(found["number"])
    if number == 1 and mark != ",":
        second = _second(found, text, whole=whole)
        return None if second is None else (True, Steps(1, second)) if second else (False, steps)
    if steps.number == 0 or number != steps.number + 1 or mark != steps.mark:
        return False, steps
    if found.end() == len(text) and not whole:
        return None
    return (False, steps) if _is_ordinal(found) else (True, Steps(number, mark))


def _second(first: re.Match[str], text: str, *, whole: bool) -> str | None:
    """The mark in front of the second step; '' where there is none, None where it may still come."""
    seen = text[:_FAR]
    over = whole or len(text) >= _FAR
    if first.end() == len(text) and not whole:
        return None
    found = _SECOND.search(seen, first.end())
    if _is_ordinal(first):
        return ""
    if found is None or (found.end() == len(seen) and not over):
        return "" if over else None
    listed = found["before"] in ",;"
    same = listed and first["end"] == "." and found["word"].casefold() == first["word"].casefold()
    step = _STEP.match(found["step"])
    if same or step is None or step["end"] != first["end"] or _is_ordinal(step):
        return ""
    return found["before"] if listed else "."


def _is_ordinal(found: re.Match[str]) -> bool:
    return found["end"] == "." and found["word"].casefold() in _ordered()


@cache
def _ordered() -> frozenset[str]:
    text = (resources.files("bot.tone") / "lists" / "ordered.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())

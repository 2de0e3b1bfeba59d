"""Reads JSON out of what a model wrote: past fences and chatter, and out of an answer that was cut.

A cut answer keeps what is whole: complete list items and complete members survive, the one that was being written
is dropped. That loses at most one claim where failing would lose all of them.
"""

import json
import re

_DECODER = json.JSONDecoder()
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_PAIRS = {"{": "}", "[": "]"}


def read_object(text: str) -> dict[str, object] | None:
    """The first JSON object in `text`, or None."""
    start = text.find("{")
    while start >= 0:
        try:
            value, _ = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            start = text.find("{", start + 1)
            continue
        return value if isinstance(value, dict) else None
    return None


def salvage(text: str) -> object | None:
    """What is whole in a JSON text that was cut: it is shortened to the last complete item and closed there."""
    start = text.find("{")
    if start < 0:
        return None
    for end, closers in reversed(_stops(text, start)):
        try:
            value: object = json.loads(text[start:end] + closers)
        except (ValueError, RecursionError):
            continue
        return value
    return None


def _stops(text: str, start: int) -> list[tuple[int, str]]:
    """Places where the text may be cut, from left to right, each with the brackets that are missing there."""
    stops: list[tuple[int, str]] = []
    open_: list[str] = []
    for token in _TOKEN.finditer(text, start):
        mark = token.group()
        if mark in _PAIRS:
            open_.append(_PAIRS[mark])
        elif mark in ("}", "]") and (not open_ or open_.pop() != mark):
            break
        elif mark not in ("}", "]", ","):
            continue
        # Inside a list only the list's own items are whole; a member of an item that is being written is not.
        if "]" not in open_[:-1]:
            stops.append((token.start() if mark == "," else token.end(), "".join(reversed(open_))))
        if not open_:
            break
    return stops

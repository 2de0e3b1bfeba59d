"""Ends conversations with machines: who writes the same over and over gets no answer after the fourth time.

Bots are never answered, so a chain needs one that passes for a person. Digits do not count as a difference, since what
a machine repeats is often a count or a time. People do repeat a word or two ("next", "b", "7"), which counts later.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from adapters.types import Message
from memory.wording import folded

MOST_ANSWERS, MOST_SHORT = 4, 25
SHORT = 12  # characters
FORGOTTEN_SECONDS = 600.0
PEOPLE = 4_096
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Run:
    said: int
    times: int
    at: float


class Loops:
    """What people said last, and how often in a row."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._runs: OrderedDict[tuple[str, str], _Run] = OrderedDict()

    def is_loop(self, message: Message) -> bool:
        """Whether the same came from there too often in a row; to be asked once for each message."""
        key, now = (message.address.key, message.author.handle), self._clock()
        text = folded(message.text)
        short = len(text) <= SHORT
        said = hash(text if short else _DIGITS.sub("0", text))
        last = self._runs.get(key)
        again = last is not None and last.said == said and now - last.at < FORGOTTEN_SECONDS
        times = last.times + 1 if again and last is not None else 1
        self._runs[key] = _Run(said, times, now)
        self._runs.move_to_end(key)
        if len(self._runs) > PEOPLE:
            self._runs.popitem(last=False)
        return times > (MOST_SHORT if short else MOST_ANSWERS)

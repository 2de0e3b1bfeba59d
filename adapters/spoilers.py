"""What stands between two `||`, which Discord hides until it is pressed, over as many lines as that are; pure.

In code the signs mean nothing. What is hidden within a quote ends there, and is left as it is.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from adapters.blocks import Block, Kind, lines_of
from adapters.cuts import Span, code_of, opening_of

MARK = "||"
_SIGNS = re.compile(r"\\[\\|]|\|\|")


@dataclass(frozen=True, slots=True)
class Spoiler:
    """From the first mark to after the last; where there is none yet, to the end, and `closed` is false."""

    start: int
    stop: int
    closed: bool = True


class Spoilers:
    """The spoilers of a text, by the places in it. `going`: more of the text is to come, and its last mark too."""

    def __init__(self, text: str = "", blocks: Iterable[Block] = (), *, going: bool = False) -> None:
        self._text = text
        self._going = going
        self._all = list(_spoilers(text, blocks)) if MARK in text else []

    def around(self, at: int) -> Spoiler | None:
        """What a cut there would go through."""
        index = bisect_left(self._all, at, key=lambda each: each.start) - 1
        return self._all[index] if index >= 0 and at < self._all[index].stop else None

    def hides(self, spoiler: Spoiler) -> bool:
        """Whether it hides anything: what no mark ends does not, but for as long as that may come."""
        return spoiler.closed or (self._going and self._text[spoiler.start + 2 : spoiler.start + 3] != " ")


def _spoilers(text: str, blocks: Iterable[Block]) -> Iterator[Spoiler]:
    begun: int | None = None
    for block in blocks:
        if block.kind is Kind.QUOTE and begun is None:
            continue
        for sign in _signs(text, block):
            if begun is None:
                begun = sign
            elif sign > begun + 2:
                yield Spoiler(begun, sign + 2)
                begun = None
    if begun is not None:
        yield Spoiler(begun, len(text) + 1, closed=False)


def _signs(text: str, block: Block) -> Iterator[int]:
    """Where the marks stand in a block, outside of code."""
    for part in block.parts:
        yield from _signs(text, part)
    if block.parts:
        return
    for start, stop in _prose(text, block):
        for first, last in lines_of(text, start, stop):
            if text.find(MARK, first, last) >= 0:
                yield from _in_line(text, first, last)


def _prose(text: str, block: Block) -> Iterator[Span]:
    """What of a block is no code."""
    if block.fence is None:
        yield block.start, block.stop
        return
    opening = opening_of(text, block.start, block.fence.inside)
    if opening is not None:
        yield block.start, opening[0]
    closing = text.find(block.fence.marker, block.fence.close, block.stop)
    if closing >= 0:
        yield closing + len(block.fence.marker), block.stop


def _in_line(text: str, start: int, stop: int) -> Iterator[int]:
    code = code_of(text, start, stop)
    for found in _SIGNS.finditer(text, start, stop):
        index = bisect_left(code, (found.start(), 0)) - 1
        if found[0] == MARK and not (index >= 0 and found.start() < code[index][1]):
            yield found.start()

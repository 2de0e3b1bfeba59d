"""Puts blocks into parts, one after another: what fits goes in, what does not begins the next part.

The parts follow the text without a gap, so that nothing can be lost; only fences that go on add characters of their
own, and each part knows how many.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.blocks import Block, Fence, Kind, items_of, lines_of, prose_of
from adapters.cuts import Span, cut, spans_of

ROOM = 10  # characters of code that a part should have room for at least


@dataclass(frozen=True, slots=True)
class Part:
    """One part: `text` is what to send, whose first `added` and last `closed` characters reopen and close a fence."""

    text: str
    added: int = 0
    closed: int = 0

    @property
    def own(self) -> str:
        """What is of the text itself; joined, these are the whole of it."""
        return self.text[self.added : len(self.text) - self.closed]


class Packer:
    """Takes the blocks of `text` in order."""

    def __init__(self, text: str, limit: int) -> None:
        self._text = text
        self._limit = limit
        self._parts: list[Part] = []
        self._begin = self._end = 0  # the part being filled
        self._before = ""  # what reopens a fence in it

    def place(self, block: Block) -> None:
        """Add a block, in one part where it fits into one."""
        if not self._take(block.stop):
            self._flush()
            if not self._take(block.stop):
                self._take_apart(block)
        self._blank(block.end)

    def parts(self) -> list[Part]:
        """All parts, the last one as far as it is."""
        self._flush()
        return self._parts

    def _take(self, end: int, spare: int = 0) -> bool:
        """Let the part reach to `end` where there is room for that and `spare` characters more."""
        if len(self._before) + end - self._begin + spare > self._limit:
            return False
        self._end = max(self._end, end)
        return True

    def _flush(self, after: str = "", before: str = "") -> None:
        """End the part, closing a fence with `after`; the next one reopens it with `before`."""
        if self._end > self._begin:
            text = self._before + self._text[self._begin : self._end] + after
            self._parts.append(Part(text, len(self._before), len(after)))
            self._begin, self._before = self._end, before

    def _blank(self, end: int) -> None:
        """Blank characters, which may be cut anywhere."""
        while not self._take(end):
            end_of_part = self._begin + self._limit - len(self._before)
            self._end = end_of_part - (self._text[end_of_part - 1 : end_of_part + 1] == "\r\n")
            self._flush()

    def _take_apart(self, block: Block) -> None:
        match block:
            case Block(kind=Kind.FENCE, fence=Fence() as fence) if self._has_room(block, fence):
                self._code(block, fence)
            case Block(kind=Kind.SECTION):
                self._section(block.parts)
            case Block(kind=Kind.LIST):
                for item in items_of(self._text, block):
                    self.place(item)
            case _:
                self._lines(block)

    def _section(self, blocks: tuple[Block, ...]) -> None:
        """Headings with as much of what they head as fits; code stands alone rather than in pieces."""
        *headings, last = blocks
        for heading in headings:
            self.place(heading)
        if last.kind in (Kind.FENCE, Kind.HEADING):
            self.place(last)
        else:
            self._take_apart(last)

    def _lines(self, block: Block) -> None:
        for start, end in lines_of(self._text, block.start, block.stop):
            line = prose_of(self._text, start, end)
            if not self._take(line.stop):
                self._flush()
                self._words(start, line.stop, spans_of(self._text, start, line.stop))
            self._blank(line.end)

    def _words(self, start: int, stop: int, spans: Sequence[Span]) -> None:
        """A line, cut where it is longer than a part."""
        while not self._take(stop):
            self._end = start = cut(self._text, start, self._begin + self._limit, spans)
            self._flush()

    def _has_room(self, block: Block, fence: Fence) -> bool:
        opening = max(fence.inside - block.start, len(_reopening(fence)))
        return opening + _closing_room(block, fence) + ROOM <= self._limit

    def _code(self, block: Block, fence: Fence) -> None:
        """Code, closed at the end of each part and reopened in the next."""
        again, room = _reopening(fence), _closing_room(block, fence)
        self._end = fence.inside
        for start, end in lines_of(self._text, fence.inside, fence.close):
            if not self._take(end, room) and self._end > max(self._begin, fence.inside):
                self._flush(fence.marker, again)
            while not self._take(end, room):
                most = self._begin + self._limit - len(self._before) - room
                self._end = start = cut(self._text, start, most, ())
                self._flush("\n" + fence.marker, again)
        self._end = max(self._end, block.stop)


def _reopening(fence: Fence) -> str:
    return f"{fence.marker}{fence.language}\n"


def _closing_room(block: Block, fence: Fence) -> int:
    """Characters that closing the fence may need, by us or as it stands in the text."""
    return 1 + max(len(fence.marker), block.stop - fence.close)

"""Puts blocks into parts, one after another: what fits goes in, what does not begins the next part.

The parts follow the text without a gap, so that nothing can be lost; only fences, quotes and spoilers that go on add
characters of their own, and each part knows how many.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from adapters.blocks import Block, Kind, items_of, lines_of, prose_of
from adapters.cuts import Span, begins_line, cut, spans_of
from adapters.fences import Fence
from adapters.quotes import quote_of, quoted_of
from adapters.spoilers import MARK, Spoilers

ROOM = 10  # characters of code that a part should have room for at least


@dataclass(frozen=True, slots=True)
class Part:
    """One part: `text` is to be sent; its first `added` and last `closed` characters reopen and close what goes on."""

    text: str
    added: int = 0
    closed: int = 0

    @property
    def own(self) -> str:
        """What is of the text itself; joined, these are the whole of it."""
        return self.text[self.added : len(self.text) - self.closed]


class Packer:
    """Takes the blocks of `text` in order. There is room for the marks of spoilers also where nothing is hidden yet."""

    def __init__(self, text: str, limit: int, spoilers: Spoilers) -> None:
        self._text = text
        self._limit = limit
        self._spoilers = spoilers
        self._parts: list[Part] = []
        self._begin = self._end = 0  # the part being filled
        self._before = ""  # what reopens in it what goes on
        self._held = 0  # room for what would

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
        if end + spare + self._mark(end) > self._most():
            return False
        self._end = max(self._end, end)
        return True

    def _most(self) -> int:
        """How far the part can reach at most."""
        return self._begin + self._limit - len(self._before) - self._held

    def _mark(self, end: int) -> int:
        """Characters that hide what goes on after a part that reaches so far; of a last mark half may be there."""
        if self._spoilers.around(end) is None:
            return 0
        return len(MARK) - (end == len(self._text) and self._text[end - 1 : end] == MARK[0])

    def _fitting(self, cut_at: Callable[[int], int], room: int = 0) -> int:
        """Where that cuts, told how far it may go, with room for a mark where one is needed."""
        most = self._most() - room
        at = cut_at(most)
        return at if at + self._mark(at) <= most else cut_at(most - len(MARK))

    def _flush(self, after: str = "", before: str = "") -> None:
        """End the part, closing with `after` what goes on; the next one reopens it with `before`."""
        if self._end <= self._begin:
            return
        spoiler, mark = self._spoilers.around(self._end), ""
        if spoiler is not None and spoiler.closed and not after and spoiler.stop == self._end + len(MARK):
            self._end, spoiler = spoiler.stop, None  # behind a mark of ours, its own last one would begin another
        if spoiler is not None:
            on_its_own = begins_line(before or self._text, 0 if before else self._end)
            mark = MARK + "\n" if on_its_own else MARK
        hidden = spoiler is not None and self._spoilers.hides(spoiler)
        if hidden and self._end < len(self._text):
            after += MARK
        text = self._before + self._text[self._begin : self._end] + after
        self._parts.append(Part(text, len(self._before), len(after)))
        self._begin, self._before = self._end, (mark if hidden else "") + before
        self._held = 0 if hidden else len(mark)

    def _blank(self, end: int) -> None:
        """Blank characters, which may be cut anywhere."""
        while not self._take(end):
            self._end = self._fitting(partial(self._blank_cut, end))
            self._flush()

    def _blank_cut(self, end: int, most: int) -> int:
        at = min(most, end)
        return at - (self._text[at - 1 : at + 1] == "\r\n")

    def _take_apart(self, block: Block) -> None:
        match block:
            case Block(kind=Kind.FENCE, fence=Fence() as fence) if self._has_room(block, fence):
                self._code(block, fence)
            case Block(kind=Kind.SECTION):
                self._section(block.parts)
            case Block(kind=Kind.QUOTE):
                for part in quoted_of(self._text, block):
                    self._quoted(part)
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

    def _quoted(self, block: Block) -> None:
        """A part of a quote."""
        if block.kind is Kind.FENCE:
            self.place(block)
        else:
            self._lines(block, quoted=True)
            self._blank(block.end)

    def _lines(self, block: Block, *, quoted: bool = False) -> None:
        for start, end in lines_of(self._text, block.start, block.stop):
            line = prose_of(self._text, start, end)
            if not self._take(line.stop):
                self._flush()
                quote = quote_of(self._text, start) if quoted else ""
                self._words(start, line.stop, spans_of(self._text, start, line.stop), quote)
            self._blank(line.end)

    def _words(self, start: int, stop: int, spans: Sequence[Span], quote: str) -> None:
        """A line, cut where it is longer than a part; with the marks of its quote in each."""
        start = max(start + len(quote), self._begin)
        while not self._take(stop):
            self._end = self._fitting(partial(cut, self._text, start, spans=spans))
            self._flush("", quote)
            start = self._begin

    def _has_room(self, block: Block, fence: Fence) -> bool:
        opening = max(fence.inside - block.start, len(fence.opening)) + len(fence.quote)
        return opening + _closing_room(block, fence) + 2 * len(MARK) + 1 + ROOM <= self._limit

    def _code(self, block: Block, fence: Fence) -> None:
        """Code, closed at the end of each part and reopened in the next."""
        room, on = _closing_room(block, fence), len(fence.quote)
        self._end = fence.inside
        for start, end in lines_of(self._text, fence.inside, fence.close):
            if not self._take(end, room) and self._end > max(self._begin, fence.inside):
                self._flush(fence.closing, fence.opening)
            words = start + on if self._text.startswith(fence.quote, start) else start
            while not self._take(end, room):
                self._end = words = self._fitting(partial(cut, self._text, words, spans=()), room)
                self._flush("\n" + fence.closing, fence.opening + fence.quote)
        self._end = max(self._end, block.stop)


def _closing_room(block: Block, fence: Fence) -> int:
    """Characters that closing the fence may need, by us or as it stands in the text."""
    return 1 + max(len(fence.closing), block.stop - fence.close)

"""Markdown taken apart only as far as cutting it needs: headings with what they head, lists, quotes, fences, prose.

Not a parser: each line is read once, by its beginning alone, so that a megabyte is read in a fraction of a second and
no input can make it slow. That costs the finer points of nesting, which decide only where a cut would be nicer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from adapters.cuts import opening_of
from adapters.fences import FENCE, Fence, opened

_LINE = re.compile(
    r"(?P<blank>[ \t\r]*+(?:\n|\Z))"
    rf"|(?P<fence>{FENCE})"
    r"|(?P<heading>#{1,6} )"
    r"|(?P<item>[ \t]*+(?:[-*+]|\d{1,9}[.)])[ \t])"
    r"|(?P<quote> {0,3}>)"
    r"|(?P<indented>[ \t])"
)
SHORT = 40  # characters before code in its line that stay with it


class Kind(Enum):
    """What a block is."""

    PROSE = auto()
    HEADING = auto()
    LIST = auto()
    QUOTE = auto()
    FENCE = auto()
    SECTION = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text: its words from `start` to `stop`, what is blank after them to `end`."""

    kind: Kind
    start: int
    stop: int
    end: int
    fence: Fence | None = None
    parts: "tuple[Block, ...]" = ()


def lines_of(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Start and end of each line in a stretch, its newline included."""
    while start < stop:
        end = text.find("\n", start, stop) + 1 or stop
        yield start, end
        start = end


def blocks_of(text: str) -> Iterator[Block]:
    """The blocks one after another, without a gap; headings and the block after them are one section."""
    headings: list[Block] = []
    for block in _plain_blocks(text):
        if block.kind is Kind.HEADING:
            headings.append(block)
        elif headings:
            yield _section([*headings, block])
            headings.clear()
        else:
            yield block
    if headings:
        yield _section(headings)


def items_of(text: str, block: Block) -> Iterator[Block]:
    """The outermost items of a list, each with what hangs on it."""
    marks = [
        (start, len(found["item"]) - len(found["item"].lstrip()))
        for start, end in lines_of(text, block.start, block.stop)
        if (found := _LINE.match(text, start, end)) and found.lastgroup == "item"
    ]
    # Never deeper than the first, so that an item yet to come changes nothing before it.
    starts = [start for start, indent in marks[1:] if indent <= marks[0][1]]
    for start, end in zip([block.start, *starts], [*starts, block.stop], strict=True):
        yield prose_of(text, start, end)


def prose_of(text: str, start: int, end: int) -> Block:
    """A stretch as prose."""
    stop = end
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return Block(Kind.PROSE, start, stop, end)


def _section(parts: list[Block]) -> Block:
    first, last = parts[0], parts[-1]
    return Block(Kind.SECTION, first.start, last.stop, last.end, parts=tuple(parts))


def _plain_blocks(text: str) -> Iterator[Block]:
    """The blocks before headings are joined with what they head."""
    reader = _Reader(text)
    for line in lines_of(text, 0, len(text)):
        for start, end in reader.pieces_of(*line):
            if done := reader.take(start, end):
                yield done
    if text:
        yield reader.block()


class _Reader:
    """Reads line by line; holds the block that is being read."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._kind = Kind.PROSE
        self._start = self._stop = self._end = 0
        self._gap = True  # a blank line, or nothing, stands before
        self._fence: Fence | None = None
        self._closing: re.Pattern[str] | None = None

    def block(self) -> Block:
        """The block so far."""
        return Block(self._kind, self._start, self._stop, self._end, self._fence)

    def pieces_of(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """A line; in two where much stands in it before code, which chat programs show in lines of its own."""
        opening = opening_of(self._text, start, end) if self._closing is None else None
        if opening is not None and opening[0] - start > SHORT and not _is_quote(self._text, start):
            yield start, opening[0]
            start = opening[0]
        yield start, end

    def take(self, start: int, end: int) -> Block | None:
        """Read a line; the block before it, where it begins another one."""
        stop = end
        while stop > start and self._text[stop - 1] in "\r\n":
            stop -= 1
        if self._closing is not None:
            self._inside(start, stop=stop, end=end)
            return None
        found = _LINE.match(self._text, start, end)
        group = found.lastgroup if found else None
        if group == "blank":
            self._end, self._gap = end, True
            return None
        code = opened(self._text, start, end) if group != "quote" else None
        if self._goes_on(group) and code is None:
            self._stop, self._end, self._gap = stop, end, False
            return None
        done = self.block() if self._end else None
        self._kind = Kind.FENCE if code is not None else _KINDS.get(group or "", Kind.PROSE)
        self._start, self._stop, self._end, self._gap = start, stop, end, False
        self._fence, self._closing = code or (None, None)
        return done

    def _inside(self, start: int, *, stop: int, end: int) -> None:
        """A line of code, or the one that closes it."""
        if self._closing is not None and self._closing.fullmatch(self._text, start, stop):
            self._closing = None
        elif self._fence is not None:
            self._fence = replace(self._fence, close=end)
        self._stop, self._end = stop, end

    def _goes_on(self, group: str | None) -> bool:
        """Whether a line belongs to the block before it."""
        match self._kind:
            case Kind.LIST:
                return group in ("item", "indented") or (group is None and not self._gap)
            case Kind.QUOTE:
                return group == "quote" and not self._gap
            case Kind.PROSE:
                return group in (None, "indented") and not self._gap
            case _:
                return False


def _is_quote(text: str, start: int) -> bool:
    found = _LINE.match(text, start)
    return found is not None and found.lastgroup == "quote"


_KINDS = {"heading": Kind.HEADING, "item": Kind.LIST, "quote": Kind.QUOTE}

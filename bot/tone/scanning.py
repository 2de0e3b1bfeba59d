"""Takes an answer apart, as it comes, into prose, points of lists, and what no rule may touch. Pure.

Code, tables, what is quoted, links and mentions are kept byte for byte, and so is the mark of a point or a heading; any
cutting into pieces gives the same stretches. Where a mark is never closed, its line is kept whole: rather a rule that
does not apply.
"""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

_CLOSERS = {
    '"': '"', "“": "”", "„": "“”", "‟": "”", "«": "»", "»": "«", "‹": "›", "「": "」", "『": "』", "<": ">",
}  # fmt: skip
_OPENER = re.compile(r"\n|https?://|www\.|`+|[\"“„‟«»‹「『]|<(?=[^\s<])|\](?=\()")
_MAYBE_ENDS = frozenset("htps:/w`<]")  # the last characters of what follows
_MAYBE_OPENER = re.compile(r"(?:h|ht|htt|https?|https?:|https?:/|w|ww|www|(?<!`)`+|<|\])\Z")
_BEFORE_QUOTES = "([{-–—/*_~:="
_LINK_END = re.compile(r"[\s<>|]")
_POINT = re.compile(r"[ \t]{0,40}(?:[-*+•·–]|\d{1,9}[.)]|#{1,6})[ \t]")
_MARKER = re.compile(r"[ \t]{0,40}(?:>|\||(?=\t| {4})[ \t]{0,40}\S)")
_MAYBE_MARKER = re.compile(r"[ \t]{0,40}(?:[-*+•·–]|\d{1,9}[.)]?|#{1,6}|`+|~+)?")
_FENCE = re.compile(r"[ \t]{0,40}(`{3,}(?!`)|~{3,}(?!~))")


class Kind(Enum):
    """What a stretch is: prose may be changed, and a point where its person wished for that."""

    PROSE = auto()
    POINT = auto()  # the words of a line of a list or of a heading
    KEPT = auto()
    CODE = auto()  # and links: kept, and no words to be counted


class Stretch(NamedTuple):
    """Some of a text in order."""

    text: str
    kind: Kind


class _At(Enum):
    LINE = auto()  # at the beginning of one
    PROSE = auto()
    WHOLE = auto()  # in a line that is kept
    CODE = auto()
    QUOTED = auto()
    LINK = auto()


class Scanning:
    """An incremental scanner."""

    def __init__(self) -> None:
        self._held = ""
        self._at = _At.LINE
        self._closers = ""
        self._before = ""  # the last character of prose
        self._line_is = Kind.PROSE  # or a point

    def feed(self, piece: str) -> Iterator[Stretch]:
        """The stretches that are known with the next piece."""
        self._held += piece
        return self._known(final=False)

    def finish(self) -> Iterator[Stretch]:
        """Those that were still open at the end."""
        return self._known(final=True)

    def _known(self, *, final: bool) -> Iterator[Stretch]:
        while self._held:
            before = (self._held, self._at)
            stretch = self._next(final=final)
            if stretch is not None and stretch.text:
                yield stretch
            elif before == (self._held, self._at):
                return

    def _next(self, *, final: bool) -> Stretch | None:
        match self._at:
            case _At.LINE:
                return self._line(final=final)
            case _At.PROSE:
                return self._prose(final=final)
            case _At.WHOLE:
                return self._until("\n", then=_At.LINE)
            case _At.CODE:
                return self._code(final=final)
            case _At.QUOTED:
                return self._until(f"{self._closers}\n", then=_At.PROSE)
            case _At.LINK:
                return self._link()

    def _line(self, *, final: bool) -> Stretch | None:
        """Find out what kind of line begins."""
        fence = _FENCE.match(self._held)
        if fence and (final or fence.end() < len(self._held)):
            self._at, self._closers = _At.CODE, fence[1]
            return self._take(fence.end(), Kind.CODE)
        if point := _POINT.match(self._held):
            self._at, self._line_is = _At.PROSE, Kind.POINT
            return self._take(point.end(), Kind.KEPT)
        if _MARKER.match(self._held):
            self._at = _At.WHOLE
        elif final or not _MAYBE_MARKER.fullmatch(self._held):
            self._at = _At.PROSE
        return None

    def _prose(self, *, final: bool) -> Stretch | None:
        for found in _OPENER.finditer(self._held):
            if not self._opens(found.group(), found.start()):
                continue
            if not final and found.group()[0] == "`" and found.end() == len(self._held):
                break
            if found.start():
                return self._take(found.start(), self._line_is)
            return self._open(found.group())
        maybe = None if final or self._held[-1] not in _MAYBE_ENDS else _MAYBE_OPENER.search(self._held)
        return self._take(maybe.start() if maybe else len(self._held), self._line_is)

    def _opens(self, mark: str, start: int) -> bool:
        before = self._held[start - 1] if start else self._before
        return mark not in ('"', "»", "“") or not before or before.isspace() or before in _BEFORE_QUOTES

    def _open(self, mark: str) -> Stretch:
        if mark == "\n":
            ended, self._at, self._line_is = self._line_is, _At.LINE, Kind.PROSE
            return self._take(1, ended)
        if mark[0] == "`":
            self._at, self._closers = _At.CODE, mark
        elif mark in _CLOSERS:
            self._at, self._closers = _At.QUOTED, _CLOSERS[mark]
        else:
            self._at = _At.LINK
        return self._take(len(mark), Kind.KEPT if self._at is _At.QUOTED and mark != "<" else Kind.CODE)

    def _code(self, *, final: bool) -> Stretch | None:
        """All up to the same mark again; code that is no block ends with its line."""
        mark = self._closers
        end, line = self._held.find(mark), self._held.find("\n") if len(mark) < 3 else -1
        if line >= 0 and not 0 <= end < line:
            self._at = _At.PROSE
            return self._take(line, Kind.CODE)
        if end >= 0:
            self._at = _At.PROSE
            return self._take(end + len(mark), Kind.CODE)
        maybe = 0 if final else len(self._held) - len(self._held.rstrip(mark[0]))
        return self._take(len(self._held) - min(maybe, len(mark) - 1), Kind.CODE)

    def _until(self, closers: str, *, then: _At) -> Stretch:
        """All up to one of the closers; the end of a line closes everything and belongs to nothing."""
        ends = [at for each in closers if (at := self._held.find(each)) >= 0]
        kind = Kind.CODE if closers[0] == ">" else Kind.KEPT
        if not ends:
            return self._take(len(self._held), kind)
        self._at = then
        end = min(ends)
        return self._take(end + (self._held[end] != "\n" or then is _At.LINE), kind)

    def _link(self) -> Stretch:
        end = _LINK_END.search(self._held)
        if end is None:
            return self._take(len(self._held), Kind.CODE)
        self._at = _At.PROSE
        return self._take(end.start(), Kind.CODE)

    def _take(self, size: int, kind: Kind) -> Stretch:
        taken, self._held = self._held[:size], self._held[size:]
        self._before = taken[-1:] or self._before
        return Stretch(taken, kind)


def stretches(text: str) -> Iterator[Stretch]:
    """The stretches of a whole text; together they are the text."""
    scanning = Scanning()
    yield from scanning.feed(text)
    yield from scanning.finish()

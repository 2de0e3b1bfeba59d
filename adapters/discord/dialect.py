"""Markdown as models write it, in what Discord renders of it: tables as code, headings of three sizes; pure.

Discord draws no table, knows `#` to `###`, quotes within no quotes, and to it `>>>` quotes all the rest; else all is
left as it is. A table is found by its first two rows, so of a growing text only lines that begin with `|` wait for
their end, and the line after the first of them.
"""

import re
from collections.abc import AsyncIterator

FENCE = "```"
SMALLEST_HEADING, MOST_HASHES = "###", 6
_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\r?\n?")
_OF_RULES = frozenset("|:- \t\r")
_ITEM = re.compile(r" *(?:[-*+]|\d{1,9}[.)])[ \t]")
_HEADING = re.compile(r"\A([ \t]{0,3})#{4,6}(?=[ \t])")
_QUOTES = re.compile(r"\A {0,3}>(?: {0,3}>)+ ")
_EMPHASIS = re.compile(r"\*\*|`+")


def moved_left(text: str) -> str:
    """A list that goes on in a message of its own: Discord cuts the spaces before a message, not those of its lines."""
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    shift = _depth(lines[first]) if first < len(lines) and _ITEM.match(lines[first]) else 0
    for at in range(first, len(lines)):
        depth = _depth(lines[at])
        if shift == 0 or (depth < shift and lines[at].strip() and not _ITEM.match(lines[at])):
            break
        if lines[at].strip():
            shift = min(shift, depth)
            lines[at] = lines[at][shift:]
    return "\n".join(lines)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def rendered(text: str) -> str:
    """The whole text."""
    rendering = Rendering()
    return rendering.feed(text) + rendering.finish()


async def rendered_as_it_comes(words: AsyncIterator[str]) -> AsyncIterator[str]:
    """The same of words that come one after another."""
    rendering = Rendering()
    async for piece in words:
        if shown := rendering.feed(piece):
            yield shown
    if shown := rendering.finish():
        yield shown


class Rendering:
    """Takes a text in pieces, however they are cut, and gives what is decided of it."""

    def __init__(self) -> None:
        self._rest = ""
        self._inside = False  # of a line whose beginning was given already
        self._fenced = False
        self._line = list[str]()  # so far, without rows of tables
        self._first: str | None = None  # a row that may be the first of a table
        self._table = False

    def feed(self, piece: str) -> str:
        """What can be shown now; may be empty."""
        self._rest += piece
        shown = list[str]()
        while self._rest:
            stop = self._rest.find("\n") + 1
            if not (stop or self._inside or self._decided(self._rest)):
                break
            taken, self._rest = self._rest[: stop or None], self._rest[stop:] if stop else ""
            if self._inside:
                self._line.append(taken)
            shown.append(taken if self._inside else self._begun(taken))
            self._inside = not stop
            if stop:
                self._ended()
        return "".join(shown)

    def finish(self) -> str:
        """What is left; to be called once, at the end."""
        last, self._rest = self._rest, ""
        shown = self._begun(last) if last else ""
        if self._first is not None:
            shown += self._first
        if self._table:
            shown += FENCE if shown.endswith("\n") or not shown else f"\n{FENCE}"
        return shown

    def _decided(self, begun: str) -> bool:
        """Whether the beginning of a line says what it is."""
        bare = begun.lstrip(" \t")
        if (
            not bare
            or set(bare) <= {">", " "}
            or FENCE.startswith(bare)
            or (self._first is not None and _OF_RULES.issuperset(bare))
        ):
            return False
        if self._fenced:
            return True
        return not (bare.startswith("|") or (len(bare) <= MOST_HASHES and set(bare) == {"#"}))

    def _begun(self, line: str) -> str:
        """What is shown of a line, or of a beginning that is decided."""
        bare = line.lstrip(" \t")
        if self._table:
            if bare.startswith("|"):
                return _row(line)
            self._table = False
            return f"{FENCE}\n{self._begun(line)}"
        if self._first is not None:
            return self._second(line)
        if not self._fenced and bare.startswith("|"):
            self._first = line
            return ""
        self._line.append(line)
        return line if self._fenced else _QUOTES.sub("> ", _HEADING.sub(rf"\1{SMALLEST_HEADING}", line, count=1))

    def _ended(self) -> None:
        """A line is whole: code begins and ends by three ticks, wherever in it they stand."""
        if "".join(self._line).count(FENCE) % 2:
            self._fenced = not self._fenced
        self._line.clear()

    def _second(self, line: str) -> str:
        """The line after what may be the first row of a table."""
        first, self._first = self._first or "", None
        if "-" in line and _RULE.fullmatch(line):
            self._table = True
            return f"{FENCE}\n{_row(first)}{_row(line)}"
        self._line.append(first)
        self._ended()
        return first + self._begun(line)


def _row(line: str) -> str:
    """A row as it stands in code, where stars and ticks would show."""
    return _EMPHASIS.sub("", line)

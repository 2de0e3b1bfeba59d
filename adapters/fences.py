"""Fenced code: where it opens, and what closes it there. Pure.

It opens where a line begins with three signs, or as chat programs read it, where three backticks stand anywhere in one
that the line does not end.
"""

import re
from dataclasses import dataclass

from adapters.cuts import opening_of

FENCE = r"[ \t]{0,12}(`{3,8}|~{3,8})(?![`~])[ \t]*([\w+#.-]{0,20})[^`\n]{0,80}(?:\n|\Z)"
_OPENING = re.compile(FENCE)
_LANGUAGE = re.compile(r"[ \t]*([\w+#.-]{1,20})[ \t\r]*\n")


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced stretch of code, which stands from `inside` to `close`; `language` may be empty.

    `quote` is what its line begins with where it stands in a quote.
    """

    marker: str
    language: str
    inside: int
    close: int
    quote: str = ""

    @property
    def opening(self) -> str:
        """The line that opens it anew."""
        return f"{self.quote}{self.marker}{self.language}\n"

    @property
    def closing(self) -> str:
        """The line that closes it."""
        return f"{self.quote}{self.marker}"


Opened = tuple[Fence, re.Pattern[str]]  # what closes it is to match a whole line


def opened(text: str, start: int, end: int, quote: str = "") -> Opened | None:
    """The code that a line begins, from `start` on; None where it begins none, or ends it too."""
    if found := _OPENING.match(text, start, end):
        marker = found[1]
        before, after = (r"[^`\n]*", r"(?:\|\|)?") if marker[0] == "`" else (r"[ \t]{0,12}", "")
        closing = re.compile(rf"{before}{marker}{marker[0]}{{0,4}}{after}[ \t\r]{{0,8}}")
        return Fence(marker, found[2], end, end, quote), closing
    ticks = opening_of(text, start, end)
    if ticks is None:
        return None
    marker, language = text[slice(*ticks)], _LANGUAGE.match(text, ticks[1], end)
    fence = Fence(marker, language[1] if language else "", end, end, quote)
    return fence, re.compile(rf"[^\n]*?(?<!`){marker}(?!`)[^\n]*")

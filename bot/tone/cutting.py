"""Ends an answer that was to be short where a sentence ends. Pure.

The first sentence stays whatever its length. What would be too long is held to the end, and all of it is said after
all where code, a list, a link, a quotation or a number comes in it: none of those may get lost for shortness. Up to the
last caveat it is said as well: without "but never with alcohol" the rest would be told wrongly.
"""

import re
from math import inf

from bot.tone.borders import BORDER, is_border, settled
from bot.tone.caveats import is_caveat
from bot.tone.scanning import Kind, Stretch
from memory.wording import words

_KEPT = "\ue000"  # of the private use area: no letter, mark or space
_WORD = 80  # characters before an end that tell whether it is one: code, which would need all of them, is masked
_ENDS = re.compile("[.!?…。！？\n]")
_MUST = re.compile(rf"\d|{_KEPT}")


class Cutting:
    """An incremental filter over stretches that lets at most so many words pass."""

    def __init__(self, most: float = inf) -> None:
        self.cut = False
        self._most = most
        self._words = 0  # of the sentences that are over
        self._text = self._mask = ""  # the sentence now, and the same with a sign for all that may not be changed
        self._shown = 0  # how much of it was said
        self._settled = 0  # up to where it does not end
        self._free = False  # whether it must be said
        self._rest: list[str] | None = None  # the sentences after the end

    def feed(self, stretch: Stretch) -> str:
        """What may be said with the next stretch."""
        if self._most == inf:
            return stretch.text
        masked, open_end = _masked(stretch), self._settled < len(self._mask)
        self._text, self._mask = self._text + stretch.text, self._mask + masked
        said = self._sentences(look=open_end or _ENDS.search(masked) is not None)
        self._free = self._free or (
            self._words > 0 and _MUST.search(self._mask, max(0, len(self._mask) - len(masked))) is not None
        )
        if not self._words or self._free:
            said += self._uncut() + self._say(len(self._mask.rstrip()))
        if self._most == inf:
            said += self._say(len(self._text))
            self._text, self._mask = "", ""
        return said

    def finish(self) -> str:
        """What was held, where it fits."""
        said = self._over(len(self._text))
        self.cut = bool(self._rest and "".join(self._rest).strip())
        return said

    def _sentences(self, *, look: bool) -> str:
        """Those that are over; there may be some where it is worth to `look`."""
        said = ""
        while look and (end := _border(self._mask, self._settled)) is not None:
            said += self._over(end)
        self._settled = settled(self._mask, _KEPT)
        return said

    def _over(self, end: int) -> str:
        """A sentence is over: it is said, or waits for one that must be."""
        mask = self._mask[:end]
        count = len(words(mask))
        if self._free or not self._words or self._shown or _MUST.search(mask):
            said = self._uncut() + self._say(end)
        elif self._rest is None and self._words + count <= self._most:
            said = self._say(end)
        else:
            said = self._held(self._text[:end], mask)
        self._text, self._mask, self._shown = self._text[end:], self._mask[end:], max(0, self._shown - end)
        self._settled, self._words, self._free = 0, self._words + count, False
        return said

    def _held(self, sentence: str, mask: str) -> str:
        """What is too long waits; it is said up to a caveat."""
        self._rest = self._rest or []
        self._rest.append(sentence)
        if not is_caveat(mask):
            return ""
        said, self._rest = "".join(self._rest), []
        return said

    def _uncut(self) -> str:
        """What was too long, once all of it is to be said."""
        if self._rest is None:
            return ""
        said, self._rest, self._most = "".join(self._rest), None, inf
        return said

    def _say(self, end: int) -> str:
        said = self._text[self._shown : end]
        self._shown = max(self._shown, end)
        return said


def _masked(stretch: Stretch) -> str:
    if stretch.kind is Kind.PROSE or not stretch.text:
        return stretch.text.replace(_KEPT, "x")
    return _KEPT * (len(stretch.text) - 1) + ("\n" if stretch.text.endswith("\n") else _KEPT)


def _border(text: str, since: int) -> int | None:
    """Where the first sentence of a text ends, where its end is there; it does not before `since`."""
    start = max(since, len(text) - len(text.lstrip()))
    newline = text.find("\n", start)
    within = text if newline < 0 else text[:newline]
    for found in BORDER.finditer(within, start):
        end = found.end("end") if found["end"] is not None else found.end("wide")
        if is_border(within[max(0, end - _WORD) : end], within[found.end() : found.end() + 1]):
            return end
    return newline if newline >= 0 else None

"""Emoji and exclamation marks of an answer: counted, and taken out where they are more than fits. Pure.

Only white space beside an emoji goes with it; an exclamation mark becomes a full stop, and the stop of a short text may
go. Marks that belong to a word or a number ("Yahoo! is", "5!") are no exclamations.
"""

import re
from collections.abc import Iterator
from math import floor, inf

from bot.tone.borders import is_border
from bot.tone.scanning import Kind, Stretch

_BASE = (
    "[\u231a\u231b\u23e9-\u23f3\u23f8-\u23fa\u2600-\u2604\u2607-\u2668\u2670-\u26ff\u2702-\u2712\u2728\u2733\u2734"
    "\u2744\u2747\u274c\u274e\u2753-\u2757\u2763-\u2767\u2795-\u2797\u27b0\u2b1b\u2b1c\u2b50\u2b55"
    "\U0001f004\U0001f0cf\U0001f18e\U0001f191-\U0001f19a\U0001f300-\U0001f3fa\U0001f400-\U0001faff]"
)
# Signs that are emoji only where a selector behind them says so.
_DRESSED = (
    "[\u2139\u2194-\u2199\u21a9\u21aa\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2714\u2716\u271d\u2721\u2934\u2935\u27a1"
    "\u2b05-\u2b07\u3030\u303d\u3297\u3299]"
)
_DRESS = "[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*"
_STRAY = "[\ufe0e\ufe0f]*"  # selectors go with what they stand behind: left over, they would dress what is before it
EMOJI = f"(?:[\U0001f1e6-\U0001f1ff]{{2}}{_STRAY}|{_BASE}{_DRESS}(?:\u200d{_BASE}{_DRESS})*|{_DRESSED}\ufe0f{_STRAY})"
_BLANKS = " \t\u00a0\u202f"
_GAP = f"(?<![{_BLANKS}])[{_BLANKS}]*+"
_UNIT = re.compile(EMOJI)
_MARK = re.compile(
    rf"(?P<gap>{_GAP})(?:(?P<emoji>{EMOJI}(?:[ \t]*{EMOJI})*)|(?P<bang>[!！]+)(?=[ \t]*(?P<next>\S?))"
    rf"|(?P<open>¡+{_STRAY}))"
    r"|(?P<end>[.?…]+(?=[\s\"”’»)\]*_]|\Z)|[。？]+|\n)"
)
# Some of any mark: without it, and most pieces of an answer are, none is looked for.
_SOME = re.compile(f"[.?…!！¡。？\n\U0001f1e6-\U0001f1ff]|{_BASE}|{_DRESSED}")
_OPEN = re.compile(
    f"[{_BLANKS}.?…!！¡。？\u200d\ufe0e\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]|{_BASE}|{_DRESSED}"
)
_PICTURE = re.compile(f"[\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]|{_BASE}")  # some of an emoji
_HELD = 200  # marks in a row
_SHORT = 2  # sentences of a text that needs no stop at its end
_LONGEST = 24  # of a word that may be an abbreviation
_CLOSING = "\"'”’»)]*_~"


def allowed(most: float, sentences: int) -> int:
    """How many marks fit into so many sentences: one at least, where there may be any."""
    return 10**9 if most == inf else 0 if most <= 0 else max(1, floor(most * sentences))


class Marks:
    """An incremental filter over stretches; without limits it only counts. `points`: those of lists as well."""

    def __init__(self, *, emoji: float = inf, exclaiming: float = inf, stop: bool = True, points: bool = False) -> None:
        self.emoji = self.exclamations = 0  # that stayed
        self.dropped_emoji = self.dropped_exclamations = 0
        self.stopped = self.dropped_stop = False  # whether a short text ends with a full stop that it does not need
        self._most_emoji, self._most_exclaiming, self._stop = emoji, exclaiming, stop
        self._kinds = (Kind.PROSE, Kind.POINT) if points else (Kind.PROSE,)
        self._kind = Kind.PROSE  # of what is held
        self._recent = ""
        self._ends, self._open = 0, False
        self._held = ""
        self._last = self._solid = "\n"  # characters: the last one, and the last that is no space
        self._skips = False  # white space, after an emoji that began a line or a point
        self._inverted: bool | None = None  # whether the ¡ before stayed
        self._linked = False  # whether a link may go on with what comes next

    @property
    def sentences(self) -> int:
        """How many have begun."""
        return max(1, self._ends + self._open)

    def feed(self, stretch: Stretch) -> Iterator[Stretch]:
        """What is known with the next stretch."""
        if stretch.kind is not self._kind or stretch.kind not in self._kinds:
            yield from self._flushed(stretch.text[:1])
        if stretch.kind not in self._kinds:
            self._said(stretch.text)
            self._linked = stretch.kind is Kind.CODE
            yield stretch
            return
        self._kind = stretch.kind
        self._held += stretch.text
        ready = len(self._held)
        while ready and not self._held[ready - 1].isalnum() and _OPEN.match(self._held[ready - 1]):
            ready -= 1
            if len(self._held) - ready > _HELD:  # no writing, and nothing to wait for
                ready = len(self._held)
                break
        if ready:
            head, self._held = self._held[:ready], self._held[ready:]
            yield Stretch(self._marked(head, self._held[:1]), self._kind)

    def finish(self) -> Iterator[Stretch]:
        """What was still held."""
        may_go = (
            self._kind is Kind.PROSE
            and self._solid.isalpha()
            and self.sentences <= _SHORT
            and is_border(f"{self._recent.rstrip()}.", "")
        )
        for last in self._flushed(""):
            needless = may_go and last.text.strip() in (".", "。")
            self.stopped, self.dropped_stop = needless and self._stop, needless and not self._stop
            yield Stretch("" if self.dropped_stop else last.text, last.kind)

    def _flushed(self, following: str) -> Iterator[Stretch]:
        held, self._held = self._held, ""
        if held:
            yield Stretch(self._marked(held, following), self._kind)

    def _marked(self, text: str, following: str) -> str:
        """A text that may be cut here, with the character that comes after it."""
        out, at, whole = "", 0, text + following
        if not _SOME.search(whole):
            return self._said(text)
        for found in _MARK.finditer(whole):
            if found.start() >= len(text):
                break
            out += self._said(text[at : found.start()])
            at = found.end()
            if found["end"]:
                out += self._ended(found["end"])
            elif found["emoji"]:
                out += self._emoji(found, whole[at : at + 1])
            elif found["open"]:
                out += self._opened(found)
            else:
                out += self._bang(found, "" if _UNIT.match(whole, at) else whole[at : at + 1])
        return out + self._said(text[at:])

    def _said(self, text: str) -> str:
        if self._skips:
            text = text.lstrip(" \t")
            self._skips = not text
        if text:
            self._linked = False
            self._open = self._open or text.isalnum() or any(each.isalnum() for each in text)
            self._last, self._recent = text[-1], (self._recent + text)[-_LONGEST:]
            self._solid = text.rstrip(_BLANKS)[-1:] or self._solid
        return text

    def _ended(self, mark: str) -> str:
        if self._open:
            self._ends, self._open = self._ends + 1, False
        if mark:
            self._last = self._solid = mark[-1]
            self._skips = False
        return mark

    def _emoji(self, found: re.Match[str], following: str) -> str:
        units = list(_UNIT.finditer(found["emoji"]))
        room = max(0, min(len(units), allowed(self._most_emoji, self.sentences) - self.emoji))
        self.emoji += room
        self.dropped_emoji += len(units) - room
        if room:
            shown = found["gap"] + found["emoji"][: units[room - 1].end()]
            self._last = self._solid = shown[-1]
            return shown if room == len(units) or not following.isalnum() else f"{shown} "
        if not self._last.isspace() and (following.isalnum() or self._goes_on(following)):
            return self._said(found["gap"] or " ")
        self._skips = self._last.isspace()
        return ""

    def _opened(self, found: re.Match[str]) -> str:
        fits = self.exclamations < allowed(self._most_exclaiming, self.sentences + (not self._open))
        self._inverted = fits
        return self._said(found.group() if fits else found["gap"])

    def _bang(self, found: re.Match[str], following: str) -> str:
        if not self._exclaims(found, following):
            return self._said(found.group())
        size = len(found["bang"])
        room = max(0, min(size, allowed(self._most_exclaiming, self.sentences) - self.exclamations))
        if self._inverted is not None:
            room, self._inverted = (max(1, room) if self._inverted else 0), None
        self.exclamations += room
        self.dropped_exclamations += size - room
        if room:
            return self._ended(found["gap"] + found["bang"][:room])
        stop = "" if self._solid in "?？.…。" else "。" if "！" in found["bang"] else "."
        return self._ended(stop) + (self._said(found["gap"] or " ") if self._goes_on(following) else "")

    def _goes_on(self, following: str) -> bool:
        """Whether a link would begin or go on with what follows, were it not for what stands between."""
        return (self._linked or self._last in "<]") and bool(following.strip())

    def _exclaims(self, found: re.Match[str], following: str) -> bool:
        """Whether the mark ends something, and is no part of a word or a number."""
        if not (self._solid.isalpha() or self._solid in f"{_CLOSING}?？.…" or _PICTURE.match(self._solid)):
            return False
        if following and not following.isspace() and following not in _CLOSING and not _PICTURE.match(following):
            return "！" in found["bang"] or following == "¡"
        return not found["next"].islower()

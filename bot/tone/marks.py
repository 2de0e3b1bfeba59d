"""Emoji and exclamation marks of an answer: counted, and taken out where they are more than fits. Pure.

Only white space beside an emoji goes with it; an exclamation mark becomes a full stop, and the stop of a short text may
go. Words and numbers stay as they are: an emoji that is a word, and a mark of a name or a number, count for nothing.
"""

import re
from collections.abc import Iterator
from math import floor, inf

from bot.tone.borders import is_border
from bot.tone.exclaiming import BANG, exclaims, sentence_may_end
from bot.tone.pictures import BASE, BLANKS, DRESSED, EMOJI, STRAY, UNIT, UNSURE, Place, bare, is_word
from bot.tone.scanning import Kind, Stretch

_GAP = f"(?<![{BLANKS}])[{BLANKS}]*+"
_MARK = re.compile(
    rf"(?P<gap>{_GAP})(?:(?P<emoji>{EMOJI}(?:[ \t]*{EMOJI})*)|{BANG}"
    rf"|(?P<open>¡+{STRAY}))"
    r"|(?P<end>[.?…]+(?=[\s\"”’»)\]*_]|\Z)|[。？]+|\n)"
)
# Some of any mark: without it, and most pieces of an answer are, none is looked for.
_SOME = re.compile(f"[.?…!！¡。？\n\U0001f1e6-\U0001f1ff]|{BASE}|{DRESSED}")
_OPEN = re.compile(
    f"[{BLANKS}*_~()[,;.?…!！¡。？\u200d\ufe0e\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]|{BASE}|{DRESSED}"
)
_HELD = 200  # marks in a row
_SHORT = 2  # sentences of a text that needs no stop at its end
_LONGEST = 24  # of a word that may be an abbreviation
_RECENT = 40  # characters that tell what an emoji is for
_INSIDE = re.compile(r"(?:\A|[\s(\[])[*_~(\[]*\Z")  # where no space may stand


def allowed(most: float, sentences: int) -> int:
    """How many marks fit into so many sentences: one at least, where there may be any."""
    return 10**9 if most == inf else 0 if most <= 0 else max(1, floor(most * sentences))


class Marks:
    """An incremental filter over stretches; without limits it only counts.

    `points`: those of lists as well; `spared`: emoji that are words wherever they stand.
    """

    def __init__(
        self,
        *,
        emoji: float = inf,
        exclaiming: float = inf,
        stop: bool = True,
        points: bool = False,
        spared: frozenset[str] = frozenset(),
    ) -> None:
        self.emoji = self.exclamations = 0  # that stayed
        self.dropped_emoji = self.dropped_exclamations = 0
        self.stopped = self.dropped_stop = False  # whether a short text ends with a full stop that it does not need
        self._most_emoji, self._most_exclaiming, self._stop = emoji, exclaiming, stop
        self._spared = spared
        self._kinds = (Kind.PROSE, Kind.POINT) if points else (Kind.PROSE,)
        self._kind = Kind.PROSE  # of what is held
        self._recent = ""
        self._begun, self._opening = False, True  # whether something was said, and nothing on a line above
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
        waits = UNSURE.search(self._held)
        known = ready = waits.start() if waits else len(self._held)
        while ready and not self._held[ready - 1].isalnum() and _OPEN.match(self._held[ready - 1]):
            ready -= 1
            if known - ready > _HELD:  # no writing, and nothing to wait for
                ready = known
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
            and is_border(f"{self._recent[-_LONGEST:].rstrip()}.", "")
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
                out += self._emoji(found, whole[at:])
            elif found["open"]:
                out += self._opened(found)
            else:
                out += self._bang(found)
        return out + self._said(text[at:])

    def _said(self, text: str) -> str:
        if self._skips:
            text = text.lstrip(" \t")
            self._skips = not text
        if text:
            self._linked = False
            self._open = self._open or text.isalnum() or any(each.isalnum() for each in text)
            self._remember(text)
        return text

    def _remember(self, text: str) -> None:
        if "\n" in text and (self._begun or text.rpartition("\n")[0].strip()):
            self._opening = False
        self._begun = self._begun or bool(text.strip())
        self._last, self._recent = text[-1], (self._recent + text)[-_RECENT:]
        self._solid = text.rstrip(BLANKS)[-1:] or self._solid

    def _ended(self, mark: str) -> str:
        if self._open:
            self._ends, self._open = self._ends + 1, False
        if mark:
            self._remember(mark)
            self._skips = False
        return mark

    def _emoji(self, found: re.Match[str], after: str) -> str:
        units, following = list(UNIT.finditer(found["emoji"])), after[:1]
        place = Place(self._recent + found["gap"], after, self._opening and self._kind is Kind.PROSE)
        if is_word(found["emoji"], place) or {bare(each.group()) for each in units} <= self._spared:
            return self._said(found.group())
        room = max(0, min(len(units), allowed(self._most_emoji, self.sentences) - self.emoji))
        self.emoji += room
        self.dropped_emoji += len(units) - room
        if room:
            shown = found["gap"] + found["emoji"][: units[room - 1].end()]
            self._remember(shown)
            return shown if room == len(units) or not following.isalnum() else f"{shown} "
        inside = _INSIDE.search(self._recent) is not None
        if not inside and (following.isalnum() or self._goes_on(following)):
            return self._said(found["gap"] or " ")
        self._skips = inside
        return ""

    def _opened(self, found: re.Match[str]) -> str:
        if self._last.isalnum() and not found["gap"]:
            return self._said(found.group())  # in a word, where nothing opens
        fits = self.exclamations < allowed(self._most_exclaiming, self.sentences + (not self._open))
        self._inverted = fits
        return self._said(found.group() if fits else found["gap"])

    def _bang(self, found: re.Match[str]) -> str:
        ends, inverted = sentence_may_end(found), self._inverted
        own = not exclaims(found, self._recent)
        if own and not (ends and inverted is not None):
            return self._said(found.group())
        if not ends:
            self._inverted = None
            return "" if inverted is False else self._said(found.group())  # not one half of a pair
        size = len(found["bang"])
        room = max(0, min(size, allowed(self._most_exclaiming, self.sentences) - self.exclamations))
        if inverted is not None:
            room, self._inverted = (max(1, room) if inverted else 0), None
        self.exclamations += room
        self.dropped_exclamations += size - room
        if room:
            return self._ended(found["gap"] + found["bang"][:room])
        stop = "" if self._solid in "?？.…。" else "。" if "！" in found["bang"] else "."
        return self._ended(stop) + (self._said(found["gap"] or " ") if self._goes_on(found["next"]) else "")

    def _goes_on(self, following: str) -> bool:
        """Whether a link would begin or go on with what follows, were it not for what stands between."""
        return (self._linked or self._last in "<]") and bool(following.strip())

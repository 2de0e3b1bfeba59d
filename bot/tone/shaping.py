"""Answers in the shape that presets ask for, while their words flow: line for line, sentence for sentence. Pure.

Words, numbers, links and code stay as they are; what changes is white space, marks of lists, tables (to lists) and
decoration. A sentence is held until it is whole, a table until its end; it cost letters that appear one by one.
"""

import re

from bot.tone.borders import BORDER, is_border, settled
from bot.tone.enumerating import Steps, is_step, laid_out
from bot.tone.pictures import EMOJI, Place, is_felt, is_word
from bot.tone.presets import Shape
from bot.tone.tables import list_of

_NUMBERED = 4  # characters of the number of a step, with what ends it
_DECIDED = 8  # characters after which the kind of a line is known
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_UNCLOSED = "```"  # begun within a line
_RULE = re.compile(r"[ \t]*(?:[-=*_~][ \t]*){3,}$")
_MAYBE_RULE = re.compile(r"[ \t]*[-=*_~][-=*_~ \t]*$")
_BULLET = re.compile(r"[-*•·][ \t]+(?=\S)")
_MARKED = re.compile(r"[ \t]*(?:[-*•·+][ \t]|\d{1,3}[.)][ \t]|#{1,6}[ \t]|>)|[ \t]{4,}")
_STEP = re.compile(r"[ \t]*(?P<number>\d{1,2})[.)][ \t]")
_DECORATION = re.compile(rf"(?<=[.!?…。！？])[ \t]*(?P<run>{EMOJI}+)(?=\s*$)")
_REPEATED = re.compile(rf"({EMOJI})(?:[ \t]*\1)+")


class Shaping:
    """An incremental filter over an answer; any cutting into pieces gives the same text."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._held = ""
        self._fence = ""
        self._table: list[str] = []
        self._begun = False  # whether the kind of the line is known
        self._marked = False  # whether it is of a list, a heading or a quote
        self._line = ""  # what was said of it
        self._sentences = self._number = 0
        self._steps = Steps()
        self._settled = 0  # of what is held, up to where no sentence ends

    def feed(self, piece: str) -> str:
        """Take the next piece, give back what is in shape."""
        if not self._shape:
            return piece
        self._held += piece
        return self._ready(final=False)

    def finish(self) -> str:
        """What was still held back at the end."""
        said = self._ready(final=True)
        table, self._table = self._table, []
        return said + (list_of(table).rstrip("\n") if table else "")

    def _ready(self, *, final: bool) -> str:
        out: list[str] = []
        while self._held:
            step = self._next(final=final)
            if step is None:
                break
            out.append(step)
        return "".join(out)

    def _next(self, *, final: bool) -> str | None:
        if not self._begun:
            return self._begin(final=final)
        return self._text(final=final)

    def _begin(self, *, final: bool) -> str | None:
        """Find out what kind of line begins; whole lines that are no text are taken at once."""
        line, newline, _ = self._held.partition("\n")
        whole = bool(newline) or final
        if not whole and (self._fence or len(line.lstrip()) < _DECIDED or _MAYBE_RULE.match(line)):
            return None
        if self._fence:
            return self._in_code(line, newline)
        if fence := _FENCE.match(line):
            return self._at_fence(fence.group(1), line, newline, whole=whole)
        if self._shape.lists and line.lstrip().startswith("|"):
            return self._at_table(line, newline, whole=whole)
        return self._at_text(line, newline, whole=whole)

    def _at_fence(self, fence: str, line: str, newline: str, *, whole: bool) -> str | None:
        if not whole:
            return None
        self._fence = "" if fence in line.strip()[len(fence) :] else fence
        self._number, self._sentences, self._steps = 0, 0, Steps()
        return self._flushed() + self._take(len(line) + len(newline))

    def _in_code(self, line: str, newline: str) -> str:
        """A line of code; a fence ends it at the end of a line, too, where models write it."""
        bare = line.strip()
        alone = bare.strip(self._fence[0]) == ""
        if self._fence in bare and bare.startswith(self._fence) == alone:
            self._fence = ""
        return self._take(len(line) + len(newline))

    def _at_table(self, line: str, newline: str, *, whole: bool) -> str | None:
        if not whole:
            return None
        self._table.append(self._take(len(line) + len(newline)))
        return ""

    def _at_text(self, line: str, newline: str, *, whole: bool) -> str:
        before = self._flushed()
        if whole and self._shape.bare and _RULE.match(line):
            self._take(len(line) + len(newline))
            return before
        if whole and not line.strip():
            self._sentences, self._steps = 0, Steps()
            return before + self._take(len(line) + len(newline))
        self._begun, self._marked, self._line = True, bool(_MARKED.match(line)), ""
        if not self._marked:
            self._number = 0
        return before + self._bullet(line)

    def _bullet(self, line: str) -> str:
        """The mark of a point of a list, as a number where points are steps and have none."""
        if _STEP.match(line):
            self._number = -1
        found = _BULLET.match(line) if self._shape.numbered and self._number >= 0 else None
        if found is None:
            return ""
        self._take(found.end())
        self._number += 1
        return f"{self._number}. "

    def _flushed(self) -> str:
        table, self._table = self._table, []
        return list_of(table) if table else ""

    def _text(self, *, final: bool) -> str | None:
        """The next sentence of a line, or its end."""
        line, newline, _ = self._held.partition("\n")
        for found in BORDER.finditer(line, self._settled):
            end = found.end("end") if found["end"] is not None else found.end("wide")
            after = line[found.end() :]
            if not is_border(self._line + line[:end], after):
                continue
            if after[0].isdigit() and len(after) < _NUMBERED and not newline and not final:
                return None  # perhaps the number of a step
            return self._sentence(line[:end], line[end : found.end()], after=after, whole=bool(newline) or final)
        if not newline and not final:
            self._settled = settled(line)
            return None
        laid = self._laid(line, "", whole=True)
        said, self._steps = laid or (line, self._steps)
        self._begun = not newline
        self._take(len(line) + len(newline))
        self._fence = _UNCLOSED if (self._line + line).count(_UNCLOSED) % 2 else ""
        return self._bare(said) + newline

    def _sentence(self, sentence: str, space: str, *, after: str, whole: bool) -> str | None:
        """A sentence that is over; None while it is not known whether steps begin in it or behind it."""
        laid = self._laid(sentence, space + after, whole=whole)
        step = None if laid is None else self._step(after, laid[1], whole=whole)
        if laid is None or step is None:
            return None
        self._take(len(sentence) + len(space))
        self._line += sentence + space
        said, most = self._bare(laid[0]), self._shape.paragraph_sentences
        begins, self._steps = step
        if most is None or self._marked:
            return said + space
        if begins:
            self._sentences = 0
            return f"{said}\n"
        self._sentences += 1
        if self._sentences >= most and self._steps.number == 0:
            self._sentences, space = 0, "\n\n"
        return said + space

    def _laid(self, sentence: str, rest: str, *, whole: bool) -> tuple[str, Steps] | None:
        if self._shape.paragraph_sentences is None or self._marked:
            return sentence, self._steps
        return laid_out(self._line, sentence, self._steps, rest=rest, whole=whole)

    def _step(self, after: str, steps: Steps, *, whole: bool) -> tuple[bool, Steps] | None:
        if self._shape.paragraph_sentences is None or self._marked:
            return False, steps
        return is_step(after, ".", steps, whole=whole)

    def _bare(self, sentence: str) -> str:
        if self._shape.bare and "`" not in sentence:
            return _REPEATED.sub(_once, _DECORATION.sub(_undecorated, sentence))
        return sentence

    def _take(self, size: int) -> str:
        taken, self._held = self._held[:size], self._held[size:]
        self._settled = 0
        return taken


def _undecorated(found: re.Match[str]) -> str:
    place = Place(found.string[: found.start()], "", opening=True)
    return found.group() if is_word(found["run"], place) else ""


def _once(found: re.Match[str]) -> str:
    """Where there are several, how many may be what is said."""
    return found[1] if is_felt(found[1]) else found.group()


def shaped(text: str, shape: Shape) -> str:
    """A whole text in shape."""
    shaping = Shaping(shape)
    return shaping.feed(text) + shaping.finish()

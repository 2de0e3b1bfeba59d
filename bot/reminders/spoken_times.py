"""Whether a time that a model gives is one that the person gave: in their words, or meaning the same. Pure.

A model never decides when somebody is reminded. What it copies is looked up in what they said, and read as of when they
said it, whole: of "every other Monday at 9" it may copy "Monday at 9". What it says in other words counts only where
theirs mean the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.when import Reading, read, whole_time

LONGEST = 300  # characters of a time
TIMES = 3  # that are compared


@dataclass(frozen=True, slots=True)
class Said:
    """Words about a time, and when they were said."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Listener:
    """How somebody's words are read: in which zone, in which languages."""

    zone: ZoneInfo
    languages: tuple[str, ...] = ()

    def read(self, said: Said) -> Reading:
        """What they say about a time."""
        return read(said.text, said.at, self.zone, languages=self.languages)


def theirs(when: str, lines: Sequence[Said], listener: Listener) -> Said | None:
    """The time as the person said it in one of these lines, the first that fits; None: they said no such thing."""
    wanted = plain(when)
    if not wanted or len(when) > LONGEST:
        return None
    for line in lines:
        if f" {wanted} " in f" {plain(line.text)} " or (_is_unspaced(wanted) and wanted in plain(line.text)):
            return Said(whole_time(line.text, when, listener.languages), line.at)
    return next((Said(when, line.at) for line in lines if _agree(when, line, listener)), None)


def _agree(when: str, line: Said, listener: Listener) -> bool:
    """Whether both were understood, as the same."""
    ours, given = listener.read(line).understood, listener.read(Said(when, line.at)).understood
    if ours is None or given is None:
        return False
    return ours == given or (type(ours) is type(given) and ours.first(TIMES, line.at) == given.first(TIMES, line.at))


def plain(text: str) -> str:
    """Its words, without what stands between them."""
    return " ".join("".join(char if char.isalnum() or char in ":.'’" else " " for char in text.casefold()).split())


def _is_unspaced(text: str) -> bool:
    """Whether it is of a script without spaces."""
    return any("\u3040" <= char <= "\u9fff" for char in text)

"""Whether a time that a model gives is one that the person gave: in their words, or meaning the same. Pure.

A model never decides when somebody is reminded. What it copies is looked up in what they said, and read as of when they
said it, whole: of "every other Monday at 9" it may copy "Monday at 9". What it says in other words counts only where
theirs mean the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.when import Once, Reading, Recurring, Schedule, is_hour, read, whole_time

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
    wanted = _plain(when)
    if not wanted or len(when) > LONGEST:
        return None
    for line in lines:
        if f" {wanted} " in f" {_plain(line.text)} " or (_is_unspaced(wanted) and wanted in _plain(line.text)):
            return Said(whole_time(line.text, when, listener.languages), line.at)
    return next((Said(when, line.at) for line in lines if _agree(when, line, listener)), None)


def _agree(when: str, line: Said, listener: Listener) -> bool:
    """Whether both were understood, as the same."""
    ours, given = listener.read(line).understood, listener.read(Said(when, line.at)).understood
    if ours is None or given is None:
        return False
    return ours == given or (type(ours) is type(given) and ours.first(TIMES, line.at) == given.first(TIMES, line.at))


def moved(said: Said, taken: Schedule, listener: Listener) -> Reading:
    """What the words mean for what is due as in `taken`: an hour alone is that hour of its day, or of its days."""
    words = said if listener.read(said).question is None else _with_at(said, listener)
    if not is_hour(words.text, listener.languages):
        return listener.read(words)
    match taken:
        case Once():
            day = datetime.combine(taken.wall.date(), time(), ZoneInfo(taken.zone))
            return listener.read(Said(words.text, max(said.at, day)))
        case Recurring():
            found = listener.read(words)
            return replace(found, understood=_retimed(found.understood, taken), alternatives=())
        case _:
            return listener.read(words)


def _retimed(found: Schedule | None, taken: Recurring) -> Schedule | None:
    """The same days at another hour."""
    if not isinstance(found, Once) or found.instant is not None:
        return found
    return replace(taken, times=(found.wall.time(),), zone=found.zone)


def _with_at(said: Said, listener: Listener) -> Said:
    """A number alone is an hour here: `5` is `at 5`."""
    number = _plain(said.text).removeprefix("to ").strip(" .!")
    hour = Said(f"at {number}", said.at)
    return hour if listener.read(hour).span is not None else said


def _plain(text: str) -> str:
    return " ".join("".join(char if char.isalnum() or char in ":.'’" else " " for char in text.casefold()).split())


def _is_unspaced(text: str) -> bool:
    """Whether it is of a script without spaces."""
    return any("\u3040" <= char <= "\u9fff" for char in text)

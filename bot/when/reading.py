"""What a text was understood to say about a time, and what is left to ask. Typed: the words for it are the caller's."""

from dataclasses import dataclass
from enum import Enum

from bot.when.schedule import Once, Schedule

SURE, LIKELY, UNLIKELY, NONE = 0.95, 0.8, 0.4, 0.0


class Unsure(Enum):
    """The question to ask before anything is held."""

    NO_TIME = "no time"
    PAST = "past"
    MORNING_OR_EVENING = "morning or evening"
    WHICH_DAY = "which day"
    WHICH_HOUR = "which hour"
    WHICH_ZONE = "which zone"
    SHORT_MONTHS = "short months"
    HOW_OFTEN = "how often"  # from now on, or once


class Note(Enum):
    """What an echo should point out."""

    HOUR_ASSUMED = "no time of day was said"
    DAY_ASSUMED = "a longer stretch was said, this is a day of it"
    CLOCK_SKIPS = "the clocks leave this time out, it is moved"
    CLOCK_TWICE = "this time comes twice, the first is meant"
    LAST_DAY = "in a short month its last day"
    HALF_ASSUMED = "morning or afternoon was not said"


@dataclass(frozen=True, slots=True)
class Choice:
    """Another way to understand it, and the words that tell it from the others."""

    schedule: Schedule
    apart: str


@dataclass(frozen=True, slots=True)
class Reading:
    """`understood` is None exactly where there is a `question`; `named` is what the words name, even in the past.

    `span` is where the time was told (start, end) and `task` the text without it; `told` is how many characters of the
    text it explains, in which single letters at its ends, the abbreviations of another language maybe, do not count.
    """

    understood: Schedule | None
    confidence: float
    alternatives: tuple[Choice, ...] = ()
    question: Unsure | None = None
    notes: tuple[Note, ...] = ()
    named: Once | None = None
    span: tuple[int, int] | None = None
    task: str = ""
    told: int = 0


def nothing(text: str) -> Reading:
    """No time was found."""
    return Reading(None, NONE, question=Unsure.NO_TIME, task=text.strip())

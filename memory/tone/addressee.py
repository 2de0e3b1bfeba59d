"""Who is to be answered, as far as tone goes: what they wish, and how they write. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum

from memory.tone.measured import Tone
from memory.tone.wished import Wishes


class Source(StrEnum):
    """What a tone was taken from, nearest first."""

    OWN = "own"  # the person's messages of this register, or of a wider one
    PLACE = "place"  # how people write in this place
    GROUP = "group"  # how people write who write alike
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Addressee:
    """How somebody is to be answered in a place.

    `tone` is blended from its `shares` (of 1 in all), None where nothing is known; `messages` of their own stand
    behind it. `group`: the number of those who write alike, which outlives regrouping; None where that
    cannot be told.
    """

    wishes: Wishes = field(default_factory=Wishes)
    tone: Tone | None = None
    shares: tuple[tuple[Source, float], ...] = ()
    messages: float = 0.0
    group: int | None = None


NOBODY = Addressee()

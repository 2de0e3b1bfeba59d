"""How somebody said that they want to be answered, in terms that can be held a reply against. Pure.

A wish beats what is measured. It shapes the form of answers to its person, never their content.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from memory.types import Spot

LEAST, MOST = -2, 2  # of a dial; 0 is no wish


class Dial(StrEnum):
    """What can be turned, from -2 to 2."""

    LENGTH = "length"  # much shorter … much longer
    FORMALITY = "formality"  # casual … formal
    ADDRESS = "address"  # du, tu, tú … Sie, vous, usted
    EMOJI = "emoji"  # none … many
    WARMTH = "warmth"  # matter-of-fact … warm
    DIRECTNESS = "directness"  # careful … blunt
    PLAINNESS = "plainness"  # as it comes … plain language
    HUMOUR = "humour"  # serious … playful


class Preset(StrEnum):
    """Forms for people who read otherwise; chosen by them, never inferred."""

    LITERAL = "literal"  # literal and unambiguous
    STEPS = "steps"  # short steps, one thing at a time
    LOW_LOAD = "low-load"  # short lines and paragraphs, no walls of text
    NO_IDIOMS = "no-idioms"
    SCREEN_READER = "screen-reader"  # no tables, no art, no emoji in place of words
    OWN_VOICE = "own-voice"  # help with writing keeps the person's style


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one person wishes."""

    dials: Mapping[Dial, int] = field(default_factory=dict)
    presets: frozenset[Preset] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.dials or self.presets)


@dataclass(frozen=True, slots=True)
class WishRow:
    """One wish as it stands, `before` it was something else (0: nothing); a preset counts 1.

    `source`: the line that said so, None where it was set by a command.
    """

    name: Dial | Preset
    value: int
    before: int
    source: Spot | None
    at: datetime

    @property
    def dial(self) -> Dial | None:
        """The dial it turns, if it is one."""
        return self.name if isinstance(self.name, Dial) else None

    @property
    def preset(self) -> Preset | None:
        """The preset it chooses, if it is one."""
        return self.name if isinstance(self.name, Preset) else None


def standing(rows: Iterable[WishRow]) -> Wishes:
    """The wishes that hold, of all that was wished and taken back."""
    held = [row for row in rows if row.value]
    dials = {row.name: row.value for row in held if isinstance(row.name, Dial)}
    return Wishes(dials, frozenset(row.name for row in held if isinstance(row.name, Preset)))

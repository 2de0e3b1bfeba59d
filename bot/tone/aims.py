"""What a reply aims at on each dial: a wish before a habit, both within what the persona lets move. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.tone.leaning import LEAST_TRUSTED, leanings_of
from memory.tone.addressee import Addressee
from memory.tone.wished import Dial


class Range(Protocol):
    """How far a persona lets tone move."""

    def clamped(self, dial: Dial, value: float) -> float:
        """`value` within the range of the dial."""


class Free:
    """A persona that lets everything move."""

    def clamped(self, dial: Dial, value: float) -> float:
        """`value` itself."""
        return value


FREE = Free()


@dataclass(frozen=True, slots=True)
class Aim:
    """Where on a dial, from -2 to 2; whether the person said so; how far it may be trusted, 0 to 1."""

    value: float
    wished: bool
    trust: float


def aims_of(addressee: Addressee, adapts: Range) -> Mapping[Dial, Aim]:
    """What is aimed at; nothing on dials of which nothing is wished or known."""
    aims = {
        dial: Aim(adapts.clamped(dial, leaning.value), wished=False, trust=leaning.trust)
        for dial, leaning in leanings_of(addressee.tone).items()
        if leaning.trust >= LEAST_TRUSTED
    }
    for dial, value in addressee.wishes.dials.items():
        if value:
            aims[dial] = Aim(adapts.clamped(dial, value), wished=True, trust=1.0)
    return aims

"""What a reply aims at on each dial: a wish before a habit, both within what the persona lets move. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.tone.adapts import Adapts, Range
from bot.tone.layers import layered
from bot.tone.leaning import leanings_of
from memory.tone.addressee import Addressee
from memory.tone.wished import Dial

FREE = Adapts()


@dataclass(frozen=True, slots=True)
class Aim:
    """Where on a dial, from -2 to 2; whether the person said so; how far it may be trusted, 0 to 1."""

    value: float
    wished: bool
    trust: float


def aims_of(addressee: Addressee, adapts: Range) -> Mapping[Dial, Aim]:
    """What is aimed at; nothing on dials of which nothing is wished, known or demanded."""
    found = layered(FREE, adapts, wishes=addressee.wishes, measured=leanings_of(addressee.tone))
    return {dial: Aim(each.value, each.wished, each.trust) for dial, each in found.items()}

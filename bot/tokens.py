"""Short names for what is remembered, the same in every process: `f12` for a fact, `m3.17` for a message. Pure.

They name, and allow nothing: whoever uses one is asked again what they may see.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.outgoing import LONGEST_CONTROL
from memory.types import Fact, FactId, Line, PlaceId, Spot

_TOKEN = re.compile(r"f([0-9]{1,18})|m([0-9]{1,9})\.([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Named:
    """What tokens name."""

    facts: tuple[FactId, ...] = ()
    lines: tuple[Spot, ...] = ()


def token_of(item: Fact | Line) -> str:
    """The token of a fact or a line."""
    return f"f{item.id}" if isinstance(item, Fact) else f"m{item.spot.place}.{item.spot.seq}"


def read_tokens(words: str) -> Named | None:
    """What the tokens name; None where there are none, or anything else stands among them."""
    found = [_TOKEN.fullmatch(word) for word in words.split()]
    if not found or None in found:
        return None
    read = [match for match in found if match is not None]
    return Named(
        tuple(FactId(int(match[1])) for match in read if match[1]),
        tuple(Spot(PlaceId(int(match[2])), int(match[3])) for match in read if match[2]),
    )


def tokens_of(items: Sequence[Fact | Line]) -> str:
    """The tokens of several items."""
    return " ".join(token_of(item) for item in items)


def fits_control(command: str, argument: str) -> bool:
    """Whether a button can carry the command."""
    return len(command) + len(argument) <= LONGEST_CONTROL

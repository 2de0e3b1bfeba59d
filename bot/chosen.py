"""What a person chose for themselves, as the commands need it: stated here, kept by memory."""

from dataclasses import dataclass
from typing import Protocol

from memory.types import PersonId


@dataclass(frozen=True, slots=True)
class Chosen:
    """`learning`: whether anything is learned of what they say from now on; `zone` is an IANA name."""

    learning: bool = True
    zone: str | None = None
    persona: str | None = None


class Chooser(Protocol):
    """Keeps what people chose; what is written counts at once."""

    async def chosen(self, person: PersonId) -> Chosen:
        """What the person chose; the defaults where they chose nothing."""

    async def choose(self, person: PersonId, chosen: Chosen) -> None:
        """Keeps it in the place of what they chose before."""

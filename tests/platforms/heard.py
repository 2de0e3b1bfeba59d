"""An adapter at a stand-in, and what it told its handler."""

import asyncio
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from adapters.types import Event

A = TypeVar("A")
E = TypeVar("E")
SECONDS = 10.0


@dataclass(slots=True)
class Bot(Generic[A]):
    """The adapter and what it told its handler."""

    adapter: A
    heard: list[Event] = field(default_factory=list)

    def of(self, kind: type[E]) -> list[E]:
        """What it told of a kind."""
        return [event for event in self.heard if isinstance(event, kind)]

    async def hears(self, kind: type[E], count: int = 1) -> list[E]:
        """What it told of a kind, once there is so much; raises TimeoutError."""
        async with asyncio.timeout(SECONDS):
            while len(found := self.of(kind)) < count:
                await asyncio.sleep(0.01)
        return found

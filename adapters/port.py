"""The one seam to a chat platform: an adapter runs until cancelled and hands every event to a handler."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol

from adapters.types import Event, Limits, Outgoing, Sent

Handler = Callable[[Event], Awaitable[None]]


class Adapter(Protocol):
    """A chat platform. `run` owns its reconnects; sends raise `AdapterError`."""

    @property
    def name(self) -> str:
        """The platform's short name, the first part of every address key."""

    @property
    def limits(self) -> Limits:
        """What this platform can do."""

    async def run(self, handler: Handler) -> None:
        """Deliver events to `handler` until cancelled or the platform ends (end of input, in a terminal)."""

    async def send(self, outgoing: Outgoing) -> Sent:
        """Send a whole message."""

    async def stream(self, outgoing: Outgoing, words: AsyncIterator[str]) -> Sent:
        """Send a message that grows as `words` arrive; `outgoing.text` is what stands before them."""

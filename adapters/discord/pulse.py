"""Shows that an answer is coming, until it is there.

discord.py's own way makes the answer wait for its first request and raises where that fails. Here the client is told
of it as of an event, so that what it starts for that runs beside the answer; it ends with the answer's scope.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from adapters.discord.wire import Wire
from adapters.errors import AdapterError

log = logging.getLogger(__name__)
EVERY_SECONDS = 8.0  # Discord shows it for ten
LONGEST_SECONDS = 600.0
EVENT = "answering"


class Pulse:
    """One answer being prepared in a channel."""

    def __init__(self, wire: Wire, channel: int) -> None:
        self._wire = wire
        self._channel = channel
        self._over = asyncio.Event()

    async def beat(self) -> None:
        """Tell Discord again and again until it is over; the first failure ends it."""
        with suppress(AdapterError, TimeoutError):
            async with asyncio.timeout(LONGEST_SECONDS):
                while not self._over.is_set():
                    await self._wire.ask(str(self._channel), lambda client: client.http.send_typing(self._channel))
                    with suppress(TimeoutError):
                        async with asyncio.timeout(EVERY_SECONDS):
                            await self._over.wait()

    def end(self) -> None:
        """The answer is there."""
        self._over.set()


@asynccontextmanager
async def typing(wire: Wire, channel: int | None) -> AsyncIterator[None]:
    """Show it for the time of the block, where the channel is known and somebody is logged in."""
    client = wire.client
    if client is None or channel is None:
        yield
        return
    pulse = Pulse(wire, channel)
    client.dispatch(EVENT, pulse)
    try:
        yield
    finally:
        pulse.end()

"""Who may use the model: a reply at once, learning only while nobody waits.

Background work does not start during a reply. Where the endpoint serves one request at a time, a reply also breaks
off the work in progress; that wastes what was computed, which costs less than a person waiting for it. Where it serves
several, there may always be a reply under way: work is held off for a moment only, or it would never be done.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from memory.errors import ExtractorPreempted

HELD_SECONDS = 0.5


class Quiet:
    """Counts replies under way. `preempt` tells whether a reply also breaks off running background work."""

    def __init__(self, *, preempt: bool = True) -> None:
        self.preempt = preempt
        self._replies = 0
        self._free = asyncio.Event()
        self._free.set()
        self._running: set[asyncio.Timeout] = set()

    @property
    def is_quiet(self) -> bool:
        """True while no reply is under way."""
        return self._free.is_set()

    @asynccontextmanager
    async def reply(self) -> AsyncIterator[None]:
        """Hold background work off for the time of a reply."""
        self._replies += 1
        self._free.clear()
        if self.preempt:
            self._break_off()
        try:
            yield
        finally:
            self._replies -= 1
            if self._replies == 0:
                self._free.set()

    async def settled(self) -> None:
        """Wait until no reply is under way; where the model serves several at once, for a moment at most."""
        with suppress(TimeoutError):
            async with asyncio.timeout(None if self.preempt else HELD_SECONDS):
                await self._free.wait()

    @asynccontextmanager
    async def background(self) -> AsyncIterator[None]:
        """Run work once it is quiet; raises `ExtractorPreempted` inside when a reply needs the model."""
        await self.settled()
        try:
            async with asyncio.timeout(None) as scope:
                self._running.add(scope)
                try:
                    yield
                finally:
                    self._running.discard(scope)
        except TimeoutError:
            if scope.expired():
                raise ExtractorPreempted from None
            raise

    def _break_off(self) -> None:
        now = asyncio.get_running_loop().time()
        for scope in self._running:
            if not scope.expired():
                scope.reschedule(now)

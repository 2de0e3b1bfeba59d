"""Brings events to the handler: a bounded number at once, in the order in which they came, none dropped.

Changes have a lane of their own: a deletion must not wait behind answers being written, and a slow model must not
keep a button waiting. Every task here is one that the library of the platform started for the event.
"""

import asyncio
import logging

from adapters.port import Handler
from adapters.types import Command, Event, HomeOpened, Message

log = logging.getLogger(__name__)
MESSAGES, COMMANDS, CHANGES = 200, 100, 32


class Lanes:
    """The way of events to `handler`."""

    def __init__(
        self, handler: Handler, *, messages: int = MESSAGES, commands: int = COMMANDS, changes: int = CHANGES
    ) -> None:
        self._handler = handler
        self._messages = asyncio.Semaphore(messages)
        self._commands = asyncio.Semaphore(commands)
        self._changes = asyncio.Semaphore(changes)
        self._tasks: set[asyncio.Task[object]] = set()
        self._ended = False

    async def deliver(self, event: Event) -> None:
        """Hand the event over when its turn comes; nothing after the end."""
        if self._ended:
            return
        task = asyncio.current_task()
        assert task is not None  # a coroutine runs in a task
        self._tasks.add(task)
        try:
            async with self._lane(event):
                await self._handler(event)
        finally:
            self._tasks.discard(task)

    async def end(self, seconds: float) -> None:
        """Take nothing more, let what was taken finish for `seconds`, and break off the rest."""
        self._ended = True
        late = await self._wait(seconds)
        for task in late:
            task.cancel()
        if late:
            log.warning("handlers broken off at the end", extra={"count": len(late)})
            await self._wait(seconds)

    async def _wait(self, seconds: float) -> set[asyncio.Task[object]]:
        if not self._tasks:
            return set()
        _, late = await asyncio.wait(self._tasks, timeout=seconds)
        return late

    def _lane(self, event: Event) -> asyncio.Semaphore:
        if isinstance(event, Message):
            return self._messages
        return self._commands if isinstance(event, Command | HomeOpened) else self._changes

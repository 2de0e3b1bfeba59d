"""Brings events to the handler: a bounded number at once, in the order in which they came, none dropped.

Changes have a lane of their own: a deletion must not wait behind answers being written, and a slow model must not
keep a button waiting. Every task here is one that the library of the platform started for the event.

What a platform was told that we have is told by it to nobody else. So it is waited for at the end from that moment on,
also while it is still being read, and handed over in any case: the handler leaves a trace of what is broken off.
"""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass

from adapters.errors import Unclaimed
from adapters.port import Handler
from adapters.types import Command, Event, HomeOpened, Message, Opened

log = logging.getLogger(__name__)
MESSAGES, COMMANDS, CHANGES = 200, 100, 32
READING = 0.8  # of the time at the end, in which what is read may still ask the platform
NOTHING = nullcontext()


@dataclass(slots=True, eq=False)
class _Taken:
    """Something that came; `handed` once what it says is with the handler."""

    handed: bool = False


_taken: ContextVar[_Taken | None] = ContextVar("taken", default=None)


class Lanes:
    """The way of events to `handler`."""

    def __init__(
        self, handler: Handler, *, messages: int = MESSAGES, commands: int = COMMANDS, changes: int = CHANGES
    ) -> None:
        self._handler = handler
        self._messages = asyncio.Semaphore(messages)
        self._commands = asyncio.Semaphore(commands)
        self._changes = asyncio.Semaphore(changes)
        self._tasks: dict[asyncio.Task[object], _Taken] = {}
        self._ended = self._over = False

    @contextmanager
    def taking(self) -> Iterator[None]:
        """Something is acknowledged, read and handed on in the block; what is handed on there is taken to the end."""
        task, taken = asyncio.current_task(), _Taken()
        assert task is not None  # a coroutine runs in a task
        self._tasks[task], token = taken, _taken.set(taken)
        try:
            yield
        finally:
            _taken.reset(token)
            del self._tasks[task]

    async def deliver(self, event: Event) -> None:
        """Hand the event over when its turn comes; nothing after the end.

        Raises `Unclaimed` for a command then: another process may be answering it already.
        """
        taken = _taken.get()
        if self._over or (self._ended and taken is None):
            if isinstance(event, Command):
                raise Unclaimed
            return
        if taken is None:
            with self.taking():
                return await self.deliver(event)
        if not isinstance(event, Opened):  # which is told beside what was said
            taken.handed = True
        async with self._lane(event):
            await self._handler(event)

    async def end(self, seconds: float, *, cut_off: AbstractAsyncContextManager[None] = NOTHING) -> None:
        """Take nothing more, let what was taken finish for `seconds`, and break off the rest.

        Where something is still being read shortly before that, the platform is asked nothing within `cut_off`, so that
        it is handed over as far as it is known.
        """
        self._ended = True
        try:
            await self._wait(seconds * READING)
            unread = not all(each.handed for each in self._tasks.values())
            async with cut_off if unread else NOTHING:
                late = await self._wait(seconds * (1 - READING))
            for task in late:
                task.cancel()
            if late:
                log.warning("handlers broken off at the end", extra={"count": len(late)})
                await self._wait(seconds)
        finally:
            self._over = True

    async def _wait(self, seconds: float) -> list[asyncio.Task[object]]:
        """Wait for what was taken, until then too; what is left of it."""
        clock = asyncio.get_running_loop().time
        until = clock() + seconds
        while self._tasks and (rest := until - clock()) > 0:
            await asyncio.wait(list(self._tasks), timeout=rest)
        return list(self._tasks)

    def _lane(self, event: Event) -> asyncio.Semaphore:
        if isinstance(event, Message):
            return self._messages
        return self._commands if isinstance(event, Command | HomeOpened) else self._changes

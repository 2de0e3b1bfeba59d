"""Owns every task: named, restarted with a growing pause when it fails, ended together.

The only place that creates tasks. A part that keeps failing costs a log line and a pause, never the conversation.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from types import TracebackType
from typing import Generic, Self, TypeVar

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0
T = TypeVar("T")


class Supervisor:
    """One TaskGroup; leaving its block cancels what still runs and waits for it."""

    def __init__(self, *, first_pause: float = FIRST_PAUSE) -> None:
        self._group = asyncio.TaskGroup()
        self._tasks: set[asyncio.Task[None]] = set()
        self._first_pause = first_pause

    async def __aenter__(self) -> Self:
        await self._group.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        # A fault of the block itself is not the tasks': it goes on as it is, not inside an exception group.
        ours = kind is not None and not issubclass(kind, asyncio.CancelledError)
        await self._group.__aexit__(*((None, None, None) if ours else (kind, fault, trace)))

    def start(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        """Keep `run` running until it returns or the block ends."""
        task = self._group.create_task(self._keep(name, run), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _keep(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        pause = self._first_pause
        while True:
            began = asyncio.get_running_loop().time()
            try:
                await run()
                return
            except Exception:
                if asyncio.get_running_loop().time() - began > LONGEST_PAUSE:
                    pause = self._first_pause  # it had worked well for a while
                log.exception("task failed, restarting", extra={"task": name, "pause_s": pause})
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


class Ahead(Generic[T]):
    """Takes items of an iterator that can be waited for a while only, and then on; leaving its block ends the wait."""

    def __init__(self, items: AsyncIterator[T]) -> None:
        self._items = items
        self._task: asyncio.Task[T] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def next(self, seconds: float | None = None) -> T:
        """The next item; raises TimeoutError where none came in time, StopAsyncIteration at the end."""
        if seconds is None and self._task is None:
            return await anext(self._items)
        if self._task is None:
            self._task = asyncio.create_task(self._one(), name="the next piece of an answer")
        done, _ = await asyncio.wait((self._task,), timeout=seconds)
        if not done:
            raise TimeoutError
        task, self._task = self._task, None
        return task.result()

    async def _one(self) -> T:
        return await anext(self._items)

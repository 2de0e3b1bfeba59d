"""Owns every task: named, restarted with a growing pause when it fails, ended together.

The only place that creates tasks. A part that keeps failing costs a log line and a pause, never the conversation.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0


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

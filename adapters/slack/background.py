"""Tells Slack things that nobody waits for, beside what matters: where it fails, or is too much, nothing else does."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from adapters.errors import AdapterError

log = logging.getLogger(__name__)
WORKERS, MOST_WAITING = 8, 1_000
Job = Callable[[], Awaitable[None]]


class Background:
    """Does jobs, a few at once, while `beside` runs."""

    def __init__(self) -> None:
        self._jobs: asyncio.Queue[Job | None] = asyncio.Queue(MOST_WAITING + WORKERS)

    def put(self, job: Job) -> bool:
        """Have something told; False where too much waits already."""
        if self._jobs.qsize() >= MOST_WAITING:
            return False
        self._jobs.put_nowait(job)
        return True

    async def beside(self, main: Awaitable[None], last: Callable[[], Awaitable[None]]) -> None:
        """Run `main` and then `last`, and jobs beside it; raises what they raise."""

        async def led() -> None:
            try:
                await main
            finally:
                self._end()
                await last()

        fault, *_ = await asyncio.gather(led(), *(self._work() for _ in range(WORKERS)), return_exceptions=True)
        if fault is not None:
            raise fault

    def _end(self) -> None:
        while not self._jobs.empty():
            self._jobs.get_nowait()
        for _ in range(WORKERS):
            self._jobs.put_nowait(None)

    async def _work(self) -> None:
        while (job := await self._jobs.get()) is not None:
            await surely(job())


async def surely(job: Awaitable[None]) -> None:
    """Do it; that it failed costs a log line, whatever it was: a job is no reason to end a worker."""
    try:
        await job
    except AdapterError as fault:
        log.info("not told", extra={"kind": type(fault).__name__, "why": str(fault)})
    except Exception:
        log.exception("not told")

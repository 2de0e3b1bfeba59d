"""The clock that wakes a process when something is due: APScheduler with one job, moved to the next due time.

What is due stands in the database; here is only when to look there next, and never later than in a minute, so that a
notification which was lost costs no more than that.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

logging.getLogger("apscheduler").setLevel(logging.WARNING)  # it tells of each job that it runs
LONGEST = timedelta(seconds=60)
JOB = "due"


class Ticker:
    """Calls `wake` at the moment that was set last; running for the time of an `async with`."""

    def __init__(self, wake: Callable[[], None], clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._wake = wake
        self._clock = clock
        self._at: datetime | None = None
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)

    async def __aenter__(self) -> Self:
        self._scheduler.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scheduler.shutdown(wait=False)

    def set(self, moment: datetime | None) -> None:
        """Wake then, or in a minute where that is later or never."""
        furthest = self._clock() + LONGEST
        at = furthest if moment is None else min(moment, furthest)
        if self._at != at:
            self._at = at
            self._scheduler.add_job(self._ring, DateTrigger(at), id=JOB, replace_existing=True)

    async def _ring(self) -> None:
        self._at = None
        self._wake()

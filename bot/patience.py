"""Waiting for a database that is away for seconds: a restart should cost people a pause, not what they said."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from memory.errors import DatabaseUnreachable

PATIENCE_SECONDS, AGAIN_SECONDS = 15.0, 0.5
LONG_PATIENCE_SECONDS, LEAST_SECONDS = 90.0, 5.0  # where nobody sits and watches
Result = TypeVar("Result")


async def patiently(
    step: Callable[[], Awaitable[Result]], *, until: float | None = None, seconds: float = PATIENCE_SECONDS
) -> Result:
    """Do a step that may be repeated, again while the database is away; raises `DatabaseUnreachable` in the end.

    `until` is in monotonic seconds and wins over `seconds`.
    """
    end = time.monotonic() + seconds if until is None else until
    while True:
        try:
            return await step()
        except DatabaseUnreachable:
            if time.monotonic() >= end:
                raise
            await asyncio.sleep(AGAIN_SECONDS)


def at_least(until: float) -> float:
    """`until`, or a little later than now: who waited for something else is not out of patience for that."""
    return max(until, time.monotonic() + LEAST_SECONDS)


def patient_until(sent_at: datetime, seconds: float, *, now: datetime) -> float:
    """Until when, in monotonic seconds, a message waits that was sent then: others may have waited before it."""
    waited = (now - sent_at).total_seconds()
    return time.monotonic() + min(seconds, max(LEAST_SECONDS, seconds - waited))

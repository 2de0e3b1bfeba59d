"""Waiting for a database that is away for seconds: a restart should cost people a pause, not what they said."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from memory.errors import DatabaseUnreachable

PATIENCE_SECONDS, AGAIN_SECONDS = 15.0, 0.5
Result = TypeVar("Result")


async def patiently(step: Callable[[], Awaitable[Result]]) -> Result:
    """Do a step that may be repeated, again while the database is away; raises `DatabaseUnreachable` in the end."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return await step()
        except DatabaseUnreachable:
            if time.monotonic() >= until:
                raise
            await asyncio.sleep(AGAIN_SECONDS)

"""Waiting for what gives no signal: another process's lock, exit or start."""

import asyncio
from collections.abc import Callable

_EVERY_S = 0.02


async def until(met: Callable[[], bool], *, within_s: float) -> None:
    """Returns as soon as `met()` is true, looked at fifty times a second; raises TimeoutError."""
    async with asyncio.timeout(within_s):
        while True:
            if met():
                return
            await asyncio.sleep(_EVERY_S)

"""What was acknowledged is never told again: it is tried again here, also where something is away for minutes."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from adapters.errors import RateLimited, Unreachable

log = logging.getLogger(__name__)
PAUSES = (1.0, 5.0, 15.0, 60.0, 300.0)
Result = TypeVar("Result")


async def patiently(step: Callable[[], Awaitable[Result]]) -> Result:
    """Do what may be done twice, again after pauses where something cannot be reached or asks for longer ones.

    Raises what goes wrong then.
    """
    for pause in PAUSES:
        wait = pause
        try:
            return await step()
        except Unreachable:
            pass
        except RateLimited as limited:
            wait = max(pause, limited.retry_after)
        log.info("tried again", extra={"pause_s": wait})
        await asyncio.sleep(wait)
    return await step()

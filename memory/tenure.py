"""A lease that lasts for as long as the work under it and little longer, so that dying gives the work back soon.

The work runs beside its renewals; a lease that turns out to be lost ends the work, whose result nobody may use.
A database that cannot be asked for a moment does not: the lease is proven once more where the result is written.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any, Generic, TypeVar

from memory.errors import DatabaseUnreachable

log = logging.getLogger(__name__)
Lease = TypeVar("Lease")
Result = TypeVar("Result")


class LeaseLost(Exception):
    """Somebody else has the work now."""


class Tenure(Generic[Lease]):
    """Holds `lease`, as it was last renewed; `renew` gives the next one, or None where it is lost."""

    def __init__(self, lease: Lease, renew: Callable[[Lease], Awaitable[Lease | None]], *, every: timedelta) -> None:
        self.lease = lease
        self._renew = renew
        self._every_s = every.total_seconds()

    async def during(self, work: Coroutine[Any, Any, Result]) -> Result:
        """The work's result, the lease renewed all the while; raises what the work raises, and LeaseLost."""
        task = asyncio.create_task(work, name="leased-work")
        try:
            while not (await asyncio.wait({task}, timeout=self._every_s))[0]:
                await self._renewed()
            return task.result()
        finally:
            task.cancel()
            await asyncio.wait({task}, timeout=self._every_s)

    async def _renewed(self) -> None:
        try:
            later = await self._renew(self.lease)
        except DatabaseUnreachable:
            log.warning("lease not renewed for now")
            return
        if later is None:
            raise LeaseLost
        self.lease = later

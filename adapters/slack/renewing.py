"""Tokens that end after twelve hours are renewed well before, by one process at a time.

A refresh token is good once, so two that renew at once would leave the workspace with none: who may is decided by the
vault. Everybody else goes on with the old token, which is good until it ends, or waits for the new one. A workspace
that was quiet for long has one that ended: until it can be renewed it is away, and only what Slack refuses is lost.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

from adapters.errors import AdapterError, RateLimited, Refused, Unreachable
from adapters.recent import Recent
from adapters.slack.grants import Grant, read_grant, write_grant
from adapters.slack.vault import Kept, Vault

log = logging.getLogger(__name__)
EARLY_SECONDS, SPARE_SECONDS = 2 * 3600, 30
LEASE = timedelta(seconds=30)  # a refused or failed renewal is not tried again before
ASK_SECONDS, WAIT_SECONDS, POLL_SECONDS = 10.0, 12.0, 0.2  # who waits for another does so until it was asked and kept
KEEP_TRIES = 3
WORKSPACES = 1_000
Exchange = Callable[[Grant, float], Awaitable[Grant]]  # the renewed grant, as of now
Clock = Callable[[], float]


class Renewal:
    """Gives grants whose token is good now; without `exchange` those that end are used until they do."""

    def __init__(self, vault: Vault, exchange: Exchange | None, clock: Clock = time.time) -> None:
        self._vault = vault
        self._exchange = exchange
        self._clock = clock
        self._resting_until = 0.0  # Slack asked us to renew nothing before
        # What was not renewed here, by workspace, holder and version: whether Slack refuses it for good.
        self._failed: Recent[tuple[str, str, int], bool] = Recent(WORKSPACES, clock)

    async def fresh(self, kept: Kept) -> Grant | None:
        """What is kept with a token that is good for a while, None where Slack renews it no more.

        Raises `Unreachable` where there is none to be had at this moment.
        """
        grant = read_grant(kept.content)
        if self._good_for(grant, EARLY_SECONDS):
            return grant
        exchange = None if self._clock() < self._resting_until else self._exchange
        if exchange is not None and grant.refresh is not None and await self._vault.claim(kept, LEASE):
            renewed = await self._renewed(kept, grant, exchange)
            if renewed is not None:
                return renewed
        return grant if self._good_for(grant, SPARE_SECONDS) else await self._by_another(kept)

    def kept(self, kept: Kept) -> Grant | None:
        """What is kept, at once and as it is; None where its token has ended for good."""
        grant = read_grant(kept.content)
        renewable = self._exchange is not None and grant.refresh is not None
        return grant if renewable or self._good_for(grant, 0) else None

    def _good_for(self, grant: Grant, seconds: float) -> bool:
        return grant.expires_at is None or grant.expires_at > self._clock() + seconds

    async def _renewed(self, kept: Kept, grant: Grant, exchange: Exchange) -> Grant | None:
        try:
            async with asyncio.timeout(ASK_SECONDS):
                renewed = await exchange(grant, self._clock())
        except (AdapterError, TimeoutError) as fault:
            if isinstance(fault, RateLimited):
                self._resting_until = self._clock() + fault.retry_after
            self._failed.put(_version(kept), isinstance(fault, Refused))
            log.warning("token not renewed", extra={"workspace": kept.workspace, "kind": str(fault) or "timeout"})
            return None
        return renewed if await self._kept(kept, renewed) else None

    async def _kept(self, kept: Kept, renewed: Grant) -> bool:
        """The old token is spent, so keeping the new one is tried more than once. False: the workspace has another."""
        for left in reversed(range(KEEP_TRIES)):
            try:
                return await self._vault.replace(kept, write_grant(renewed))
            except AdapterError:
                log.warning("renewed token not kept", extra={"workspace": kept.workspace, "left": left})
                await asyncio.sleep(POLL_SECONDS)
        return True  # good here until it ends

    async def _by_another(self, kept: Kept) -> Grant | None:
        """What another process gets at this moment; nobody does for a while after it failed here."""
        until = time.monotonic() + WAIT_SECONDS
        while True:
            now = await self._vault.find(kept.workspace, kept.holder)
            if now is None:
                return None
            if now.version != kept.version:
                grant = read_grant(now.content)
                if self._good_for(grant, SPARE_SECONDS):
                    return grant
                raise Unreachable
            refused = self._failed.get(_version(kept), LEASE.total_seconds())
            if refused:
                return None
            if refused is not None or time.monotonic() >= until:
                raise Unreachable
            await asyncio.sleep(POLL_SECONDS)


def _version(kept: Kept) -> tuple[str, str, int]:
    return kept.workspace, kept.holder, kept.version

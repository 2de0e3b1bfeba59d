"""Delivers what is due: any number of processes claim it, each as much as it can send at once.

All that counts stands in the database: the clock, and what is heard from other processes, only say when to look there.
What goes wrong in one message costs that one a pause.
"""

import asyncio
import logging
from collections.abc import Mapping
from datetime import UTC, datetime

from adapters.port import Adapter
from bot.delivering.courier import Courier, Manner
from bot.delivering.sent_already import Claim
from bot.scheduler import Ticker
from bot.supervise import Supervisor
from memory.errors import MemoryFault
from memory.outbox import Outbox
from memory.reminder import Due

log = logging.getLogger(__name__)
LANES = 32  # sends at once
MOST = 64  # claimed at once: lanes have the next at hand while more is claimed
REST_SECONDS = 0.02  # between claims, so that what comes one after another is claimed together
AWAY_SECONDS = 1.0  # also the longest pause where this clock is ahead of the database's
LONGEST_SECONDS = 61.0  # without a look, where nothing rang


class Delivery:
    """Delivers at these platforms; `wake` it when something may be due earlier than it knows."""

    def __init__(self, outbox: Outbox, adapters: Mapping[str, Adapter], manner: Manner | None = None) -> None:
        self._outbox = outbox
        self._adapters = adapters
        self._manner = manner or Manner()
        self._courier = Courier(outbox, adapters, self._manner)
        self._claimed: asyncio.Queue[Claim] = asyncio.Queue()
        self._free = MOST
        self._early = REST_SECONDS
        self._woken, self._freed = asyncio.Event(), asyncio.Event()

    def wake(self) -> None:
        """Look what is due."""
        self._woken.set()

    async def run(self) -> None:
        """Deliver what is due when it is due, for ever."""
        self._free, self._claimed = MOST, asyncio.Queue()
        async with Ticker(self.wake) as ticker, Supervisor() as lanes:
            for number in range(LANES):
                lanes.start(f"delivery {number}", self._lane)
            while True:
                await self._claim(ticker)

    async def listen(self) -> None:
        """Hear of what other processes bring forward, for ever, or not at all where that cannot be heard."""
        await self._outbox.listen(tuple(self._adapters), self.wake)

    async def _claim(self, ticker: Ticker) -> None:
        """Claim what is due as long as there is room, or wait until something is."""
        self._woken.clear()
        platforms, since = tuple(self._adapters), self._manner.clock()
        try:
            claimed = await self._outbox.claim(platforms, most=self._free, lease=self._manner.lease)
            following = None if claimed else await self._outbox.next_due(platforms)
        except MemoryFault as fault:
            log.warning("nothing delivered, the database is away", extra={"kind": type(fault).__name__})
            await asyncio.sleep(AWAY_SECONDS)
            return
        for due in claimed:
            self._free -= 1
            self._claimed.put_nowait(self._courier.claim(due, since))
        if not claimed:
            await self._wait(ticker, following)
        else:
            self._early = REST_SECONDS
            await self._room()
        await asyncio.sleep(REST_SECONDS)

    async def _wait(self, ticker: Ticker, following: datetime | None) -> None:
        """Until something is due; what is by this clock and not by the database's is looked for ever more seldom."""
        if following is not None and following <= datetime.now(UTC):
            await asyncio.sleep(self._early)
            self._early = min(2 * self._early, AWAY_SECONDS)
            return
        self._early = REST_SECONDS
        ticker.set(following)
        await _rung(self._woken)

    async def _room(self) -> None:
        """Wait until more may be claimed."""
        self._freed.clear()
        while self._free == 0:
            await _rung(self._freed)

    async def _lane(self) -> None:
        """Deliver one after another, for ever."""
        while True:
            claim = await self._claimed.get()
            due = claim.due
            try:
                await self._courier.bring(claim)
            except MemoryFault as fault:
                log.warning("delivery not settled", extra={"send": due.id, "kind": type(fault).__name__})
            except Exception as fault:
                log.exception("delivery failed", extra={"send": due.id})
                await self._postpone(due, fault)
            finally:
                self._free += 1
                self._freed.set()

    async def _postpone(self, due: Due, fault: Exception) -> None:
        """A fault of our own in one message: it is tried again, and keeps nothing else from being sent."""
        try:
            await self._courier.postpone(due, fault)
        except MemoryFault:
            log.warning("delivery not settled", extra={"send": due.id})
        except Exception:
            log.exception("delivery not settled", extra={"send": due.id})


async def _rung(event: asyncio.Event) -> None:
    """Wait for it, for a minute at most."""
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            await event.wait()
    except TimeoutError:
        return

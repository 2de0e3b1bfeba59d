"""Delivers what is due: claims it, sends it, and settles what became of it, so that each comes once whatever dies.

A claim is a lease. Who dies with one leaves it, and whoever claims next looks first whether the message stands already.
Nothing holds a connection while a platform is asked. What goes wrong in one message costs that one a pause.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import assert_never

from adapters.errors import AdapterError, Unreachable
from adapters.outgoing import Sent
from adapters.port import Adapter
from bot.delivery_faults import Dead, Divert, Retry, pause_after, verdict_of
from bot.due import TELL_ROUND, Moment, moment_of
from bot.patience import patiently
from bot.reminder_message import message_of, typed_before, watched_of
from bot.scheduler import Ticker
from bot.sent_already import sent_already
from bot.supervise import Supervisor
from memory.errors import MemoryFault
from memory.outbox import Outbox
from memory.reminder import Consent, Due, Way
from memory.types import PersonId

log = logging.getLogger(__name__)
MOST = 32  # sends at once
SENDING = 0.6  # of the lease: who is slower than that may have lost it before it can be settled
FINISH_SECONDS = 4.0
REST_SECONDS = 0.02  # between claims, so that what comes one after another is claimed together
AWAY_SECONDS = 1.0
LONGEST_SECONDS = 61.0  # without a look, where nothing rang


@dataclass(frozen=True, slots=True)
class Manner:
    """How delivery works: how long a claim counts, what the time is, and who hears for whom something waits now."""

    lease: timedelta = timedelta(seconds=60)
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    waits: Callable[[PersonId], None] = field(default=lambda person: None)


@dataclass(frozen=True, slots=True)
class Claim:
    """Something to send, and until when that may begin: by the clock, which goes on while a process stands still."""

    due: Due
    until: datetime


class Delivery:
    """Delivers at these platforms; `wake` it when something may be due earlier than it knows."""

    def __init__(self, outbox: Outbox, adapters: Mapping[str, Adapter], manner: Manner | None = None) -> None:
        self._outbox = outbox
        self._adapters = adapters
        self._manner = manner or Manner()
        self._claimed: asyncio.Queue[Claim] = asyncio.Queue()
        self._free = MOST
        self._woken, self._freed = asyncio.Event(), asyncio.Event()

    def wake(self) -> None:
        """Look what is due."""
        self._woken.set()

    async def run(self) -> None:
        """Deliver what is due when it is due, for ever."""
        self._free, self._claimed = MOST, asyncio.Queue()
        async with Ticker(self.wake) as ticker, Supervisor() as lanes:
            for number in range(MOST):
                lanes.start(f"delivery {number}", self._lane)
            while True:
                await self._claim(ticker)

    async def listen(self) -> None:
        """Hear of what other processes bring forward, for ever, or not at all where that cannot be heard."""
        await self._outbox.listen(tuple(self._adapters), self.wake)

    async def _claim(self, ticker: Ticker) -> None:
        """Give what is due to free lanes, or wait until something is."""
        self._woken.clear()
        platforms, until = tuple(self._adapters), self._manner.clock() + self._manner.lease * SENDING
        try:
            claimed = await self._outbox.claim(platforms, most=self._free, lease=self._manner.lease)
            following = None if claimed else await self._outbox.next_due(platforms)
        except MemoryFault as fault:
            log.warning("nothing delivered, the database is away", extra={"kind": type(fault).__name__})
            await asyncio.sleep(AWAY_SECONDS)
            return
        for due in claimed:
            self._free -= 1
            self._claimed.put_nowait(Claim(due, until))
        if not claimed:
            ticker.set(following)
            await _rung(self._woken)
        elif self._free == 0:
            await self._room()
        await asyncio.sleep(REST_SECONDS)

    async def _room(self) -> None:
        """Wait until a lane is free."""
        self._freed.clear()
        while self._free == 0:
            await _rung(self._freed)

    async def _lane(self) -> None:
        """Deliver one after another, for ever."""
        while True:
            claim = await self._claimed.get()
            due = claim.due
            try:
                await self._deliver(claim)
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
        at = self._manner.clock() + pause_after(fault, due.attempt)
        try:
            await self._outbox.retry(due, at, type(fault).__name__, following=due.due_at)
        except MemoryFault:
            log.warning("delivery not settled", extra={"send": due.id})

    async def _deliver(self, claim: Claim) -> None:
        due, now, outbox = claim.due, self._manner.clock(), self._outbox
        moment = moment_of(due, now)
        if due.answered or moment.useless:
            await self._settle(due, partial(outbox.drop, due, following=moment.following))
        elif moment.held is not None:
            await self._settle(due, partial(outbox.retry, due, moment.held, None, following=due.due_at))
        elif now >= claim.until:
            log.warning("claim too old to send", extra={"send": due.id})  # whoever claims it next does
        else:
            await self._send(claim, moment)

    async def _send(self, claim: Claim, moment: Moment) -> None:
        due, adapter = claim.due, self._adapters[claim.due.platform]
        outgoing = message_of(due, moment, typed=typed_before(adapter.limits))
        try:
            async with asyncio.timeout(self._left(claim)):
                sent = await sent_already(adapter, outgoing, due)
                if sent is None and self._left(claim) > 0:
                    sent = await adapter.send(outgoing)
        except (AdapterError, TimeoutError) as fault:
            await self._failed(due, moment, Unreachable() if isinstance(fault, TimeoutError) else fault)
            return
        if sent is not None:
            await self._settle(due, partial(self._sent, due, moment, sent=sent))

    def _left(self, claim: Claim) -> float:
        """Seconds in which sending may still begin."""
        return (claim.until - self._manner.clock()).total_seconds()

    async def _sent(self, due: Due, moment: Moment, *, sent: Sent) -> bool:
        if due.round == TELL_ROUND and moment.again is not None:
            await self._tell_companion(due)
        return await self._outbox.sent(
            due, sent.message_id, sent.address.key, following=moment.following, again_at=moment.again
        )

    async def _tell_companion(self, due: Due) -> None:
        """Tell who agreed to be told that it has not been acknowledged; once, however often it is settled."""
        reminder = due.reminder
        if reminder is None or reminder.companion is None or reminder.consent is not Consent.AGREED:
            return
        if reminder.companion_platform is not None and reminder.companion_handle is not None:
            await self._outbox.notice(
                reminder.companion,
                reminder.companion_platform,
                reminder.companion_handle,
                watched_of(due),
                f"watched:{reminder.id}:{due.occurrence}",
            )

    async def _failed(self, due: Due, moment: Moment, fault: AdapterError) -> None:
        verdict = verdict_of(fault, due, self._manner.clock())
        extra = {"send": due.id, "kind": type(fault).__name__, "attempt": due.attempt, "way": due.way.value}
        match verdict:
            case Retry():
                log.info("delivery put off", extra=extra)
                step = partial(self._outbox.retry, due, verdict.at, verdict.fault, following=due.due_at)
            case Divert():
                log.info("delivery goes another way", extra=extra)
                step = partial(self._outbox.divert, due, verdict.way, following=moment.following)
            case Dead():
                log.error("delivery given up", extra=extra)
                step = partial(self._outbox.dead, due, verdict.fault, following=moment.following)
            case _:
                assert_never(verdict)
        await self._settle(due, step)
        if isinstance(verdict, Divert) and verdict.way is Way.TALK:
            self._manner.waits(due.person)

    async def _settle(self, due: Due, step: Callable[[], Awaitable[bool]]) -> None:
        """Write down what became of it, also where the program is told to end meanwhile."""
        try:
            ours = await patiently(step, seconds=self._manner.lease.total_seconds() * (1 - SENDING))
        except asyncio.CancelledError:
            async with asyncio.timeout(FINISH_SECONDS):
                await step()
            raise
        if not ours:
            log.warning("claim was lost", extra={"send": due.id})


async def _rung(event: asyncio.Event) -> None:
    """Wait for it, for a minute at most."""
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            await event.wait()
    except TimeoutError:
        return

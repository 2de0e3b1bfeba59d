"""One message on its way: what is decided about it, what is sent, and what is written down of it.

A claim is a lease. Who dies with one leaves it, and whoever claims next looks first whether the message stands already.
Nothing holds a connection while a platform is asked.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import assert_never

from adapters.errors import AdapterError, RateLimited, Refused, Unreachable
from adapters.port import Adapter
from bot.delivering.due import Moment, moment_of
from bot.delivering.faults import Dead, Divert, Retry, is_given_up, pause_after, verdict_of
from bot.delivering.heeding import wording_for
from bot.delivering.message import is_alone, message_of, place_of, typed_before
from bot.delivering.reach import Reach
from bot.delivering.sent_already import SENDING, Claim, sent_once
from bot.delivering.settling import Settling
from bot.patience import patiently
from bot.reminders.wording import Tones
from memory.outbox import Outbox
from memory.reminder import Due, Way
from memory.types import PersonId

log = logging.getLogger(__name__)
FINISH_SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class Manner:
    """How delivery works: how long a claim counts, what the time is, and who hears for whom something waits now.

    `tones` know how people are spoken to.
    """

    lease: timedelta = timedelta(seconds=60)
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    waits: Callable[[PersonId], None] = field(default=lambda person: None)
    tones: Tones | None = None


class Courier:
    """Brings what was claimed; only what memory raises, and faults of our own, come out of it."""

    def __init__(self, outbox: Outbox, adapters: Mapping[str, Adapter], manner: Manner) -> None:
        self._outbox = outbox
        self._adapters = adapters
        self._manner = manner
        self._reach = Reach()
        self._settling = Settling(outbox, manner.tones)

    def claim(self, due: Due, since: datetime) -> Claim:
        """What was claimed at that time, with until when it may be sent."""
        return Claim(due, since + self._manner.lease * SENDING)

    async def postpone(self, due: Due, fault: Exception) -> None:
        """Try it again later, after a fault that is none of its platform's, but not for ever."""
        now, kind = self._manner.clock(), type(fault).__name__
        if is_given_up(due, now):
            log.error("delivery given up", extra={"send": due.id, "kind": kind})
            # What follows is found by an errand of its own; what went wrong may be the telling, so that comes after.
            if await self._outbox.dead(due, kind, following=due.due_at):
                await patiently(partial(self._settling.tell_companion, due))
        else:
            await self._outbox.retry(due, now + pause_after(fault, due.attempt), kind, following=due.due_at)

    async def bring(self, claim: Claim) -> None:
        """Send it, unless it is not to be sent (any more, or yet), and write down what became of it."""
        due, now, outbox = claim.due, self._manner.clock(), self._outbox
        moment = self._moment(due, now)
        if due.answered or moment.useless:
            await self._settle(due, partial(self._settling.drop, due, moment))
        elif moment.held is not None:
            await self._settle(due, partial(outbox.retry, due, moment.held, None, following=due.due_at))
        elif now >= claim.until:
            log.warning("claim too old to send", extra={"send": due.id})  # whoever claims it next does
        else:
            await self._send(claim, moment)

    def _moment(self, due: Due, now: datetime) -> Moment:
        """How it stands; a clock that is ahead of the database's makes nothing useless that is in time."""
        moment = moment_of(due, now)
        if not moment.useless or due.claimed_at is None:
            return moment
        return moment_of(due, min(now, due.claimed_at + self._manner.lease))

    async def _send(self, claim: Claim, moment: Moment) -> None:
        due, adapter = claim.due, self._adapters[claim.due.platform]
        wording = await wording_for(self._manner.tones, due, place_of(due))
        outgoing = message_of(due, moment, typed=typed_before(adapter.limits), wording=wording)
        try:
            await _read_by_its_person(due, adapter)
            sent = await sent_once(adapter, outgoing, claim, clock=self._manner.clock)
        except (AdapterError, TimeoutError) as fault:
            await self._failed(due, moment, Unreachable() if isinstance(fault, TimeoutError) else fault)
            return
        self._reach.answered(due.platform, self._manner.clock())
        await self._settle(due, partial(self._settling.sent, due, moment, sent))

    async def _failed(self, due: Due, moment: Moment, fault: AdapterError) -> None:
        now = self._manner.clock()
        if isinstance(fault, (Refused, RateLimited)):
            self._reach.answered(due.platform, now)
        verdict = verdict_of(fault, due, now, longest=self._reach.longest_pause(due.platform, now))
        extra = {"send": due.id, "kind": type(fault).__name__, "attempt": due.attempt, "way": due.way.value}
        match verdict:
            case Retry():
                log.info("delivery put off", extra=extra)
                step = partial(self._outbox.retry, due, verdict.at, verdict.fault, following=due.due_at)
            case Divert():
                log.info("delivery goes another way", extra=extra)
                step = partial(self._settling.divert, due, moment, verdict.way)
            case Dead():
                log.error("delivery given up", extra=extra)
                step = partial(self._settling.dead, due, moment, verdict.fault)
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


async def _read_by_its_person(due: Due, adapter: Adapter) -> None:
    """Raises `Refused` where others would be told for somebody who left where it was asked for, or is no more."""
    place = place_of(due)
    if due.way is Way.ORIGIN and not is_alone(place) and not await adapter.reads(due.handle, place):
        raise Refused

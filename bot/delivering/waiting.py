"""What could be told nowhere is told when its person talks next: alone with them the words, in company only that."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from adapters.errors import AdapterError
from adapters.outgoing import Outgoing, Sent
from adapters.port import Adapter
from adapters.types import Address, Message, address_of
from bot.bridge import place_of
from bot.delivering.due import Moment, moment_of
from bot.delivering.heeding import heeded
from bot.delivering.message import is_alone, neutral_of, told_at, typed_before
from bot.delivering.sent_already import SENDING, Claim, sent_already, sent_once
from bot.delivering.settling import Settling
from bot.patience import patiently
from bot.reminders.wording import Tones
from memory.errors import MemoryFault
from memory.outbox import LEASE, Outbox
from memory.types import PersonId

log = logging.getLogger(__name__)
MOST = 5  # told at once


class WaitingReminders:
    """Tells people what waits for them."""

    def __init__(
        self,
        outbox: Outbox,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        tones: Tones | None = None,
    ) -> None:
        self._outbox = outbox
        self._tones = tones
        self._settling = Settling(outbox, tones)
        self._clock = clock

    async def tell(self, person: PersonId, message: Message, adapter: Adapter) -> None:
        """Tell who just talked there what waits for them, a few at once; what cannot be told now goes on waiting."""
        until = self._clock() + LEASE * SENDING
        waiting = partial(self._outbox.waiting, person, message.address.key, most=MOST)
        try:
            for due in await patiently(waiting):
                await self._tell(Claim(due, until), message, adapter)
        except MemoryFault as fault:  # their message is answered already, and the claims end by themselves
            log.info("what waits was not told", extra={"person": person, "kind": type(fault).__name__})

    async def _tell(self, claim: Claim, message: Message, adapter: Adapter) -> None:
        due = claim.due
        moment = moment_of(due, self._clock())
        step: Callable[[], Awaitable[bool]]
        if moment.useless or due.answered:
            step = partial(self._settling.drop, due, moment)
        else:
            try:
                sent = await self._sent(claim, moment, message=message, adapter=adapter)
            except (AdapterError, TimeoutError) as fault:
                at, kind = self._clock(), type(fault).__name__
                step = partial(self._outbox.retry, due, at, kind, following=moment.following)
            else:
                step = partial(self._settling.sent, due, moment, sent)
        await patiently(step)

    async def _sent(self, claim: Claim, moment: Moment, *, message: Message, adapter: Adapter) -> Sent:
        """Where it stands, which may be where they talked before; raises `AdapterError` and TimeoutError."""
        due, here = claim.due, message.address
        wording = await heeded(self._tones, due.person, place_of(message))
        typed = typed_before(adapter.limits)

        def outgoing_at(place: Address) -> Outgoing:
            told = (
                told_at(place, due, moment=moment, typed=typed, wording=wording)
                if is_alone(place)
                else neutral_of(due, place, wording=wording)
            )
            return replace(told, mentions=message.author.handle)

        for before in map(address_of, due.tried_in):
            if before.key != here.key and before.platform == here.platform:
                sent = await sent_already(adapter, outgoing_at(before), due)
                if sent is not None:
                    return sent
        return await sent_once(adapter, outgoing_at(here), claim, clock=self._clock)

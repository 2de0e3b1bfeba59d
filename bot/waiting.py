"""What could be told nowhere is told when its person talks next: alone with them the words, in company only that."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from adapters.errors import AdapterError
from adapters.outgoing import Outgoing
from adapters.port import Adapter
from adapters.types import Audience, Message
from bot.due import Moment, moment_of
from bot.patience import patiently
from bot.reminder_message import neutral_of, told_at, typed_before
from bot.sent_already import SENDING, Claim, sent_once
from memory.errors import MemoryFault
from memory.outbox import LEASE, Outbox
from memory.reminder import Due, Way
from memory.types import PersonId

log = logging.getLogger(__name__)
MOST = 5  # told at once


class WaitingReminders:
    """Tells people what waits for them."""

    def __init__(self, outbox: Outbox, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._outbox = outbox
        self._clock = clock

    async def tell(self, person: PersonId, message: Message, adapter: Adapter) -> None:
        """Tell who just talked there what waits for them, a few at once; what cannot be told now goes on waiting."""
        until = self._clock() + LEASE * SENDING
        try:
            for number, due in enumerate(await patiently(partial(self._outbox.waiting, person))):
                await self._tell(Claim(due, until), message if number < MOST else None, adapter)
        except MemoryFault as fault:  # their message is answered already, and the claims end by themselves
            log.info("what waits was not told", extra={"person": person, "kind": type(fault).__name__})

    async def _tell(self, claim: Claim, message: Message | None, adapter: Adapter) -> None:
        due = claim.due
        moment = moment_of(due, self._clock())
        following = moment.following
        if moment.useless or due.answered:
            step = partial(self._outbox.drop, due, following=following)
        elif message is None:
            step = partial(self._outbox.divert, due, Way.TALK, following=following)
        else:
            outgoing = _outgoing(due, moment, message, typed=typed_before(adapter.limits))
            try:
                sent = await sent_once(adapter, outgoing, claim, clock=self._clock)
            except (AdapterError, TimeoutError) as fault:
                step = partial(self._outbox.retry, due, self._clock(), type(fault).__name__, following=following)
            else:
                step = partial(self._outbox.sent, due, sent.message_id, sent.address.key, following=following)
        await patiently(step)


def _outgoing(due: Due, moment: Moment, message: Message, *, typed: str | None) -> Outgoing:
    """What is said where they talk, to the account by which they do."""
    alone = message.audience is Audience.DIRECT
    told = told_at(message.address, due, moment, typed) if alone else neutral_of(due, message.address)
    return replace(told, mentions=message.author.handle)

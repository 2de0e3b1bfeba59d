"""Whoever was left without an answer is told so: the process died over it, or the platform was away for too long.

The answer itself is not tried again: part of it may have been read already, and what was asked may be long past.
"""

import asyncio
import logging

from adapters.errors import AdapterError, RateLimited, Unreachable
from adapters.outgoing import Outgoing
from adapters.port import Adapter
from adapters.types import address_of
from bot.inbox import Inbox, claimed_id
from memory.errors import MemoryFault
from memory.memory import Memory

log = logging.getLogger(__name__)
INTERRUPTED = "I was interrupted while I was answering here. If something is missing, please ask me again."
LOOK_SECONDS = 5.0


class Amends:
    """Looks for messages that nobody works on any more.

    What is in work here is never told of, though its claim be over: the database may have been away for longer.
    """

    def __init__(self, memory: Memory, inbox: Inbox) -> None:
        self._memory = memory
        self._inbox = inbox

    async def run(self, adapter: Adapter) -> None:
        """Tell those who wait in vain at a platform, once in each place, for ever."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                while await self._tell_next(adapter):
                    pass
            except (MemoryFault, Unreachable, RateLimited) as fault:
                log.info("nobody told of broken answers", extra={"kind": type(fault).__name__})

    async def _tell_next(self, adapter: Adapter) -> bool:
        """Whether there was a place to tell; raises what may be over when the claim ends."""
        left = await self._memory.owed.claim_next(adapter.name, but=self._inbox.working(adapter.name))
        if left is None:
            return False
        try:
            await adapter.send(Outgoing(address_of(left.place), INTERRUPTED, claimed_id(left.event_ids[-1])))
        except (Unreachable, RateLimited):
            raise
        except AdapterError as fault:
            log.info("broken answer not told", extra={"place": left.place, "kind": type(fault).__name__})
        for event in left.event_ids:
            await self._memory.settle_event(adapter.name, event)
        log.warning("broken answer told", extra={"place": left.place, "count": len(left.event_ids)})
        return True

"""Sending what may have been sent before: it is looked up first, where that can be, and sent while the claim counts."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from adapters.errors import Refused
from adapters.outgoing import Outgoing, Sent
from adapters.port import Adapter, Reconciles
from memory.reminder import Due

log = logging.getLogger(__name__)
SENDING = 0.6  # of the lease: who is slower than that may have lost it before it can be settled
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Claim:
    """Something to send, and until when that may begin: by the clock, which goes on while a process stands still."""

    due: Due
    until: datetime


async def sent_once(adapter: Adapter, outgoing: Outgoing, claim: Claim, *, clock: Clock) -> Sent:
    """Where it stands, sent now unless it was before. Raises `AdapterError`, and TimeoutError when it is too late."""
    async with asyncio.timeout(_left(claim, clock)):
        sent = await sent_already(adapter, outgoing, claim.due)
        if sent is None and _left(claim, clock) <= 0:
            raise TimeoutError
        return sent or await adapter.send(outgoing)


async def sent_already(adapter: Adapter, outgoing: Outgoing, due: Due) -> Sent | None:
    """Where it stands; None: nowhere, nobody tried, or it must not be looked for. Raises `AdapterError`."""
    if due.first_tried_at is None or not isinstance(adapter, Reconciles):
        return None
    try:
        return await adapter.find(outgoing, due.first_tried_at)
    except Refused as fault:
        log.info("not looked whether it was sent", extra={"send": due.id, "kind": type(fault).__name__})
        return None


def _left(claim: Claim, clock: Clock) -> float:
    """Seconds in which sending may still begin."""
    return (claim.until - clock()).total_seconds()

"""Whether what somebody began to send stands there already: looked up before it is sent again, where that can be."""

import logging

from adapters.errors import Refused
from adapters.outgoing import Outgoing, Sent
from adapters.port import Adapter, Reconciles
from memory.reminder import Due

log = logging.getLogger(__name__)


async def sent_already(adapter: Adapter, outgoing: Outgoing, due: Due) -> Sent | None:
    """Where it stands; None: nowhere, nobody tried, or it must not be looked for. Raises `AdapterError`."""
    if due.first_tried_at is None or not isinstance(adapter, Reconciles):
        return None
    try:
        return await adapter.find(outgoing, due.first_tried_at)
    except Refused as fault:
        log.info("not looked whether it was sent", extra={"send": due.id, "kind": type(fault).__name__})
        return None

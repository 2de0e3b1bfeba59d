"""From an event to who does something about it, and the boundary at which an unexpected fault ends.

It is logged with an id, the person gets an apology with the same id, and the next message is answered as if nothing had
been.
"""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import assert_never
from uuid import uuid4

from adapters.errors import AdapterError
from adapters.outgoing import Hearing, Outgoing
from adapters.port import Adapter
from adapters.types import (
    Cleared,
    Closed,
    Command,
    Deleted,
    Edited,
    Event,
    HomeOpened,
    Left,
    Message,
    Opened,
    Reaction,
    Stopped,
)
from bot.changes import Changes
from bot.errors import UserError
from bot.learning_tone.again import COMMAND as AGAIN
from bot.naming import as_typed
from bot.ordering import Ordering
from bot.serving import Serving
from bot.trace import Trace, TurnRecord
from memory.errors import DatabaseUnreachable, MemoryFault

log = logging.getLogger(__name__)
AWAY = "My memory is out of reach just now, so I cannot answer. Please say it again in a few minutes."
TOLD_S = 90.0
PLACES = 4096


class Dispatch:
    """The handler that adapters call."""

    def __init__(
        self,
        serving: Serving,
        ordering: Ordering,
        *,
        changes: Changes,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._serving = serving
        self._ordering = ordering
        self._changes = changes
        self._clock = clock
        self._told: OrderedDict[str, float] = OrderedDict()

    async def handle(self, event: Event, adapter: Adapter, *, trace: Trace) -> None:
        """Do what the event asks for, `trace` getting the record of a turn.

        Raises nothing but cancellation and `AdapterError`.
        """
        try:
            await self._act(event, adapter, trace=trace)
        except AdapterError:
            raise
        except (UserError, MemoryFault) as fault:
            await self._fail(event, adapter, trace=trace, sentence=self._sentence(fault, event, adapter=adapter))
        except Exception:
            mark = uuid4().hex[:8]
            log.exception("event failed", extra={"mark": mark, "kind": type(event).__name__})
            sentence = f"Something went wrong with that; it is not your fault. (In the log as {mark}.)"
            await self._fail(event, adapter, trace=trace, sentence=sentence)

    async def _act(self, event: Event, adapter: Adapter, *, trace: Trace) -> None:
        match event:
            case Message():
                await self._serving.serve(event, adapter, trace=trace)
            case Command() if event.name == AGAIN:
                await self._serving.again(event, adapter, trace=trace)
            case Command():
                await self._ordering.take(event, adapter)
            case HomeOpened():
                await self._ordering.show(event, adapter)
            case Edited() | Deleted() | Reaction() | Cleared() | Left() | Closed() | Opened() | Stopped():
                await self._changes.take(event, adapter)
            case _:
                assert_never(event)

    def _sentence(self, fault: UserError | MemoryFault, event: Event, *, adapter: Adapter) -> str:
        """What is told: at a terminal the fault itself, elsewhere nothing that only an operator understands."""
        if isinstance(fault, UserError) or adapter.limits.hearing is Hearing.ALL:
            return as_typed(str(fault), adapter.limits.commands)
        if not isinstance(fault, DatabaseUnreachable):
            mark = uuid4().hex[:8]
            log.error("memory failed", exc_info=fault, extra={"mark": mark, "kind": type(event).__name__})
            return f"Something went wrong with my memory; it is not your fault. (In the log as {mark}.)"
        log.warning("event given up, the database is away", extra={"kind": type(event).__name__})
        return AWAY if isinstance(event, Command) or self._is_news(event.address.key) else ""

    def _is_news(self, place: str) -> bool:
        """Whether the place was not told of late; from now on it was."""
        told, now = self._told.get(place), self._clock()
        if told is not None and now - told < TOLD_S:
            return False
        self._told[place] = now
        self._told.move_to_end(place)
        if len(self._told) > PLACES:
            self._told.popitem(last=False)
        return True

    async def _fail(self, event: Event, adapter: Adapter, *, trace: Trace, sentence: str) -> None:
        if isinstance(event, Message | Command) and sentence:
            private = isinstance(event, Command)
            await adapter.send(Outgoing(event.address, sentence, event.id, private=private))
        if isinstance(event, Message):
            title = event.address.title or event.address.channel
            trace(TurnRecord(event.author.name, title, event.text, "", problem=sentence, failed=True))

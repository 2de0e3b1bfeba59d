"""From an event to what is done about it: one at a time in a place, each event once, memory before everything else.

The boundary at which an unexpected fault ends: it is logged with an id, the person gets an apology with the same id,
and the next message is answered as if nothing had been.
"""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import assert_never
from uuid import uuid4

from adapters.errors import AdapterError
from adapters.outgoing import Outgoing
from adapters.port import Adapter
from adapters.types import Closed, Command, Deleted, Edited, Event, Left, Message, Opened, Reaction
from bot.attention import Attention, attend
from bot.bridge import place_of, to_account
from bot.commands import Commands
from bot.context import Heard
from bot.days import zone_of
from bot.errors import UserError
from bot.order import order_of, place_of_answer
from bot.patience import patiently
from bot.quiet import Quiet
from bot.reply import to_outgoing
from bot.trace import Trace, TurnRecord
from bot.turn import Turns
from bot.worker import Worker
from memory.errors import DatabaseUnreachable, MemoryFault
from memory.keepable import LONGEST
from memory.memory import Memory
from memory.types import Noted, Place, Utterance, Viewer

log = logging.getLogger(__name__)
PLACES = 4096


class Locks:
    """A lock for each place in use; a lock that nobody holds or awaits is dropped when there are too many."""

    def __init__(self, size: int = PLACES) -> None:
        self._size = size
        self._locks: OrderedDict[str, asyncio.Lock] = OrderedDict()
        self._users: dict[str, int] = {}

    @asynccontextmanager
    async def of(self, key: str) -> AsyncIterator[None]:
        """Hold the place's lock."""
        lock = self._locks.setdefault(key, asyncio.Lock())
        self._locks.move_to_end(key)
        self._users[key] = self._users.get(key, 0) + 1
        try:
            async with lock:
                yield
        finally:
            self._users[key] -= 1
            if not self._users[key]:
                del self._users[key]
            self._drop_idle()

    def _drop_idle(self) -> None:
        for key in list(self._locks)[: max(0, len(self._locks) - self._size)]:
            if key not in self._users:
                del self._locks[key]


class Dispatch:
    """The handler that adapters call. `trace` gets the record of each turn."""

    def __init__(self, memory: Memory, turns: Turns, *, commands: Commands, worker: Worker, quiet: Quiet) -> None:
        self._memory = memory
        self._turns = turns
        self._commands = commands
        self._worker = worker
        self._quiet = quiet
        self._locks = Locks()

    async def handle(self, event: Event, adapter: Adapter, *, trace: Trace) -> None:
        """Do what the event asks for; never raises but for cancellation and an adapter that is gone."""
        async with self._locks.of(event.address.key):
            try:
                if not isinstance(event, Message | Command) or await self._claimed(event):
                    await self._act(event, adapter, trace=trace)
                    if isinstance(event, Message | Command):
                        await patiently(partial(self._memory.settle_event, event.address.platform, event.id))
            except AdapterError:
                raise
            except (UserError, MemoryFault) as fault:
                await self._fail(event, adapter, trace=trace, sentence=str(fault))
            except Exception:
                mark = uuid4().hex[:8]
                log.exception("event failed", extra={"mark": mark})
                sentence = f"Something went wrong with that; it is not your fault. (In the log as {mark}.)"
                await self._fail(event, adapter, trace=trace, sentence=sentence)

    async def _claimed(self, event: Message | Command) -> bool:
        """Whether the event is ours to act on. A first try that was lost may have claimed it: then noting decides."""
        claim = partial(self._memory.claim_event, event.address.platform, event.id)
        try:
            return await claim()
        except DatabaseUnreachable:
            await patiently(claim)
            return True

    async def _act(self, event: Event, adapter: Adapter, *, trace: Trace) -> None:
        match event:
            case Message():
                await self._message(event, adapter, trace=trace)
            case Command():
                await self._command(event, adapter)
            case Edited() | Deleted() | Reaction() | Left() | Closed() | Opened():
                log.debug("no platform that tells of changes is connected yet")
            case _:
                assert_never(event)

    async def _message(self, message: Message, adapter: Adapter, *, trace: Trace) -> None:
        attention = attend(message)
        if attention is Attention.IGNORE:
            return
        since = time.perf_counter()
        async with self._quiet.reply():
            viewer = await self._viewer(message, place_of(message))
            said = Utterance(message.id, viewer.person, viewer.place, message.text, message.sent_at, message.reply_to)
            noted = await patiently(partial(self._memory.note, said))
            note_ms = (time.perf_counter() - since) * 1000
            self._worker.wake()
            for sentence in _remarks(noted):
                await adapter.send(Outgoing(message.address, sentence))
            if attention is Attention.ANSWER and noted.fresh:
                heard = Heard(viewer, message, noted, since, note_ms)
                trace(await self._turns.answer(heard, adapter))

    async def _command(self, command: Command, adapter: Adapter) -> None:
        limits, origin = adapter.limits, await self._viewer(command, place_of(command))
        viewer = await self._viewer(command, place_of_answer(command, limits))
        zone = zone_of(command.author.timezone)
        order = order_of(command, limits, viewer=viewer, origin=origin, zone=zone)
        reply = await self._commands.obey(command.name, order)
        self._worker.wake()
        await adapter.send(to_outgoing(reply, command, limits))

    async def _viewer(self, event: Message | Command, place: Place) -> Viewer:
        account = to_account(event.address.platform, event.author)
        return Viewer(await patiently(partial(self._memory.person, account, place)), place)

    async def _fail(self, event: Event, adapter: Adapter, *, trace: Trace, sentence: str) -> None:
        if isinstance(event, Message | Command):
            await adapter.send(Outgoing(event.address, sentence, event.id, private=True))
        if isinstance(event, Message):
            title = event.address.title or event.address.channel
            trace(TurnRecord(event.author.name, title, event.text, "", problem=sentence, failed=True))


def _remarks(noted: Noted) -> list[str]:
    """What the person should know about how the message was kept."""
    remarks = []
    if noted.redacted:
        remarks.append(f"(I did not keep this part of it: {', '.join(noted.redacted)}.)")
    if noted.shortened:
        remarks.append(f"(That was very long; I kept its first {LONGEST:,} characters.)")
    return remarks

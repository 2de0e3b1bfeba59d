"""Interactions that wait for their answer: commands, presses, picks, filled forms.

Discord gives three seconds for a first answer and fifteen minutes for the rest. What cannot reach the asker any more
where they asked goes to them in direct, and never into the channel.
"""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace

import discord

from adapters.discord.audience import PLATFORM
from adapters.discord.faults import adapter_error
from adapters.discord.live import Live
from adapters.discord.wire import FAULTS, GARBLED
from adapters.errors import AdapterError, Unclaimed
from adapters.outgoing import Outgoing, Sent
from adapters.port import Handler
from adapters.types import Command, direct_with

log = logging.getLogger(__name__)
PATIENCE_SECONDS = 1.5
LIFE_SECONDS = 14.5 * 60  # Discord's fifteen minutes, and some for the way
MOST = 4096
# The message, the token, the interaction is not known any more; as a guest, Discord takes five answers after the first.
EXPIRED = (10008, 10015, 10062, 40094)


class Interactions:
    """Those that can be answered still, by the id of their event. `direct` sends to a person alone."""

    def __init__(self, direct: Callable[[Outgoing], Awaitable[Sent]], *, patience: float = PATIENCE_SECONDS) -> None:
        self._direct = direct
        self._patience = patience
        self._busy: dict[str, Live] = {}
        self._past: OrderedDict[str, Live] = OrderedDict()

    async def take(self, interaction: discord.Interaction, command: Command, handler: Handler) -> None:
        """Lets the handler answer the command; in time, and with no waiting sign left, whatever it does.

        What the handler finds to be another's, or may be since it was broken off, is left as it is: even a sign of ours
        is where the other answers by now.
        """
        live = self._busy[command.id] = Live(interaction, command)
        try:
            handled = self._handled(live, handler(command))
            outcome, _ = await asyncio.gather(handled, live.watch(self._patience), return_exceptions=True)
        finally:
            self._past[command.id] = live
            del self._busy[command.id]
            self._drop_old()
        if isinstance(outcome, Unclaimed):
            return
        if not isinstance(outcome, asyncio.CancelledError):
            await live.close()
        if outcome is not None:
            raise outcome

    async def _handled(self, live: Live, handling: Awaitable[None]) -> None:
        try:
            await handling
        finally:
            live.settle()

    async def answer(self, outgoing: Outgoing) -> Sent | None:
        """Answers an interaction; None where `reply_to` is none of those known. Raises `AdapterError`."""
        event = outgoing.reply_to or ""
        live = self._busy.get(event) or self._past.get(event)
        if live is None:
            return None
        try:
            return Sent(outgoing.address, await live.answer(outgoing))
        except discord.HTTPException as fault:
            if fault.code not in EXPIRED:
                raise adapter_error(fault) from fault
        except RuntimeError as fault:  # the client that heard of it was closed meanwhile
            log.info("not answered where it was asked", extra={"event": event, "fault": str(fault)})
        except FAULTS as fault:
            if isinstance(fault, GARBLED):
                log.exception("interaction answered with none of Discord's answers", extra={"event": event})
            raise adapter_error(fault) from fault
        return await self._alone(outgoing, live)

    async def _alone(self, outgoing: Outgoing, live: Live) -> Sent:
        """To the person in direct, where the interaction takes no answer any more; else it is dropped."""
        place = direct_with(PLATFORM, live.person)
        try:
            return await self._direct(replace(outgoing, address=place, reply_to=None, replace=False, form=None))
        except AdapterError as fault:
            log.warning("late answer dropped", extra={"event": outgoing.reply_to, "kind": type(fault).__name__})
            return Sent(outgoing.address, "")

    def _drop_old(self) -> None:
        now = time.monotonic()
        while self._past:
            key, oldest = next(iter(self._past.items()))
            if len(self._past) <= MOST and now - oldest.since < LIFE_SECONDS:
                return
            del self._past[key]

"""Each message and each command is acted on once, by whichever process claims it first."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from adapters.errors import AdapterError
from adapters.types import Command, Message
from bot.errors import UserError
from bot.patience import PATIENCE_SECONDS, patiently
from memory.errors import DatabaseUnreachable
from memory.memory import Memory


class Inbox:
    """Claims events and settles what was done."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    @asynccontextmanager
    async def claimed(self, event: Message | Command, *, until: float) -> AsyncIterator[bool]:
        """Whether the event is ours to act on. Done is also what the platform would not take, or was refused."""
        ours = await self._claim(event, until)
        try:
            yield ours
        except (AdapterError, UserError):
            await self._settle(event)
            raise
        if ours:
            await self._settle(event)

    async def _claim(self, event: Message | Command, until: float) -> bool:
        """A first try that was lost may have claimed it: then noting decides."""
        claim = partial(self._memory.claim_event, event.address.platform, event.id)
        try:
            return await claim()
        except DatabaseUnreachable:
            await patiently(claim, until=until)
            return True

    async def _settle(self, event: Message | Command) -> None:
        settle = partial(self._memory.settle_event, event.address.platform, event.id)
        await patiently(settle, seconds=PATIENCE_SECONDS)

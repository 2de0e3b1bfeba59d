"""Each message and each command is acted on once, by whichever process claims it first.

What is claimed is known to be in work for as long as this process lives, unless another says that nobody wants it. What
could not be answered, since the platform or the database was away or the process ends, stays unsettled: `amends` tells
those who wait. What a platform calls a message need not be unique beyond its channel, so a claim names both; and its
thread, which tells later to whom the first message of a thread was said. Two processes may believe otherwise of a place
at the same moment, in which space it is and even with whom, so a claim names nothing of that: a message by what the
platform itself calls the channel, a command, whose name is like no other, alone.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from functools import partial
from uuid import uuid4

from adapters.errors import RateLimited, Unreachable
from adapters.types import Address, Command, Message
from bot.patience import PATIENCE_SECONDS, patiently
from memory.errors import DatabaseUnreachable, MemoryFault
from memory.memory import Memory

log = logging.getLogger(__name__)
RENEW_SECONDS, HEED_SECONDS = 30.0, 1.0
Key = tuple[str, str]  # of a place, and the id of a message in it
Stop = Callable[[str, Collection[str]], None]  # the place, and the ids
UNANSWERED = (Unreachable, RateLimited, DatabaseUnreachable, asyncio.CancelledError)


class Inbox:
    """Claims events and settles what was done; `stop` is told of what is in work and was stopped elsewhere."""

    def __init__(self, memory: Memory, stop: Stop | None = None) -> None:
        self._memory = memory
        self._stop = stop
        self._working: dict[str, dict[str, Key]] = {}  # by platform and claim

    @asynccontextmanager
    async def claimed(
        self, event: Message | Command, *, until: float, owed: bool = False, by: str | None = None
    ) -> AsyncIterator[bool]:
        """Whether the event is ours to act on; `owed`: somebody waits for an answer and is to get a word at least.

        Done is also what the platform would not take, or was refused. `by`: the name under which it is claimed.
        """
        ours, done = await self._claim(event, until, owed=owed, by=by or uuid4().hex), True
        try:
            yield ours
        except UNANSWERED:
            done = False
            raise
        finally:
            if ours:
                self._working[event.address.platform].pop(claim_of(event), None)
            if ours and done:
                await self._settle(event.address.platform, claim_of(event))
            if ours and done and owed and isinstance(event, Message) and event.reply_to == event.address.thread:
                await self._join(event.address)

    async def is_ours(self, event: Message, *, owed: bool, by: str) -> bool:
        """Whether an event is ours whose claim by that name was broken off; what nobody had claimed is from now on."""
        return await self._ask(event, owed=owed, by=by)

    def working(self, platform: str) -> list[str]:
        """The claims of what is in work here."""
        return list(self._working.get(platform, ()))

    async def began(self, address: Address, *, until: float) -> bool:
        """Whether the thread began with a message to the bot, or the bot was asked in it."""
        if address.thread is None:
            return False
        known = partial(self._memory.owed.is_known, address.platform, _claim(address, address.thread))
        return await patiently(known, until=until)

    async def renew(self) -> None:
        """Keep what is in work claimed, for ever."""
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            for platform, ids in list(self._working.items()):
                try:
                    if ids:
                        await self._memory.owed.renew(platform, list(ids))
                except MemoryFault as fault:
                    log.warning("claims not renewed", extra={"kind": type(fault).__name__})

    async def heed(self) -> None:
        """Stop what is in work here and was stopped elsewhere, for ever."""
        while True:
            await asyncio.sleep(HEED_SECONDS)
            for platform, claims in list(self._working.items()):
                try:
                    ended = await self._memory.owed.ended(platform, list(claims)) if claims else []
                except MemoryFault as fault:
                    log.warning("what was stopped elsewhere is not known", extra={"kind": type(fault).__name__})
                    continue
                for place, message in [claims[each] for each in ended if each in claims]:
                    if self._stop is not None:
                        self._stop(place, (message,))

    async def _claim(self, event: Message | Command, until: float, *, owed: bool, by: str) -> bool:
        """A try whose answer was lost may have claimed it, so each says by whom it is made."""
        ours = await patiently(partial(self._ask, event, owed=owed, by=by), until=until)
        if ours:
            self._working.setdefault(event.address.platform, {})[claim_of(event)] = (event.address.key, event.id)
        return ours

    async def _ask(self, event: Message | Command, *, owed: bool, by: str) -> bool:
        place = event.address.key if owed else None
        return await self._memory.claim_event(event.address.platform, claim_of(event), place=place, by=by)

    async def _join(self, address: Address) -> None:
        """From now on the thread is as one that began with a message to the bot."""
        if address.thread is not None:
            await self._settle(address.platform, _claim(address, address.thread))

    async def _settle(self, platform: str, claim: str) -> None:
        settle = partial(self._memory.settle_event, platform, claim)
        await patiently(settle, seconds=PATIENCE_SECONDS)


def claim_of(event: Message | Command) -> str:
    """What an event is claimed as."""
    return f"/ {event.id}" if isinstance(event, Command) else _claim(event.address, event.id)


def claims_of(address: Address, ids: Collection[str]) -> list[str]:
    """What messages at an address are claimed as."""
    return [_claim(address, each) for each in ids]


def claimed_id(claim: str) -> str:
    """The id of the event that was claimed so."""
    return claim.rpartition(" ")[2]


def _claim(address: Address, name: str) -> str:
    channel = address.own or (address.channel if address.space is None else f"{address.space}:{address.channel}")
    place = channel if address.thread is None else f"{channel}/{address.thread}"
    return f"{place} {name}"

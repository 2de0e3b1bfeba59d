"""The one way of requests to Discord: each with a deadline, faults in our words, refusals counted."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

import discord

from adapters.discord.faults import REST_FAULTS, adapter_error
from adapters.discord.patience import Patience
from adapters.errors import Unreachable

log = logging.getLogger(__name__)
REQUEST_SECONDS = 60.0  # discord.py waits out rate limits and tries five times in it
REFUSED = (401, 403, 429)
# What discord.py raises over an answer that is none of Discord's, and over a client that was closed meanwhile.
GARBLED = (LookupError, TypeError, ValueError, RuntimeError)
FAULTS = (*REST_FAULTS, *GARBLED)
RETRY_PAUSES = (1.0, 4.0)
T = TypeVar("T")


class Wire:
    """Requests by the client of the moment; `client` is set while somebody is logged in."""

    def __init__(self, patience: Patience | None = None) -> None:
        self.patience = patience or Patience()
        self.client: discord.Client | None = None

    async def ask(self, key: str, request: Callable[[discord.Client], Awaitable[T]]) -> T:
        """Make a request that concerns `key` (a channel, a person); raises `AdapterError`."""
        client = self.client
        if client is None or client.is_closed():
            raise Unreachable()
        self.patience.check(key)
        try:
            async with asyncio.timeout(REQUEST_SECONDS):
                answer = await request(client)
        except REST_FAULTS as fault:
            error = adapter_error(fault)
            self.patience.failed(
                key, error, counts=isinstance(fault, discord.HTTPException) and fault.status in REFUSED
            )
            raise error from fault
        except GARBLED as fault:
            raise Unreachable() from fault
        self.patience.welcome(key)
        return answer

    async def insist(self, key: str, request: Callable[[discord.Client], Awaitable[T]]) -> T:
        """Make a request that may be made twice, again where Discord could not be reached; raises `AdapterError`."""
        for pause in RETRY_PAUSES:
            try:
                return await self.ask(key, request)
            except Unreachable:
                log.info("request tried again", extra={"key": key, "pause_s": pause})
                await asyncio.sleep(pause)
        return await self.ask(key, request)

    async def channel(self, channel: int) -> object:
        """A channel as Discord has it now; raises `AdapterError`."""
        return await self.ask(f"look/{channel}", lambda client: client.fetch_channel(channel))

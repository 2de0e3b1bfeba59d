"""Makes Discord offer the bot's commands: once in the life of a process, and where that fails, later again.

Each try costs a request, and Discord counts refused ones against the address: so the pauses grow.
"""

import asyncio
import logging
from contextlib import suppress

import discord

from adapters.catalog import Catalog
from adapters.discord.client import Client
from adapters.discord.commands import sync_commands
from adapters.discord.faults import REST_FAULTS
from adapters.discord.wire import GARBLED

log = logging.getLogger(__name__)
OFFER_SECONDS = 120.0
FIRST_PAUSE, LONGEST_PAUSE = 15.0, 3600.0


class Offering:
    """Offers a catalog by whichever client is connected."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._done = not catalog
        self._by: Client | None = None  # who is trying

    async def offer(self, client: Client) -> None:
        """Try until it is done or the client is closed; nothing where that client tries already."""
        if self._by is client:
            return
        self._by, pause = client, FIRST_PAUSE
        while not self._done and not client.ended.is_set():
            wait = await self._tried(client, pause)
            if wait is None:
                self._done = True
                return
            await _rest(client, wait)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _tried(self, client: Client, pause: float) -> float | None:
        """None where it is done, else the seconds until the next try."""
        try:
            async with asyncio.timeout(OFFER_SECONDS):
                await sync_commands(client, self._catalog)
        except (*REST_FAULTS, *GARBLED) as fault:
            asked = fault.retry_after if isinstance(fault, discord.RateLimited) else 0.0
            wait = min(max(pause, asked), LONGEST_PAUSE)
            log.warning("commands not offered, trying again", exc_info=fault, extra={"pause_s": wait})
            return wait
        return None


async def _rest(client: Client, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await client.ended.wait()

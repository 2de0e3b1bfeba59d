"""The adapter at a scripted server, with a handler that keeps what it hears."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from adapters.discord.adapter import Discord
from adapters.discord.settings import Settings
from adapters.port import Handler
from adapters.types import Address, Event, Message
from tests.adapters.discord_gateway import SECONDS, Gateway
from tests.adapters.discord_world import ALICE, GENERAL, GUILD, ME, message, user

PLACE = Address("discord", str(GUILD), str(GENERAL))
POSTS = f"/channels/{GENERAL}/messages"
RAPPORT = user(ME, "Rapport", bot=True)


class Ear:
    """A handler that keeps what it hears."""

    def __init__(self) -> None:
        self.heard: list[Message] = []

    async def __call__(self, event: Event) -> None:
        if isinstance(event, Message):
            self.heard.append(event)

    async def hears(self, count: int) -> list[str]:
        """What was said, when so much was."""
        async with asyncio.timeout(SECONDS):
            while len(self.heard) < count:
                await asyncio.sleep(0.01)
        return [each.text for each in self.heard]


@asynccontextmanager
async def connected(server: Gateway, handler: Handler, settings: Settings | None = None) -> AsyncIterator[Discord]:
    """An adapter, running and connected."""
    adapter = Discord("token", settings or Settings(api=server.api))
    async with running(server, adapter, handler):
        yield adapter


@asynccontextmanager
async def running(server: Gateway, adapter: Discord, handler: Handler) -> AsyncIterator[None]:
    """The adapter, running and connected for the time of the block."""
    task = asyncio.ensure_future(adapter.run(handler))
    try:
        await server.ready()
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            async with asyncio.timeout(SECONDS * 2):
                await task


async def said(server: Gateway, text: str) -> None:
    """Alice says something to the bot."""
    await server.tell("MESSAGE_CREATE", message(f"<@{ME}> {text}", GENERAL, by=ALICE, mentions=[RAPPORT]))

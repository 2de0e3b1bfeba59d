"""The bot's own adapter at the stand-in, with a handler of the test's, or with all that answers behind it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.catalog import Catalog
from adapters.discord.absent import Known
from adapters.discord.adapter import Discord
from adapters.discord.settings import Settings
from adapters.types import Event
from bot.catalog import load_catalog
from bot.parts import deliver
from bot.spaces import KnownSpaces
from bot.supervise import Supervisor
from tests.bot.stage import Stage, staged
from tests.platforms.discord.server import DiscordStandIn

START_SECONDS, END_SECONDS = 30.0, 30.0
Handle = Callable[[Event, Discord], Awaitable[None]]


@asynccontextmanager
async def connected(
    stand_in: DiscordStandIn,
    handle: Handle,
    catalog: Catalog | None = None,
    *,
    settings: Settings | None = None,
    known: Known | None = None,
) -> AsyncIterator[Discord]:
    """The adapter, connected, with its commands compared; it ends with the block."""
    adapter = Discord(stand_in.token, settings or Settings(), load_catalog() if catalog is None else catalog, known)
    asked = len(stand_in.log.to("GET", "/applications/*/commands"))
    task = asyncio.ensure_future(adapter.run(lambda event: handle(event, adapter)))
    try:
        await stand_in.log.until(lambda: task.done() or _offered(stand_in, asked), START_SECONDS)
        yield adapter
    finally:
        task.cancel()
        await asyncio.wait([task], timeout=END_SECONDS)


@asynccontextmanager
async def running(
    stand_in: DiscordStandIn, dsn: str, folder: Path, *, settings: Settings | None = None
) -> AsyncIterator[Stage]:
    """The whole bot on a database, without a model."""
    async with staged(dsn, folder) as stage:

        async def handle(event: Event, adapter: Discord) -> None:
            await stage.assembly.dispatch.handle(event, adapter, trace=stage.records.append)

        known = KnownSpaces(stage.memory.following, Discord.name)
        async with (
            connected(stand_in, handle, settings=settings, known=known) as adapter,
            Supervisor() as supervisor,
        ):
            deliver(stage.memory, [adapter], supervisor)
            yield stage


def _offered(stand_in: DiscordStandIn, asked: int) -> bool:
    listed, written = (stand_in.log.to(method, "/applications/*/commands") for method in ("GET", "PUT"))
    answered = all(call.answered is not None for call in (*listed, *written))
    return len(listed) > asked and answered and bool(stand_in.world.backend.commands.get(None))

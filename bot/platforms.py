"""The chat platforms of this start: which are set up, and that each is attended until all have ended.

One that loses its connection is brought back by itself; one that is set up wrongly ends the program with a sentence,
since only its operator can help.
"""

import asyncio
import logging
from collections.abc import Sequence
from functools import partial

from adapters.errors import AdapterError, Misconfigured
from adapters.port import Adapter, Handler
from adapters.types import Event
from bot.arguments import Arguments
from bot.catalog import load_catalog
from bot.config import DiscordSettings, Settings
from bot.errors import ConfigError
from bot.supervise import Supervisor

log = logging.getLogger(__name__)
NO_TOKEN = "No Discord token is set. Set RAPPORT_DISCORD_TOKEN, or discord.token in the settings."
NOWHERE = f"No chat platform is set up. {NO_TOKEN} `rapport chat` talks in this terminal."
Attended = tuple[Adapter, Handler]


def platforms_of(settings: Settings, arguments: Arguments) -> list[Adapter]:
    """An adapter for each platform that is set up, at least one; raises `ConfigError`."""
    if settings.discord is None:
        raise ConfigError(NO_TOKEN if arguments.discord else NOWHERE)
    try:
        return [_discord(settings.discord)]
    except Misconfigured as fault:
        raise ConfigError(str(fault)) from fault


def _discord(settings: DiscordSettings) -> Adapter:
    # Imported here: the library takes a second, which nobody at a terminal should wait for.
    from adapters.discord.adapter import Discord
    from adapters.discord.settings import Settings as AtDiscord

    return Discord(
        settings.token,
        AtDiscord(
            listen=settings.listen,
            members=settings.members,
            shards=settings.shards,
            shard_ids=settings.shard_ids,
            api=settings.api,
        ),
        load_catalog(),
    )


async def attended(supervisor: Supervisor, platforms: Sequence[Attended]) -> None:
    """Run every platform until all have ended; raises `ConfigError` for one that is set up wrongly."""
    ended = asyncio.get_running_loop().create_future()
    going = {adapter.name for adapter, _ in platforms}

    async def attend(adapter: Adapter, handler: Handler) -> None:
        try:
            await adapter.run(_bearing(handler))
        except Misconfigured as fault:
            _end(ended, fault)
        going.discard(adapter.name)
        if not going:
            _end(ended, None)

    for adapter, handler in platforms:
        supervisor.start(adapter.name, partial(attend, adapter, handler))
    try:
        await ended
    except AdapterError as fault:
        raise ConfigError(str(fault)) from fault


def _bearing(handler: Handler) -> Handler:
    """The handler, for which an answer that the platform does not take is no reason to end anything."""

    async def handle(event: Event) -> None:
        try:
            await handler(event)
        except AdapterError as fault:
            place, kind = event.address.key, type(fault).__name__
            log.warning("answer not taken", extra={"place": place, "kind": kind, "event": type(event).__name__})

    return handle


def _end(ended: "asyncio.Future[None]", fault: AdapterError | None) -> None:
    if ended.done():
        return
    if fault is None:
        ended.set_result(None)
    else:
        ended.set_exception(fault)

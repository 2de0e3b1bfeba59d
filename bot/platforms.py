"""The chat platforms of this start: which are set up, and that each is attended until all have ended.

One that loses its connection is brought back by itself; one that is set up wrongly ends the program with a sentence,
since only its operator can help.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from adapters.errors import AdapterError, Misconfigured, Unclaimed
from adapters.port import Adapter, Handler
from adapters.types import Event
from bot.arguments import Arguments
from bot.catalog import load_catalog
from bot.config import DiscordSettings, Settings
from bot.errors import ConfigError
from bot.home import Home
from bot.secrets import sealer_of
from bot.shelf import Shelf
from bot.slack_settings import SlackSettings
from bot.spaces import KnownSpaces
from bot.supervise import Supervisor
from bot.vault import SealedPasses, SealedVault
from memory.memory import Memory

log = logging.getLogger(__name__)
NO_DISCORD = "No Discord token is set. Set RAPPORT_DISCORD_TOKEN, or discord.token in the settings."
NO_SLACK = (
    "No Slack tokens are set. Set RAPPORT_SLACK_BOT_TOKEN and RAPPORT_SLACK_APP_TOKEN, or slack.bot_token and "
    "slack.app_token in the settings."
)
NOWHERE = f"No chat platform is set up. {NO_DISCORD} {NO_SLACK} `rapport chat` talks in this terminal."
Attended = tuple[Adapter, Handler]


@dataclass(frozen=True, slots=True)
class Planned:
    """A platform that is set up; `build` makes its adapter, once the database is open."""

    name: str
    build: Callable[[Memory, Home], Adapter]


def platforms_of(settings: Settings, arguments: Arguments) -> list[Planned]:
    """Each platform that is set up and asked for, at least one; raises `ConfigError`."""
    both = arguments.discord == arguments.slack
    found: list[Planned] = []
    if both or arguments.discord:
        shelf = Shelf(settings.personas or Home(settings.home).personas)
        found += _discord(settings.discord, shelf, asked=arguments.discord)
    if both or arguments.slack:
        found += _slack(settings, asked=arguments.slack)
    if not found:
        raise ConfigError(NOWHERE)
    return found


def _discord(settings: DiscordSettings | None, shelf: Shelf, *, asked: bool) -> list[Planned]:
    if settings is None:
        return _missing(NO_DISCORD, asked=asked)
    # Imported here: the library takes a second, which nobody at a terminal should wait for.
    from adapters.discord.adapter import Discord
    from adapters.discord.settings import Settings as AtDiscord

    at = AtDiscord(
        listen=settings.listen,
        members=settings.members,
        shards=settings.shards,
        shard_ids=settings.shard_ids,
        api=settings.api,
    )
    make = partial(Discord, settings.token, at, load_catalog(shelf))
    try:
        make()
    except Misconfigured as fault:
        raise ConfigError(str(fault)) from fault
    return [Planned(Discord.name, lambda memory, home: make(known=KnownSpaces(memory.following, Discord.name)))]


def _slack(settings: Settings, *, asked: bool) -> list[Planned]:
    found = settings.slack
    if found is None:
        return _missing(NO_SLACK, asked=asked)
    return [Planned("slack", lambda memory, home: _at_slack(found, settings.secret_key, memory, home=home))]


def _at_slack(settings: SlackSettings, keys: str | None, memory: Memory, *, home: Home) -> Adapter:
    from adapters.slack.adapter import Slack
    from adapters.slack.settings import Http
    from adapters.slack.settings import Settings as AtSlack
    from adapters.slack.shared import Credentials, shared_by

    http, installing, shared = settings.http, settings.installing, None
    if http is not None or installing is not None:
        sealer = sealer_of(keys, home)
        vault = SealedVault(memory.installations, sealer, platform="slack")
        passes = SealedPasses(memory.installations, sealer)
        app = Credentials(installing.client_id, installing.client_secret) if installing is not None else None
        shared = shared_by(vault, passes, app, api=settings.api)
    at = AtSlack(
        settings.bot_token,
        settings.app_token,
        http=Http(http.host, http.port, http.signing_secret) if http is not None else None,
        listen=settings.listen,
        api=settings.api,
    )
    return Slack(at, load_catalog(), shared=shared)


def _missing(sentence: str, *, asked: bool) -> list[Planned]:
    if asked:
        raise ConfigError(sentence)
    return []


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
        except Unclaimed:
            raise  # the adapter's own to heed
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

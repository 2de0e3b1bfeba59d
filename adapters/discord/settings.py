"""How the bot is to be at Discord, and what of it the platform is told."""

from dataclasses import dataclass

import discord
import yarl

GATEWAY_PATH, FILES_PATH = "/gateway/", "/cdn"


@dataclass(frozen=True, slots=True)
class Settings:
    """The bot at Discord, without its token.

    `listen`: hear messages that are not addressed to the bot (needs the message content intent); `members`: hear who
    leaves a server (server members intent); `shards` None: as many as Discord recommends; no `shard_ids`: all of them
    in this process; `api`: the base address of another server than Discord's, with its version.
    """

    listen: bool = False
    members: bool = False
    shards: int | None = None
    shard_ids: tuple[int, ...] = ()
    api: str | None = None


def intents_of(settings: Settings) -> discord.Intents:
    """What the gateway is asked to send: no more than is used, and nothing privileged unless set."""
    intents = discord.Intents(guilds=True, messages=True, reactions=True, moderation=True)
    intents.message_content = settings.listen
    intents.members = settings.members
    return intents


def point(api: str) -> None:
    """Make discord.py speak to another server than Discord's own; for the whole process."""
    base = yarl.URL(api.rstrip("/"))
    scheme = "wss" if base.scheme == "https" else "ws"
    discord.http.Route.BASE = str(base)
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = base.with_scheme(scheme).with_path(GATEWAY_PATH)
    discord.asset.Asset.BASE = str(base.with_path(FILES_PATH))

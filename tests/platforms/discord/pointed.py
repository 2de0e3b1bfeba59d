"""discord.py sent to the stand-in instead of to Discord."""

from collections.abc import Iterator
from contextlib import contextmanager

import discord
import yarl

from tests.platforms.discord.server import DiscordStandIn
from tests.platforms.discord.touches import FILES


@contextmanager
def pointed(stand_in: DiscordStandIn) -> Iterator[None]:
    """Point discord.py at it for the time of the block; for the whole process."""
    kept = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY, discord.asset.Asset.BASE
    discord.http.Route.BASE = stand_in.api
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(stand_in.gateway_url)
    discord.asset.Asset.BASE = stand_in.base + FILES
    try:
        yield
    finally:
        discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY, discord.asset.Asset.BASE = kept

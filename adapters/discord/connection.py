"""Keeps the bot connected until it is told to stop.

The connection itself is discord.py's: resuming, shards and rate limits are its own. What it does not survive (a frame
that is no JSON, a server that stays away at the start) ends its client, and a new one is made after a growing pause.
Only what somebody has to change, the token, the intents or the shards, ends `run`.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress

import discord

from adapters.discord.client import Client
from adapters.discord.faults import REST_FAULTS
from adapters.discord.settings import Settings
from adapters.discord.wire import Wire
from adapters.errors import Misconfigured
from adapters.lanes import Lanes
from adapters.port import Handler

log = logging.getLogger(__name__)
LOGIN_SECONDS, FINISH_SECONDS, CLOSE_SECONDS = 60.0, 5.0, 10.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 120.0  # for each shard: with new sessions each time below Discord's 1000 a day
WRONG_TOKEN = (
    "Discord does not accept the bot's token. Copy it anew from the Developer Portal "
    "(your application, Bot, Reset Token) into the setting discord.token."
)
WRONG_INTENTS = (
    "Discord does not grant the bot what it asks for. Switch on {wanted} in the Developer Portal (your application, "
    "Bot, Privileged Gateway Intents), or switch off {settings} in the settings."
)
WRONG_SHARDS = (
    "Discord does not accept the settings discord.shards and discord.shard_ids: leave them out, or correct them."
)
Prepare = Callable[[Client, Lanes], None]


class Connection:
    """One bot's connection; `prepare` gives each new client what it needs before it logs in."""

    def __init__(self, token: str, settings: Settings, *, wire: Wire, prepare: Prepare) -> None:
        self._token = token
        self._settings = settings
        self._wire = wire
        self._prepare = prepare
        self._shards = settings.shards or 1  # of the bot, as far as is known

    async def run(self, handler: Handler) -> None:
        """Deliver events until cancelled; raises `Misconfigured`."""
        lanes = Lanes(handler)
        try:
            await self._keep(lanes)
        finally:
            await lanes.end(FINISH_SECONDS)

    async def _keep(self, lanes: Lanes) -> None:
        """One client after another; what is being answered goes on by the next.

        Each costs a session of every shard, and other processes have theirs: so pauses are as many times as long.
        """
        pause = FIRST_PAUSE
        while True:
            began = time.monotonic()
            try:
                await self._session(lanes)
            except Exception as fault:
                wrong = misconfigured(fault, self._settings)
                if wrong is not None:
                    raise wrong from fault
                log.exception("connection ended, making a new one", extra={"pause_s": pause * self._shards})
            if time.monotonic() - began > LONGEST_PAUSE * self._shards:
                pause = FIRST_PAUSE  # it had worked for a while
            await asyncio.sleep(pause * self._shards)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _session(self, lanes: Lanes) -> None:
        """One client, from its login to its end; told to stop, it first lets be finished what is being answered."""
        client = Client(self._settings)
        self._prepare(client, lanes)
        try:
            async with asyncio.timeout(LOGIN_SECONDS):
                await client.login(self._token)
            self._wire.client = client
            await client.connect()
        except asyncio.CancelledError:
            await lanes.end(FINISH_SECONDS)
            raise
        finally:
            self._shards = client.shard_count or self._shards
            self._wire.client = None
            with suppress(*REST_FAULTS):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await client.close()


def misconfigured(fault: Exception, settings: Settings) -> Misconfigured | None:
    """What somebody has to change, where that is why it ended."""
    if isinstance(fault, Misconfigured):
        return fault
    if isinstance(fault, discord.LoginFailure):
        return Misconfigured(WRONG_TOKEN)
    if isinstance(fault, discord.PrivilegedIntentsRequired):
        return _intents(settings)
    if not isinstance(fault, discord.ConnectionClosed):
        return None
    if fault.code == 4004:
        return Misconfigured(WRONG_TOKEN)
    if fault.code in (4013, 4014):
        return _intents(settings)
    return Misconfigured(WRONG_SHARDS) if fault.code in (4010, 4011) else None


def _intents(settings: Settings) -> Misconfigured:
    asked = []
    if settings.listen:
        asked.append(("the Message Content Intent", "discord.listen"))
    if settings.members:
        asked.append(("the Server Members Intent", "discord.members"))
    names, keys = zip(*asked, strict=True) if asked else (("the intents",), ("discord.listen and discord.members",))
    return Misconfigured(WRONG_INTENTS.format(wanted=" and ".join(names), settings=" and ".join(keys)))

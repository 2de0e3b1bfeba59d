"""Whether somebody can read a place now: asked of Discord, for the bot keeps no list of members.

The server may belong to another process of the bot, so nothing of it need be in the cache here. A channel that is not
there, or not ours to see, counts as not readable. What could not be asked raises; so does a server that the bot is not
in, for that says nothing of who is.
"""

import time

import discord

from adapters.discord.audience import lets_read
from adapters.discord.wire import Wire
from adapters.errors import Refused
from adapters.recent import PASSING, Clock, Recent
from adapters.types import Address

KEPT_SECONDS = 20.0
Viewed = discord.abc.GuildChannel | discord.Thread


class Readers:
    """Answers for some seconds from what it asked last."""

    def __init__(self, wire: Wire, clock: Clock = time.monotonic) -> None:
        self._wire = wire
        self._answers: Recent[tuple[str, str], bool] = Recent(PASSING, clock)

    async def reads(self, handle: str, address: Address) -> bool:
        """Whether that account can read the place, or without a channel anything of the space."""
        if address.space is None:
            return address.channel == f"@{handle}"
        key = (handle, address.key)
        known = self._answers.get(key, KEPT_SECONDS)
        if known is not None:
            return known
        answer = await self._ask(int(handle), address, int(address.space))
        self._answers.put(key, answer)
        return answer

    async def _ask(self, user: int, address: Address, space: int) -> bool:
        guild = await self._guild(space)
        try:
            member = await self._wire.ask(f"look/{space}", lambda _: guild.fetch_member(user))
            if not address.channel:
                return True
            channel = await self._channel(guild, int(address.channel))
            return await self._sees(channel, member)
        except Refused:
            return False

    async def _guild(self, space: int) -> discord.Guild:
        """The server; raises `Refused` where the bot is not in it."""
        client = self._wire.client
        cached = client.get_guild(space) if client is not None else None
        if cached is not None and not cached.unavailable:
            return cached
        return await self._wire.ask(f"look/{space}", lambda client: client.fetch_guild(space, with_counts=False))

    async def _channel(self, guild: discord.Guild, channel: int) -> Viewed:
        cached = guild.get_channel_or_thread(channel)
        if cached is not None:
            return cached
        return await self._wire.ask(f"look/{channel}", lambda _: guild.fetch_channel(channel))

    async def _sees(self, channel: Viewed, member: discord.Member) -> bool:
        if not isinstance(channel, discord.Thread):
            return lets_read(channel.permissions_for(member), channel)
        parent = await self._channel(channel.guild, channel.parent_id)
        if isinstance(parent, discord.Thread) or not lets_read(parent.permissions_for(member), parent):
            return False
        if not channel.is_private() or parent.permissions_for(member).manage_threads:
            return True
        await self._wire.ask(f"look/{channel.id}", lambda _: channel.fetch_member(member.id))
        return True

"""Servers that put the bot out while nobody was there to hear of it.

Discord tells that once. Who was not connected then finds the server missing where a new session names all of its own,
among them those that are not reached just now. What this client knew of is looked through as the session begins; for
what an earlier one knew, whoever keeps things of servers is asked for their ids. They are those that the same
application had joined: of servers that another one was in, it cannot tell whether they ended.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

import discord

Gone = Callable[[int], Awaitable[None]]


class Known(Protocol):
    """Keeps things of servers."""

    async def began(self, application: str, spaces: Sequence[str]) -> None:
        """The application is connected, and stands in these."""

    async def joined(self, application: str, after: str) -> Sequence[str]:
        """The ids of those that it had joined and of which something is kept: a page after one of them, in order."""


def told_anew(client: discord.Client, ready: Callable[[Any], None]) -> Callable[[Any], None]:
    """`ready`, as discord.py takes a new session, after which also what the session does not name is gone for it.

    The event `session` follows, with the shard and how many there are.
    """

    def take(told: Mapping[str, Any]) -> None:
        named, (shard, shards) = {int(each["id"]) for each in told["guilds"]}, told["shard"]
        missing = [each for each in client.guilds if shard_of(each.id, shards) == shard and each.id not in named]
        ready(told)
        for guild in missing:
            client._connection._remove_guild(guild)
            client.dispatch("guild_remove", guild)
        client.dispatch("session", shard, shards)

    return take


async def look(client: discord.Client, known: Known, gone: Gone, *, shard: int, shards: int) -> None:
    """Tell `gone` of each server of the shard that the application had joined and that is not there.

    It ends with the client: one that hears nothing any more cannot tell where the bot was let in meanwhile.
    """
    application, last = str(client.application_id), ""
    here = [str(each.id) for each in client.guilds if shard_of(each.id, shards) == shard]
    await known.began(application, here)
    while page := await known.joined(application, last):
        last = page[-1]
        for guild in [int(each) for each in page if each.isdecimal()]:
            if client.is_closed():
                return
            if shard_of(guild, shards) == shard and client.get_guild(guild) is None:
                await gone(guild)


def shard_of(guild: int, shards: int) -> int:
    """The shard that hears of a server."""
    return (guild >> 22) % shards

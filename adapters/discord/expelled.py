"""Threads that the bot was put out of.

discord.py tells of that as it tells of threads that only dropped out of its list of those in use; who was taken out
stands in Discord's event alone.
"""

from collections.abc import Callable, Mapping
from typing import Any

import discord


def told_of_own(client: discord.Client, changed: Callable[[Any], None]) -> Callable[[Any], None]:
    """`changed`, as discord.py takes who is in a thread, after which the event `expelled` follows where it was the bot.

    It comes with the ids of the thread and of its server.
    """

    def take(told: Mapping[str, Any]) -> None:
        changed(told)
        if client.user is not None and str(client.user.id) in told.get("removed_member_ids", ()):
            client.dispatch("expelled", int(told["id"]), int(told["guild_id"]))

    return take

"""When sessions of the gateway may begin.

Discord allows a bot so many a day over all its shards, and resets the token of one that begins more; and it wants five
seconds between two of them, whichever processes begin them. What is left is asked for. Processes that share the shards
of a bot begin in turns that the clock tells each of them, so that they need not know of one another: it costs the wait
for one's turn, and clocks that differ by less than a second.
"""

import asyncio
import logging
from dataclasses import dataclass

import discord

log = logging.getLogger(__name__)
TURN_SECONDS, LATE_SECONDS = 6.0, 0.5
LEAST_WAIT = 1.0


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns of a bot's shards, of which Discord lets `at_once` begin together."""

    shards: int
    at_once: int = 1

    def wait(self, shard: int, now: float) -> float:
        """The seconds until it is the shard's turn; `now` in seconds since 1970."""
        rounds = -(-self.shards // self.at_once)
        ahead = (shard // self.at_once * TURN_SECONDS - now) % (rounds * TURN_SECONDS)
        return 0.0 if ahead > rounds * TURN_SECONDS - LATE_SECONDS else ahead


async def allowed(client: discord.Client, sessions: int | None = None) -> Turns:
    """Wait until so many sessions may begin, without a number as many as the bot has shards; raises discord.py's.

    Every process of the bot may begin as many at this moment as it has shards, so whoever begins leaves that for all.
    """
    while True:
        shards, _, limits = await client.http.get_bot_gateway()
        shards = client.shard_count or shards
        needed = shards if sessions is None else sessions
        if limits["remaining"] >= needed:
            return Turns(shards, limits["max_concurrency"])
        wait = max(limits["reset_after"] / 1000, LEAST_WAIT)
        said = {"left": limits["remaining"], "needed": needed, "pause_s": wait}
        log.warning("no session may begin for a while", extra=said)
        await asyncio.sleep(wait)

"""Takes up a lost session where it was, so that what was said meanwhile is heard.

discord.py's sharded client begins a new session as soon as one try to connect has failed, and all events in between
are gone. Discord keeps a session for minutes; so it is tried first, with every fifth try a new one, for the address
to resume at may be gone for good.
"""

from discord.gateway import ReconnectWebSocket
from discord.shard import Shard

ANEW = 5
LONGEST_BACKOFF = 4  # tried again after 2 to the power of this many seconds at most: other shards wait for it


class Resuming:
    """Stands in the way of a shard's own reconnecting, for as long as the shard lives."""

    def __init__(self, shard: Shard) -> None:
        self._shard = shard
        self._anew = shard.reconnect
        self._tries = 0
        shard._backoff._max = LONGEST_BACKOFF
        vars(shard)["reconnect"] = self.reconnect

    def resumed(self) -> None:
        """It worked."""
        self._tries = 0

    async def reconnect(self) -> None:
        """Resume the session, or begin a new one where there is none or resuming fails again and again."""
        self._tries += 1
        socket = self._shard.ws
        if self._tries % ANEW == 0 or socket.session_id is None or socket.sequence is None:
            await self._anew()
        else:
            await self._shard.reidentify(ReconnectWebSocket(self._shard.id))

"""The door to people's own pages that may be open, reachable as `memory.pages`: who shows one hears what changes on it.

The database tells, in the transaction that changes something, and only of pages that were shown of late. So it costs
the same however many people there are.
"""

from collections.abc import Callable
from datetime import timedelta

from memory.store import listening, pages
from memory.store.database import Database

CHANNEL = "rapport_pages"
OPEN = timedelta(hours=1)


class Pages:
    """Keepers, each with a name without spaces of its own, and what they are told."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def opened(self, platform: str, handle: str, *, keeper: str) -> None:
        """The keeper shows the account its page from now on, in the place of whoever did; what changes it hears."""
        await pages.opened(self._database, platform, handle, keeper=keeper, lasting=OPEN)

    async def listen(self, keeper: str, changed: Callable[[str, str], None], *, begun: Callable[[], None]) -> None:
        """Calls `changed` with platform and handle of a page of the keeper's that may not be true any more.

        `begun` is called each time that hearing begins: what was told before is lost. For ever; behind a pooler that
        cannot carry it, it returns at once.
        """

        def told(payload: str) -> None:
            to, _, account = payload.partition(" ")
            platform, _, handle = account.partition("/")
            if to == keeper:
                changed(platform, handle)

        await listening.hear(self._database, CHANNEL, told, begun=begun)

    async def tidy(self, *, most: int) -> int:
        """Drops a slice of pages that nobody looks at any more; how many, 0: nothing left."""
        return await pages.prune(self._database, most=most)

"""People's own pages stay true while they look at them, whatever changes and whichever process changes it.

Each page has one keeper, the process that showed it last, which the database tells of changes. What changes together
is shown together, and a page is made anew seldom enough for any platform's limits; one that says the same as before is
not sent again. Who looks where nothing can be heard, behind a pooler, waits for a minute at most.
"""

import asyncio
import logging
from uuid import uuid4

from adapters.errors import AdapterError
from adapters.port import Paged
from adapters.recent import Recent
from bot.supervise import Supervisor
from memory.errors import MemoryFault
from memory.pages import Pages

log = logging.getLogger(__name__)
LANES, MOST = 16, 10_000
SETTLE_SECONDS, REST_SECONDS = 0.5, 4.0  # from a change to the page; between two of one page
RETRY_SECONDS, LONGEST_SECONDS = 15.0, 240.0
LOOK_SECONDS = 60.0


class OpenPages:
    """Knows which pages were shown here, and has them made anew."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._keeper = uuid4().hex
        self._shown: Recent[tuple[str, str], bool] = Recent(MOST)

    async def shown(self, platform: str, handle: str) -> None:
        """Somebody is about to be shown their page; where that cannot be put down they are shown it all the same."""
        self._shown.put((platform, handle), True)
        try:
            await self._pages.opened(platform, handle, keeper=self._keeper)
        except MemoryFault as fault:
            log.warning("page not followed", extra={"kind": type(fault).__name__})

    async def run(self, adapter: Paged) -> None:
        """Keep the pages at that platform true, for ever."""
        renewing = Renewing(adapter)

        def changed(platform: str, handle: str) -> None:
            if platform == adapter.name:
                renewing.tell(handle)

        def all_may_have() -> None:
            for (platform, handle), _ in self._shown.items():
                changed(platform, handle)

        async with Supervisor() as lanes:
            for number in range(LANES):
                lanes.start(f"pages {number}", renewing.run)
            await self._pages.listen(self._keeper, changed, begun=all_may_have)
            while True:
                await asyncio.sleep(LOOK_SECONDS)
                all_may_have()


class Renewing:
    """Has pages of one platform made anew, each once for all that is told of it meanwhile."""

    def __init__(self, adapter: Paged) -> None:
        self._adapter = adapter
        self._due: asyncio.Queue[str] = asyncio.Queue()
        self._waiting: set[str] = set()
        self._rested: Recent[str, float] = Recent(MOST)
        self._failed: Recent[str, int] = Recent(MOST)

    def tell(self, handle: str, after: float = SETTLE_SECONDS) -> None:
        """The page may not be true any more."""
        if handle in self._waiting:
            return
        self._waiting.add(handle)
        loop = asyncio.get_running_loop()
        rest = (self._rested.get(handle) or 0.0) - loop.time()
        loop.call_later(max(after, rest), self._due.put_nowait, handle)

    async def run(self) -> None:
        """Make one after the other anew, for ever."""
        while True:
            handle = await self._due.get()
            self._waiting.discard(handle)
            self._rested.put(handle, asyncio.get_running_loop().time() + REST_SECONDS)
            if await self._renewed(handle):
                self._failed.drop(handle)
                continue
            failed = self._failed.get(handle) or 0
            self._failed.put(handle, failed + 1)
            self.tell(handle, min(RETRY_SECONDS * 2**failed, LONGEST_SECONDS))

    async def _renewed(self, handle: str) -> bool:
        try:
            return await self._adapter.renew(handle)
        except AdapterError as fault:
            log.warning("page not made anew", extra={"kind": type(fault).__name__})
            return False

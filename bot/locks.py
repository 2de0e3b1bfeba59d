"""One thing at a time in a place: a lock for each place in use."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import islice

PLACES = 4096


class Locks:
    """A lock for each place in use; a lock that nobody holds or awaits is dropped when there are too many."""

    def __init__(self, size: int = PLACES) -> None:
        self._size = size
        self._locks: OrderedDict[str, asyncio.Lock] = OrderedDict()
        self._users: dict[str, int] = {}

    @asynccontextmanager
    async def of(self, key: str) -> AsyncIterator[None]:
        """Hold the place's lock."""
        lock = self._locks.setdefault(key, asyncio.Lock())
        self._locks.move_to_end(key)
        self._users[key] = self._users.get(key, 0) + 1
        try:
            async with lock:
                yield
        finally:
            self._users[key] -= 1
            if not self._users[key]:
                del self._users[key]
            self._drop_idle()

    def _drop_idle(self) -> None:
        for key in list(islice(self._locks, max(0, len(self._locks) - self._size))):
            if key not in self._users:
                del self._locks[key]

"""Tells an adapter of which spaces something is kept, for a platform may have put the bot out where nobody heard it."""

from collections.abc import Sequence
from functools import partial

from adapters.errors import Unreachable
from bot.patience import patiently
from memory.errors import MemoryFault
from memory.following import Following

PAGE, LONG_SECONDS = 5_000, 3600.0


class KnownSpaces:
    """Knows spaces by the platform's own ids, for each application by itself; raises `AdapterError`."""

    def __init__(self, following: Following, platform: str) -> None:
        self._following = following
        self._platform, self._prefix = platform, f"{platform}/"

    async def began(self, application: str, spaces: Sequence[str]) -> None:
        """It is connected, and stands in these spaces."""
        named = [f"{self._prefix}{each}" for each in spaces]
        try:
            began = partial(self._following.began, self._platform, application, spaces=named)
            await patiently(began, seconds=LONG_SECONDS)
        except MemoryFault as fault:
            raise Unreachable("The database cannot be reached.") from fault

    async def joined(self, application: str, after: str) -> Sequence[str]:
        """A page of those that it had joined, after one of them, in order."""
        prefix = self._prefix
        page = partial(self._following.spaces, application, prefix, after=f"{prefix}{after}", most=PAGE)
        try:
            return [each.removeprefix(prefix) for each in await patiently(page, seconds=LONG_SECONDS)]
        except MemoryFault as fault:
            raise Unreachable("The database cannot be reached.") from fault

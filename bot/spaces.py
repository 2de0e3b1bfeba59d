"""Tells an adapter of which spaces something is kept, for a platform may have put the bot out where nobody heard it."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from adapters.errors import Unreachable
from bot.patience import patiently
from memory.errors import MemoryFault
from memory.following import Following

PAGE, LONG_SECONDS = 5_000, 3600.0


def known_spaces(following: Following, platform: str) -> Callable[[str], Awaitable[Sequence[str]]]:
    """Gives a page of the platform's own ids of spaces after one of them, in order; raises `AdapterError`."""
    prefix = f"{platform}/"

    async def known(after: str) -> Sequence[str]:
        page = partial(following.spaces, prefix, after=f"{prefix}{after}", most=PAGE)
        try:
            return [each.removeprefix(prefix) for each in await patiently(page, seconds=LONG_SECONDS)]
        except MemoryFault as fault:
            raise Unreachable("The database cannot be reached.") from fault

    return known

"""Names of people by id, for events that name nobody: a reaction taken back, or one in a conversation of two."""

import logging
from collections import OrderedDict

import discord

from adapters.discord.translate import author_of
from adapters.discord.wire import Wire
from adapters.errors import AdapterError
from adapters.types import Author

log = logging.getLogger(__name__)
REMEMBERED = 20_000


class People:
    """Remembers who was met last, and asks Discord for others."""

    def __init__(self, wire: Wire, size: int = REMEMBERED) -> None:
        self._wire = wire
        self._size = size
        self._known: OrderedDict[int, Author] = OrderedDict()

    def met(self, user: discord.User | discord.Member) -> None:
        """Somebody wrote or did something under this name."""
        author = author_of(user)
        self._known[user.id] = Author(author.handle, author.name, author.is_bot)
        self._known.move_to_end(user.id)
        if len(self._known) > self._size:
            self._known.popitem(last=False)

    def named(self, user: int) -> str | None:
        """The name under which somebody was met of late."""
        known = self._known.get(user)
        return None if known is None else known.name

    async def author(self, user: int) -> Author | None:
        """Who that is; None for a bot and for whom Discord does not tell of."""
        known = self._known.get(user)
        if known is not None:
            return None if known.is_bot else known
        try:
            fetched = await self._wire.ask(f"look/@{user}", lambda client: client.fetch_user(user))
        except AdapterError:
            log.info("person not found", extra={"user": user})
            return None
        self.met(fetched)
        return None if fetched.bot else author_of(fetched)

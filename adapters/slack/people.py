"""Who people are: asked of Slack once in a while, and known without it by their id alone."""

import asyncio
import logging
import time
from collections.abc import Collection, Mapping
from dataclasses import replace

from adapters.errors import AdapterError
from adapters.recent import Clock, Recent
from adapters.slack.payloads import inner, text_in
from adapters.slack.profiles import Profile, handle_of, profile_of
from adapters.slack.wire import Wire
from adapters.types import Author

log = logging.getLogger(__name__)
REMEMBERED = 20_000
KEPT_SECONDS, MISSED_SECONDS, ASK_SECONDS = 600.0, 30.0, 5.0
MOST_NAMED = 20


class People:
    """Remembers for ten minutes what it asked; who could not be asked for is not asked for again at once."""

    def __init__(self, wire: Wire, clock: Clock = time.monotonic, size: int = REMEMBERED) -> None:
        self._wire = wire
        self._known: Recent[tuple[str, str], Profile] = Recent(size, clock)
        self._missed: Recent[tuple[str, str], bool] = Recent(size, clock)
        self._changes = 0  # what was asked for before one and answered after it may be as it was

    async def author(self, team: str, user: str) -> Author:
        """Who that is, see `look`."""
        return (await self.look(team, user)).author

    async def look(self, team: str, user: str) -> Profile:
        """Who that is; where Slack does not tell, as it was known before, managing nothing, or guessed by the id."""
        key = (team, user)
        if self._missed.get(key, MISSED_SECONDS) is None:
            try:
                return await self.profile(team, user)
            except AdapterError as fault:
                log.info("person not found", extra={"team": team, "user": user, "why": str(fault)})
                self._missed.put(key, True)
        return await self._guessed(key)

    async def profile(self, team: str, user: str, *, within: float = KEPT_SECONDS) -> Profile:
        """What Slack says of the account, asked for at most so many seconds ago; raises `AdapterError`."""
        key = (team, user)
        known = self._known.get(key, within)
        if known is not None:
            return known
        bot, changes = await self._wire.bot(team), self._changes
        answer = await self._wire.ask(team, "users.info", {"user": user, "include_locale": True}, seconds=ASK_SECONDS)
        found = profile_of({"id": user, **inner(answer, "user")}, team, bot.enterprise)
        if changes == self._changes:
            self._known.put(key, found)
        self._missed.drop(key)
        return found

    async def names(self, team: str, users: Collection[str]) -> Mapping[str, str]:
        """The names of these, as far as they are known; a message that names a crowd is not worth asking for all."""
        asked = sorted(set(users))[:MOST_NAMED]
        found = await asyncio.gather(*(self.look(team, each) for each in asked))
        return {user: each.author.name for user, each in zip(asked, found, strict=True) if not each.guessed}

    def changed(self, team: str, profile: Mapping[str, object]) -> None:
        """What is known of an account is no longer so: it is asked for anew where it is needed."""
        self._changes += 1
        user, within = text_in(profile, "id"), inner(profile, "enterprise_user").get("teams")
        for each in {team, *(within if isinstance(within, list) else ())}:
            self._known.drop((str(each), user))
            self._missed.drop((str(each), user))

    async def _guessed(self, key: tuple[str, str]) -> Profile:
        known = self._known.get(key)
        if known is not None:
            return replace(known, author=replace(known.author, manages=False))
        bot = await self._wire.bot(key[0])
        return Profile(Author(handle_of(bot.enterprise or bot.team or key[0], key[1]), key[1]), guessed=True)

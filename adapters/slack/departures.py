"""Who reads a place no longer, and which place is no more.

A deleted channel is closed, with all that was said in it. So is one that the bot was sent away from, and one that has
another id since it was shared with another workspace: the bot hears of edits and deletions there no more, and what
people take back must not stay. An archived channel is still read by those who were in it: its words stay, nothing more
is heard. Somebody who is only a guest from now on has left the workspace, and reads what they are met in.
"""

import logging
from collections.abc import Sequence

from adapters.errors import AdapterError
from adapters.slack.envelopes import Envelope
from adapters.slack.knowledge import Knowledge
from adapters.slack.payloads import inner, text_in
from adapters.slack.profiles import handle_of, profile_of
from adapters.slack.spots import PLATFORM
from adapters.types import Address, Change, Closed, Left

log = logging.getLogger(__name__)


class Departures:
    """Each gives what it leads to: nothing where it is not so any more."""

    def __init__(self, known: Knowledge) -> None:
        self._known = known

    async def closed(self, told: Envelope, channel: str) -> Sequence[Change]:
        """A channel is no more, under whatever address it was known."""
        self._known.places.forget(told.team, channel)
        return [Closed(each, told.at) for each in await self._known.places.known_as(told.team, channel)]

    async def sent_away(self, told: Envelope) -> Sequence[Change]:
        """The bot is in a channel no longer, unless it was taken in again meanwhile."""
        self._known.places.forget(told.team, told.channel)
        try:
            if await self._known.places.is_there(told.team, told.channel):
                return ()
        except AdapterError as fault:
            log.info("channel not seen any more", extra={"channel": told.channel, "kind": type(fault).__name__})
        return await self.closed(told, told.channel)

    async def left(self, told: Envelope) -> Sequence[Change]:
        """Somebody is in a channel no longer, maybe the bot itself."""
        bot, user = await self._known.wire.bot(told.team), text_in(told.event, "user")
        if user == bot.user:
            return await self.sent_away(told)
        self._known.places.forget(told.team, told.channel)
        handles = await self._handles(told, user, enterprise=bot.enterprise)
        places = await self._known.places.known_as(told.team, told.channel)
        return [Left(place, handle, told.at) for place in places for handle in sorted(handles)]

    async def _handles(self, told: Envelope, user: str, *, enterprise: str) -> set[str]:
        """Who left: of our own people Slack says at once where they are at home; others are asked for or guessed."""
        home = text_in(told.event, "team")
        if home in (told.team, enterprise or told.team):
            return {handle_of(enterprise or told.team, user)}
        asked = (await self._known.people.author(told.team, user)).handle
        return {asked, handle_of(home, user)} if home else {asked}

    async def changed(self, told: Envelope) -> Sequence[Change]:
        """An account is new or another than before."""
        user = inner(told.event, "user")
        bot = await self._known.wire.bot(told.team)
        self._known.people.changed(told.team, user)
        turned = self._known.guests.changed(told.team, user)
        if turned:
            self._known.places.forget_all(told.team)
        profile = profile_of(user, told.team, bot.enterprise)
        if turned or profile.gone or profile.stranger:
            return (Left(Address(PLATFORM, told.team, ""), profile.author.handle, told.at),)
        return ()

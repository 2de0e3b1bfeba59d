"""Finds the place behind a channel's id, and the channel behind a place.

An edit or a deletion names a channel only, and must come to the very address that the message had. The server's
cache answers that without a request for all but old threads and direct conversations: those are kept as they are met,
and asked for where they were met before the process began.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence

import discord

from adapters.discord.audience import Where, direct, unknown, where
from adapters.discord.faults import REST_FAULTS
from adapters.errors import AdapterError, Refused
from adapters.types import Address, Audience

log = logging.getLogger(__name__)
REMEMBERED = 20_000
FETCH_SECONDS = 10.0
PAUSES = (2.0, 5.0, 15.0, 60.0, 300.0, 900.0)  # what was taken back must not stay because Discord was away
Get = Callable[[int], object]
Fetch = Callable[[int], Awaitable[object]]


class Places:
    """Knows channels by id, as far as they cannot be seen in the cache of servers; the least recent are let go."""

    def __init__(self, size: int = REMEMBERED) -> None:
        self._size = size
        self._places: OrderedDict[int, Where] = OrderedDict()
        self._directs: OrderedDict[str, int] = OrderedDict()

    def met(self, channel: object, channel_id: int, *, guild: int | None, author: int) -> Where | None:
        """The place of a message that just came; None where its channel has to be asked for."""
        if guild is None and isinstance(channel, discord.DMChannel | discord.PartialMessageable):
            return self.met_direct(channel_id, author)
        place = where(channel)
        if place is not None:
            self._keep(channel_id, place)
        return place

    def met_direct(self, channel_id: int, user: int) -> Where:
        """A direct conversation, and the channel in which it is held."""
        place = direct(user)
        self._keep(channel_id, place)
        self._directs[place.address.channel] = channel_id
        self._directs.move_to_end(place.address.channel)
        if len(self._directs) > self._size:
            self._directs.popitem(last=False)
        return place

    async def find(
        self, channel_id: int, *, guild: int | None, get: Get, fetch: Fetch, pauses: Sequence[float] = ()
    ) -> Where:
        """The place of a channel: as cached, as met before, as fetched, or what can be said of it by its id.

        Where Discord cannot be asked, it is asked again after each of the `pauses`.
        """
        place = where(get(channel_id)) or self._kept(channel_id, get)
        if place is not None:
            return place
        fetched = await _fetched(channel_id, fetch, pauses=pauses)
        if fetched is None:
            log.info("channel not found", extra={"channel": channel_id})
            return unknown(channel_id, guild)
        if isinstance(fetched, discord.DMChannel) and fetched.recipient is not None:
            return self.met_direct(channel_id, fetched.recipient.id)
        place = where(fetched) or unknown(channel_id, guild)
        self._keep(channel_id, place)
        return place

    def _kept(self, channel_id: int, get: Get) -> Where | None:
        """A place met before. Who reads an old thread is asked of its channel anew: that may have been closed since."""
        place = self._places.get(channel_id)
        if place is None or place.audience is Audience.DIRECT:
            return place
        parent = where(get(int(place.address.channel)))
        return Where(place.address, parent.audience if parent is not None else Audience.PRIVATE)

    def channel_of(self, address: Address) -> int | None:
        """The id of the channel to write to; None for a direct conversation whose channel is not known."""
        if address.channel.startswith("@"):
            return self._directs.get(address.channel)
        return int(address.thread or address.channel)

    def _keep(self, channel_id: int, place: Where) -> None:
        if place.address.thread is None and place.audience is not Audience.DIRECT:
            return  # its address is its id
        self._places[channel_id] = place
        self._places.move_to_end(channel_id)
        if len(self._places) > self._size:
            self._places.popitem(last=False)


async def _fetched(channel_id: int, fetch: Fetch, *, pauses: Sequence[float]) -> object | None:
    """The channel as Discord has it; None where it does not say."""
    for pause in (*pauses, None):
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                return await fetch(channel_id)
        except Refused:
            return None
        except (*REST_FAULTS, AdapterError):
            if pause is not None:
                await asyncio.sleep(pause)
    return None

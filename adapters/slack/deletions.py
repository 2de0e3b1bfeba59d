"""From what places a message is gone that was deleted: each where it may have been noted.

Memory keeps by place. Alone with somebody a place is named after them, whom not every deletion tells: where Slack
cannot be asked at that moment, it is asked again while nothing else in the conversation waits.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from adapters.errors import AdapterError, Unreachable
from adapters.slack.envelopes import Envelope
from adapters.slack.knowledge import Knowledge
from adapters.slack.patience import patiently
from adapters.slack.payloads import inner, text_in
from adapters.slack.rooms import IM
from adapters.slack.spots import Spot
from adapters.slack.threads import Threads
from adapters.slack.translate import Shape, is_spoken, mentions, thread_of, time_of
from adapters.slack.wire import Bot
from adapters.types import Address, Deleted, Event

log = logging.getLogger(__name__)


class Deletions:
    """Finds the places."""

    def __init__(self, known: Knowledge, threads: Threads) -> None:
        self._known = known
        self._threads = threads

    async def of(self, told: Envelope, message: Shape, bot: Bot) -> Sequence[Deleted]:
        """That a message is gone, as far as is known at this moment."""
        ts, at = text_in(message, "ts"), time_of(text_in(told.event, "event_ts"))
        if _is_alone(told):
            return (Deleted(await self._alone(told, bot), (ts,), at),)
        rooms = await self._known.places.known_as(told.team, told.channel)
        threads = self.threads(told, message, bot)
        return [Deleted(replace(room, thread=thread), (ts,), at) for room in rooms for thread in threads]

    def threads(self, told: Envelope, message: Shape, bot: Bot) -> Sequence[str | None]:
        """The threads in which a message may have been noted: one, where that is known for sure."""
        thread, ts = thread_of(message), text_in(message, "ts")
        if thread is not None or _is_alone(told):
            return (thread,)
        if self._threads.joined(told.team, told.channel, ts) and mentions(message, bot):
            return (ts,)
        return (None, ts)

    async def late(self, told: Envelope, found: Sequence[Event]) -> Sequence[Deleted]:
        """The same from the place that was not known yet when those were found; takes minutes."""
        gone = [each for each in found if isinstance(each, Deleted)]
        if not gone or not _is_alone(told) or self._known.places.is_met(told.team, told.channel):
            return ()
        try:
            place = await patiently(partial(self._met, told))
        except AdapterError as fault:
            log.error("what was deleted stands nowhere that is known", extra={"kind": type(fault).__name__})
            return ()
        return [replace(each, address=place) for each in gone if each.address.key != place.key]

    async def _met(self, told: Envelope) -> Address:
        self._known.places.forget(told.team, told.channel)  # that it was not known is kept for a while
        place = await self._alone(told, await self._known.wire.bot(told.team))
        if not self._known.places.is_met(told.team, told.channel):
            raise Unreachable
        return place

    async def _alone(self, told: Envelope, bot: Bot) -> Address:
        """The place of the two; with whom says what was deleted, unless the bot or Slack itself had said it."""
        before = inner(told.event, "previous_message")
        user = text_in(before, "user") if is_spoken(before, bot) else None
        spot = Spot(told.team, told.channel)
        return (await self._known.places.where(spot, user=user, kind=IM, shared=told.shared)).address


def _is_alone(told: Envelope) -> bool:
    return text_in(told.event, "channel_type") == IM

"""Sends messages: split where they are long, as a file where they are far too long, in the thread of what they answer.

Nobody is called but the person answered, links do not unfold, and what is for one person's eyes is written where others
read only so that they alone are shown it, else into the conversation of two. An answer for everybody in a workspace is
kept back where somebody else came to read while it was made. What has a key is not tried again here: whoever sends it
looks first whether it stands there.
"""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime

from adapters.errors import MessageGone, Refused
from adapters.growing import all_of
from adapters.outgoing import Outgoing, Sent
from adapters.slack.askers import Asker, Askers
from adapters.slack.files import upload
from adapters.slack.finding import find_post
from adapters.slack.payloads import text_in
from adapters.slack.pieces import Piece, pieces_of
from adapters.slack.posting import Posting, edit, post
from adapters.slack.profiles import user_of
from adapters.slack.spots import PLATFORM, Places, Spot
from adapters.slack.wire import Wire
from adapters.types import direct_with

log = logging.getLogger(__name__)
NOBODY = "There is nobody to whom this may be said in private."
KEPT_BACK = "I am not sure any more who reads this channel, so I keep back what I was about to say. Ask me again."


class Sending:
    """Posts and edits messages."""

    def __init__(self, wire: Wire, places: Places, askers: Askers) -> None:
        self.wire = wire
        self.askers = askers
        self._places = places

    async def send(self, outgoing: Outgoing) -> Sent:
        """Send a whole message, in parts where it is long. Raises `AdapterError`."""
        asker = self.asker_of(outgoing)
        if outgoing.private and not _is_direct(outgoing):
            return await self._privately(outgoing, asker)
        if await self.is_kept_back(outgoing):
            outgoing = Outgoing(outgoing.address, KEPT_BACK, outgoing.reply_to, mentions=outgoing.mentions)
        spot = await self.spot_of(outgoing)
        pieces = pieces_of(outgoing, _whose(outgoing, asker))
        posted = [await self.post(spot, piece, key=outgoing.key) for piece in pieces]
        return Sent(outgoing.address, posted[0], tuple(posted[1:]))

    async def find(self, outgoing: Outgoing, since: datetime) -> Sent | None:
        """Where a message with a key stands if it was sent since then."""
        if outgoing.key is None:
            return None
        spot = await self._places.spot_of(outgoing.address)
        found = await find_post(self.wire, spot, key=outgoing.key, since=since)
        return None if found is None else Sent(outgoing.address, found)

    async def whole(self, outgoing: Outgoing, words: AsyncIterator[str]) -> Sent:
        """Send the words when all are there."""
        text = outgoing.text + await all_of(words)
        return await self.send(replace(outgoing, text=text))

    async def post(self, spot: Spot, piece: Piece, *, key: str | None = None) -> str:
        """Post one message and its files; gives its ts."""
        posted = ""
        if piece.said()["blocks"]:
            once = Posting(self.wire, spot).surely(piece) if key is None else post(self.wire, spot, piece, key=key)
            posted = await once
        if piece.files:
            shown = await upload(self.wire, spot, piece.files)
            posted = posted or shown
        return posted

    async def edit(self, spot: Spot, ts: str, piece: Piece) -> None:
        """Change a message of ours: its words and its controls."""
        await edit(self.wire, spot, ts, piece)

    async def spot_of(self, outgoing: Outgoing) -> Spot:
        """Where it belongs: in the thread of what it answers, or of what is being answered at its address."""
        asker = self.asker_of(outgoing)
        return asker.spot if asker is not None else await self._places.spot_of(outgoing.address)

    async def is_kept_back(self, outgoing: Outgoing) -> bool:
        """Whether it answers what was asked where others may read now than then."""
        return outgoing.reply_to is not None and not await self._places.is_still(outgoing.address)

    def asker_of(self, outgoing: Outgoing) -> Asker | None:
        """Who is answered by it, as far as is known; nobody by what comes by itself."""
        if outgoing.key is not None:
            return None
        asker = self.askers.of(outgoing.reply_to)
        if asker is not None and asker.place == outgoing.address.key:  # elsewhere a message may be called the same
            return asker
        return self.askers.here(outgoing.address)

    async def _privately(self, outgoing: Outgoing, asker: Asker | None) -> Sent:
        """For one person's eyes: shown to them where they asked, else to them alone."""
        asked = self.askers.of(outgoing.reply_to)
        person = asked.handle if asked is not None else outgoing.mentions or (asker.handle if asker else None)
        if person is None:
            raise Refused(NOBODY)
        if not outgoing.files:
            try:
                return await self._shown_to(person, outgoing)
            except MessageGone:
                raise
            except Refused:
                log.info("not shown where it was asked", extra={"event": outgoing.reply_to})
        alone = direct_with(PLATFORM, person)
        return await self.send(replace(outgoing, address=alone, reply_to=None, private=False, replace=False))

    async def _shown_to(self, person: str, outgoing: Outgoing) -> Sent:
        spot, user, first = await self.spot_of(outgoing), user_of(person)[1], ""
        for piece in pieces_of(outgoing, user):
            if piece.files:
                raise Refused
            sent = {"channel": spot.channel, "thread_ts": spot.thread, "user": user, **piece.said()}
            answer = await self.wire.insist(spot.team, "chat.postEphemeral", sent)
            first = first or text_in(answer, "message_ts")
        return Sent(outgoing.address, first)


def _is_direct(outgoing: Outgoing) -> bool:
    return outgoing.address.channel.startswith("@")


def _whose(outgoing: Outgoing, asker: Asker | None) -> str:
    """The id of the user whose controls they are; in the conversation of two nobody else is there."""
    return asker.user if asker is not None and not _is_direct(outgoing) else ""

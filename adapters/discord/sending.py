"""Sends messages: split where they are long, as a file where they are far too long, in reply to what they answer.

Nobody is pinged but the person answered, links do not unfold, and what is for one person's eyes is never written where
others read: without a live interaction it goes into the conversation of two.
"""

import logging
import secrets
from collections import OrderedDict
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime

import discord
from discord.http import handle_message_parameters

from adapters.discord.audience import PLATFORM
from adapters.discord.finding import answering, find_post, nonce_of
from adapters.discord.granted import lacking
from adapters.discord.pieces import NOBODY, Piece, pieces_of
from adapters.discord.places import Places
from adapters.discord.views import view_of
from adapters.discord.wire import Wire
from adapters.errors import Refused
from adapters.growing import all_of
from adapters.outgoing import Outgoing, Sent
from adapters.types import Address, Command, Message, direct_with

log = logging.getLogger(__name__)
ASKERS = 10_000


@dataclass(frozen=True, slots=True)
class Asker:
    """Who is to be answered; `by_message` where their message can be replied to."""

    handle: str
    by_message: bool


class Sending:
    """Posts and edits messages."""

    def __init__(self, wire: Wire, places: Places) -> None:
        self._wire = wire
        self._places = places
        self._askers: OrderedDict[str, Asker] = OrderedDict()

    def met(self, event: Message | Command) -> None:
        """Something came that may be answered. That somebody writes in direct is reason to try them again."""
        self._askers[event.id] = Asker(event.author.handle, isinstance(event, Message))
        if len(self._askers) > ASKERS:
            self._askers.popitem(last=False)
        channel = self._places.channel_of(event.address)
        if event.address.channel.startswith("@") and channel is not None:
            self._wire.patience.welcome(str(channel))

    async def send(self, outgoing: Outgoing) -> Sent:
        """Send a whole message, in parts where it is long."""
        outgoing = _called(self._private(outgoing))
        pieces = pieces_of(outgoing, self.first_piece(outgoing), view_of(outgoing))
        channel = await self.channel_of(outgoing.address)
        nonces = [nonce_of(outgoing.key, part) or answering(outgoing, part) for part in range(len(pieces))]
        posted = [await self.post(channel, piece, nonce) for piece, nonce in zip(pieces, nonces, strict=True)]
        return Sent(outgoing.address, posted[0], tuple(posted[1:]))

    async def find(self, outgoing: Outgoing, since: datetime) -> Sent | None:
        """Where a message with a key stands, if all of it was sent since then."""
        outgoing = _called(self._private(outgoing))
        last = pieces_of(outgoing, self.first_piece(outgoing))[-1]
        channel = await self.channel_of(outgoing.address)
        found = await find_post(self._wire, channel, outgoing=outgoing, last=last, since=since)
        return None if found is None else Sent(outgoing.address, found)

    async def whole(self, outgoing: Outgoing, words: AsyncIterator[str]) -> Sent:
        """Send the words when all are there."""
        text = outgoing.text + await all_of(words)
        return await self.send(replace(outgoing, text=text))

    async def post(self, channel: int, piece: Piece, nonce: str | None = None) -> str:
        """Post one message, once even where the first try was lost on the way; gives its id."""
        nonce = nonce or str(secrets.randbits(62))
        key = f"{channel}/files" if piece.files else str(channel)  # who may not attach may still write
        try:
            answer = await self._wire.insist(
                key, lambda client: client.http.send_message(channel, params=piece.parameters(channel, nonce))
            )
        except Refused:
            found = self._wire.client.get_channel(channel) if self._wire.client is not None else None
            if names := lacking(found):
                log.warning("may not write there", extra={"channel": channel, "lacks": ", ".join(names)})
            raise
        return str(answer["id"])

    async def edit(self, channel: int, message_id: str, piece: Piece) -> None:
        """Change the text of a message of ours; its controls stay, and so does whom it marks as spoken to."""
        parameters = handle_message_parameters(piece.text, allowed_mentions=piece.mentions())
        await self._wire.ask(
            str(channel), lambda client: client.http.edit_message(channel, message_id, params=parameters)
        )

    async def show(self, channel: int, message_id: str, view: discord.ui.View) -> None:
        """Put controls under a message of ours."""
        parameters = handle_message_parameters(view=view, allowed_mentions=NOBODY)
        await self._wire.ask(
            str(channel), lambda client: client.http.edit_message(channel, message_id, params=parameters)
        )

    async def channel_of(self, address: Address) -> int:
        """The channel to write to; a conversation of two is opened where it is not known."""
        known = self._places.channel_of(address)
        if known is not None:
            return known
        user = int(address.channel.removeprefix("@"))
        opened = await self._wire.insist(f"@{user}", lambda client: client.http.start_private_message(user))
        self._places.met_direct(int(opened["id"]), user)
        return int(opened["id"])

    def first_piece(self, outgoing: Outgoing) -> Piece:
        """The message that answers what was asked, yet without its words."""
        asker = self._askers.get(outgoing.reply_to or "")
        pings = int(outgoing.mentions) if outgoing.mentions else None
        answers = int(outgoing.reply_to) if outgoing.reply_to and (asker is None or asker.by_message) else None
        replied = asker is not None and asker.handle == outgoing.mentions
        return Piece("", answers, pings, replied=replied)

    def _private(self, outgoing: Outgoing) -> Outgoing:
        """Where a private message may be written: to its person alone."""
        if not outgoing.private or outgoing.address.channel.startswith("@"):
            return outgoing
        asker = self._askers.get(outgoing.reply_to or "")
        person = asker.handle if asker is not None else outgoing.mentions
        if person is None:
            raise Refused("There is nobody to whom this may be said in private.")
        return replace(outgoing, address=direct_with(PLATFORM, person), reply_to=None)


def _called(outgoing: Outgoing) -> Outgoing:
    """What comes by itself where others read begins with whom it is for; what answers shows that already."""
    if outgoing.key is None or outgoing.mentions is None or outgoing.address.channel.startswith("@"):
        return outgoing
    return replace(outgoing, text=f"<@{int(outgoing.mentions)}> {outgoing.text}")

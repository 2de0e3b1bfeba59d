"""Sends messages: split where they are long, as a file where they are far too long, in reply to what they answer.

Nobody is pinged but the person answered, links do not unfold, and what is for one person's eyes is never written where
others read: without a live interaction it goes into the conversation of two.
"""

import io
import secrets
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace

import discord
from discord.http import MultipartParameters, handle_message_parameters

from adapters.discord.audience import PLATFORM
from adapters.discord.places import Places
from adapters.discord.views import view_of
from adapters.discord.wire import Wire
from adapters.errors import Refused, TooLarge
from adapters.outgoing import File, Outgoing, Sent
from adapters.text import split
from adapters.types import Address, Command, Message, direct_with

LONGEST_TEXT = 2000  # characters a message, as Discord counts them
LARGEST_FILE = 10 * 1024 * 1024
MOST_PARTS, MOST_FILES = 5, 10
WHOLE_NAME = "answer.md"
SEE_FILE = "\n\n(This is only the beginning: all of it is in the file.)"
ASKERS = 10_000
NOBODY = discord.AllowedMentions.none()


@dataclass(frozen=True, slots=True)
class Piece:
    """One message to post; `answers` is the message replied to, `pings` the person who may be pinged."""

    text: str
    answers: int | None = None
    pings: int | None = None
    replied: bool = False
    files: tuple[File, ...] = ()
    view: discord.ui.View | None = None

    def saying(self, text: str) -> "Piece":
        """The same with other text."""
        return replace(self, text=text)

    def parameters(self, channel: int, nonce: int) -> MultipartParameters:
        """As discord.py sends it; files are made anew, since a try reads them."""
        reference = None
        if self.answers is not None:
            reference = discord.MessageReference(
                message_id=self.answers, channel_id=channel, fail_if_not_exists=False
            ).to_message_reference_dict()
        return handle_message_parameters(
            self.text or None,
            nonce=nonce,
            flags=discord.MessageFlags(suppress_embeds=True),
            files=[discord.File(io.BytesIO(file.content), file.name) for file in self.files],
            view=self.view,
            allowed_mentions=self._mentions(),
            message_reference=reference,
        )

    def _mentions(self) -> discord.AllowedMentions:
        if self.pings is None:
            return NOBODY
        users = [discord.Object(self.pings)]
        return discord.AllowedMentions(everyone=False, roles=False, users=users, replied_user=self.replied)


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
        """Send a whole message; gives the id of its first part."""
        outgoing = self._private(outgoing)
        pieces = self._pieces(outgoing, view_of(outgoing))
        channel = await self.channel_of(outgoing.address)
        first = ""
        for piece in pieces:
            posted = await self.post(channel, piece)
            first = first or posted
        return Sent(outgoing.address, first)

    async def whole(self, outgoing: Outgoing, words: AsyncIterator[str]) -> Sent:
        """Send the words when all are there."""
        text = outgoing.text + "".join([piece async for piece in words])
        return await self.send(replace(outgoing, text=text))

    async def post(self, channel: int, piece: Piece) -> str:
        """Post one message, once even where the first try was lost on the way; gives its id."""
        nonce = secrets.randbits(62)
        answer = await self._wire.insist(
            str(channel), lambda client: client.http.send_message(channel, params=piece.parameters(channel, nonce))
        )
        return str(answer["id"])

    async def edit(self, channel: int, message_id: str, text: str) -> None:
        """Change the text of a message of ours; its controls stay."""
        parameters = handle_message_parameters(text, allowed_mentions=NOBODY)
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

    def first_piece(self, outgoing: Outgoing, text: str) -> Piece:
        """The message that answers what was asked."""
        asker = self._askers.get(outgoing.reply_to or "")
        pings = int(outgoing.mentions) if outgoing.mentions else None
        answers = int(outgoing.reply_to) if outgoing.reply_to and (asker is None or asker.by_message) else None
        replied = asker is not None and asker.handle == outgoing.mentions
        return Piece(text, answers, pings, replied=replied)

    def _private(self, outgoing: Outgoing) -> Outgoing:
        """Where a private message may be written: to its person alone."""
        if not outgoing.private or outgoing.address.channel.startswith("@"):
            return outgoing
        asker = self._askers.get(outgoing.reply_to or "")
        person = asker.handle if asker is not None else outgoing.mentions
        if person is None:
            raise Refused("There is nobody to whom this may be said in private.")
        return replace(outgoing, address=direct_with(PLATFORM, person), reply_to=None)

    def _pieces(self, outgoing: Outgoing, view: discord.ui.View | None) -> list[Piece]:
        files = outgoing.files
        for file in files:
            if len(file.content) > LARGEST_FILE:
                raise TooLarge()
        parts = [part for part in split(outgoing.text, LONGEST_TEXT) if part.strip()] or [""]
        if len(parts) > MOST_PARTS:
            files = (File(WHOLE_NAME, outgoing.text.encode()), *files)
            parts = [split(outgoing.text, LONGEST_TEXT - len(SEE_FILE))[0] + SEE_FILE]
        if not (parts[0] or files):
            raise Refused("There is nothing to send.")
        return self._arranged(outgoing, parts, files=files, view=view)

    def _arranged(
        self, outgoing: Outgoing, parts: Sequence[str], *, files: tuple[File, ...], view: discord.ui.View | None
    ) -> list[Piece]:
        """The first piece answers; the last with text has the controls and the first files, further files follow."""
        pieces = [self.first_piece(outgoing, parts[0]), *(Piece(part) for part in parts[1:])]
        pieces[-1] = replace(pieces[-1], files=files[:MOST_FILES], view=view)
        rest = range(MOST_FILES, len(files), MOST_FILES)
        return pieces + [Piece("", files=files[start : start + MOST_FILES]) for start in rest]

"""Discord behind `adapters.port.Adapter`: talking, and nothing that has to be asked of Discord before it is heard."""

import logging
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime

from adapters.catalog import Catalog
from adapters.discord import files, pulse
from adapters.discord.absent import Known
from adapters.discord.audience import PLATFORM
from adapters.discord.client import Client
from adapters.discord.connection import WRONG_SHARDS, Connection
from adapters.discord.controls import Interactions
from adapters.discord.desk import Desk
from adapters.discord.dialect import rendered, rendered_as_it_comes
from adapters.discord.directory import Names
from adapters.discord.hearing import Hearing
from adapters.discord.offering import Offering
from adapters.discord.people import People
from adapters.discord.pieces import LARGEST_FILE, LONGEST_TEXT
from adapters.discord.places import Places
from adapters.discord.readers import Readers
from adapters.discord.sending import Sending
from adapters.discord.settings import Settings, point
from adapters.discord.streaming import stream
from adapters.discord.wire import Wire
from adapters.errors import Misconfigured
from adapters.lanes import Lanes
from adapters.outgoing import Hearing as Told
from adapters.outgoing import Limits, Outgoing, Sent, Source
from adapters.port import Handler
from adapters.text import plain_markup
from adapters.types import Address, Attachment, Command, Event, Message

EDITS_A_SECOND = 1.0
for _talkative in ("discord.http", "discord.webhook.async_"):
    logging.getLogger(_talkative).setLevel(logging.ERROR)  # their warnings hold addresses with tokens in them


class Discord:
    """The bot at Discord."""

    name = PLATFORM
    sources = frozenset((Source.CHANNELS, Source.ROLES, Source.PEOPLE))

    def __init__(self, token: str, settings: Settings, catalog: Catalog = (), known: Known | None = None) -> None:
        if settings.shard_ids and settings.shards is None:
            raise Misconfigured(WRONG_SHARDS)
        self.limits = limits_of(settings)
        self._places = Places()
        self._wire = Wire()
        self._people = People(self._wire)
        self._sending = Sending(self._wire, self._places)
        self._readers = Readers(self._wire)
        self._offering = Offering(catalog)
        self._known = known
        self._interactions = Interactions(self._sending.send)
        self._desk = Desk(catalog, self._interactions, self._people)
        self._names = Names(self._wire, self._people)
        self._connection = Connection(token, settings, wire=self._wire, prepare=self._prepare)
        if settings.api is not None:
            point(settings.api)

    async def run(self, handler: Handler) -> None:
        """Deliver events until cancelled; raises `Misconfigured` for what somebody has to change."""
        await self._connection.run(handler)

    async def send(self, outgoing: Outgoing) -> Sent:
        """Answer a command where it was used, else send a whole message: in parts, or as a file where it is long."""
        outgoing = _shown(outgoing)
        return await self._interactions.answer(outgoing) or await self._sending.send(outgoing)

    async def find(self, outgoing: Outgoing, since: datetime) -> Sent | None:
        """Where a message with a key stands if it was sent since then."""
        return await self._sending.find(_shown(outgoing), since)

    async def stream(self, outgoing: Outgoing, words: AsyncIterator[str]) -> Sent:
        """Send a message that grows by edits as `words` arrive."""
        return await stream(self._sending, outgoing, rendered_as_it_comes(words))

    def typing(self, address: Address) -> AbstractAsyncContextManager[None]:
        """Show for the time of the block that an answer is coming."""
        return pulse.typing(self._wire, self._places.channel_of(address))

    async def fetch(self, attachment: Attachment, most: int) -> bytes:
        """The bytes of a file that came with a message; raises `TooLarge` before reading more than `most` bytes."""
        return await files.fetch(attachment, most)

    async def reads(self, handle: str, address: Address) -> bool:
        """Whether that account can read the place now, or without a channel anything of the space."""
        return await self._readers.reads(handle, address)

    def called(self, space: Address, source: Source, *, ids: Collection[str]) -> Mapping[str, str]:
        """What channels, roles and people of a server are called, by id, as far as is known."""
        return self._names.called(space, source, ids=ids)

    def _prepare(self, client: Client, lanes: Lanes) -> None:
        async def deliver(event: Event) -> None:
            if isinstance(event, Message | Command):
                self._sending.met(event)
            await lanes.deliver(event)

        client.hearing = Hearing(client, deliver, places=self._places, people=self._people, fetch=self._wire.channel)
        client.interacted = lambda interaction: self._desk.receive(interaction, deliver)
        client.offer = self._offering.offer
        client.known = self._known


def _shown(outgoing: Outgoing) -> Outgoing:
    """The same in Discord's markup."""
    text = plain_markup(outgoing.text) if outgoing.plain else rendered(outgoing.text)
    return replace(outgoing, text=text, plain=False)


def limits_of(settings: Settings) -> Limits:
    """What can be done at Discord with these settings."""
    return Limits(
        LONGEST_TEXT,
        EDITS_A_SECOND,
        streaming=True,
        private_replies=True,
        file=LARGEST_FILE,
        hearing=Told.CHOSEN if settings.listen else Told.ADDRESSED,
    )

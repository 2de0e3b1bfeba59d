"""From a command to its reply, at once: a command waits neither for an answer being written nor for the model.

What concerns settings of a space and ratings is here, since it has to know the platform; all else is in `commands`.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from adapters.errors import AdapterError, Unclaimed
from adapters.outgoing import Hearing, Home, Outgoing, Source
from adapters.port import Adapter, Directory
from adapters.types import Address, Command, HomeOpened
from adapters.types import Audience as Heard
from bot.bridge import place_of, to_account
from bot.commands import Commands
from bot.days import zone_of
from bot.inbox import Inbox
from bot.limits import Pace, Refusal
from bot.naming import as_typed, page_as_typed
from bot.open_pages import OpenPages
from bot.order import Order, order_of, place_of_answer
from bot.own_page import WELCOME, OwnPage
from bot.patience import patient_until, patiently
from bot.readers import Readers
from bot.reply import Reply, to_outgoing
from bot.serving import KEEP_SECONDS, patience_of
from bot.usage import interrupted
from bot.worker import Worker
from memory.memory import Memory
from memory.types import Audience, Place, Viewer

log = logging.getLogger(__name__)
READING = ("memory", "forget", "why", "about", "export", "reword")  # may tell what was said elsewhere, also by others


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a command was given: the command itself, and the platform that it came from."""

    command: Command
    adapter: Adapter

    @property
    def lists(self) -> bool:
        """Whether the platform lists its channels, roles and people itself."""
        return isinstance(self.adapter, Directory)

    @property
    def has_roles(self) -> bool:
        """Whether people of a space have roles there, as far as is known."""
        return not isinstance(self.adapter, Directory) or Source.ROLES in self.adapter.sources

    def names(self, source: Source, ids: Collection[str]) -> Mapping[str, str]:
        """What these are called in the space, by id; see `Directory`."""
        if not isinstance(self.adapter, Directory):
            return {}
        return self.adapter.called(self.command.address, source, ids=ids)

    async def announce(self, text: str, channel: str | None = None) -> None:
        """Say something openly where the command was given, or in a channel of its space; raises `AdapterError`."""
        here = self.command.address
        place = replace(here, thread=None) if channel is None else Address(here.platform, here.space, channel)
        await self.adapter.send(Outgoing(place, as_typed(text, self.adapter.limits.commands)))


Act = Callable[[Order, Scene], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Tools:
    """What ordering needs beside memory and commands; `own` are commands that need to know where they were given."""

    own: Mapping[str, Act]
    page: OwnPage
    opened: OpenPages
    worker: Worker
    readers: Readers
    pace: Pace


class Ordering:
    """Does what commands ask for."""

    def __init__(self, memory: Memory, commands: Commands, tools: Tools) -> None:
        self._memory = memory
        self._commands = commands
        self._own, self._pace, self._page = tools.own, tools.pace, tools.page
        self._worker, self._readers, self._opened = tools.worker, tools.readers, tools.opened
        self._inbox = Inbox(memory)

    async def take(self, command: Command, adapter: Adapter) -> None:
        """Obey a command and send the reply; raises what goes wrong, and `Unclaimed` where no reply is due from here.

        What one person gives too much of is told once and then left unanswered, before the database is asked anything.
        """
        refusal = self._refusal(command, adapter)
        if refusal is not None and not refusal.sentence:
            raise Unclaimed
        until = patient_until(command.sent_at, patience_of(adapter), now=datetime.now(UTC))
        async with self._inbox.claimed(command, until=until) as ours:
            if not ours:
                raise Unclaimed
            try:
                if refusal is None:
                    await self._obey(command, adapter, until=until)
                else:
                    await adapter.send(to_outgoing(Reply(refusal.sentence), command, adapter.limits))
            except asyncio.CancelledError:
                await _broken_off(command, adapter)
                raise

    def _refusal(self, command: Command, adapter: Adapter) -> Refusal | None:
        """Why the person is not obeyed; never where they sit at a terminal."""
        if adapter.limits.hearing is Hearing.ALL:
            return None
        return self._pace.admit(f"{command.address.platform}/{command.author.handle}")

    async def show(self, opened: HomeOpened, adapter: Adapter) -> None:
        """Show somebody their own page; looking at it is no reason to note who looks. Raises what goes wrong."""
        until = patient_until(opened.at, patience_of(adapter), now=datetime.now(UTC))
        if not opened.again:
            await self._opened.shown(opened.address.platform, opened.author.handle)
        account = to_account(opened.address.platform, opened.author)
        home = Home((WELCOME,), opened.at)
        if await patiently(partial(self._memory.knows, account), until=until):
            order = await self._order(_looking(opened), adapter, until=until)
            home = page_as_typed(await self._page.shown(order, opened.showing), adapter.limits.commands)
        await adapter.send(
            Outgoing(opened.address, home.sections[0].text, opened.id, private=True, plain=True, home=home)
        )

    async def _obey(self, command: Command, adapter: Adapter, *, until: float) -> None:
        order = await self._order(command, adapter, until=until)
        own = self._own.get(command.name)
        reply = await (self._commands.obey(command.name, order) if own is None else own(order, Scene(command, adapter)))
        self._worker.wake()
        outgoing = to_outgoing(reply, command, adapter.limits)
        if command.showing is not None and reply.form is None:
            await self._opened.shown(command.address.platform, command.author.handle)
            home = await self._page.after(order, reply, name=command.name, showing=command.showing)
            outgoing = replace(outgoing, home=page_as_typed(home, adapter.limits.commands))
        await adapter.send(outgoing)

    async def _order(self, command: Command, adapter: Adapter, *, until: float) -> Order:
        limits = adapter.limits
        origin = await self._viewer(command, place_of(command), until=until)
        viewer = await self._viewer(command, place_of_answer(command, limits), until=until)
        choices = await patiently(partial(self._memory.choices.of, viewer.person), until=until)
        zone = zone_of(choices.zone or command.author.timezone)
        order = order_of(command, limits, viewer=viewer, origin=origin, zone=zone)
        if command.name not in READING and command.showing is None:
            return order
        return replace(order, sure=await self._is_sure(viewer, adapter, until=until))

    async def _is_sure(self, viewer: Viewer, adapter: Adapter, *, until: float) -> bool:
        """Whether what the person may see in direct was confirmed of late; elsewhere the place itself says it."""
        if viewer.place.audience is not Audience.DIRECT or adapter.limits.hearing is Hearing.ALL:
            return True
        return await patiently(partial(self._readers.sure, viewer.person, adapter), until=until)

    async def _viewer(self, command: Command, place: Place, *, until: float) -> Viewer:
        account = to_account(command.address.platform, command.author)
        return Viewer(await patiently(partial(self._memory.person, account, place), until=until), place)


async def _broken_off(command: Command, adapter: Adapter) -> None:
    """Tell so while it can be told to the person alone; who sits at a terminal ended the program themselves."""
    if adapter.limits.hearing is Hearing.ALL:
        return
    try:
        async with asyncio.timeout(KEEP_SECONDS):
            await adapter.send(interrupted(command, adapter.limits))
    except (TimeoutError, AdapterError) as fault:
        log.warning("broken command not told", extra={"command": command.name, "kind": type(fault).__name__})


def _looking(opened: HomeOpened) -> Command:
    """The command that a look at one's own page is like."""
    return Command(
        opened.id,
        opened.address,
        Heard.DIRECT,
        opened.author,
        "memory",
        opened.showing,
        opened.at,
        showing=opened.showing,
    )

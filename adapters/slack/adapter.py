"""Slack behind `adapters.port.Adapter`: talking, over either transport, in one workspace or several."""

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import datetime

from aiohttp import web
from slack_bolt.async_app import AsyncApp

from adapters.catalog import Catalog
from adapters.lanes import Lanes
from adapters.outgoing import Hearing as Told
from adapters.outgoing import Limits, Outgoing, Sent, Source
from adapters.port import Handler
from adapters.slack import files
from adapters.slack.askers import Askers
from adapters.slack.bolt import Ears, app_of, sole
from adapters.slack.commands import Commands
from adapters.slack.connection import Connection
from adapters.slack.controls import Answers
from adapters.slack.desk import Desk
from adapters.slack.directory import Directory
from adapters.slack.door import Door
from adapters.slack.greeting import Greeting
from adapters.slack.hearing import Hearing, Others
from adapters.slack.home import Homes
from adapters.slack.installing import authorized_by
from adapters.slack.knowledge import knowledge_by
from adapters.slack.lifecycle import Lifecycle
from adapters.slack.manifest import COMMAND
from adapters.slack.markup import LONGEST_TEXT
from adapters.slack.pieces import LARGEST_FILE
from adapters.slack.sending import Sending
from adapters.slack.settings import Settings
from adapters.slack.shared import Shared
from adapters.slack.spots import PLATFORM
from adapters.slack.status import Status
from adapters.slack.streaming import Streaming
from adapters.slack.threads import Threads
from adapters.slack.web import web_application
from adapters.slack.wire import Wire
from adapters.types import Address, Attachment, Event

EDITS_A_SECOND = 1.0


class Slack:
    """The bot at Slack; `shared` is needed where requests come over HTTP, and without the one token."""

    name = PLATFORM
    sources = frozenset((Source.CHANNELS, Source.PEOPLE))

    def __init__(self, settings: Settings, catalog: Catalog = (), *, shared: Shared | None = None) -> None:
        self.limits = limits_of(settings)
        self._settings = settings
        self._shared = shared
        installed = None if shared is None else shared.installations
        self._installed = installed
        self._wire = Wire(settings.api, token=settings.bot_token, grants=None if installed is None else installed.bot)
        self._known = knowledge_by(self._wire, installed)
        self._askers, self._threads, self._names = Askers(), Threads(self._wire), Directory()
        self._sending = Sending(self._wire, self._known.places, self._askers)
        self._status = Status(self._wire, self._askers)
        self._streaming = Streaming(self._sending, self._status)
        commands = Commands(catalog)
        self._answers = Answers(self._wire, Homes(self._wire), send=self._sending.send)
        self._desk = Desk(self._known, self._answers, commands=commands, askers=self._askers, names=self._names)
        self._hearing = Hearing(
            self._known,
            Lifecycle(self._known, installed),
            threads=self._threads,
            others=Others(
                self._askers.met,
                opened=self._desk.home_opened,
                greet=Greeting(self._known.people, self._status).opened,
                stopped=self._status.stopped,
            ),
            listens=settings.listen,
        )
        self._deliver: Handler | None = None
        self._connection = Connection(self._wire, settings, app=self._app, web=self._web_application)

    @property
    def port(self) -> int | None:
        """Where requests arrive, None while they do not."""
        return self._connection.port

    async def run(self, handler: Handler) -> None:
        """Deliver events until cancelled; raises `Misconfigured` for what somebody has to change."""
        async with self._wire:
            await self._status.beside(self._connection.run(handler))

    async def send(self, outgoing: Outgoing) -> Sent:
        """Answer a command where it was used, else send a whole message: in parts, or as a file where it is long."""
        sent = await self._answers.answer(outgoing) or await self._sending.send(outgoing)
        if not outgoing.private:
            await self._note(sent)
        return sent

    async def find(self, outgoing: Outgoing, since: datetime) -> Sent | None:
        """Where a message with a key stands if it was sent since then."""
        return await self._sending.find(outgoing, since)

    async def stream(self, outgoing: Outgoing, words: AsyncIterator[str]) -> Sent:
        """Send a message that grows as `words` arrive."""
        sent = await self._streaming.stream(outgoing, words)
        await self._note(sent)
        return sent

    def typing(self, address: Address) -> AbstractAsyncContextManager[None]:
        """Show for the time of the block that an answer is coming."""
        return self._status.typing(address)

    async def fetch(self, attachment: Attachment, most: int) -> bytes:
        """The bytes of a file that came with a message; raises `TooLarge` before reading more than `most` bytes."""
        return await files.fetch(self._wire, attachment, most)

    async def renew(self, handle: str) -> bool:
        """Have somebody's page made anew where they may look at it; False where that has to be tried again."""
        return self._deliver is not None and await self._answers.refresh(handle, self._deliver)

    async def reads(self, handle: str, address: Address) -> bool:
        """Whether that account can read the place now, or without a channel anything of the space."""
        return await self._known.readers.reads(handle, address)

    def called(self, space: Address, source: Source, *, ids: Collection[str]) -> Mapping[str, str]:
        """What channels and people of a workspace are called, by id, as far as they were met."""
        return self._names.called(space, source, ids=ids)

    async def _note(self, sent: Sent) -> None:
        """Remember the thread in which we spoke."""
        if sent.address.thread is not None:
            spot = await self._known.places.spot_of(sent.address)
            for part in (sent.message_id, *sent.more):
                self._threads.sent(spot, part)

    def _app(self, lanes: Lanes) -> AsyncApp:
        desk, deliver = self._desk, lanes.deliver
        self._deliver = deliver

        async def acting(event: Event) -> None:
            await deliver(event)
            await desk.followed(event, deliver)

        ears = Ears(
            lambda payload: self._hearing.event(payload, acting),
            command=lambda payload: desk.command(payload, deliver),
            shortcut=lambda payload: desk.shortcut(payload, deliver),
            action=lambda payload: desk.action(payload, deliver),
            submitted=lambda payload: desk.submitted(payload, deliver),
        )
        return app_of(ears, authorized_by(self._installed, sole(self._wire)), taking=lanes.taking)

    def _web_application(self, app: AsyncApp) -> web.Application:
        http, shared = self._settings.http, self._shared
        assert http is not None and shared is not None
        door = Door(http.signing_secret, shared.passes)
        return web_application(app, door, flow=shared.flow, healthy=shared.healthy)


def limits_of(settings: Settings) -> Limits:
    """What can be done at Slack with these settings."""
    return Limits(
        LONGEST_TEXT,
        EDITS_A_SECOND,
        streaming=True,
        private_replies=True,
        file=LARGEST_FILE,
        hearing=Told.CHOSEN if settings.listen else Told.ADDRESSED,
        commands=f"{COMMAND} ",
    )

"""The stand-in: one server on an ephemeral port, the world behind it, and the hands that move it.

A test makes workspaces, channels and people and lets them act; an app on slack-bolt is pointed here and cannot tell
the difference. What happens is told over the app's sockets, or with `post_to` by signed HTTP.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.platforms.news import SECONDS
from tests.platforms.slack.agents import Agents
from tests.platforms.slack.answers import PREFIX as ANSWERS
from tests.platforms.slack.answers import Answers
from tests.platforms.slack.chat import Chat
from tests.platforms.slack.conversations import Conversations
from tests.platforms.slack.delivery import Delivery, Timing
from tests.platforms.slack.directory import Directory
from tests.platforms.slack.faults import Faults
from tests.platforms.slack.files import DOWNLOAD, UPLOAD, Files
from tests.platforms.slack.happenings import Happenings
from tests.platforms.slack.hooks import Hook
from tests.platforms.slack.interactions import Hands
from tests.platforms.slack.log import Log
from tests.platforms.slack.oauth import Credentials, Installs
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel, Workspace
from tests.platforms.slack.posts import Post
from tests.platforms.slack.rest import PREFIX, Rest
from tests.platforms.slack.sockets import Sockets
from tests.platforms.slack.streams import Streams
from tests.platforms.slack.views import Views
from tests.platforms.slack.world import Team, User, World

HOST, LARGEST = "127.0.0.1", 64 << 20


class SlackStandIn:
    """`async with SlackStandIn() as slack`; there is one workspace, `home`, and the app is in it."""

    def __init__(self, timing: Timing | None = None, *, kept: int = 20_000, port: int = 0) -> None:
        self.world = World()
        self.log = Log(kept)
        self.faults = Faults()
        self.timing = timing or Timing()
        self.port = port
        self.sockets = Sockets(self.log)
        self.delivery = Delivery(self.log, self.sockets, self.timing)
        self.happenings = Happenings(self.world, self.delivery, self.log)
        self.credentials = Credentials()
        self.installs = Installs(self.happenings, self.credentials)
        self.views = Views(self.happenings, self.timing)
        self.answers = Answers(self.happenings, self.timing, self.faults)
        self.hands = Hands(self.happenings, self.delivery, self.views, self.answers, self.installs)
        self.files = Files(self.happenings)
        chat = Chat(self.happenings)
        self.streams = Streams(self.happenings, chat, self.timing)
        self.rest = Rest(self.installs, self.sockets, self.log, self.faults)
        for family in (
            *(chat, self.streams, self.views, self.files, self.installs),
            *(Conversations(self.happenings), Directory(self.happenings), Agents(self.happenings)),
        ):
            self.rest.offer(family.methods())
        self.routes = self._routes()
        self._runner = web.AppRunner(self.routes, access_log=None, shutdown_timeout=1.0)
        self._site: web.TCPSite | None = None
        self.home = self.workspace("Home")
        self.home.install()

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await self.accept()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.delivery.close()
        self.sockets.drop()
        await self._runner.cleanup()

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://{HOST}:{self.port}"

    @property
    def api(self) -> str:
        """The address of its Web API, as slack-sdk's base_url takes it."""
        return self.base + PREFIX

    @property
    def token(self) -> str:
        """The bot's token at home."""
        return self.home.installation.token

    @property
    def bot(self) -> str:
        """The id of the bot's user at home."""
        return self.home.bot

    @property
    def mention(self) -> str:
        """How the bot is written in a text at home."""
        return self.home.mention

    def workspace(self, name: str, *, enterprise: str | None = None) -> Workspace:
        """A workspace without the app; with `enterprise`, one of an organisation's."""
        team = Team(self.world.id("T"), name, name.lower().replace(" ", "-"), enterprise)
        self.world.teams[team.id] = team
        return Workspace(self.hands, team.id)

    def person(
        self,
        name: str,
        *,
        at: Workspace | None = None,
        guest: str = "",
        zone: str = "Europe/Berlin",
        locale: str = "en-US",
    ) -> Person:
        """Somebody with an account, at home or in another workspace."""
        user = User(self.world.id("U"), (at or self.home).id, name, zone=zone, locale=locale, guest=guest)
        user.email = f"{name.lower().replace(' ', '.')}@example.com"
        self.world.users[user.id] = user
        return Person(self.hands, user.id, name)

    def other_bot(self, name: str) -> Person:
        """Another app's bot at home; what it posts comes from a bot."""
        made = self.person(name)
        made.user.bot_id = self.world.id("B")
        return made

    def post_to(self, address: str) -> Hook:
        """From now on what happens is posted there, signed."""
        self.delivery.hook = Hook(address, self.credentials.signing_secret)
        return self.delivery.hook

    async def reply(self, post: Post, *, seconds: float = SECONDS) -> Post:
        """The bot's first whole message under that one, or after it in a conversation of two; raises TimeoutError."""
        await self.log.until(lambda: bool(self._replies(post)), seconds)
        return self._replies(post)[0]

    async def said(self, channel: Channel, *, after: str = "", count: int = 1, seconds: float = SECONDS) -> list[Post]:
        """The bot's messages in a channel after a message, once there are so many; raises TimeoutError."""
        await self.log.until(lambda: len(channel.posts(by_bot=True, after=after)) >= count, seconds)
        return channel.posts(by_bot=True, after=after)

    async def connected(self, sockets: int = 1, *, seconds: float = SECONDS) -> None:
        """Wait until so many sockets are open; raises TimeoutError."""
        await self.log.until(lambda: len(self.sockets.open) >= sockets, seconds)

    def advance(self, seconds: float) -> None:
        """The clock of Slack moves on: tokens grow old."""
        self.world.ahead += seconds

    def deafen(self) -> None:
        """The sockets that are open now stay open, and nothing arrives there any more."""
        for line in self.sockets.open:
            line.deaf = True

    async def refuse(self) -> None:
        """Take no connections, and break those that there are, until `accept`."""
        assert self._site is not None and self._runner.server is not None
        await self._site.stop()
        self._site = None
        self.sockets.drop()
        for connection in self._runner.server.connections:
            if connection.transport is not None:
                connection.transport.abort()

    async def accept(self) -> None:
        """Take connections, at the same address as before."""
        self._site = web.TCPSite(self._runner, HOST, self.port, reuse_address=True)
        await self._site.start()
        self.port = int(self._runner.addresses[0][1])
        self.world.base = self.base

    @asynccontextmanager
    async def refusing(self) -> AsyncIterator[None]:
        """Take no connections for the time of the block."""
        await self.refuse()
        try:
            yield
        finally:
            await self.accept()

    def _routes(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST)
        app.router.add_get("/link/", self.sockets.serve)
        app.router.add_post(ANSWERS + "{tail:.*}", self.answers.serve)
        app.router.add_post(UPLOAD + "{tail:.*}", self.files.take)
        app.router.add_get(DOWNLOAD + "{tail:.*}", self.files.give)
        app.router.add_route("*", PREFIX + "{tail:.*}", self.rest.serve)
        return app

    def _replies(self, post: Post) -> list[Post]:
        channel = Channel(self.hands, post.channel)
        found = channel.posts(by_bot=True, after=post.ts)
        under, direct = post.thread_ts or post.ts, channel.stored.kind == "im"
        mine = [each for each in found if each.thread_ts == under or (direct and each.thread_ts in (None, under))]
        return [each for each in mine if each.stream != "in_progress"]

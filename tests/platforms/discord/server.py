"""The stand-in: one server on an ephemeral port, the world behind it, and the hands that move it.

A test makes guilds and people and lets them act; a bot on discord.py is pointed here and cannot tell the difference.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from types import TracebackType
from typing import Self

from aiohttp import web
from simcord.backend.cdn import CDN_BASE

from tests.platforms.discord.application import Application
from tests.platforms.discord.faults import NOT_TO_THEM, Faults
from tests.platforms.discord.gateway import Gateway, Granted
from tests.platforms.discord.installs import Foreign, found, told
from tests.platforms.discord.judge import violations
from tests.platforms.discord.line import INVALID, RECONNECT
from tests.platforms.discord.log import Log
from tests.platforms.discord.people import Person
from tests.platforms.discord.places import Channel, Guild
from tests.platforms.discord.posts import Post
from tests.platforms.discord.requests import PREFIX
from tests.platforms.discord.rest import Rest
from tests.platforms.discord.touches import FILES, Touches
from tests.platforms.discord.world import Payload, World
from tests.platforms.news import SECONDS

HOST = "127.0.0.1"
TOKEN = "MTIz.stand-in.token"
GATEWAY = "/gateway/"
LARGEST = 64 << 20


class DiscordStandIn:
    """`async with DiscordStandIn() as discord`. `granted` may be changed until a client connects.

    It raises at the end where a request was made that the real one would not take: a test that means to break a rule
    asks for `log.forgiven()`. Not `judged`: a bench, whose figures the judge would change.
    """

    def __init__(
        self, granted: Granted | None = None, *, kept: int = 20_000, shards: int = 1, port: int = 0, judged: bool = True
    ) -> None:
        self.world = World()
        self.granted = granted or Granted(TOKEN)
        self.log = Log(kept, violations if judged else None)
        self.faults = Faults()
        self.port = port
        touches = Touches(lambda: self.base, self.world.foreign)
        self.application = Application(self.world, self.granted, gateway=lambda: self.gateway_url, shards=shards)
        self.rest = Rest(self.world, self.application, log=self.log, faults=self.faults, touches=touches)
        self.gateway = Gateway(self.world, self.granted, self.log, lambda: self.gateway_url, touches.out)
        self.world.backend.subscribers.append(self._happened)
        self.routes = self._routes()
        self._runner = web.AppRunner(self.routes, access_log=None, shutdown_timeout=1.0)
        self._site: web.TCPSite | None = None

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await self._listen()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.drop()
        await self._runner.cleanup()
        if kind is None:
            self.judge()

    def judge(self) -> None:
        """Raises AssertionError for requests that break a rule, or that the stand-in could not answer."""
        wrong = [*self.log.wrong, *(f"the stand-in cannot do that: {each}" for each in self.log.gaps)]
        if wrong:
            raise AssertionError("\n".join(wrong))

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://{HOST}:{self.port}"

    @property
    def api(self) -> str:
        """The address of its REST API, as RAPPORT_DISCORD_API takes it."""
        return self.base + PREFIX

    @property
    def gateway_url(self) -> str:
        """The address of its gateway."""
        return f"ws://{HOST}:{self.port}{GATEWAY}"

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.granted.token

    @property
    def bot(self) -> int:
        """The id of the bot's user."""
        return self.world.backend.bot_user.id

    @property
    def mention(self) -> str:
        """How the bot is written in a text."""
        return f"<@{self.bot}>"

    def guild(self, name: str = "Home", *, shard: int | None = None, shards: int = 1) -> Guild:
        """A guild with the bot in it; one of a certain shard where that is asked."""
        made = self.world.backend.create_guild(name, shard_id=shard, shard_count=shards)
        return Guild(self.world, made.id)

    def person(self, name: str, *, bot: bool = False, locale: str = "en-US") -> Person:
        """Somebody with an account, in no guild yet; `locale` is the language of their client."""
        made = self.world.backend.make_user(name.lower(), global_name=name, bot=bot)
        self.world.locales[made.id] = locale
        return Person(self.world, self.log, made.id, name)

    def elsewhere(self, *people: Person, kind: Foreign = Foreign.GROUP) -> Channel:
        """A place without the bot: there these people use it if they installed it for themselves."""
        guild, channel = found(self.world, [each.id for each in people], kind)
        return Channel(self.world, channel, guild)

    def delete_account(self, person: Person) -> None:
        """Somebody is at Discord no more: they leave all guilds, have no name, and nothing reaches them."""
        for guild in self.world.backend.guilds.values():
            if person.id in guild.members:
                self.world.backend.remove_member(guild.id, person.id)
        self.world.backend.users[person.id].name = f"deleted_user_{person.id}"
        self.world.backend.users[person.id].global_name = None
        self.close_direct(person)

    async def reply(self, post: Post, *, seconds: float = SECONDS) -> Post:
        """The bot's first message in reply to that one; raises TimeoutError."""
        await self.log.until(lambda: bool(self._replies(post)), seconds)
        return self._replies(post)[0]

    async def said(self, channel: Channel, *, after: int = 0, count: int = 1, seconds: float = SECONDS) -> list[Post]:
        """The bot's messages in a channel after a message, once there are so many; raises TimeoutError."""
        await self.log.until(lambda: len(channel.posts(by_bot=True, after=after)) >= count, seconds)
        return channel.posts(by_bot=True, after=after)

    async def connected(self, sessions: int = 1, *, seconds: float = SECONDS) -> None:
        """Wait until so many shards are connected; raises TimeoutError."""
        await self.log.until(lambda: self._connected() >= sessions, seconds)

    def close_direct(self, person: Person) -> None:
        """Somebody takes no direct messages any more."""
        self.faults.deny(f"/channels/{person.direct.id}/messages", NOT_TO_THEM, method="POST")

    def advance(self, seconds: float) -> None:
        """The clock of Discord moves on: interactions grow old."""
        self.world.backend.advance_clock(seconds)

    def drop(self) -> None:
        """All gateway connections break; sessions can be resumed."""
        for line in list(self.gateway.lines):
            line.cut()

    def reconnect(self) -> None:
        """Discord asks all clients to connect anew and to resume."""
        for line in self.gateway.lines:
            line.say(RECONNECT)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Discord declares all sessions invalid."""
        if not resumable:
            self.gateway.sessions.clear()
        for line in self.gateway.lines:
            line.say(INVALID, resumable)

    def forget(self) -> None:
        """Connections break, and no session can be resumed."""
        self.gateway.sessions.clear()
        self.drop()

    def tell(self, name: str, payload: Payload) -> None:
        """An event with any content, to all sessions, whatever they asked for."""
        for session in self.gateway.sessions.values():
            session.tell(name, payload)

    def babble(self, frame: str) -> None:
        """Any frame, to all connections."""
        for line in self.gateway.lines:
            line.put(frame)

    async def refuse(self) -> None:
        """Take no connections, and break those that there are, until `accept`."""
        assert self._site is not None and self._runner.server is not None
        await self._site.stop()
        self._site = None
        self.drop()
        for connection in self._runner.server.connections:
            if connection.transport is not None:
                connection.transport.abort()

    async def accept(self) -> None:
        """Take connections again, at the same address."""
        await self._listen()

    @asynccontextmanager
    async def refusing(self) -> AsyncIterator[None]:
        """Take no connections for the time of the block."""
        async with AsyncExitStack() as stack:
            await self.refuse()
            stack.push_async_callback(self.accept)
            yield

    async def _listen(self) -> None:
        self._site = web.TCPSite(self._runner, HOST, self.port, reuse_address=True)
        await self._site.start()
        self.port = int(self._runner.addresses[0][1])

    def _routes(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST)
        app.router.add_get(GATEWAY, self.gateway.serve)
        app.router.add_get(FILES + "/{tail:.*}", self._file)
        app.router.add_route("*", PREFIX + "/{tail:.*}", self.rest.serve)
        return app

    async def _file(self, request: web.Request) -> web.Response:
        content = self.world.backend.cdn.get(CDN_BASE + request.path.removeprefix(FILES))
        return web.Response(status=404) if content is None else web.Response(body=content)

    def _happened(self, name: str, payload: Mapping[str, object]) -> None:
        if name == "MESSAGE_CREATE":
            self.rest.nonces.posted(str(payload["id"]))
        elif name == "MESSAGE_REACTION_ADD":
            payload = self._of_whose(payload)
        heard = told(self.world, name, payload)
        if heard is not None:
            self.gateway.tell(name, heard)

    def _of_whose(self, payload: Mapping[str, object]) -> Mapping[str, object]:
        """A reaction with the author of its message, which simcord leaves out."""
        message = self.world.message(int(str(payload["message_id"])))
        return payload if message is None else {**payload, "message_author_id": str(message.author_id)}

    def _connected(self) -> int:
        return sum(each.put is not None for each in self.gateway.sessions.values())

    def _replies(self, post: Post) -> list[Post]:
        channel = self.world.backend.get_channel(post.channel)
        posts = Channel(self.world, channel.id, channel.guild_id).posts(by_bot=True, after=post.id)
        return [each for each in posts if each.reply_to == post.id]

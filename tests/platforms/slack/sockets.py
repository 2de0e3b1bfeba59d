"""Socket Mode: the app's connections, of which each event goes to one, with their acknowledgements."""

import asyncio
import json
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import ClientError, WSMsgType, web

from tests.platforms.news import News
from tests.platforms.slack.log import Delivered
from tests.platforms.slack.wire import Payload, mapping, text_of
from tests.platforms.slack.world import APP

MOST = 10


@dataclass(slots=True, eq=False)
class Line:
    """One connection. A `deaf` one is open and answers pings, and nothing that happens arrives there."""

    number: int
    request: web.Request
    socket: web.WebSocketResponse
    deaf: bool = False
    waiting: dict[str, "asyncio.Future[Payload]"] = field(default_factory=dict)

    async def say(self, frame: Payload) -> None:
        """Send a frame; where the connection is gone, it is lost."""
        with suppress(ConnectionError, ClientError):
            await self.socket.send_str(json.dumps(frame))

    async def deliver(self, told: Delivered, reason: str) -> None:
        """Send an envelope and wait for its acknowledgement, without end."""
        envelope, answered = str(uuid.uuid4()), asyncio.get_running_loop().create_future()
        told.line = self.number
        self.waiting[envelope] = answered
        try:
            if not self.deaf:
                await self.say(_envelope(envelope, told, reason))
            told.answer = await answered
            told.acknowledged = time.monotonic()
        finally:
            del self.waiting[envelope]

    def hear(self, frame: str) -> None:
        """An acknowledgement."""
        said = mapping(json.loads(frame))
        waiting = self.waiting.get(text_of(said.get("envelope_id")))
        if waiting is not None and not waiting.done():
            waiting.set_result(mapping(said.get("payload")))

    def cut(self) -> None:
        """Break the connection without a word."""
        if self.request.transport is not None:
            self.request.transport.abort()


class Sockets:
    """All connections; with `hello` off they never become ready."""

    def __init__(self, news: News) -> None:
        self.open: dict[Line, None] = {}
        self.tickets: set[str] = set()
        self.connections = 0
        self.hello = True
        self._news = news

    def ticket(self) -> str:
        """A name under which one connection may be opened."""
        made = uuid.uuid4().hex
        self.tickets.add(made)
        return made

    async def some(self) -> Line:
        """Any connection, once there is one."""
        while not self.open:
            await self._news.until(lambda: bool(self.open), seconds=60)
        return next(iter(self.open))

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection from hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.tickets:
            return web.json_response({"ok": False, "error": "invalid_ticket"}, status=401)
        self.tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.connections += 1
        line = Line(self.connections, request, socket)
        if len(self.open) >= MOST:
            await line.say({"type": "disconnect", "reason": "too_many_websockets"})
            return socket
        await self._live(line)
        return socket

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask all connections to be made anew: `refresh_requested`, `warning` or `link_disabled`."""
        for line in list(self.open):
            await line.say({"type": "disconnect", "reason": reason, "debug_info": {"host": "stand-in"}})

    def drop(self) -> None:
        """Break all connections."""
        for line in list(self.open):
            line.cut()

    async def _live(self, line: Line) -> None:
        if self.hello:
            await line.say(_hello(len(self.open) + 1))
        self.open[line] = None
        self._news.news()
        try:
            async for message in line.socket:
                if message.type is WSMsgType.TEXT:
                    line.hear(str(message.data))
        finally:
            self.open.pop(line, None)
            self._news.news()


def _hello(connections: int) -> Payload:
    debug: Payload = {"host": "stand-in", "build_number": 1, "approximate_connection_time": 18060}
    return {
        "type": "hello",
        "num_connections": connections,
        "debug_info": debug,
        "connection_info": {"app_id": APP},
    }


def _envelope(envelope: str, told: Delivered, reason: str) -> Payload:
    frame: Payload = {"envelope_id": envelope, "type": told.kind, "payload": told.payload}
    if told.kind == "events_api":
        frame |= {"retry_attempt": told.attempt, "retry_reason": reason}
    return {**frame, "accepts_response_payload": told.kind != "events_api"}

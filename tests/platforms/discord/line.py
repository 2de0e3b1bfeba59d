"""One connected socket of the gateway: frames leave it in order, by one writer."""

import asyncio
import json
from contextlib import suppress

from aiohttp import ClientError, web

from tests.platforms.discord.framing import Press, press_of
from tests.platforms.discord.session import Session

BEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT, MEMBERS, INVALID, HELLO, BEATEN = 1, 2, 3, 4, 6, 7, 8, 9, 10, 11


class Line:
    """One connected socket: frames leave it in order, by one writer."""

    def __init__(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self._request = request
        self._press: Press | None = press_of(request.query.get("compress"))
        self._frames: asyncio.Queue[str] = asyncio.Queue()
        self.session: Session | None = None

    def put(self, frame: str) -> None:
        """Send a frame after those before it."""
        self._frames.put_nowait(frame)

    def say(self, op: int, data: object = None) -> None:
        """Send a frame that is no event."""
        self.put(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    async def write(self) -> None:
        """Send until the socket is gone."""
        with suppress(ConnectionError, ClientError):
            while True:
                frame = await self._frames.get()
                if self._press is None:
                    await self.socket.send_str(frame)
                else:
                    await self.socket.send_bytes(self._press.press(frame.encode()))

    def cut(self) -> None:
        """Break the connection without a word."""
        if self._request.transport is not None:
            self._request.transport.abort()

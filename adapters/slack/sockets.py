"""One socket of Socket Mode, from its ticket to its end.

slack-sdk's client reads frames, starts a task for each and pings. It would connect anew by itself, for ever, also with
a token that Slack does not take: here it is told not to, and says by `over` that another is needed.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping

import aiohttp
from aiohttp import WSMessage
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.errors import Unreachable

log = logging.getLogger(__name__)
_mute = logging.getLogger(f"{__name__}.sdk")
_mute.setLevel(logging.CRITICAL + 1)  # its lines hold addresses with tickets in them
CONNECT_SECONDS, CLOSE_SECONDS, PING_SECONDS, LOOK_SECONDS = 10.0, 5.0, 10.0, 1.0
Frame = Mapping[str, object]
Untyped = Callable[[], Awaitable[None]]  # slack-sdk does not say what these are


class Socket(SocketModeClient):
    """`silence`: after so many seconds without a frame it is taken for deaf."""

    def __init__(self, app: AsyncApp, silence: float) -> None:
        super().__init__(
            "",
            logger=_mute,
            web_client=AsyncWebClient(logger=_mute),
            auto_reconnect_enabled=False,
            ping_interval=PING_SECONDS,
            on_message_listeners=[self._heard],
            on_error_listeners=[self._ended],
            on_close_listeners=[self._ended],
        )
        self._app = app
        self._silence = silence
        self._heard_at = time.monotonic()
        self._greeted, self._over = asyncio.Event(), asyncio.Event()
        self.message_listeners.append(self._told)
        self.socket_mode_request_listeners.append(self._asked)

    async def open(self, url: str) -> None:
        """Connect with a ticket, and wait until Slack greets; raises `Unreachable`."""
        self.wss_uri = url
        connect: Untyped = self.connect
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await connect()
                await self._greeted.wait()
        except TimeoutError:
            raise Unreachable from None
        if self._over.is_set():
            raise Unreachable  # there are too many sockets already

    async def over(self) -> str:
        """Wait until another socket is needed; why."""
        while True:
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._over.wait()
                return "told to go"
            except TimeoutError:
                if time.monotonic() - self._heard_at > self._silence:
                    return "silent"
                if not await self.is_connected():
                    return "broken"

    async def end(self) -> None:
        """Close it; what it has brought goes on."""
        self.closed = True
        for task in (self.message_processor, self.current_session_monitor, self.message_receiver):
            if task is not None:
                task.cancel()
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                if self.current_session is not None:
                    await self.current_session.close()
        except (aiohttp.ClientError, OSError):
            log.info("socket broken off")
        finally:
            await self.aiohttp_client_session.close()

    async def connect_to_new_endpoint(self, force: bool = False) -> None:
        """What slack-sdk does when Slack asks for it: here somebody else does."""
        self._over.set()
        self._greeted.set()

    async def _heard(self, message: WSMessage) -> None:
        self._heard_at = time.monotonic()

    async def _ended(self, message: WSMessage) -> None:
        self._over.set()

    async def _told(self, client: AsyncBaseSocketModeClient, frame: Frame, raw: str | None) -> None:
        if frame.get("type") == "hello":
            self._greeted.set()

    async def _asked(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Something came: what cannot be taken is not acknowledged, and comes again."""
        began = time.time()
        answer = await run_async_bolt_app(self._app, request)
        await send_async_response(client, request, answer, began)

"""Keeps the bot connected to Slack until it is told to stop, by sockets of its own or by requests that Slack posts.

A socket is replaced before the old one is closed: when Slack asks for it, when it broke, or when it was silent for so
long that it may be deaf, since a socket can answer pings and bring nothing. Only what somebody has to change, a token
or a scope, ends `run`.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from aiohttp import web
from slack_bolt.async_app import AsyncApp

from adapters.errors import AdapterError, Misconfigured, RateLimited, Refused
from adapters.lanes import Lanes
from adapters.port import Handler
from adapters.slack.faults import NO_SCOPE
from adapters.slack.permissions import SOCKET_SCOPE
from adapters.slack.settings import Settings
from adapters.slack.sockets import Socket
from adapters.slack.web import served
from adapters.slack.wire import Wire

log = logging.getLogger(__name__)
FINISH_SECONDS = 5.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
LINGER_SECONDS = 1.0  # for what the old socket brought and nobody has acknowledged yet
PATIENT_PAUSE = 4.0  # from then on the old socket is one too many, or of no use
WRONG_APP_TOKEN = (
    "Slack does not accept the app token. Copy it anew from api.slack.com/apps (your app, Basic Information, App-Level "
    "Tokens; it begins with xapp-) into the setting slack.app_token."
)
WRONG_SCOPE = (
    f"The app token lacks the scope {SOCKET_SCOPE}. Make one that has it at api.slack.com/apps (your app, Basic "
    "Information, App-Level Tokens) and put it into the setting slack.app_token."
)
NO_SOCKET = (
    "Slack opens no socket for the app token. Switch on Socket Mode at api.slack.com/apps (your app, Socket Mode), or "
    "set slack.http instead of slack.app_token. ({fault})"
)


class Connection:
    """One bot's connection; `app` makes what takes what comes, once it is known where events go."""

    def __init__(
        self,
        wire: Wire,
        settings: Settings,
        *,
        app: Callable[[Lanes], AsyncApp],
        web: Callable[[AsyncApp], web.Application] | None,
    ) -> None:
        self._wire = wire
        self._settings = settings
        self._app = app
        self._web = web
        self.port: int | None = None

    async def run(self, handler: Handler) -> None:
        """Deliver events until cancelled; raises `Misconfigured`."""
        await self._wire.check()  # a socket opens with a wrong bot token too, and nothing would ever be answered
        lanes = Lanes(handler)
        app = self._app(lanes)
        try:
            await (self._serve(app) if self._settings.http is not None else self._keep(app))
        finally:
            await lanes.end(FINISH_SECONDS, cut_off=self._cut_off())

    @asynccontextmanager
    async def _cut_off(self) -> AsyncIterator[None]:
        """Nothing is asked of Slack in the block, and nothing more waited for: what is being read is taken as known."""
        await self._wire.__aexit__(None, None, None)
        try:
            yield
        finally:
            await self._wire.__aenter__()

    async def _serve(self, app: AsyncApp) -> None:
        """Take requests until cancelled."""
        http, make = self._settings.http, self._web
        if http is None or make is None:
            raise Misconfigured
        async with served(make(app), http.host, http.port) as self.port:
            await asyncio.Event().wait()

    async def _keep(self, app: AsyncApp) -> None:
        """One socket after another; each is there before the one before it goes."""
        pause, live = FIRST_PAUSE, list[Socket]()
        try:
            while True:
                began, socket, old = time.monotonic(), await self._opened(app), live[:]
                if socket is not None:
                    live.append(socket)
                    log.info("socket open")
                if old and (socket is not None or pause > PATIENT_PAUSE):
                    await asyncio.sleep(LINGER_SECONDS)
                    await _end(old, live)
                if socket is not None:
                    log.info("socket to be replaced", extra={"why": await socket.over()})
                if time.monotonic() - began > LONGEST_PAUSE:
                    pause = FIRST_PAUSE  # it had worked for a while
                    continue
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            await _end(live[:], live)

    async def _opened(self, app: AsyncApp) -> Socket | None:
        """A new socket; None where it could not be had just now."""
        try:
            url = await self._wire.socket(self._settings.app_token or "")
        except Misconfigured:
            raise Misconfigured(WRONG_APP_TOKEN) from None
        except Refused as fault:
            lacks = str(fault).startswith(NO_SCOPE.partition("{")[0])
            raise Misconfigured(WRONG_SCOPE if lacks else NO_SOCKET.format(fault=fault)) from None
        except AdapterError as fault:
            if isinstance(fault, RateLimited):
                await asyncio.sleep(min(fault.retry_after, LONGEST_PAUSE))
            log.warning("no socket to be had", extra={"kind": type(fault).__name__})
            return None
        return await _connected(Socket(app, self._settings.silence), url)


async def _end(sockets: Sequence[Socket], live: list[Socket]) -> None:
    """Close these, which are live no more."""
    for each in sockets:
        live.remove(each)
        await each.end()


async def _connected(socket: Socket, url: str) -> Socket | None:
    try:
        await socket.open(url)
    except AdapterError as fault:
        log.warning("socket not opened", extra={"kind": type(fault).__name__})
        await socket.end()
        return None
    except BaseException:
        await socket.end()
        raise
    return socket

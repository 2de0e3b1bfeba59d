"""A loopback server with just enough of Discord for the adapter to connect: what it sends and answers is scripted.

For what a whole stand-in would never do: frames that are no JSON, events without fields, closes in the middle.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import discord
from aiohttp import WSMsgType, web

from tests.adapters.discord_world import ME, Payload, guild, user

JSON = {"Content-Type": "application/json", "Via": "1.1 loopback"}  # exactly: discord.py compares them
SECONDS = 10.0


@dataclass(slots=True)
class Request:
    """A REST request that came."""

    method: str
    path: str
    body: Payload


@dataclass(slots=True)
class Gateway:
    """The server's script and what happened; `statuses` are given in turn for a path, then it answers well."""

    address: str
    identified: asyncio.Event = field(default_factory=asyncio.Event)
    identifies: list[Payload] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    statuses: dict[str, list[tuple[int, Payload]]] = field(default_factory=dict)
    close_with: int | None = None
    file: bytes = b"file"
    _sockets: list[web.WebSocketResponse] = field(default_factory=list)
    _posted: int = 7000

    @property
    def api(self) -> str:
        """The address for the setting."""
        return f"{self.address}/api/v10"

    async def tell(self, event: str, payload: object) -> None:
        """Send an event to the client that is connected."""
        await self._sockets[-1].send_json({"op": 0, "t": event, "s": 2, "d": payload})

    async def tell_raw(self, frame: str) -> None:
        """Send any frame."""
        await self._sockets[-1].send_str(frame)

    async def ready(self) -> None:
        """Wait until a client has identified itself, and begin to wait for the next."""
        async with asyncio.timeout(SECONDS):
            await self.identified.wait()
        self.identified.clear()

    async def posted(self, path: str, count: int = 1) -> list[Payload]:
        """The bodies of what came for that path, when so many have."""
        async with asyncio.timeout(SECONDS):
            while len(found := [each.body for each in self.requests if each.path == path]) < count:
                await asyncio.sleep(0.01)
        return found

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """The gateway: hello, identify, ready, the server; no resuming and no compression."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 45_000}, "s": None, "t": None})
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            said = json.loads(frame.data)
            if said["op"] == 1:
                await socket.send_json({"op": 11, "d": None, "s": None, "t": None})
            elif said["op"] == 2:
                await self._identify(socket, said["d"])
        return socket

    async def answer(self, request: web.Request) -> web.Response:
        """REST: what is scripted, else well."""
        path = "/" + request.match_info["tail"]
        body: Payload = json.loads(await request.text() or "{}") if request.can_read_body else {}
        self.requests.append(Request(request.method, path, body))
        if scripted := self.statuses.get(path):
            status, fault = scripted.pop(0)
            return web.Response(status=status, body=json.dumps(fault).encode(), headers=JSON)
        return web.Response(body=json.dumps(self._well(path)).encode(), headers=JSON)

    async def give(self, request: web.Request) -> web.Response:
        """The file server."""
        return web.Response(body=self.file)

    async def _identify(self, socket: web.WebSocketResponse, data: Payload) -> None:
        self.identifies.append(data)
        if self.close_with is not None:
            await socket.close(code=self.close_with)
            return
        self._sockets.append(socket)
        ready: Payload = {
            "v": 10, "user": user(ME, "Rapport", bot=True), "guilds": [], "session_id": "s", "shard": data["shard"],
            "resume_gateway_url": self.address.replace("http", "ws") + "/gateway/",
            "application": {"id": "9", "flags": 0},
        }  # fmt: skip
        await self.tell("READY", ready)
        await self.tell("GUILD_CREATE", guild())
        self.identified.set()

    def _well(self, path: str) -> object:
        if path == "/gateway/bot":
            limit = {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1}
            return {"url": self.address.replace("http", "ws") + "/gateway/", "shards": 1, "session_start_limit": limit}
        if path == "/oauth2/applications/@me":
            return {
                "id": "9", "name": "Rapport", "icon": None, "description": "", "bot_public": True, "flags": 0,
                "bot_require_code_grant": False, "verify_key": "", "owner": user(5, "Owner"), "team": None,
            }  # fmt: skip
        if path == "/users/@me":
            return user(ME, "Rapport", bot=True)
        self._posted += 1
        return {"id": str(self._posted)}


@asynccontextmanager
async def gateway() -> AsyncIterator[Gateway]:
    """A server on a free port, and discord.py's own addresses put back at the end."""
    before = (discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY, discord.asset.Asset.BASE)
    server = Gateway("")
    application = web.Application()
    application.router.add_get("/gateway/", server.connect)
    application.router.add_get("/cdn/{tail:.*}", server.give)
    application.router.add_route("*", "/api/v10/{tail:.*}", server.answer)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.address = _address(runner)
    try:
        yield server
    finally:
        await runner.cleanup()
        discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY, discord.asset.Asset.BASE = before


def _address(runner: web.AppRunner) -> str:
    host, port = runner.addresses[0][:2]
    return f"http://{host}:{port}"

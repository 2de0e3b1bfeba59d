"""A server that gives scripted answers at the addresses of Slack's Web API that installing and checking ask."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from adapters.slack.permissions import SCOPES

TOKEN, APP_TOKEN, CODE = "xoxb-1-hunter2", "xapp-1-A1-hunter2", "good-code"
EVERY_SCOPE = ",".join(each.name for each in SCOPES)


@dataclass(slots=True)
class Slack:
    """What it answers, and what it was asked, by method; `answers` replaces what it would say, `status` breaks it.

    `file` answers whatever is asked of its file server, `instead` whatever else is asked.
    """

    scopes: str = EVERY_SCOPE
    status: int = 200
    answers: dict[str, Mapping[str, object]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    api: str = ""
    file: Callable[[web.Request], Awaitable[web.StreamResponse]] | None = None
    instead: Callable[[web.Request], Awaitable[web.Response]] | None = None

    @property
    def files(self) -> str:
        """The address of its file server."""
        return self.api.removesuffix("api/") + "files/"

    def calls(self, method: str) -> int:
        """How often a method was asked."""
        return sum(each == method for each, _ in self.asked)

    async def give(self, request: web.Request) -> web.StreamResponse:
        """One request to the file server."""
        return web.Response(status=404) if self.file is None else await self.file(request)

    async def answer(self, request: web.Request) -> web.Response:
        """One call."""
        if self.instead is not None:
            return await self.instead(request)
        method, sent = request.match_info["method"], {**await request.post()}
        self.asked.append((method, {key: str(value) for key, value in sent.items()}))
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(sent.get("token", ""))
        known = self.answers.get(method) or self._answer(method, bearer, code=str(sent.get("code", "")))
        return web.json_response(known, status=self.status, headers={"x-oauth-scopes": self.scopes, **self.headers})

    def _answer(self, method: str, bearer: str, *, code: str) -> Mapping[str, object]:
        match method:
            case "oauth.v2.access" if code == CODE:
                return {**INSTALLED, "scope": self.scopes}
            case "oauth.v2.access":
                return {"ok": False, "error": "invalid_code"}
            case "apps.connections.open" if bearer == APP_TOKEN:
                return {"ok": True, "url": "wss://127.0.0.1/link"}
            case "auth.test" if bearer == TOKEN:
                who = {"user": "biscuit", "user_id": "UBOT", "bot_id": "B1", "team": "Garden", "team_id": "T1"}
                return {"ok": True, "url": "https://garden.slack.com/", **who}
        return {"ok": False, "error": "invalid_auth"}


@dataclass(slots=True)
class FileServer:
    """A file server: what it answers next, and the requests that it got."""

    answers: list[web.Response] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One request."""
        self.paths.append(request.path)
        self.tokens.append(request.headers.get("Authorization", ""))
        self.bodies.append(await request.read())
        return self.answers.pop(0)


INSTALLED: Mapping[str, object] = {
    "ok": True,
    "app_id": "A1",
    "authed_user": {"id": "U1"},
    "token_type": "bot",
    "access_token": TOKEN,
    "refresh_token": "xoxe-1-hunter2",
    "expires_in": 43200,
    "bot_user_id": "UBOT",
    "team": {"id": "T1", "name": "Garden"},
    "enterprise": None,
    "is_enterprise_install": False,
}


@asynccontextmanager
async def slack_answering(slack: Slack | None = None) -> AsyncIterator[Slack]:
    """That server, for the time of the block."""
    slack = slack or Slack()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack.answer)
    app.router.add_route("*", "/files/{name}", slack.give)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        slack.api = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        yield slack
    finally:
        await runner.cleanup()

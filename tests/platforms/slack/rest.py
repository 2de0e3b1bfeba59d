"""The Web API over HTTP: reads a call, writes it down, and answers it as Slack would or as was ordered."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from typing import cast

from aiohttp import web

from tests.platforms.slack.asking import Asked, Method, RefusedCall
from tests.platforms.slack.faults import Answer, Faults
from tests.platforms.slack.log import Call, Log
from tests.platforms.slack.oauth import Installs
from tests.platforms.slack.scopes import METHODS
from tests.platforms.slack.sockets import Sockets
from tests.platforms.slack.wire import Payload, mapping, text_of

PREFIX = "/api/"
OPEN = ("oauth.v2.access", "apps.connections.open", "apps.uninstall", "api.test")


class Rest:
    """All methods."""

    def __init__(self, installs: Installs, sockets: Sockets, log: Log, faults: Faults) -> None:
        self._installs = installs
        self._sockets = sockets
        self._log = log
        self._faults = faults
        self._methods: dict[str, Method] = {}

    def offer(self, methods: Mapping[str, Method]) -> None:
        """More methods."""
        self._methods.update(methods)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One call."""
        call = await _read(request)
        self._log.call(call)
        answer = await carried_out(
            call, request, self._faults.met(call.method), lambda: self._run(call, request), self._log
        )
        answer.headers["x-oauth-scopes"] = self._scopes(call.token)
        return answer

    def _scopes(self, token: str) -> str:
        """What a token was given, as every answer says."""
        given = (each.scopes for each in self._installs.world.installations if each.token == token)
        return ",".join(sorted(next(given, ())))

    def _run(self, call: Call, request: web.Request) -> Payload:
        if call.method in OPEN:
            return self._open(call, request.headers.get("Authorization", ""))
        method = self._methods.get(call.method)
        if method is None:
            self._log.gaps.append(f"no method {call.method}")
            raise RefusedCall("unknown_method")
        if call.token == self._installs.credentials.app_token:
            raise RefusedCall("not_allowed_token_type")
        asked = Asked(self._installs.world, self._installs.authenticated(call.token), call.args)
        asked.need_scope(*METHODS.get(call.method, ()))  # where a conversation's kind decides, the method looks itself
        return method(asked)

    def _open(self, call: Call, authorization: str) -> Payload:
        """The methods that need no bot's token."""
        match call.method:
            case "oauth.v2.access":
                return self._installs.access(call.args, authorization)
            case "apps.uninstall":
                answer = self._installs.uninstall_by_app(call.args, authorization)
                self._installs.uninstall(self._installs.authenticated(call.token))
                return answer
            case "apps.connections.open":
                if call.token != self._installs.credentials.app_token:
                    raise RefusedCall("invalid_auth" if call.token else "not_authed")
                base = self._installs.world.base.replace("http", "ws", 1)
                return {"url": f"{base}/link/?ticket={self._sockets.ticket()}&app_id=A0RAPPORT"}
            case _:
                return {"args": call.args}


async def carried_out(
    call: Call, request: web.Request, answers: list[Answer], run: Callable[[], Payload], log: Log
) -> web.StreamResponse:
    """Do what a call asks for, or what was ordered instead, and answer it."""
    for each in answers:
        await asyncio.sleep(each.wait)
    ordered = answers[-1] if answers and answers[-1].final else None
    if ordered is None or ordered.done:
        call.answer = _outcome(call, run)
    elif ordered.error:
        call.error, call.answer = ordered.error, {"ok": False, "error": ordered.error, **ordered.more}
    call.status, call.answered = 200 if ordered is None else ordered.status, time.monotonic()
    log.news()
    if ordered is None:
        call.status = 404 if call.error and call.method == "response_url" else 200
        return _sent(log, call, call.answer, call.status)
    if ordered.cut and request.transport is not None:
        request.transport.abort()
        return web.Response()  # nobody gets it
    return _ordered(call, ordered, log)


def _outcome(call: Call, run: Callable[[], Payload]) -> Payload:
    try:
        return {"ok": True, **run()}
    except RefusedCall as refusal:
        call.error = refusal.error
        return {"ok": False, "error": refusal.error, **refusal.more}


def _ordered(call: Call, ordered: Answer, log: Log) -> web.Response:
    if ordered.status == 429:
        limited = _sent(log, call, {"ok": False, "error": "ratelimited"}, 429)
        limited.headers["Retry-After"] = f"{ordered.retry_after or 1:g}"
        return limited
    if ordered.status == 200:
        return _sent(log, call, call.answer, 200)
    return web.Response(status=ordered.status, text="upstream failed")


def _sent(log: Log, call: Call, answer: Payload, status: int) -> web.Response:
    """An answer as JSON, written down for the judge as it leaves."""
    text = json.dumps(answer)
    log.sent.append((call.method, mapping(json.loads(text))))
    return web.Response(text=text, status=status, content_type="application/json")


async def _read(request: web.Request) -> Call:
    """A call with its arguments, wherever they stand."""
    args: Payload = dict(request.query)
    form = "query"
    if request.body_exists and request.content_type == "application/json":
        form = "json"
        args |= mapping(await _json(request))
    elif request.body_exists:
        form = "form"
        args |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    token = text_of(args.pop("token", "")) or request.headers.get("Authorization", "").removeprefix("Bearer ")
    caller = request.headers.get("User-Agent", "")
    token = "" if token.startswith("Basic ") else token
    return Call(request.path.removeprefix(PREFIX), args, token, form, caller=caller)


async def _json(request: web.Request) -> object:
    try:
        return cast(object, json.loads(await request.text()))
    except ValueError:
        return {}

"""Discord's REST API: simcord's routes behind authorization, ordered faults, rate limits and nonces."""

import asyncio
import json
import time
from collections.abc import Mapping
from typing import cast
from urllib.parse import unquote

from aiohttp import web
from simcord.backend.errors import BackendError, SetupError
from simcord.http import RouteNotImplemented, UnsupportedField, dispatch

from tests.platforms.discord.application import Application
from tests.platforms.discord.buckets import Buckets
from tests.platforms.discord.faults import Answer, Faults
from tests.platforms.discord.installs import limit
from tests.platforms.discord.log import Call, Log
from tests.platforms.discord.nonces import Nonces
from tests.platforms.discord.permitted import check
from tests.platforms.discord.requests import Read, read
from tests.platforms.discord.touches import Touches
from tests.platforms.discord.world import Payload, World

# No charset, for discord.py compares the whole header; and without `Via` it takes a 429 for a ban by Cloudflare.
HEADERS = {"Content-Type": "application/json", "Via": "1.1 google"}
BY_TOKEN = ("/webhooks/", "/interactions/")
EMPTY, EMPTY_CODE = "Cannot send an empty message", 50006
TRUE = ("true", "True", "1")


class Rest:
    """Answers requests. What simcord cannot do is answered with 501 and kept in the log as a gap."""

    def __init__(self, world: World, application: Application, *, log: Log, faults: Faults, touches: Touches) -> None:
        self._world, self._application = world, application
        self._log, self._faults, self._touches = log, faults, touches
        self.buckets = Buckets(5, 1.0)
        self.nonces = Nonces(touches.nonces)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One request."""
        try:
            asked = await read(request, self._touches)
        except ValueError:
            return _error(400, 50109, "The request body contains invalid JSON.")
        names = tuple(each.filename for each in asked.files)
        call = Call(asked.method, asked.path, asked.query, asked.body, names)
        self._log.call(call)
        response = await self._answer(request, asked)
        call.status, call.answered = response.status, time.monotonic()
        self._log.news()
        return response

    async def _answer(self, request: web.Request, asked: Read) -> web.Response:
        if not self._authorized(request, asked.path):
            return _error(401, 0, "401: Unauthorized")
        for answer in self._faults.met(asked.method, asked.path):
            await asyncio.sleep(answer.wait)
            if answer.done:
                self._carry_out(asked, {})
            if answer.cut and request.transport is not None:
                request.transport.abort()
            if answer.status != 200:
                return _ordered(answer)
        headers, wait = self.buckets.take(asked.method, asked.path)
        if wait is not None:
            return _limited(wait, headers, everywhere=False)
        return self._carry_out(asked, headers)

    def _authorized(self, request: web.Request, path: str) -> bool:
        return path.startswith(BY_TOKEN) or request.headers.get("Authorization") == f"Bot {self._application.token}"

    def _carry_out(self, asked: Read, headers: Mapping[str, str]) -> web.Response:
        try:
            answer = self.nonces.once(asked, self._route)
        except (RouteNotImplemented, UnsupportedField) as gap:
            self._log.gaps.append(str(gap))
            return _error(501, 0, str(gap), headers)
        except BackendError as refusal:
            return _refused(refusal, headers)
        except (SetupError, KeyError, ValueError, TypeError) as fault:
            return _error(400, 50035, f"Invalid Form Body ({fault!r})", headers)
        if answer is None or _unwanted(asked):
            return web.Response(status=204, headers=headers)
        return web.Response(body=self._touches.out(answer).encode(), headers={**HEADERS, **headers})

    def _route(self, asked: Read) -> object:
        own = self._application.answer(asked)
        if own is not None:
            return own
        limit(self._world, asked.method, asked.path)
        check(self._world.backend, asked)
        found = dispatch(
            self._world.backend,
            asked.method,
            unquote(asked.path),
            json=asked.body,
            params=dict(asked.query),
            files=list(asked.files),
            reason=asked.reason,
            message_content_access=self._application.granted.content,
        )
        return self._application.listed(asked, cast(object, found))


def _unwanted(asked: Read) -> bool:
    """Whether the client said, by leaving something out, that it wants no body."""
    if asked.path.endswith("/callback"):
        return asked.query.get("with_response") not in TRUE
    posted = asked.method == "POST" and asked.path.startswith("/webhooks/") and asked.path.count("/") == 3
    return posted and asked.query.get("wait") not in TRUE


def _refused(refusal: BackendError, headers: Mapping[str, str]) -> web.Response:
    if EMPTY in refusal.message:  # simcord has one code for all that is wrong with a body
        return _error(400, EMPTY_CODE, EMPTY, headers)
    body = json.dumps(refusal.to_json()).encode()
    return web.Response(status=refusal.status, body=body, headers={**HEADERS, **headers})


def _ordered(answer: Answer) -> web.Response:
    if answer.retry_after is None:
        return _error(answer.status, answer.code, answer.message)
    return _limited(answer.retry_after, {}, everywhere=answer.everywhere)


def _limited(wait: float, headers: Mapping[str, str], *, everywhere: bool) -> web.Response:
    body: Payload = {"message": "You are being rate limited.", "retry_after": wait, "global": everywhere}
    told = {**HEADERS, **headers, "Retry-After": str(int(wait) + 1)}
    if everywhere:
        told |= {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global"}
    elif not headers:
        told |= _spent(wait)
    return web.Response(status=429, body=json.dumps(body).encode(), headers={"X-RateLimit-Scope": "user", **told})


def _spent(wait: float) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": "5",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": f"{time.time() + wait:.3f}",
        "X-RateLimit-Reset-After": f"{wait:.3f}",
        "X-RateLimit-Bucket": "ordered",
    }


def _error(status: int, code: int, message: str, headers: Mapping[str, str] | None = None) -> web.Response:
    body = json.dumps({"message": message, "code": code}).encode()
    return web.Response(status=status, body=body, headers={**HEADERS, **(headers or {})})

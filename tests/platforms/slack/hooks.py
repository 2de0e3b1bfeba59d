"""Signed HTTP: what happens is posted to the app's address, and its answer is the acknowledgement."""

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp

from tests.platforms.slack.log import Delivered
from tests.platforms.slack.wire import Payload, mapping

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the app answered."""

    status: int
    body: str

    @property
    def json(self) -> Payload:
        """The answer as an object; empty where it is none."""
        try:
            return mapping(json.loads(self.body))
        except ValueError:
            return {}


@dataclass(slots=True)
class Hook:
    """The app's address. `skew`: seconds that the time of what is sent is wrong by; `flaw` spoils the signature."""

    address: str
    secret: str
    skew: float = 0.0
    flaw: str = ""
    replies: list[Reply] = field(default_factory=list)

    async def post(self, told: Delivered, seconds: float, *, reason: str = "") -> None:
        """One attempt; whatever but a 2xx in time counts as not acknowledged."""
        body, kind = _body(told)
        headers = {} if not told.attempt else {"X-Slack-Retry-Num": str(told.attempt), "X-Slack-Retry-Reason": reason}
        try:
            async with asyncio.timeout(seconds):
                reply = await self.send(body, kind, headers=headers)
        except (TimeoutError, aiohttp.ClientError):
            return
        told.status, told.answer = reply.status, reply.json or ({"text": reply.body} if reply.body else {})
        if reply.status // 100 == 2:
            told.acknowledged = time.monotonic()

    async def send(self, body: str, kind: str = JSON, *, headers: dict[str, str] | None = None) -> Reply:
        """Post any body, signed; raises aiohttp's errors."""
        signed = {**self.signature(body), "Content-Type": kind, **(headers or {})}
        async with (
            aiohttp.ClientSession(trust_env=False) as session,
            session.post(self.address, data=body.encode(), headers=signed) as answer,
        ):
            reply = Reply(answer.status, await answer.text())
        self.replies = [*self.replies[-99:], reply]
        return reply

    async def verify(self, challenge: str = "c-1") -> Reply:
        """Ask whether the address is the app's own."""
        return await self.send(json.dumps({"type": "url_verification", "token": "t", "challenge": challenge}))

    def signature(self, body: str) -> dict[str, str]:
        """The headers that show who sent this and when."""
        at = str(int(time.time() + self.skew))
        base = f"v0:{at}:{body}".encode()
        digest = hmac.new((self.secret + self.flaw).encode(), base, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={digest}"}


def _body(told: Delivered) -> tuple[str, str]:
    if told.kind == "events_api":
        return json.dumps(told.payload), JSON
    if told.kind == "slash_commands":
        return urlencode({key: str(value) for key, value in told.payload.items()}), FORM
    return urlencode({"payload": json.dumps(told.payload)}), FORM

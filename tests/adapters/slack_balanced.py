"""Several processes that answer Slack over HTTP, on one database, as behind a balancer."""

import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.access import Access
from adapters.slack.door import Door
from adapters.slack.installing import authorized_by
from adapters.slack.oauth import flow_of
from adapters.slack.web import served, web_application
from tests.adapters.slack_answers import Slack
from tests.adapters.slack_installed import Process, processes

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


@dataclass(slots=True)
class Replica:
    """One process with its address; `heard` are the events that came in, by whose token they would be answered."""

    process: Process
    app: AsyncApp
    address: str = ""
    well: bool = True
    heard: list[tuple[str, str]] = field(default_factory=list)

    async def healthy(self) -> bool:
        """Whether it says that it is well."""
        return self.well


@asynccontextmanager
async def balanced(dsn: str, slack: Slack, amount: int = 2) -> AsyncIterator[list[Replica]]:
    """That many processes."""
    async with AsyncExitStack() as stack:
        found = await stack.enter_async_context(processes(dsn, amount))
        yield [await stack.enter_async_context(_serving(each, slack)) for each in found]


@asynccontextmanager
async def _serving(process: Process, slack: Slack) -> AsyncIterator[Replica]:
    store, passes = process.store(), process.passes
    client = AsyncWebClient(base_url=slack.api, timeout=5)
    app = AsyncApp(signing_secret=SECRET, authorize=authorized_by(store), client=client)
    replica = Replica(process, app)

    async def hear(body: dict[str, str], context: dict[str, str]) -> None:
        replica.heard.append((body["event_id"], context["bot_token"]))

    app.event("app_mention")(hear)
    page = f"{slack.api.removesuffix('/api/')}/oauth/v2/authorize"
    flow = flow_of("1.2", Access(client, "1.2", "client-hunter2"), store=store, passes=passes, page=page)
    application = web_application(app, Door(SECRET, passes), flow=flow, healthy=replica.healthy)
    async with served(application, "127.0.0.1", 0) as port:
        replica.address = f"http://127.0.0.1:{port}"
        yield replica


def mention(event_id: str, team: str = "T1") -> str:
    """An event as Slack posts it."""
    event = {"type": "app_mention", "user": "U1", "text": "<@UBOT> hi", "ts": "1.1", "channel": "C1", "event_ts": "1.1"}
    authorized = {"enterprise_id": None, "team_id": team, "user_id": "UBOT", "is_bot": True}
    told = {"type": "event_callback", "event_id": event_id, "team_id": team, "api_app_id": "A1", "event": event}
    return json.dumps({**told, "authorizations": [{**authorized, "is_enterprise_install": False}]})


def signed(body: str | bytes, *, at: object = None, secret: str = SECRET) -> dict[str, str]:
    """The headers with which Slack would post that."""
    at = int(time.time()) if at is None else at
    data = body.encode() if isinstance(body, str) else body
    digest = hmac.new(secret.encode(), f"v0:{at}:".encode() + data, hashlib.sha256).hexdigest()
    kind = {"Content-Type": "application/json"}
    return {"X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": f"v0={digest}", **kind}


async def post(address: str, body: str | bytes, headers: dict[str, str]) -> int:
    """The status that posting an event there gets."""
    async with (
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(10)) as session,
        session.post(f"{address}/slack/events", data=body, headers=headers) as answer,
    ):
        await answer.read()
        return answer.status

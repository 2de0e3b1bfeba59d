"""A small app on slack-bolt, over either transport, to try the stand-in with."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import cast

from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from tests.platforms.slack.server import HOST, SlackStandIn

Untyped = Callable[[], Awaitable[None]]


def client_of(slack: SlackStandIn, token: str | None = None) -> AsyncWebClient:
    """slack-sdk at the stand-in."""
    return AsyncWebClient(token or slack.token, base_url=slack.api)


def app_of(slack: SlackStandIn) -> AsyncApp:
    """An app without listeners."""
    return AsyncApp(client=client_of(slack), signing_secret=slack.credentials.signing_secret)


@asynccontextmanager
async def by_socket(slack: SlackStandIn, app: AsyncApp, ping_seconds: float = 5.0) -> AsyncIterator[AsyncApp]:
    """The app over Socket Mode, connected; it ends with the block."""
    handler = AsyncSocketModeHandler(
        app, slack.credentials.app_token, web_client=client_of(slack), ping_interval=ping_seconds
    )
    connect: Untyped = handler.connect_async
    close: Untyped = handler.close_async
    try:
        await connect()
        await slack.connected()
        yield app
    finally:
        await close()
        await handler.client.aiohttp_client_session.close()


@asynccontextmanager
async def by_http(slack: SlackStandIn, app: AsyncApp) -> AsyncIterator[AsyncApp]:
    """The app behind an address of its own; it ends with the block."""

    async def serve(request: web.Request) -> web.Response:
        asked = AsyncBoltRequest(body=await request.text(), headers=dict(request.headers.items()))
        answer = await app.async_dispatch(asked)
        headers = {name: values[0] for name, values in answer.headers.items() if name.lower() != "content-type"}
        kind = "application/json" if answer.body.startswith("{") else "text/plain"
        return web.Response(status=answer.status, text=answer.body, headers=headers, content_type=kind)

    routes = web.Application()
    routes.router.add_post("/slack/events", serve)
    runner = web.AppRunner(routes, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    slack.post_to(f"http://{HOST}:{runner.addresses[0][1]}/slack/events")
    try:
        yield app
    finally:
        slack.delivery.hook = None
        await runner.cleanup()


async def refusal(call: Awaitable[AsyncSlackResponse]) -> str:
    """The code that a call is refused with; raises AssertionError where it is not."""
    try:
        await call
    except SlackApiError as refused:
        return str(cast(dict[str, object], refused.response.data)["error"])
    raise AssertionError("the call was not refused")


async def moment() -> None:
    """Long enough for what is under way on this machine."""
    await asyncio.sleep(0.15)

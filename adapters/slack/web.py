"""Where Slack posts events, and people install the bot, over HTTP. TLS ends at the balancer in front.

Any number of these stand behind it: they share nothing but the database.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow

from adapters.errors import AdapterError
from adapters.slack.door import Door, Entry
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.pages import HEADERS

log = logging.getLogger(__name__)
HEALTH_PATH = "/health"
MOST_BYTES = 1_000_000
ANSWER_SECONDS, HEALTH_SECONDS, FINISH_SECONDS = 10.0, 2.0, 5.0
Healthy = Callable[[], Awaitable[bool]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def web_application(
    app: AsyncApp, door: Door, *, flow: AsyncOAuthFlow | None = None, healthy: Healthy
) -> web.Application:
    """All addresses; without a flow nothing can be installed. `healthy` says whether events can be answered now."""

    async def events(request: web.Request) -> web.StreamResponse:
        match await door.entry(request):
            case Entry.STRANGE:
                return web.json_response({"error": "invalid request"}, status=401)
            case Entry.AGAIN:
                return web.Response()  # Slack counts anything else as a failure of ours
            case Entry.NEW:
                return await _worked_on(app, door, request)

    async def health(_: web.Request) -> web.StreamResponse:
        async with asyncio.timeout(HEALTH_SECONDS):
            well = await healthy()
        return web.Response(text="ok" if well else "not ready", status=200 if well else 503)

    application = web.Application(client_max_size=MOST_BYTES, middlewares=[_guarded])
    application.router.add_post(EVENTS_PATH, events)
    application.router.add_get(HEALTH_PATH, health)
    if flow is not None:
        _add_installing(application, flow)
    return application


async def _worked_on(app: AsyncApp, door: Door, request: web.Request) -> web.StreamResponse:
    answered = False
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            answer = await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))
        answered = answer.status < 500
        return answer
    finally:
        if not answered:
            await door.give_back(request)


def _add_installing(application: web.Application, flow: AsyncOAuthFlow) -> None:
    async def install(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await flow.handle_installation(await to_bolt_request(request)))

    async def back(request: web.Request) -> web.StreamResponse:
        async with asyncio.timeout(2 * ANSWER_SECONDS):
            return await to_aiohttp_response(await flow.handle_callback(await to_bolt_request(request)))

    application.router.add_get(flow.install_path, install)
    application.router.add_get(flow.redirect_uri_path, back)


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """No fault shows anything, and whoever can try again is told to."""
    try:
        response = await handler(request)
    except (AdapterError, TimeoutError) as fault:
        log.warning("request not answered", extra={"path": request.path, "kind": type(fault).__name__})
        response = web.Response(text="Try again in a moment.", status=503, headers={"Retry-After": "5"})
    except UnicodeError:
        response = web.Response(text="This is no UTF-8 text.", status=400)
    except web.HTTPException as refused:
        refused.headers.update(HEADERS)
        raise
    response.headers.update(HEADERS)
    for cookie in response.cookies.values():
        cookie["samesite"] = "Lax"
    return response


@asynccontextmanager
async def served(application: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Answers requests for the time of the block; gives the port, then lets be finished what is being answered."""
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=FINISH_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()

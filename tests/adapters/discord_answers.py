"""A server that gives scripted answers at the addresses of Discord's API which tell about the application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.b.hunter2"
NUMBER = "123456789012345678"


@asynccontextmanager
async def discord_answering(application: object, *, status: int = 200) -> AsyncIterator[str]:
    """The base address of a server that knows `TOKEN`, whose application reads like that."""

    async def answer(request: web.Request) -> web.Response:
        if request.headers["Authorization"] != f"Bot {TOKEN}":
            return web.json_response({"message": "401: Unauthorized", "code": 0}, status=401)
        assert request.headers["User-Agent"].startswith("DiscordBot (")
        if request.path == "/api/v10/users/@me":
            return web.json_response({"id": NUMBER, "username": "Biscuit"})
        assert request.path == "/api/v10/oauth2/applications/@me"
        return web.json_response(application, status=status)

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/v10"
    finally:
        await runner.cleanup()

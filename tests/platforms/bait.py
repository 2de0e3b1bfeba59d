"""A page on loopback that nobody should ask for: whoever follows a link to it is counted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Bait:
    """Where it is, and the paths that were asked for."""

    address: str
    asked: list[str] = field(default_factory=list)


@asynccontextmanager
async def bait() -> AsyncIterator[Bait]:
    """The page, for the time of the block."""
    asked = list[str]()

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(text="Never trust anybody.")

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    try:
        site = web.TCPSite(runner, HOST, 0)
        await site.start()
        yield Bait(f"http://{HOST}:{runner.addresses[0][1]}", asked)
    finally:
        await runner.cleanup()

"""The human side of a stand-in over HTTP, where that is a process of its own: POST /human/OPERATION with JSON.

What a test does with the hands of people in its own process can be done so from another one, or by hand.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import cast

from aiohttp import web

ROUTE = "/human/{operation}"
Asked = dict[str, object]
Operation = Callable[[Asked], Awaitable[object]]


async def carried_out(
    request: web.Request, operations: Mapping[str, Operation], refused: tuple[type[Exception], ...]
) -> web.Response:
    """One operation; what a person could not do is answered with 409, what nobody knows with what there is."""
    operation = operations.get(request.match_info["operation"])
    if operation is None:
        return web.json_response({"operations": sorted(operations)}, status=404)
    asked = cast(Asked, await request.json()) if request.can_read_body else {}
    try:
        return web.json_response(await operation(asked))
    except refused as fault:
        return web.json_response({"error": type(fault).__name__, "message": str(fault)}, status=409)


async def until_ended(stand_in: AbstractAsyncContextManager[object], seed: Callable[[], Mapping[str, object]]) -> None:
    """Serve until the process is ended; `seed` is told on one line when all is ready."""
    async with stand_in:
        sys.stdout.write(json.dumps(seed()) + "\n")
        sys.stdout.flush()
        await asyncio.Event().wait()

"""The stand-in as a process of its own, with its human side over HTTP."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import aiohttp

from tests.platforms.discord.world import Payload

SECONDS = 30.0


@asynccontextmanager
async def _process() -> AsyncIterator[Payload]:
    program = [sys.executable, "-m", "tests.platforms.discord", "--port", "0", "--kept", "100"]
    process = await asyncio.create_subprocess_exec(*program, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout is not None
        async with asyncio.timeout(SECONDS):
            line = await process.stdout.readline()
        yield cast(Payload, json.loads(line))
    finally:
        process.terminate()
        async with asyncio.timeout(SECONDS):
            await process.communicate()


async def test_a_process_with_its_human_side() -> None:
    async with _process() as seed, aiohttp.ClientSession() as session:
        api = str(seed["api"])
        base = api.removesuffix("/api/v10")
        headers = {"Authorization": f"Bot {seed['token']}"}

        async def human(operation: str, expected: int = 200, /, **asked: object) -> object:
            async with session.post(f"{base}/human/{operation}", json=asked) as answer:
                assert answer.status == expected
                return cast(object, await answer.json())

        said = cast(Payload, await human("send", person="Alice", text="hi"))
        async with session.get(f"{api}/channels/{seed['channel']}/messages", headers=headers) as answer:
            listed = cast(list[Payload], await answer.json())
        assert [(each["id"], each["content"]) for each in listed] == [(said["id"], "hi")]
        await human("edit", 409, person="Bob", post=said["id"], text="not mine")
        await human("nothing", 404)
        await human("fail", status=503, path="/users/*")
        async with session.get(f"{api}/users/@me", headers=headers) as answer:
            assert answer.status == 503
        calls = cast(list[Payload], await human("calls"))
        assert [each["status"] for each in calls] == [200, 503]

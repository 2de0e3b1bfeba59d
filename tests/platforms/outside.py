"""A stand-in that is a process of its own, seen and moved from the outside."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

import aiohttp

from tests.platforms.human import ROUTE, Asked

SECONDS = 60.0  # a deadline, not a measure: the machine may be busy


@dataclass(frozen=True, slots=True)
class Outside:
    """`seed` is what it told of itself when it was ready."""

    seed: Asked
    session: aiohttp.ClientSession

    @property
    def base(self) -> str:
        """Its address."""
        found = urlsplit(str(self.seed["api"]))
        return f"{found.scheme}://{found.netloc}"

    async def human(self, operation: str, expected: int = 200, /, **asked: object) -> object:
        """One thing that people do or see."""
        async with self.session.post(self.base + ROUTE.format(operation=operation), json=asked) as answer:
            assert answer.status == expected, await answer.text()
            return cast(object, await answer.json())

    async def seen(self, operation: str, **asked: object) -> Asked:
        """The same for an answer that is an object."""
        return cast(Asked, await self.human(operation, **asked))

    async def all_of(self, operation: str, **asked: object) -> list[Asked]:
        """The same for an answer that is a list."""
        return cast(list[Asked], await self.human(operation, **asked))


@asynccontextmanager
async def outside(module: str, *arguments: str) -> AsyncIterator[Outside]:
    """`python -m module`, which is ended with the block."""
    program = (sys.executable, "-m", module, *arguments)
    process = await asyncio.create_subprocess_exec(*program, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout is not None
        async with asyncio.timeout(SECONDS):
            line = await process.stdout.readline()
        async with aiohttp.ClientSession() as session:
            yield Outside(cast(Asked, json.loads(line)), session)
    finally:
        process.terminate()
        async with asyncio.timeout(SECONDS):
            await process.communicate()

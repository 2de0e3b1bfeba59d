"""What is kept of a place, and events that are handled while a test goes on."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from adapters.types import Event, Message
from bot.bridge import place_of, to_account
from memory.types import Viewer
from tests.bot.stage import Stage


async def kept(stage: Stage, like: Message) -> list[str]:
    """The transcript of the place where the message stands."""
    place = place_of(like)
    person = await stage.memory.person(to_account("discord", like.author), place)
    return [line.text for line in await stage.memory.recent(Viewer(person, place))]


async def until(true: Callable[[], object]) -> None:
    """Wait for it to become true, ten seconds at most."""
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


@asynccontextmanager
async def under_way(stage: Stage, *events: Event) -> AsyncIterator[list["asyncio.Task[str]"]]:
    """The events being handled while the block runs; by its end all are done."""
    tasks = [asyncio.ensure_future(stage.give(event)) for event in events]
    try:
        yield tasks
        await asyncio.wait_for(asyncio.gather(*tasks), 15)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

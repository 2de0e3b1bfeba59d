"""What the process keeps of what people write is bounded: no cache grows with every message."""

import functools
import gc
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import pytest

from bot.when import request
from tests.bot.stage import Stage, staged

ORDERS = ("remind me at {n} to call number {n}", "Did I say {n} on the {n}th?", "no emoji please, I like {n} more")
TOLD = ("I met {n} people today and {n} dogs.", "tomorrow at {n}:00 plan number {n} begins", "¿qué hora es, {n}?")


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path) as stage:
        yield stage


def unbounded() -> dict[str, int]:
    """The caches without an end, and how much each holds."""
    gc.unfreeze()  # what was put out of sight of the collector, as the program does, would not be found
    found = (each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper))
    return {
        f"{each.__module__}.{each.__qualname__}": each.cache_info().currsize
        for each in found
        if each.cache_info().maxsize is None
    }


async def hear(stage: Stage, numbers: Iterable[int]) -> None:
    """Everything once for each number, said and, where no model understands it, read for what it asks."""
    for number in numbers:
        for text in (*ORDERS, *TOLD):
            await stage.say(text.format(n=number))
            request(text.format(n=number))


@pytest.mark.parametrize("has_model", [True, False])
async def test_no_cache_without_an_end_grows_with_each_message(stage: Stage, has_model: bool) -> None:
    if has_model:
        stage.speak_with(lambda messages: [f"That makes {len(str(messages))} signs."])
    await hear(stage, range(3, 9))
    before = unbounded()
    await hear(stage, range(9, 15))
    after = unbounded()
    own = {name: size for name, size in after.items() if name.startswith(("bot.", "memory.", "adapters."))}
    assert len(own) > 10
    assert {name: size - before.get(name, 0) for name, size in own.items() if size > before.get(name, 0)} == {}

"""Where a process may die is counted at each wait of each task, and waits are short on a hasty clock."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any

from bot.patience import patiently
from tests.reminder_deaths.clocks import HastyLoop
from tests.reminder_deaths.moments import Moments, where


async def _twice() -> str:
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return "done"


async def _inside() -> str:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(_twice())
    return task.result()


def _counted(work: Coroutine[Any, Any, str]) -> tuple[str, int]:
    seen: list[str] = []

    async def run() -> str:
        moments = Moments(seen.append)
        moments.watch()
        moments.begin()
        try:
            return await asyncio.ensure_future(work)
        finally:
            moments.end()

    return asyncio.run(run()), len(seen)


def test_each_wait_is_two_moments() -> None:
    assert _counted(_twice()) == ("done", 2 * 2)


def test_tasks_within_tasks_are_watched() -> None:
    assert _counted(_inside()) == ("done", 2 + 2 * 2)


def test_faults_go_through() -> None:
    async def fails() -> str:
        try:
            async with asyncio.timeout(0.01):
                await asyncio.sleep(5)
        except TimeoutError:
            return "over"
        return ""

    assert _counted(fails())[0] == "over"


def test_where_is_in_code_of_ours() -> None:
    async def waits() -> None:
        await patiently(lambda: asyncio.sleep(0))

    waiting = waits()
    waiting.send(None)
    assert where(waiting).startswith("bot/patience.py:patiently:")
    waiting.close()


def test_waits_are_short_on_a_hasty_clock() -> None:
    async def wait() -> float:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, HastyLoop)
        loop.hasten(50)
        began = asyncio.get_running_loop().time()
        await asyncio.sleep(5)
        return asyncio.get_running_loop().time() - began

    began = time.monotonic()
    with asyncio.Runner(loop_factory=HastyLoop) as runner:
        assert runner.run(wait()) >= 5
    assert 0.1 <= time.monotonic() - began < 4

"""Tasks are restarted, and end with the block."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial

import pytest

from bot import supervise
from bot.supervise import Ahead, Supervisor


async def test_a_failing_task_is_started_again() -> None:
    tries = asyncio.Semaphore(0)
    count = 0

    async def flaky() -> None:
        nonlocal count
        count += 1
        tries.release()
        if count < 3:
            raise RuntimeError

    async with asyncio.timeout(5), Supervisor(first_pause=0.001) as supervisor:
        supervisor.start("flaky", flaky)
        for _ in range(3):
            await tries.acquire()
    assert count == 3


async def test_the_end_of_the_block_ends_the_tasks() -> None:
    ended = asyncio.Event()

    async def endless() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    async with asyncio.timeout(5):
        async with Supervisor() as supervisor:
            supervisor.start("endless", endless)
            await asyncio.sleep(0)
        assert ended.is_set()


async def test_a_fault_of_the_block_stays_what_it_is() -> None:
    with pytest.raises(LookupError):
        async with Supervisor() as supervisor:
            supervisor.start("endless", partial(asyncio.sleep, 60))
            raise LookupError


async def test_a_long_good_run_is_not_held_against_a_task(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(supervise, "LONGEST_PAUSE", 0.02)
    starts: list[float] = []
    third = asyncio.Event()

    async def fails_late() -> None:
        starts.append(asyncio.get_running_loop().time())
        if len(starts) == 6:
            third.set()
        await asyncio.sleep(0.03)
        raise RuntimeError

    async with asyncio.timeout(5), Supervisor(first_pause=0.001) as supervisor:
        supervisor.start("late", fails_late)
        await third.wait()
    assert [vars(each)["pause_s"] for each in caplog.records] == [0.001] * 5


async def counted(pauses: list[float], ended: list[int]) -> AsyncGenerator[int, None]:
    try:
        for number, pause in enumerate(pauses):
            await asyncio.sleep(pause)
            yield number
    finally:
        ended.append(1)


async def test_an_item_can_be_waited_for_a_while_and_then_on() -> None:
    ended: list[int] = []
    async with asyncio.timeout(5), aclosing(counted([0.0, 0.2, 0.0], ended)) as items, Ahead(items) as ahead:
        assert await ahead.next(1.0) == 0
        with pytest.raises(TimeoutError):
            await ahead.next(0.01)
        assert await ahead.next() == 1
        assert await ahead.next() == 2
        with pytest.raises(StopAsyncIteration):
            await ahead.next()
    assert ended == [1]


async def test_leaving_ends_the_wait_for_an_item() -> None:
    ended: list[int] = []
    async with asyncio.timeout(5), aclosing(counted([30.0], ended)) as items, Ahead(items) as ahead:
        with pytest.raises(TimeoutError):
            await ahead.next(0.01)
    assert ended == [1] and not any(task.get_name().startswith("the next piece") for task in asyncio.all_tasks())

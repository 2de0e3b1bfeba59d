"""Tasks are restarted, and end with the block."""

import asyncio
from functools import partial

import pytest

from bot import supervise
from bot.supervise import Supervisor


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

"""Who may use the model when."""

import asyncio

import pytest

from bot.quiet import HELD_SECONDS, Quiet
from memory.errors import ExtractorPreempted


async def test_background_waits_for_a_reply() -> None:
    quiet, order = Quiet(), []

    async def learn() -> None:
        async with quiet.background():
            order.append("learn")

    async with asyncio.timeout(5), asyncio.TaskGroup() as group, quiet.reply():
        group.create_task(learn())
        await asyncio.sleep(0.01)
        order.append("reply")
    assert order == ["reply", "learn"]


async def test_a_reply_breaks_off_background_work() -> None:
    quiet, started = Quiet(), asyncio.Event()

    async def learn() -> None:
        async with quiet.background():
            started.set()
            await asyncio.sleep(60)

    async with asyncio.timeout(5):
        task = asyncio.ensure_future(learn())
        await started.wait()
        async with quiet.reply():
            with pytest.raises(ExtractorPreempted):
                await task


async def test_without_preemption_background_work_goes_on() -> None:
    quiet, started, done = Quiet(preempt=False), asyncio.Event(), asyncio.Event()

    async def learn() -> str:
        async with quiet.background():
            started.set()
            await done.wait()
            return "learned"

    async with asyncio.timeout(5):
        task = asyncio.ensure_future(learn())
        await started.wait()
        async with quiet.reply():
            done.set()
            assert await task == "learned"


async def test_a_deadline_of_the_work_itself_is_not_mistaken_for_a_reply() -> None:
    quiet = Quiet()
    with pytest.raises(TimeoutError):
        async with quiet.background(), asyncio.timeout(0.01):
            await asyncio.sleep(5)


async def test_without_preemption_replies_that_never_end_hold_work_off_for_a_moment_only() -> None:
    quiet, slow = Quiet(preempt=False), Quiet()
    async with asyncio.timeout(5), quiet.reply(), slow.reply():
        began = asyncio.get_running_loop().time()
        await quiet.settled()
        assert asyncio.get_running_loop().time() - began >= HELD_SECONDS * 0.9
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(HELD_SECONDS * 2):
                await slow.settled()

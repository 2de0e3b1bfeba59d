"""One thing at a time in a place: in order, side by side elsewhere, let go whatever happens, and few are kept."""

import asyncio

import pytest

from bot.locks import Locks


def kept(locks: Locks) -> int:
    """How many places have one."""
    return len(vars(locks)["_locks"])


async def test_a_place_does_one_thing_at_a_time_in_order() -> None:
    locks, told = Locks(), list[str]()

    async def one(name: str) -> None:
        async with locks.of("garden"):
            told.append(f"{name} begins")
            await asyncio.sleep(0)
            told.append(f"{name} ends")

    async with asyncio.TaskGroup() as group:
        for name in ("a", "b", "c"):
            group.create_task(one(name))
    assert told == [f"{name} {what}" for name in ("a", "b", "c") for what in ("begins", "ends")]


async def test_places_do_not_wait_for_each_other() -> None:
    locks = Locks()
    async with locks.of("garden"), asyncio.timeout(5), locks.of("hall"):
        pass


async def test_what_fails_or_gives_up_waiting_lets_go() -> None:
    locks = Locks()
    with pytest.raises(ValueError, match="broken"):
        async with locks.of("garden"):
            raise ValueError("broken")
    async with locks.of("garden"):
        waiting = asyncio.ensure_future(locks.of("garden").__aenter__())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])
    async with asyncio.timeout(5), locks.of("garden"):
        pass


async def test_those_that_nobody_uses_are_dropped_the_oldest_first_and_no_others() -> None:
    locks = Locks(size=3)
    async with locks.of("garden"):
        for number in range(50):
            async with locks.of(f"hall {number}"):
                pass
        assert kept(locks) == 4
        waiting = asyncio.ensure_future(locks.of("garden").__aenter__())
        await asyncio.sleep(0)
        assert not waiting.done(), "the one in use is still that one"
        waiting.cancel()
        await asyncio.wait([waiting])
    assert kept(locks) == 3

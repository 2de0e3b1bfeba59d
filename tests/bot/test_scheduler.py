"""The clock that wakes delivery: at the moment set last, at once for what is past, and never later than in a minute."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from bot import scheduler
from bot.scheduler import Ticker


def soon(seconds: float) -> datetime:
    """So many seconds from now."""
    return datetime.now(UTC) + timedelta(seconds=seconds)


async def rung(event: asyncio.Event, seconds: float) -> float:
    """The seconds until it rang; raises TimeoutError."""
    began = time.monotonic()
    async with asyncio.timeout(seconds):
        await event.wait()
    event.clear()
    return time.monotonic() - began


async def test_it_wakes_at_the_moment_that_was_set() -> None:
    woken = asyncio.Event()
    async with Ticker(woken.set) as ticker:
        ticker.set(soon(0.3))
        assert 0.25 <= await rung(woken, 5) < 2
        ticker.set(soon(0.1))
        await rung(woken, 5)


async def test_what_is_set_last_holds() -> None:
    woken = asyncio.Event()
    async with Ticker(woken.set) as ticker:
        ticker.set(soon(50))
        ticker.set(soon(0.1))
        await rung(woken, 5)
        ticker.set(soon(0.2))
        ticker.set(soon(50))
        with pytest.raises(TimeoutError):
            await rung(woken, 0.5)


async def test_what_is_long_past_rings_at_once() -> None:
    woken = asyncio.Event()
    async with Ticker(woken.set) as ticker:
        ticker.set(soon(-86_400))
        await rung(woken, 5)


@pytest.mark.parametrize("later", [None, timedelta(days=4000)])
async def test_it_never_waits_longer_than_a_lost_notification_may_cost(
    later: timedelta | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "LONGEST", timedelta(seconds=0.2))
    woken = asyncio.Event()
    async with Ticker(woken.set) as ticker:
        ticker.set(None if later is None else datetime.now(UTC) + later)
        await rung(woken, 5)


async def test_when_it_has_ended_nothing_rings() -> None:
    woken = asyncio.Event()
    async with Ticker(woken.set) as ticker:
        ticker.set(soon(0.2))
    with pytest.raises(TimeoutError):
        await rung(woken, 0.5)


async def test_it_can_be_set_very_often() -> None:
    woken, began = asyncio.Event(), time.monotonic()
    async with Ticker(woken.set) as ticker:
        for number in range(2_000):
            ticker.set(soon(30 - number / 1000))
        ticker.set(soon(0))
        await rung(woken, 5)
    assert time.monotonic() - began < 5

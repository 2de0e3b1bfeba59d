"""Pages that may be open: one keeper each, told of what changes on it, and nobody noted who looks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pytest

from memory import pages as door
from memory.memory import Memory
from tests.memory.learning_world import ANA, ANA_DIRECT, BEN, BEN_DIRECT, CountingEmbedder, World, open_world
from tests.memory.test_erasure import everywhere


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn, CountingEmbedder()) as world:
        yield world


@asynccontextmanager
async def hearing(memory: Memory, keeper: str) -> AsyncIterator[list[str]]:
    """What the keeper is told."""
    told, begun = list[str](), asyncio.Event()
    listening = asyncio.ensure_future(
        memory.pages.listen(keeper, lambda platform, handle: told.append(f"{platform}/{handle}"), begun=begun.set)
    )
    await asyncio.wait_for(begun.wait(), 10)
    try:
        yield told
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening


async def changed(world: World, told: list[str]) -> list[str]:
    """What was told once both changed something; Ben's page tells that all before was told."""
    for account, place in ((ANA, ANA_DIRECT), (BEN, BEN_DIRECT)):
        await world.memory.choices.set_learning((await world.viewer(account, place)).person, False)
    async with asyncio.timeout(10):
        while "console/ben" not in told:
            await asyncio.sleep(0.01)
    return [each for each in told if each != "console/ben"]


async def test_a_page_has_one_keeper_who_is_told(world: World) -> None:
    await world.viewer(ANA, ANA_DIRECT)
    await world.viewer(BEN, BEN_DIRECT)
    async with hearing(world.memory, "one") as one, hearing(world.memory, "two") as two:
        for keeper in ("one", "two"):
            await world.memory.pages.opened("console", "ana", keeper=keeper)
        await world.memory.pages.opened("console", "ben", keeper="two")
        assert await changed(world, two) == ["console/ana"]
        assert one == []


async def test_what_nobody_looks_at_any_more_is_not_told_of_and_dropped(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.viewer(BEN, BEN_DIRECT)
    async with hearing(world.memory, "one") as one:
        await world.memory.pages.opened("console", "ben", keeper="one")
        monkeypatch.setattr(door, "OPEN", timedelta(seconds=-1))
        await world.memory.pages.opened("console", "ana", keeper="one")
        assert await changed(world, one) == []
    assert await world.memory.pages.tidy(most=10) == 1
    assert await world.memory.pages.tidy(most=10) == 0


async def test_who_looks_is_not_noted(world: World) -> None:
    await world.memory.pages.opened("console", "stranger", keeper="one")
    assert await everywhere(world, "stranger") == []

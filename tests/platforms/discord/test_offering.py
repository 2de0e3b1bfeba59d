"""Commands are offered again after Discord refused or failed, later each time, and not once more than that needs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest

from adapters.discord import offering
from adapters.discord.adapter import Discord
from adapters.discord.settings import Settings
from adapters.types import Event
from bot.catalog import load_catalog
from tests.platforms.discord.server import DiscordStandIn

COMMANDS = "/applications/*/commands"


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offering, "FIRST_PAUSE", 0.4)


async def quiet(event: Event) -> None:
    """Nobody listens."""


@asynccontextmanager
async def running(discord: DiscordStandIn) -> AsyncIterator[None]:
    """The bot, whose commands need not be offered yet."""
    task = asyncio.ensure_future(Discord(discord.token, Settings(), load_catalog()).run(quiet))
    try:
        await discord.connected()
        yield
    finally:
        task.cancel()
        await asyncio.wait([task], timeout=20)


def offered(discord: DiscordStandIn) -> bool:
    return bool(discord.world.backend.commands.get(None))


@pytest.mark.parametrize(("method", "trouble"), [("GET", 503), ("PUT", 503), ("GET", 403), ("PUT", 403), ("PUT", 429)])
async def test_after_a_failure_they_are_offered_again(discord: DiscordStandIn, method: str, trouble: int) -> None:
    match trouble:
        case 503:
            discord.faults.fail(503, path=COMMANDS, method=method, times=2)
        case 403:
            discord.faults.deny(COMMANDS, method=method, times=2)
        case _:
            discord.faults.limit(31.0, path=COMMANDS, method=method, times=1)  # longer than a request waits
    async with running(discord):
        await discord.log.until(lambda: offered(discord), 60)
        asked = len(discord.log.calls)
        discord.drop()
        await discord.connected()
        await asyncio.sleep(1.0)
        assert [each.path for each in list(discord.log.calls)[asked:] if each.path.endswith("/commands")] == []
    assert [each.status for each in discord.log.to("PUT", COMMANDS)][-1] == 200


async def test_each_try_comes_later_than_the_one_before(discord: DiscordStandIn) -> None:
    discord.faults.deny(COMMANDS, times=4)
    async with running(discord):
        await discord.log.until(lambda: offered(discord), 30)
    tries = [each.at for each in discord.log.to("GET", COMMANDS)]
    pauses = [later - sooner for sooner, later in pairwise(tries)]
    assert len(tries) == 5
    assert all(later > 1.5 * sooner for sooner, later in pairwise(pauses))


async def test_sessions_that_begin_meanwhile_make_no_more_tries(discord: DiscordStandIn) -> None:
    discord.faults.deny(COMMANDS, times=3)
    async with running(discord):
        for _ in range(3):
            discord.forget()
            await discord.log.until(lambda: not discord.gateway.lines, 5)
            await discord.connected(seconds=30)
        await discord.log.until(lambda: offered(discord), 30)
    assert len(discord.log.to("GET", COMMANDS)) == 4 and len(discord.log.to("PUT", COMMANDS)) == 1


async def test_the_end_of_the_bot_is_the_end_of_its_tries(discord: DiscordStandIn) -> None:
    discord.faults.deny(COMMANDS)
    async with running(discord):
        await discord.log.until(lambda: len(discord.log.to("GET", COMMANDS)) == 2, 15)
    tried = len(discord.log.to("GET", COMMANDS))
    await asyncio.sleep(2.0)
    assert len(discord.log.to("GET", COMMANDS)) == tried

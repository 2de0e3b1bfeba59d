"""Stand-in model servers and clients of them, and stages at a platform with spaces or with controls."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.outgoing import Hearing
from bot.llm import Endpoint, Models
from tests.bot.chat import Chat, chatting, fits
from tests.bot.platform import Guildlike
from tests.bot.stage import Stage, staged
from tests.bot.stand_in import StandIn


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Pauses(list[float]):
    """Remembers what was slept, and does not sleep."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


async def no_pause(seconds: float) -> None:
    """A pause that passes at once."""


@pytest.fixture
async def server() -> AsyncIterator[StandIn]:
    async with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
async def second() -> AsyncIterator[StandIn]:
    async with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
async def models(server: StandIn, pauses: Pauses) -> AsyncIterator[Models]:
    async with Models([Endpoint(server.url, "stand-in", key="k-secret")], sleep=pauses) as made:
        yield made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def pair(server: StandIn, second: StandIn, clock: Clock) -> AsyncIterator[Models]:
    ends = [Endpoint(server.url, "one", name="first"), Endpoint(second.url, "two", name="second")]
    async with Models(ends, sleep=no_pause, clock=clock) as made:
        yield made


@pytest.fixture
async def guild(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """A platform with spaces whose managers choose what is heard."""
    async with staged(database_dsn, tmp_path, sheet=Guildlike(Hearing.CHOSEN)) as stage:
        yield stage


@pytest.fixture
async def chat(database_dsn: str, tmp_path: Path) -> AsyncIterator[Chat]:
    """A platform with controls, none of which was more than every platform could carry."""
    async with chatting(database_dsn, tmp_path) as chat:
        yield chat
        assert all(fits(shown) for shown in chat.sheet.outgoing)

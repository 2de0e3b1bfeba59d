"""Stand-in model servers and clients of them."""

from collections.abc import AsyncIterator

import pytest

from bot.llm import Endpoint, Models
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

"""The model port over real HTTP: every way in which a server answers has one outcome."""

from collections.abc import AsyncIterator

import pytest

from bot.llm import ChatMessage, Completed, Deadlines, Endpoint, Models
from tests.bot.stand_in import StandIn, says

HELLO = [ChatMessage("user", "hello")]
QUICK = Deadlines(first=0.4, between=0.3, total=3.0)


@pytest.fixture
async def server() -> AsyncIterator[StandIn]:
    async with StandIn() as stand_in:
        yield stand_in


async def no_sleep(seconds: float) -> None:
    """A pause that passes at once."""


@pytest.fixture
async def models(server: StandIn) -> AsyncIterator[Models]:
    async with Models([Endpoint(server.url, "stand-in", key="k-secret")], sleep=no_sleep) as made:
        yield made


async def collect(models: Models, **options: object) -> tuple[list[str], Completed]:
    words: list[str] = []
    async for one in models.stream(HELLO, max_tokens=50, deadline=QUICK):
        if isinstance(one, Completed):
            return words, one
        words.append(one)
    raise AssertionError("no end")


async def test_words_come_as_they_are_said_then_one_end(server: StandIn, models: Models) -> None:
    server.chat(says("Hel", "lo", usage={"prompt_tokens": 9, "completion_tokens": 2}))
    words, end = await collect(models)
    assert words == ["Hel", "lo"]
    assert (end.text, end.finish, end.model, end.prompt_tokens, end.completion_tokens) == (
        "Hello",
        "stop",
        "stand-in",
        9,
        2,
    )
    assert end.first_word_ms is not None and 0 < end.first_word_ms <= end.total_ms

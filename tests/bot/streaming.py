"""What the tests of streamed answers ask, and how they read the answer."""

from bot.llm import (
    ChatMessage,
    Completed,
    Deadlines,
    Models,
)

HELLO = [ChatMessage("user", "hello, my secret is plum")]


QUICK = Deadlines(first=1.0, between=0.6, total=10.0)


async def collect(models: Models) -> tuple[list[str], Completed]:
    pieces = [one async for one in models.stream(HELLO, max_tokens=50, deadline=QUICK)]
    *words, last = pieces
    assert isinstance(last, Completed)
    return [one for one in words if isinstance(one, str)], last

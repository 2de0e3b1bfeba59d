"""What a stand-in keeps of what happened, and waiting for more of it: with a deadline, without a storm of looks."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

GLANCE = 0.02
SECONDS = 5.0


class Named(Protocol):
    """Something that was told, by its name."""

    @property
    def name(self) -> str:
        """What the platform calls it."""


C = TypeVar("C")
T = TypeVar("T", bound=Named)


class News:
    """Whoever changes something says so, and whoever waits looks again."""

    def __init__(self) -> None:
        self._news = asyncio.Event()

    def news(self) -> None:
        """Something changed."""
        self._news.set()
        self._news = asyncio.Event()

    async def until(self, condition: Callable[[], bool], seconds: float = SECONDS) -> None:
        """Wait for it to become true; raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not condition():
                news = self._news
                try:
                    async with asyncio.timeout(GLANCE):
                        await news.wait()
                except TimeoutError:
                    continue  # it may have become true without anybody saying so


class Kept(News, Generic[C, T]):
    """Calls and what was told, the newest `kept` of each, none with 0; and what the stand-in cannot do."""

    def __init__(self, kept: int) -> None:
        super().__init__()
        self.calls: deque[C] = deque(maxlen=kept)
        self.told: deque[T] = deque(maxlen=kept)
        self.gaps: deque[str] = deque(maxlen=100)
        self.lost = 0
        self._kept = kept

    def call(self, call: C) -> None:
        """A call came."""
        self.lost += len(self.calls) >= self._kept
        self.calls.append(call)
        self.news()

    def events(self, name: str) -> list[T]:
        """What was told under that name."""
        return [each for each in self.told if each.name == name]

"""Waiting for something to become true in a stand-in, with a deadline and without a storm of looks."""

import asyncio
from collections.abc import Callable

GLANCE = 0.02
SECONDS = 5.0


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

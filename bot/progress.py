"""What is told before the conversation begins: sentences, and a download on one line where a terminal allows it."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TextIO

from adapters.console.parse import plain


class Progress:
    """Writes to standard error, so that a conversation in a pipe stays clean."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._step = -1
        self._open = False

    def say(self, sentence: str) -> None:
        """A sentence on its own line, stripped of what a terminal obeys: it may hold the name of a stranger's model."""
        self._put(("\n" if self._open else "") + plain(sentence) + "\n")
        self._open = False

    def bytes(self, done: int, total: int) -> None:
        """How far a download is: one line that counts up, or a line for each tenth where nothing can be overwritten."""
        live = self._stream.isatty()
        step = done * (200 if live else 10) // max(1, total)
        if step == self._step:
            return
        self._step = step
        text = f"  {done / 1e6:,.0f} of {total / 1e6:,.0f} MB"
        self._put(f"\r{text}" if live else f"{text}\n")
        self._open = live

    def counted(self, done: int, total: int) -> None:
        """How many are done, a line for each thousand."""
        if done // 1000 != self._step:
            self._step = done // 1000
            self._put(f"  {done:,} of about {total:,}\n")

    def _put(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            return  # nobody reads it; the work goes on


@asynccontextmanager
async def interruptible() -> AsyncIterator[None]:
    """Ctrl-C ends the block, not the program."""
    loop = asyncio.get_running_loop()
    scope = asyncio.timeout(None)
    loop.add_signal_handler(signal.SIGINT, lambda: None if scope.expired() else scope.reschedule(loop.time()))
    try:
        async with scope:
            yield
    except TimeoutError:
        if not scope.expired():
            raise
    finally:
        loop.remove_signal_handler(signal.SIGINT)

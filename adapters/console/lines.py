"""Where typed lines come from: an editor on a terminal, or a pipe or file read by a thread.

The thread reads the bare descriptor and is never waited for: a read that nobody ends must not keep the program. What
costs: a pipe that goes quiet leaves one sleeping thread until the process ends.
"""

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from adapters.console.parse import LONGEST_LINE

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession

_CHUNK = 65_536
_WAITING = 64


class Interrupted(Exception):
    """The person pressed Ctrl-C at the prompt; `typed` tells whether something stood there."""

    def __init__(self, *, typed: bool) -> None:
        super().__init__()
        self.typed = typed


class Lines(Protocol):
    """Gives one line after another, None at the end; `typed`: by a person at a terminal. Raises `Interrupted`."""

    typed: bool

    async def read(self, prompt: str) -> bytes | str | None:
        """The next line without its end; bytes where their encoding is not certain."""

    def forget(self) -> None:
        """Drop what is kept of former lines."""

    def aside(self, write: Callable[[], None]) -> None:
        """Let `write` write to the terminal, also while a line is being typed there."""


class Descriptor:
    """Lines from a file descriptor that is no terminal."""

    typed = False

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lines: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._room = threading.Semaphore(_WAITING)
        self._started = False

    async def read(self, prompt: str) -> bytes | None:
        """The next line; cut at `LONGEST_LINE` bytes, so that an endless one cannot fill the memory."""
        if not self._started:
            self._started = True
            loop = asyncio.get_running_loop()
            threading.Thread(target=self._pump, args=(loop,), daemon=True, name="standard input").start()
        line = await self._lines.get()
        self._room.release()
        if line is None:
            self._lines.put_nowait(None)
        return line

    def forget(self) -> None:
        """Nothing is kept."""

    def aside(self, write: Callable[[], None]) -> None:
        """Nobody types here, so it is just done."""
        write()

    def _pump(self, loop: asyncio.AbstractEventLoop) -> None:
        for line in self._split():
            self._room.acquire()
            if not _hand_over(loop, self._lines, line=line):
                return
        _hand_over(loop, self._lines, line=None)

    def _split(self) -> Iterator[bytes]:
        rest = b""
        while chunk := self._chunk():
            *whole, rest = (rest + chunk).split(b"\n")
            yield from (line[:LONGEST_LINE] for line in whole)
            rest = rest[: LONGEST_LINE + 1]
        if rest:
            yield rest[:LONGEST_LINE]

    def _chunk(self) -> bytes:
        try:
            return os.read(self._descriptor, _CHUNK)
        except OSError:
            return b""  # the other end is gone, which is an end like any other


def _hand_over(loop: asyncio.AbstractEventLoop, queue: "asyncio.Queue[bytes | None]", *, line: bytes | None) -> bool:
    try:
        loop.call_soon_threadsafe(queue.put_nowait, line)
    except RuntimeError:
        return False  # the loop is closed: nobody will read this
    return True


@contextmanager
def script_lines(path: Path) -> Iterator[Descriptor]:
    """Lines of a file; raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        yield Descriptor(descriptor)
    finally:
        os.close(descriptor)


class Editor:
    """Lines typed at a terminal, with editing and a history that only its owner reads."""

    typed = True

    def __init__(self, history: Path | None) -> None:
        self._history = history
        self._session: PromptSession[str] | None = None

    async def read(self, prompt: str) -> str | None:
        """The next line; None on Ctrl-D."""
        session = self._session or self._open()
        try:
            return await session.prompt_async(prompt, handle_sigint=False)
        except EOFError:
            return None
        except KeyboardInterrupt:
            raise Interrupted(typed=bool(session.default_buffer.text)) from None

    def forget(self) -> None:
        """Empty the history, in memory and on disk: it holds the very words that were to be forgotten."""
        if self._history is not None:
            _private(self._history, empty=True)
        self._session = None

    def aside(self, write: Callable[[], None]) -> None:
        """Above the line being typed, which is drawn anew below it."""
        app = self._session.app if self._session else None
        if app is None or not app.is_running:
            write()
            return
        from prompt_toolkit.application import run_in_terminal
        from prompt_toolkit.application.current import set_app

        with set_app(app):
            run_in_terminal(write)

    def _open(self) -> "PromptSession[str]":
        from prompt_toolkit import PromptSession  # 0.2 s that a pipe need not wait for
        from prompt_toolkit.history import History, InMemoryHistory

        from adapters.console.history import Kept

        kept: History = InMemoryHistory()
        if self._history is not None:
            with suppress(OSError):
                _private(self._history)
            kept = Kept(str(self._history))
        self._session = PromptSession(history=kept, enable_history_search=True, erase_when_done=False)
        return self._session


def _private(path: Path, *, empty: bool = False) -> None:
    """Make sure that the file exists and is its owner's alone."""
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | (os.O_TRUNC if empty else 0), 0o600)
    os.fchmod(descriptor, 0o600)
    os.close(descriptor)

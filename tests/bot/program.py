"""Runs the real program as a child: over pipes or on a pseudo-terminal, on a database of the test's own."""

import asyncio
import fcntl
import os
import pty
import sys
import termios
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

COMMAND = (sys.executable, "-m", "bot", "chat", "--demo-model", "none", "--as", "Ana")
SECONDS = 60  # a deadline, not a measure: the machine may be busy


def surroundings(dsn: str, home: Path) -> dict[str, str]:
    """The environment of a child: nothing of the tester's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RAPPORT_", "XDG_"))}
    return kept | {
        "RAPPORT_DATABASE": dsn,
        "RAPPORT_HOME": str(home),
        "HOME": str(home),
        "TERM": "xterm",
        "PROMPT_TOOLKIT_NO_CPR": "1",
        "PYTHONWARNINGS": "error",
    }


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended and what it said."""

    code: int
    out: str
    err: str


async def piped(given: bytes, dsn: str, home: Path, *more: str) -> Ended:
    """Give a chat all of `given` at once, then the end of the input."""
    return await run((*COMMAND, *more), surroundings(dsn, home), given)


async def run(command: Sequence[str], environment: Mapping[str, str], given: bytes = b"") -> Ended:
    """Run a command to its end."""
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment)
    try:
        out, err = await asyncio.wait_for(child.communicate(given), SECONDS)
    finally:
        if child.returncode is None:
            child.kill()
    return Ended(child.returncode or 0, out.decode("utf-8"), err.decode("utf-8"))


class Screen:
    """A child on a pseudo-terminal: type, and wait for what appears."""

    def __init__(self, child: asyncio.subprocess.Process, terminal: int) -> None:
        self.child = child
        self.seen = ""
        self._terminal = terminal

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self._terminal, text.encode())

    async def until(self, text: str) -> str:
        """Wait until `text` appears after what was waited for before; gives everything up to it."""
        end = time.monotonic() + SECONDS
        while text not in self.seen:
            assert time.monotonic() < end, f"{text!r} did not appear in {self.seen!r}"
            await asyncio.sleep(0.05)
            self._read()
        before, _, self.seen = self.seen.partition(text)
        return before + text

    async def ended(self) -> int:
        """The exit code, once it has ended."""
        end = time.monotonic() + SECONDS
        while self.child.returncode is None:
            assert time.monotonic() < end, f"it goes on: {self.seen!r}"
            await asyncio.sleep(0.05)
            self._read()
        return self.child.returncode

    def _read(self) -> None:
        try:
            self.seen += os.read(self._terminal, 65_536).decode("utf-8", "replace")
        except (BlockingIOError, OSError):
            return


def _take_terminal() -> None:
    """In the child: without a controlling terminal Ctrl-C would be a letter."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@asynccontextmanager
async def on_terminal(dsn: str, home: Path, command: Sequence[str] = COMMAND, **more: str) -> AsyncIterator[Screen]:
    """The program on a terminal of its own; `more` goes into its environment."""
    ours, theirs = pty.openpty()
    os.set_blocking(ours, False)
    termios.tcsetwinsize(ours, (24, 100))
    environment = surroundings(dsn, home) | more
    child = await asyncio.create_subprocess_exec(
        *command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        start_new_session=True,
        preexec_fn=_take_terminal,
    )
    os.close(theirs)
    try:
        yield Screen(child, ours)
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()
        os.close(ours)

"""Processes around an embedded database: its server, and one more user of it to be ended politely or killed."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Other:
    """The other process."""

    process: asyncio.subprocess.Process

    async def says(self) -> str:
        """Its next line."""
        assert self.process.stdout
        return (await asyncio.wait_for(self.process.stdout.readline(), 60)).decode().strip()

    async def leave(self) -> None:
        """Ends it as a program ends."""
        assert self.process.stdin
        self.process.stdin.close()
        assert await asyncio.wait_for(self.process.wait(), 60) == 0

    async def kill(self) -> None:
        """Ends it as a power cut would."""
        self.process.kill()
        await asyncio.wait_for(self.process.wait(), 10)


def server_pid(home: Path) -> int:
    """The process id of the server that runs under `home`."""
    return int((home / "postgres" / "data" / "postmaster.pid").read_text().split("\n", 1)[0])


def environment(pid: int) -> bytes:
    """What the process was given as environment (Linux)."""
    return Path(f"/proc/{pid}/environ").read_bytes()


@asynccontextmanager
async def other_process(home: Path, uid: int | None = None) -> AsyncIterator[Other]:
    """A second process that opens the embedded database under `home`."""
    user = [] if uid is None else [str(uid)]
    pipe = asyncio.subprocess.PIPE
    arguments = ["-m", "tests.memory.holder", str(home), *user]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        cwd=ROOT,
        stdin=pipe,
        stdout=pipe,
        env={**os.environ, "RAPPORT_TOKEN": "a-secret"},
    )
    try:
        yield Other(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()

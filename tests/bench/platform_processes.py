"""The processes of the measurements at chat platforms: started, spoken to by lines of JSON, and what each has used."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LONGEST_LINE = 1 << 26
END_SECONDS = 30.0
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Child:
    """A process of ours."""

    process: asyncio.subprocess.Process

    @property
    def pid(self) -> int:
        """Its number."""
        return self.process.pid

    async def hear(self, seconds: float) -> Any:
        """Its next line; raises TimeoutError, and ValueError where it ended instead."""
        assert self.process.stdout is not None
        return json.loads(await asyncio.wait_for(self.process.stdout.readline(), seconds))

    async def ask(self, order: object, seconds: float) -> Any:
        """Give an order and hear what came of it."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        return await self.hear(seconds)


@asynccontextmanager
async def started(module: str, *words: str, environment: Mapping[str, str] | None = None) -> AsyncIterator[Child]:
    """A module of ours as a process for the time of the block; what it complains of is shown."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *words, stdin=pipe, stdout=pipe, env=environment, limit=LONGEST_LINE
    )
    try:
        yield Child(process)
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            await asyncio.wait_for(process.communicate(), END_SECONDS)
        except TimeoutError:
            process.kill()
            await process.communicate()


def used(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    return sum(_times(Path(f"/proc/{pid}/stat"))[:2]) / TICKS


def used_by_loop(pid: int) -> float:
    """Of these, the seconds of its first thread, in which the event loop runs."""
    return sum(_times(Path(f"/proc/{pid}/task/{pid}/stat"))[:2]) / TICKS


def used_by_family(pid: int) -> float:
    """Seconds of a process and of its children, also of those that have ended."""
    total = sum(_times(Path(f"/proc/{pid}/stat")))
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    for child in children:
        try:
            total += sum(_times(Path(f"/proc/{child}/stat"))[:2])
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has ended since
    return total / TICKS


def resident(pid: int) -> int:
    """Bytes of a process in memory."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def postmaster(home: Path) -> int:
    """The number of the database server whose data lies somewhere under a folder."""
    return int(next(home.rglob("postmaster.pid")).read_text("ascii").split()[0])


def _times(stat: Path) -> list[int]:
    """Ticks in its own code, in the kernel, and both of the children that ended; the name may hold anything."""
    return [int(each) for each in stat.read_text("ascii", "replace").rpartition(")")[2].split()[11:15]]

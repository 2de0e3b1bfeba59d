"""`rapport run` as processes of their own at a stand-in, on a database of the test's, with a model on loopback."""

import asyncio
import signal
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import asyncpg

from bot.inbox import claimed_id
from tests.bot.program import surroundings
from tests.bot.stand_in import DONE, end, sse, word
from tests.scenarios.reference_model import ReferenceModel

SECONDS = 60.0  # a deadline, not a measure: the machine may be busy
EXPIRED = "UPDATE inbox SET lease_until = now() - interval '1 second' WHERE done_at IS NULL"
CLAIMED = "SELECT event_id FROM inbox"
IN_WORK = f"{CLAIMED} WHERE done_at IS NULL"
WHOLE = "Well, yes."  # what the model says
ENDED = 0  # by SIGTERM, in good order


class Programs(ABC):
    """Starts programs at one platform; none outlives the block."""

    def __init__(self, dsn: str, home: Path, model: ReferenceModel) -> None:
        self.dsn = dsn
        self.home = home
        self.model = model
        self.started: list[asyncio.subprocess.Process] = []

    async def __aenter__(self) -> Self:
        self.model.reply = sse(0.1, word("Well, "), 0.3, word("yes."), end(), DONE)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self.started:
            if child.returncode is None:
                child.kill()
            await child.communicate()

    @abstractmethod
    def settings(self) -> Mapping[str, str]:
        """What a program is told of the platform, by its environment."""

    @abstractmethod
    def seen(self) -> int:
        """How often a program has been ready so far."""

    @abstractmethod
    async def ready(self, sessions: int, before: int) -> None:
        """Wait until so many sessions are connected, and one was ready since `before`."""

    @abstractmethod
    async def gone(self, before: int) -> None:
        """Wait until the platform has noticed that a program was killed; `before`: the sessions that there were."""

    @abstractmethod
    def sessions(self) -> int:
        """How many are connected now."""

    async def start(self, sessions: int = 1, **more: str) -> asyncio.subprocess.Process:
        """One more program, once there are so many connected in all; `more` goes into its environment."""
        before, pipe = self.seen(), asyncio.subprocess.PIPE
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"), stdin=pipe, stdout=pipe, stderr=pipe, env=self._environment(more)
        )
        self.started.append(child)
        ready, over = asyncio.ensure_future(self.ready(sessions, before)), asyncio.ensure_future(child.wait())
        try:
            await asyncio.wait((ready, over), return_when=asyncio.FIRST_COMPLETED)
            assert not over.done(), (await child.communicate())[1].decode()
            await ready
        finally:
            ready.cancel()
            over.cancel()
        return child

    async def kill(self, child: asyncio.subprocess.Process) -> None:
        """kill -9, and wait until the platform has noticed."""
        before = self.sessions()
        child.kill()
        await child.communicate()
        await self.gone(before)

    async def end(self, child: asyncio.subprocess.Process) -> None:
        """SIGTERM, which it obeys."""
        child.send_signal(signal.SIGTERM)
        assert await ended(child) == ENDED

    async def claims(self, *, more_than: int) -> None:
        """Wait until more messages than that have been claimed; raises TimeoutError."""
        async with asyncio.timeout(SECONDS):
            while len(await self.claimed()) <= more_than:
                await asyncio.sleep(0.02)

    async def settled(self) -> None:
        """Wait until nothing of what was claimed is in work any more; raises TimeoutError."""
        async with asyncio.timeout(SECONDS):
            while await self.rows(IN_WORK):
                await asyncio.sleep(0.1)

    async def claimed(self) -> set[str]:
        """The ids of all events that were claimed."""
        return {claimed_id(each) for each in await self.rows(CLAIMED)}

    async def rows(self, statement: str) -> list[str]:
        """The first column of what the database says, as text."""
        connection = await asyncpg.connect(self.dsn)
        try:
            return [str(row[0]) for row in await connection.fetch(statement)]
        finally:
            await connection.close()

    def _environment(self, more: Mapping[str, str]) -> dict[str, str]:
        # Warnings of libraries that nobody sees in a child of ours are judged where they run in the tests' own process.
        known = {name: each for name, each in surroundings(self.dsn, self.home).items() if name != "PYTHONWARNINGS"}
        model = {"RAPPORT_MODEL_URL": self.model.url, "RAPPORT_MODEL": "reference"}
        return {**known, **model, **self.settings(), **more}


async def ended(child: asyncio.subprocess.Process, seconds: float = SECONDS) -> int:
    """Its exit code, once it has ended; raises TimeoutError."""
    async with asyncio.timeout(seconds):
        await child.communicate()
    assert child.returncode is not None
    return child.returncode

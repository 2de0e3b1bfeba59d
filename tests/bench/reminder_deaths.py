"""Processes that deliver reminders are killed at every await of the path: python -m tests.bench.reminders deaths

Each run has something that is due at one of both stand-ins, processes that die over it at a seeded moment, and in the
end one that is spared. What was said is asked of the stand-in, what is believed of the database. See
`tests.reminder_deaths`; the same seed gives the same plans, and what the machine does between them is its own.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from shutil import rmtree
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from memory.embedded import embedded_postgres
from memory.store.migrate import migrate
from tests.reminder_deaths.many import carried_out
from tests.reminder_deaths.outcomes import Outcome, summary

WORKERS, RUNS, EACH = 2, 2_000, 100


@asynccontextmanager
async def databases(count: int) -> AsyncIterator[list[str]]:
    """The owner's DSNs of so many migrated databases, which are gone after the block."""
    home = Path(tempfile.mkdtemp(prefix="rapport-bench-"))
    home.chmod(0o711)  # as root, the server runs as a user of its own
    try:
        async with embedded_postgres(home) as dsn:
            connection = await asyncpg.connect(dsn)
            await connection.execute("ALTER SYSTEM SET fsync = off")  # the machine is not what dies here
            await connection.execute("SELECT pg_reload_conf()")
            names = [f"deaths_{number}" for number in range(count)]
            for name in names:
                await connection.execute(f"CREATE DATABASE {name}")
            await connection.close()
            made = [urlunsplit(urlsplit(dsn)._replace(path=f"/{name}")) for name in names]
            for each in made:
                await migrate(each)
            yield made
    finally:
        rmtree(home)


async def measure(seed: int, runs: int, workers: int) -> int:
    """Carry out and tell; 0 where nothing was lost, doubled or wrong."""
    began, done = time.monotonic(), list[Outcome]()

    def heard(outcome: Outcome) -> None:
        done.append(outcome)
        if len(done) % EACH == 0:
            guilty = sum(bool(each.lost or each.wrong or each.doubled) for each in done)
            print(f"{len(done)} runs, {guilty} wrong, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)

    async with databases(workers) as dsns:
        found = summary(await carried_out(dsns, seed=seed, runs=runs, heard=heard))
    taken = {"seed": seed, "seconds": round(time.monotonic() - began, 1)}
    print(json.dumps({**taken, **asdict(found)}, indent=1))
    return 1 if found.guilty else 0


def main(words: Sequence[str] | None = None) -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.reminders deaths", description=__doc__)
    for name, usual in (("--runs", RUNS), ("--seed", 1), ("--workers", WORKERS)):
        parser.add_argument(name, type=int, default=usual)
    asked = parser.parse_args(words)
    sys.exit(asyncio.run(measure(asked.seed, asked.runs, asked.workers)))


if __name__ == "__main__":
    main()

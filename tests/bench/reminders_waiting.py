"""A process that waits for what is due: python -m tests.bench.reminders_waiting DSN TIMES. Tells what it took, as JSON.

It has all that waiting needs: connections, the clock, and an ear for other processes; no platform and no model.
"""

import asyncio
import json
import statistics
import sys
import time
from pathlib import Path

from bot.scheduler import Ticker
from memory.outbox import Outbox
from memory.store.database import open_database

PLATFORMS = ["bench"]
MIB = 1024 * 1024


def resident_mib() -> float:
    """The memory of this process that is its own or shared, in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * 4096 / MIB, 1)


async def main(dsn: str, times: int) -> None:
    """Waits, and tells how long it took to know for what."""
    began, heard = time.perf_counter(), asyncio.Event()
    async with open_database(dsn, size=2) as database, Ticker(heard.set) as ticker:
        outbox = Outbox(database)
        ticker.set(await outbox.next_due(PLATFORMS))
        ready = time.perf_counter() - began
        async with asyncio.TaskGroup() as group:
            listener = group.create_task(outbox.listen(PLATFORMS, heard.set))
            async with asyncio.timeout(30):
                await heard.wait()
            taken = [await _asked_ms(outbox) for _ in range(times)]
            listener.cancel()
    p50, p95 = statistics.median(taken), sorted(taken)[int(0.95 * len(taken))]
    told = {"waits_after_s": round(ready, 3), "next_p50_ms": round(p50, 2), "next_p95_ms": round(p95, 2)}
    print(json.dumps(told | {"resident_mib": resident_mib()}))


async def _asked_ms(outbox: Outbox) -> float:
    began = time.perf_counter()
    await outbox.next_due(PLATFORMS)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))

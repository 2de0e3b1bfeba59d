"""Another process that learns until it is killed: `python -m tests.memory.learner DSN SECONDS`.

Its lease lasts so many seconds and is renewed meanwhile; its model thinks for ever. It prints READING when that begins.
"""

import asyncio
import os
import sys
from datetime import timedelta

from memory import learn
from memory.ports import Extraction
from memory.store.database import open_database


async def _thinks(_: Extraction) -> object:
    os.write(1, b"READING\n")
    await asyncio.sleep(3600)
    return {"facts": []}


async def _learn(dsn: str) -> None:
    async with open_database(dsn) as database:
        await learn.learn_next(database, _thinks, None)


if __name__ == "__main__":
    learn.LEASE = timedelta(seconds=float(sys.argv[2]))
    asyncio.run(_learn(sys.argv[1]))

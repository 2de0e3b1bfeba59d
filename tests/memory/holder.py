"""Another process that uses an embedded database until its input ends: `python -m tests.memory.holder HOME [UID]`.

It prints READY, or the name and text of the MemoryFault that it met.
"""

import asyncio
import codecs
import importlib.metadata
import os
import sys
from pathlib import Path

from memory.embedded import embedded_postgres
from memory.errors import MemoryFault


async def _hold(home: Path) -> None:
    try:
        async with embedded_postgres(home, progress=_say):
            _say("READY")
            input_ended = asyncio.Event()
            asyncio.get_running_loop().add_reader(0, input_ended.set)
            await input_ended.wait()
    except MemoryFault as fault:
        _say(f"{type(fault).__name__}: {fault}")


def _say(sentence: str) -> None:
    os.write(1, f"{sentence}\n".encode())


def _become(uid: int) -> None:
    importlib.metadata.version("embedded-postgres")  # what is imported late may lie where the user cannot read
    codecs.lookup("ascii")
    os.setgroups([])
    os.setgid(uid)
    os.setuid(uid)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        _become(int(sys.argv[2]))
    asyncio.run(_hold(Path(sys.argv[1])))

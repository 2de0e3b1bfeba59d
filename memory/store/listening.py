"""Hearing what other processes put down, on a connection of its own: it is held for ever, so it is none of the pool's.

A transaction-mode pooler cannot carry this. Who only polls is late by as long as they sleep, and loses nothing.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence

from memory.errors import MemoryFault
from memory.store.database import Database
from memory.store.faults import named_faults

CHANNEL = "rapport_reminders"
PULSE_S = 30.0  # how often a silent connection is asked whether it is there
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0

log = logging.getLogger(__name__)


async def listen(database: Database, platforms: Sequence[str], woken: Callable[[], None]) -> None:
    """Calls `woken` whenever one of the platforms is named, and once each time that hearing begins.

    For ever, whatever becomes of the connection; returns where there is none of its own to be had.
    """
    pause = FIRST_PAUSE_S
    while database.can_listen:
        try:
            await _hear(database, frozenset(platforms), woken)
        except MemoryFault as fault:
            log.warning("not hearing of reminders", extra={"kind": type(fault).__name__})
            pause = min(2 * pause, LONGEST_PAUSE_S)
        else:
            pause = FIRST_PAUSE_S
        await asyncio.sleep(pause)


async def _hear(database: Database, platforms: frozenset[str], woken: Callable[[], None]) -> None:
    """Until the connection ends; raises MemoryFault where there is none."""
    lost = asyncio.Event()

    def told(_connection: object, _process: int, _channel: str, platform: object) -> None:
        if platform in platforms:
            woken()

    async with database.apart() as connection:
        connection.add_termination_listener(lambda _connection: lost.set())
        with named_faults():
            await connection.add_listener(CHANNEL, told)
            woken()
            while not lost.is_set():
                try:
                    async with asyncio.timeout(PULSE_S):
                        await lost.wait()
                except TimeoutError:
                    await connection.fetchval("SELECT 1")

"""Hearing what other processes put down, on a connection of its own: it is held for ever, so it is none of the pool's.

A transaction-mode pooler cannot carry this. Who only polls is late by as long as they sleep, and loses nothing.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence

from memory.errors import MemoryFault
from memory.store.database import Database
from memory.store.faults import named_faults

REMINDERS = "rapport_reminders"
PULSE_S = 30.0  # how often a silent connection is asked whether it is there
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0

log = logging.getLogger(__name__)


async def listen(database: Database, platforms: Sequence[str], woken: Callable[[], None]) -> None:
    """Calls `woken` whenever reminders of one of the platforms are told of, and once each time that hearing begins."""

    def told(platform: str) -> None:
        if platform in platforms:
            woken()

    await hear(database, REMINDERS, told, begun=woken)


async def hear(database: Database, channel: str, told: Callable[[str], None], *, begun: Callable[[], None]) -> None:
    """Calls `told` with whatever is told in the channel, and `begun` each time that hearing begins.

    For ever, whatever becomes of the connection; returns where there is none of its own to be had.
    """
    pause = FIRST_PAUSE_S
    while database.can_listen:
        try:
            await _hear(database, channel, told, begun=begun)
        except MemoryFault as fault:
            log.warning("not hearing of changes", extra={"channel": channel, "kind": type(fault).__name__})
            pause = min(2 * pause, LONGEST_PAUSE_S)
        else:
            pause = FIRST_PAUSE_S
        await asyncio.sleep(pause)


async def _hear(database: Database, channel: str, told: Callable[[str], None], *, begun: Callable[[], None]) -> None:
    """Until the connection ends; raises MemoryFault where there is none."""
    lost = asyncio.Event()

    def heard(_connection: object, _process: int, _channel: str, payload: object) -> None:
        told(str(payload))

    async with database.apart() as connection:
        connection.add_termination_listener(lambda _connection: lost.set())
        with named_faults():
            await connection.add_listener(channel, heard)
            begun()
            while not lost.is_set():
                try:
                    async with asyncio.timeout(PULSE_S):
                        await lost.wait()
                except TimeoutError:
                    await connection.fetchval("SELECT 1")

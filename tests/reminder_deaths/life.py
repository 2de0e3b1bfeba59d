"""What one process does until it dies: the real database, the real adapter's sending half, the real delivery."""

import asyncio
import logging
import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from memory.outbox import LEASE
from memory.store.database import open_database
from tests.reminder_deaths.children import Live, Tell
from tests.reminder_deaths.clocks import HastyLoop
from tests.reminder_deaths.delivering import Talker, deliver, tell
from tests.reminder_deaths.senders import Site, sender

CONNECTIONS = 4


class Ending(Enum):
    """What becomes of a process at its moment: `kill -9`, standing still until it is told to go on, or SIGTERM."""

    DEATH = signal.SIGKILL
    HALT = signal.SIGSTOP
    DISMISSAL = signal.SIGTERM


@dataclass(frozen=True, slots=True)
class Life:
    """How one goes on: at the moment with the number `until`, or the first one `at` a place, it has its `ending`.

    `speed`: how much faster its own waits are than those of the database, once it is connected; `talker`: it delivers
    nothing, but answers somebody who talks, to whom it tells what waits for them.
    """

    dsn: str
    site: Site
    lease: timedelta
    until: int | None = None
    at: str | None = None
    ending: Ending = Ending.DEATH
    speed: float = 10.0
    talker: Talker | None = None


class Fate:
    """Counts moments and ends or halts the process at one of them."""

    def __init__(self, life: Life, tell: Tell) -> None:
        self.moments = 0
        self.sites = Counter[str]()
        self._life = life
        self._tell = tell

    def seen(self, site: str) -> None:
        """One more."""
        self.moments += 1
        self.sites[site] += 1
        if self.moments == self._life.until or (site == self._life.at and self.sites[site] == 1):
            self._tell({"at": site, "moment": self.moments})
            begin = time.monotonic()
            os.kill(os.getpid(), self._life.ending.value)
            self._stood(begin, time.monotonic())

    def _stood(self, begin: float, end: float) -> None:
        """It stood still until now, which is told where what it had claimed may be somebody else's since."""
        lease = self._life.lease if self._life.talker is None else LEASE
        if end - begin > lease.total_seconds():
            self._tell({"stood": [begin, end]})


class Complaints(logging.Handler):
    """Errors that the program logs, by where and what."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """One more."""
        fault = record.exc_info[1] if record.exc_info else None
        kind = "" if fault is None else f" {type(fault).__name__}: {fault}"
        self.heard.append(f"{record.name}: {record.getMessage()}{kind}")


def living(life: Life) -> Live:
    """That life, to be lived in a process of its own."""

    def live(tell: Tell) -> None:
        complaints, fate = Complaints(), Fate(life, tell)
        logging.basicConfig(handlers=[complaints], level=logging.ERROR, force=True)
        with asyncio.Runner(loop_factory=HastyLoop) as runner:
            try:
                runner.run(_live(life, tell, fate.seen))
                tell({"moments": fate.moments, "sites": fate.sites})
            except asyncio.CancelledError:
                tell({"dismissed": True})
            except Exception as fault:  # noqa: BLE001 - whatever it is, it is told to who asks about this life
                tell({"fault": f"{type(fault).__name__}: {fault}"})
            tell({"complaints": complaints.heard})
            os._exit(0)

    return live


async def _live(life: Life, say: Tell, seen: Callable[[str], None]) -> None:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, HastyLoop)
    loop.add_signal_handler(signal.SIGTERM, _this_task().cancel)
    async with sender(life.site, say) as adapter, open_database(life.dsn, size=CONNECTIONS) as database:
        loop.hasten(life.speed)
        if life.talker is None:
            await deliver(adapter, database, lease=life.lease, seen=seen)
        else:
            await tell(adapter, database, life.talker, seen=seen)


def _this_task() -> "asyncio.Task[object]":
    task = asyncio.current_task()
    assert task is not None
    return task

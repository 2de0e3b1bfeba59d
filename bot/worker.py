"""Background work: embedding what was said, measuring how, learning from it, tidying; off the reply path.

What is to be done stands in the database, so a wake-up that is missed costs one interval and nothing else.
"""

import asyncio
import logging
import time

from bot.mind import Mind
from bot.quiet import Quiet
from memory.errors import EmbedderUnavailable, ExtractorPreempted, ExtractorUnavailable
from memory.memory import Memory
from memory.ports import Extractor

log = logging.getLogger(__name__)
INTERVAL = 5.0
RETRY = 20.0
AGAIN = 0.5
TIDY_LOOK = 60.0
HOUR = 3600.0


class Worker:
    """Loops over what is to be done in the database; `wake` after something was noted."""

    def __init__(self, memory: Memory, extractor: Extractor, *, mind: Mind, quiet: Quiet) -> None:
        self._memory = memory
        self._extractor = extractor
        self._mind = mind
        self.quiet = quiet
        self._embed = asyncio.Event()
        self._learn = asyncio.Event()
        self._nothing_due = asyncio.Event()
        self._waiting: list[asyncio.Future[None]] = []

    def wake(self) -> None:
        """Something was noted."""
        self._nothing_due.clear()
        self._embed.set()
        self._learn.set()

    async def prepare(self) -> None:
        """Ready recall once, as soon as nobody talks and the embedder answers."""
        while True:
            await self.quiet.settled()
            try:
                return await self._memory.prepare()
            except EmbedderUnavailable:
                await asyncio.sleep(RETRY)

    async def embed(self) -> None:
        """Embed what has no vector yet, for ever."""
        while True:
            while await self._memory.embed_next():
                await self.quiet.settled()
            await _rest(self._embed, INTERVAL)

    async def measure(self) -> None:
        """Measure how people write in what they said, for ever; some lines at a time, and never during a reply."""
        while True:
            await self.quiet.settled()
            if not await self._memory.tones.measure_next():
                await asyncio.sleep(INTERVAL)

    async def regroup(self) -> None:
        """Find anew who writes alike, once a night, for ever; the database knows when that is due."""
        while True:
            await self.quiet.settled()
            await self._memory.tones.regroup()
            await asyncio.sleep(HOUR)

    async def learn(self) -> None:
        """Learn what has become due, for ever; without a model nothing is tried."""
        while True:
            waiting = len(self._waiting)
            self._nothing_due.clear()
            pause = await self._learn_due()
            if pause != AGAIN:
                self._nothing_due.set()
                _release(self._waiting[:waiting])
                del self._waiting[:waiting]
            await _rest(self._learn, pause)

    async def consolidate(self) -> None:
        """Tidy one person's memory after another while nothing else is to be done, with a call an hour, for ever."""
        asked = time.monotonic() - HOUR
        while True:
            await self._nothing_due.wait()
            await self.quiet.settled()
            may_ask = self._mind.voice is not None and time.monotonic() - asked >= HOUR
            done = await self._memory.consolidate_next(self._extractor if may_ask else None)
            if done is None:
                await asyncio.sleep(TIDY_LOOK)
                continue
            asked = time.monotonic() if done.asked else asked
            log.info("consolidated", extra={"merged": done.merged, "conflicts": done.conflicts, "told": done.summaries})

    async def tidy(self) -> None:
        """Drop what is no longer of use, once an hour, a little at a time and never during a reply."""
        while True:
            await self.quiet.settled()
            if not await self._memory.tidy():
                await asyncio.sleep(HOUR)

    async def drained(self, seconds: float) -> None:
        """Return when all that is due has been embedded and learned, or cannot be for now; raises TimeoutError."""
        done = asyncio.get_running_loop().create_future()
        async with asyncio.timeout(seconds):
            await self._mind.settled(seconds)
            self._waiting.append(done)
            self.wake()
            await done
            while await self._memory.embed_next():
                pass

    async def _learn_due(self) -> float:
        """Learn until nothing is due; the seconds to wait before the next look."""
        try:
            while self._mind.voice is not None:
                await self.quiet.settled()
                learned = await self._memory.learn_next(self._extractor)
                if learned is None:
                    break
                log.info("learned", extra={"utterances": learned.utterances, "added": learned.added})
        except ExtractorPreempted:
            return AGAIN
        except ExtractorUnavailable:
            log.warning("learning waits for the model")
            return RETRY
        return INTERVAL


def _release(waiting: "list[asyncio.Future[None]]") -> None:
    for each in waiting:
        if not each.done():
            each.set_result(None)


async def _rest(event: asyncio.Event, seconds: float) -> None:
    """Sleep until woken, `seconds` at most."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
    event.clear()

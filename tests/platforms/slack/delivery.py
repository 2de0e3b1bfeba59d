"""Telling the app what happened: over one of its sockets or by signed HTTP, and again where it did not acknowledge."""

import asyncio
import random
from collections.abc import Coroutine
from dataclasses import dataclass, field

from tests.platforms.slack.hooks import Hook
from tests.platforms.slack.log import Delivered, Log
from tests.platforms.slack.sockets import Sockets
from tests.platforms.slack.wire import Payload

EVENT, COMMAND, INTERACTION = "events_api", "slash_commands", "interactive"


@dataclass(slots=True)
class Timing:
    """Seconds: until something counts as not acknowledged, and how long after each failure it is told again.

    `trigger` is how long a trigger id lives, `stream` how long a stream may be left alone.
    """

    acknowledge: float = 3.0
    retries: tuple[float, ...] = (0.0, 60.0, 300.0)
    trigger: float = 3.0
    stream: float = 60.0
    answer: float = 1800.0


@dataclass(slots=True)
class Delivery:
    """`hook`: where signed HTTP goes; None: over sockets. `copies`: how often each event is told in any case."""

    log: Log
    sockets: Sockets
    timing: Timing
    hook: Hook | None = None
    copies: int = 1
    _tasks: set["asyncio.Future[object]"] = field(default_factory=set)

    def tell(self, name: str, payload: Payload) -> None:
        """Tell an event, now and as often as it takes; nobody waits for it."""
        self._start(self._told(name, payload))

    async def ask(self, kind: str, name: str, payload: Payload) -> Delivered:
        """Tell a command or an interaction, once, and wait for the acknowledgement or for the end of patience."""
        return await self._attempt(Delivered(kind, name, payload))

    async def again(self, delivered: Delivered, attempt: int = 1) -> Delivered:
        """Tell once more what was told already."""
        return await self._attempt(
            Delivered(delivered.kind, delivered.name, delivered.payload, attempt), reason="timeout"
        )

    async def settled(self, *, seconds: float = 5.0) -> None:
        """Wait until nothing is on its way or waiting to be told again; raises TimeoutError."""
        await self.log.until(lambda: not self._tasks, seconds)

    async def close(self) -> None:
        """Tell nothing more."""
        for task in list(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=1.0)

    async def _told(self, name: str, payload: Payload) -> None:
        reason = ""
        for attempt, wait in enumerate((0.0, *self.timing.retries)):
            if wait:
                await asyncio.sleep(wait)
            done = await self._attempt(Delivered(EVENT, name, payload, attempt), reason=reason)
            if done.acknowledged is not None:
                break
            reason = "timeout" if done.status is None else "http_error"
        for attempt in range(1, self.copies):
            await self._attempt(Delivered(EVENT, name, payload, attempt), reason="timeout")

    async def _attempt(self, told: Delivered, *, reason: str = "") -> Delivered:
        self.log.deliver(told)
        if self.hook is not None:
            await self.hook.post(told, self.timing.acknowledge, reason=reason)
        else:
            await self._by_socket(told, reason)
        self.log.news()
        return told

    async def _by_socket(self, told: Delivered, reason: str) -> None:
        """One connection is chosen, and what goes there goes nowhere else."""
        try:
            async with asyncio.timeout(self.timing.acknowledge):
                line = random.choice(list(self.sockets.open) or [await self.sockets.some()])
                await line.deliver(told, reason)
        except TimeoutError:
            return

    def _start(self, work: Coroutine[object, object, object]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

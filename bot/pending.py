"""Messages between being heard and being answered, so that what happens to them meanwhile is not missed.

A message waits for its place's lock while an answer is written there. What is deleted meanwhile is neither noted nor
answered, what is edited is noted as it reads now, and an answer being given to what is deleted is broken off. So is one
that somebody stopped; what it was to answer stays noted.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from uuid import uuid4

from adapters.outgoing import Hearing
from adapters.port import Adapter
from adapters.types import Message
from bot.attention import Attention
from bot.permissions import Rules

GONE = 20_000  # ids of deleted messages that are remembered: an event may overtake another
EDITED = 1_000  # the same for messages that read differently before they were heard
NOTING_SECONDS = 100.0  # longer than noting is tried
Key = tuple[str, str]


class Waiting:
    """One message on its way; `message` is as it reads now, `gone` tells that it was deleted.

    `stopped`: nobody wants its answer any more.
    """

    def __init__(self, message: Message) -> None:
        self.message = message
        self.gone = False
        self.stopped = False
        self.taken = False
        self._noted = asyncio.Event()
        self._answer: asyncio.Timeout | None = None

    def take(self) -> Message | None:
        """The message to note, None where it is gone; from now on its changes are memory's, once it is noted."""
        self.taken = True
        return None if self.gone else self.message

    @property
    def is_noted(self) -> bool:
        """Whether it is noted, or never will be."""
        return self._noted.is_set()

    def noted(self) -> None:
        """It is noted, or never will be."""
        self._noted.set()

    async def wait_noted(self) -> None:
        """Wait while the message is being noted, within a deadline."""
        with suppress(TimeoutError):
            async with asyncio.timeout(NOTING_SECONDS):
                if self.taken:
                    await self._noted.wait()

    def withdraw(self) -> None:
        """It was deleted: break off the answer that is being given to it."""
        self.gone = True
        self.stop()

    def stop(self) -> None:
        """Nobody wants the answer any more: break it off where it is being given, and give none else."""
        self.stopped = True
        if self._answer is not None and not self._answer.expired():
            self._answer.reschedule(asyncio.get_running_loop().time())

    @asynccontextmanager
    async def answering(self) -> AsyncIterator[None]:
        """The time of the answer; the block ends early, without a fault, where it is broken off."""
        try:
            async with asyncio.timeout(None) as self._answer:
                yield
        except TimeoutError:
            if self._answer is None or not self._answer.expired():
                raise
        finally:
            self._answer = None


@dataclass(frozen=True, slots=True)
class Case:
    """A message whose turn it is; `until` is how long the database is waited for, in monotonic seconds."""

    waiting: Waiting
    attention: Attention
    rules: Rules
    adapter: Adapter
    until: float
    by: str = field(default_factory=lambda: uuid4().hex)  # the name under which it is claimed

    @property
    def owed(self) -> bool:
        """Whether somebody waits for an answer who is to be told if there is none."""
        return self.attention is Attention.ANSWER and self.adapter.limits.hearing is not Hearing.ALL


class Pending:
    """All messages on their way, by the key of their place and their id, and those deleted of late."""

    def __init__(self, size: int = GONE) -> None:
        self._size = size
        self._waiting: dict[Key, Waiting] = {}
        self._gone: OrderedDict[Key, None] = OrderedDict()
        self._edited: OrderedDict[Key, Message] = OrderedDict()

    @contextmanager
    def entered(self, message: Message) -> Iterator[Waiting]:
        """The message on its way, for the time of the block."""
        key = (message.address.key, message.id)
        if key in self._waiting:  # it came twice: what happens to it then happens to both
            yield self._waiting[key]
            return
        waiting = Waiting(self._edited.pop(key, message))
        waiting.gone = key in self._gone
        self._waiting[key] = waiting
        try:
            yield waiting
        finally:
            waiting.noted()
            del self._waiting[key]

    def delete(self, place: str, ids: Iterable[str]) -> None:
        """These messages are gone; what is being noted just now, memory refuses to keep."""
        keys = [(place, each) for each in ids]
        for key in keys:
            self._gone[key] = None
            self._gone.move_to_end(key)
        while len(self._gone) > self._size:
            self._gone.popitem(last=False)
        for key in keys:
            if key in self._waiting:
                self._waiting[key].withdraw()

    def close(self, place: str) -> None:
        """The place is gone, and with it whatever was said there or in a thread of it."""
        for (at, _), waiting in list(self._waiting.items()):
            if at == place or waiting.message.address.room == place:
                waiting.withdraw()

    def close_space(self, platform: str, space: str | None) -> None:
        """The bot is out of a space: nobody there waits for an answer any more."""
        for waiting in list(self._waiting.values()):
            address = waiting.message.address
            if (address.platform, address.space) == (platform, space):
                waiting.withdraw()

    def stop(self, place: str, ids: Iterable[str]) -> None:
        """Nobody wants the answers to these, or without any, to what is said in the place."""
        wanted = frozenset(ids)
        for (at, each), waiting in list(self._waiting.items()):
            if at == place and (not wanted or each in wanted):
                waiting.stop()

    def edit(self, message: Message) -> Waiting | None:
        """The message reads so now; gives it where it is on its way. What is `taken` was noted as it read before."""
        key = (message.address.key, message.id)
        waiting = self._waiting.get(key)
        if waiting is None:
            self._edited[key] = message
            self._edited.move_to_end(key)
            if len(self._edited) > EDITED:
                self._edited.popitem(last=False)
        elif not waiting.taken:
            waiting.message = message
        return waiting

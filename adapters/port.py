"""The one seam to a chat platform: an adapter runs until cancelled and hands every event to a handler.

A handler raises `Unclaimed` over a command that is not to be answered by this process: the adapter shows nothing then.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol, runtime_checkable

from adapters.outgoing import Limits, Outgoing, Sent, Source
from adapters.types import Address, Attachment, Event

Handler = Callable[[Event], Awaitable[None]]


class Adapter(Protocol):
    """A chat platform. `run` owns its reconnects; all else raises `AdapterError`."""

    @property
    def name(self) -> str:
        """The platform's short name, the first part of every address key."""

    @property
    def limits(self) -> Limits:
        """What this platform can do."""

    async def run(self, handler: Handler) -> None:
        """Deliver events to `handler` until cancelled or the platform ends (end of input, in a terminal)."""

    async def send(self, outgoing: Outgoing) -> Sent:
        """Send a whole message, in several parts where it is too long for one."""

    async def stream(self, outgoing: Outgoing, words: AsyncIterator[str]) -> Sent:
        """Send a message that grows as `words` arrive; `outgoing.text` is what stands before them."""

    def typing(self, address: Address) -> AbstractAsyncContextManager[None]:
        """Show for the time of the block that an answer is coming; never fails and never makes anybody wait."""

    async def fetch(self, attachment: Attachment, most: int) -> bytes:
        """The bytes of a file that came with a message; raises `TooLarge` before reading more than `most` bytes."""

    async def reads(self, handle: str, address: Address) -> bool:
        """Whether that account can read the place now, or without a channel anything of the space.

        Raises `AdapterError` where that cannot be learnt; `Refused` where the bot itself is not there.
        """


@runtime_checkable
class Reconciles(Protocol):
    """An adapter whose platform tells whether a message with a `key` was sent, where the answer to sending was lost."""

    async def find(self, outgoing: Outgoing, since: datetime) -> Sent | None:
        """Where that message stands if it was sent since then; raises `AdapterError`."""


@runtime_checkable
class Paged(Protocol):
    """An adapter whose platform has a page of their own for everybody, see `HomeOpened`."""

    @property
    def name(self) -> str:
        """As in `Adapter`."""

    async def renew(self, handle: str) -> bool:
        """Have somebody's page made anew where they may look at it; False where that has to be tried again."""


@runtime_checkable
class Directory(Protocol):
    """An adapter whose platform can list what it has in a space, so that nobody need type an id."""

    @property
    def sources(self) -> frozenset[Source]:
        """What the platform has in a space, and lists."""

    def called(self, space: Address, source: Source, *, ids: Collection[str]) -> Mapping[str, str]:
        """What these are called there, as people write it but pinging nobody (`#hall`, `@Ada`); by id.

        A channel or a role that is left out is not there, of people only the name is not known. Asks nobody.
        """

"""The real delivery on the real database, until there is nothing that it could send soon."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from adapters.port import Adapter
from adapters.types import Address, Audience, Author, Message, direct_with
from bot.delivering import delivery
from bot.delivering.courier import Manner
from bot.delivering.delivery import MOST, Delivery
from bot.delivering.waiting import WaitingReminders
from bot.supervise import Supervisor
from memory.errors import MemoryFault
from memory.outbox import LEASE, Outbox
from memory.reminder import Due
from memory.store import listening
from memory.store.database import Database
from memory.types import PersonId
from tests.reminder_deaths.moments import Moments, function_of

SOON = timedelta(seconds=0.5)  # what is ready in so much time is worth waiting for
GLANCE = 0.1  # on a hasty clock, like the others
IDLE_SECONDS = 200.0
IDLE = tuple(function_of(each.__code__) for each in (Delivery._lane, delivery._rung, listening._hear))


class Begun(Outbox):
    """The outbox, which says when something is claimed for the first time."""

    def __init__(self, database: Database, begin: Callable[[], None]) -> None:
        super().__init__(database)
        self._begin = begin

    async def claim(self, platforms: Sequence[str], *, most: int, lease: timedelta = LEASE) -> tuple[Due, ...]:
        """See `Outbox`."""
        self._begin()
        return await super().claim(platforms, most=most, lease=lease)


@dataclass(frozen=True, slots=True)
class Talker:
    """Somebody who talks with the bot, in direct or in a `room` with others."""

    person: PersonId
    handle: str
    room: Address | None = None


async def deliver(adapter: Adapter, database: Database, *, lease: timedelta, seen: Callable[[str], None]) -> None:
    """Deliver, and end in good order; `seen` gets each moment at which the process may die."""
    moments = Moments(seen, IDLE)
    moments.watch()
    work = Delivery(Begun(database, moments.begin), {adapter.name: adapter}, Manner(lease=lease))
    async with Supervisor() as supervisor, asyncio.timeout(IDLE_SECONDS):
        supervisor.start("delivery", work.run)
        supervisor.start("hearing", work.listen)
        while not await _idle(work, Outbox(database), adapter.name):
            await asyncio.sleep(GLANCE)
        moments.end()


async def tell(adapter: Adapter, database: Database, talker: Talker, *, seen: Callable[[str], None]) -> None:
    """Tell who talks what waits for them; `seen` as in `deliver`."""
    moments, place = Moments(seen), talker.room or direct_with(adapter.name, talker.handle)
    heard = Audience.DIRECT if talker.room is None else Audience.PUBLIC
    said = Message("1", place, heard, Author(talker.handle, "Somebody"), "Hello?", datetime.now(UTC))
    moments.watch()
    moments.begin()
    await asyncio.ensure_future(WaitingReminders(Outbox(database)).tell(talker.person, said, adapter))
    moments.end()


async def _idle(work: Delivery, outbox: Outbox, platform: str) -> bool:
    """Whether nothing is being sent, and nothing will be soon."""
    try:
        following = await outbox.next_due((platform,))
    except MemoryFault:
        return False
    soon = following is not None and following - datetime.now(UTC) < SOON
    return work._free == MOST and not soon

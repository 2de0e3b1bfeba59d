"""People with reminders on a real database, and a platform that takes messages, refuses them, or loses its answers."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg

from adapters.outgoing import Hearing, Limits, Outgoing, Sent
from adapters.types import Address, Audience, Author, Message, direct_with
from bot.bridge import to_account, to_place
from bot.delivering.courier import Manner
from bot.delivering.delivery import Delivery
from bot.supervise import Supervisor
from bot.when import Once, Schedule
from bot.when.stored import stored
from memory.memory import Memory, open_memory
from memory.reminder import NewReminder, OccurrenceId, Policy, Reminder
from memory.types import PersonId
from tests.bot.platform import HALL
from tests.bot.stage import Sheet

ZONE = "Europe/Lisbon"
ANA, BEN = Author("101", "Ana", timezone=ZONE, locale="en"), Author("102", "Ben", timezone=ZONE, locale="de")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LEASE = timedelta(seconds=2)
SECONDS = 10.0
Trouble = BaseException | asyncio.Event


class Post(Sheet):
    """A platform that tells what it was sent. `troubles`: what happens to the next sends to a channel, in order.

    A fault is raised, an event waited for; those in `lost` come after the message was taken.
    """

    name = "discord"
    limits = Limits(2000, 1.0, True, True, file=1_000_000, hearing=Hearing.ADDRESSED)

    def __init__(self) -> None:
        super().__init__()
        self.troubles: dict[str, list[Trouble]] = {}
        self.lost: list[Trouble] = []
        self.tried: list[Outgoing] = []
        self.at: list[float] = []
        self.sending = self.most = 0

    async def send(self, outgoing: Outgoing) -> Sent:
        self.tried.append(outgoing)
        self.sending += 1
        self.most = max(self.most, self.sending)
        try:
            await _met(self.troubles.get(outgoing.address.channel, []))
            sent = await super().send(outgoing)
            self.at.append(time.time())
            await _met(self.lost)
            return sent
        finally:
            self.sending -= 1


class Ledger(Post):
    """The same where it can be looked up what was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.looked: list[tuple[str | None, datetime]] = []

    async def find(self, outgoing: Outgoing, since: datetime) -> Sent | None:
        """By the key, as if nothing were old."""
        self.looked.append((outgoing.key, since))
        for sent, number in zip(self.out, self.ids, strict=True):
            if sent.key == outgoing.key and sent.address.key == outgoing.address.key:
                return Sent(sent.address, number)
        return None


async def _met(troubles: list[Trouble]) -> None:
    if not troubles:
        return
    trouble = troubles.pop(0)
    if isinstance(trouble, BaseException):
        raise trouble
    await trouble.wait()


@dataclass
class World:
    """A database, its owner's way to it, and the platform; `ahead` is how far the clock of delivery is in front."""

    memory: Memory
    dsn: str
    post: Post
    ahead: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        """What delivery takes for the time."""
        return datetime.now(UTC) + self.ahead

    async def person(self, who: Author = ANA) -> PersonId:
        """Somebody, who is in the hall as well."""
        account = to_account("discord", who)
        await self.memory.person(account, to_place(HALL, Audience.PUBLIC))
        return await self.memory.person(account, to_place(direct_with("discord", who.handle), Audience.DIRECT))

    async def held(
        self,
        due_at: datetime,
        schedule: Schedule | None = None,
        *,
        policy: Policy | None = None,
        where: Address | None = None,
        asked: Address = HALL,
    ) -> Reminder:
        """A reminder of Ana's that was asked for in the hall; `where` it is wanted elsewhere than in direct."""
        audience = Audience.DIRECT if asked.channel.startswith("@") else Audience.PUBLIC
        wall = due_at.replace(tzinfo=None, microsecond=0)
        new = NewReminder(
            await self.person(),
            "discord",
            ANA.handle,
            "water the plants",
            stored(schedule or Once(wall, "UTC")),
            ZONE,
            "2026b",
            due_at,
            to_place(asked, audience),
            "en",
            uuid4().hex,
            place=None if where is None else to_place(where, Audience.PUBLIC),
            policy=policy or Policy(),
        )
        return (await self.memory.reminders.add(new))[0]

    async def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """What the database holds, past every wall."""
        connection = await asyncpg.connect(self.dsn)
        try:
            return [tuple(row.values()) for row in await connection.fetch(query, *values)]
        finally:
            await connection.close()

    async def outbox(self) -> list[tuple[object, ...]]:
        """State and way of all that is or was to be sent."""
        return await self.rows("SELECT state, way FROM outbox ORDER BY id")

    async def bring_forward(self) -> None:
        """All that waits is ready now."""
        await self.rows("UPDATE outbox SET ready_at = now() WHERE state = 'waiting' AND way <> 'talk'")
        await self.rows("SELECT pg_notify('rapport_reminders', 'discord')")

    async def occurrence(self) -> OccurrenceId:
        """The only time of the only reminder."""
        ((found,),) = await self.rows("SELECT id FROM occurrences")
        return OccurrenceId(int(str(found)))


@asynccontextmanager
async def world_on(dsn: str, post: Post | None = None, *, through: str | None = None) -> AsyncIterator[World]:
    """People and a platform; `through` is the DSN by which the bot itself goes."""
    async with open_memory(through or dsn, None, quiet=timedelta(0)) as memory:
        yield World(memory, dsn, post or Ledger())


@asynccontextmanager
async def delivering(world: World, *, lease: timedelta = LEASE) -> AsyncIterator[Delivery]:
    """A process that delivers, for the time of the block."""
    delivery = Delivery(world.memory.outbox, {world.post.name: world.post}, Manner(lease, world.now))
    async with Supervisor(first_pause=0.05) as supervisor:
        supervisor.start("delivery", delivery.run)
        supervisor.start("told", delivery.listen)
        yield delivery


async def until(true: Callable[[], object], seconds: float = SECONDS) -> None:
    """Wait until it is so; raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.01)


async def settled(world: World, seconds: float = SECONDS) -> list[tuple[object, ...]]:
    """The outbox once nothing in it is ready or claimed; raises TimeoutError."""
    query = "SELECT count(*) FROM outbox WHERE state = 'waiting' AND ready_at < now() + interval '5 seconds'"
    async with asyncio.timeout(seconds):
        while (await world.rows(query))[0][0]:
            await asyncio.sleep(0.02)
    return await world.outbox()


def said(text: str, who: Author = ANA, address: Address | None = None) -> Message:
    """Somebody talks, alone with the bot unless an address is given."""
    audience = Audience.DIRECT if address is None else Audience.PUBLIC
    place = address or direct_with("discord", who.handle)
    return Message(uuid4().hex, place, audience, who, text, datetime.now(UTC))


class Elsewhere(Post):
    """Another platform."""

    name = "slack"


def now() -> datetime:
    """Now, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def was_tried(world: World, count: int) -> bool:
    """Whether so many sends were tried."""
    return len(world.post.tried) == count


async def ready_in(world: World) -> float:
    """In how many seconds it is tried again."""
    ((ready,),) = await world.rows("SELECT ready_at FROM outbox WHERE state = 'waiting'")
    assert isinstance(ready, datetime)
    return (ready - datetime.now(UTC)).total_seconds()

"""A process that stood still for longer than its lease sends nothing of what it had claimed: somebody else may have."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from adapters.outgoing import Outgoing, Sent
from bot.delivering.courier import Manner
from bot.delivering.delivery import Delivery
from bot.delivering.waiting import WaitingReminders
from bot.supervise import Supervisor
from memory.outbox import LEASE as USUAL
from memory.outbox import Outbox
from memory.reminder import Due
from tests.bot.delivering.delivery_world import ANA, LEASE, Ledger, World, said, settled, until, world_on
from tests.bot.platform import HALL


class Stalls(Outbox):
    """An outbox behind whose first answer the process stands still for so long."""

    def __init__(self, world: World, stall: timedelta) -> None:
        super().__init__(world.memory._database)
        self._world, self._stall = world, stall

    async def claim(self, platforms: Sequence[str], *, most: int, lease: timedelta = USUAL) -> tuple[Due, ...]:
        claimed = await super().claim(platforms, most=most, lease=lease)
        if claimed:
            self._world.ahead += self._stall
            self._stall = timedelta()
        return claimed


class Slow(Ledger):
    """A platform after whose first look the process stands still."""

    def __init__(self) -> None:
        super().__init__()
        self.world: World | None = None
        self.stall = LEASE

    async def find(self, outgoing: Outgoing, since: datetime) -> Sent | None:
        if self.world is not None and not self.looked:
            self.world.ahead += self.stall
        return await super().find(outgoing, since)


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    """Ana and a platform at which can be looked up what was sent."""
    async with world_on(database_dsn, Slow()) as world:
        yield world


async def test_what_was_claimed_too_long_ago_is_left_to_who_claims_it_next(world: World) -> None:
    await world.held(datetime.now(UTC))
    delivery = Delivery(Stalls(world, LEASE), {world.post.name: world.post}, Manner(LEASE, world.now))
    async with Supervisor() as supervisor:
        supervisor.start("delivery", delivery.run)
        supervisor.start("told", delivery.listen)
        await until(lambda: world.ahead == LEASE)
        assert world.post.tried == [], "its claim was over"
        await world.bring_forward()
        assert await settled(world) == [("sent", "direct")]
    assert len(world.post.out) == 1
    assert await world.rows("SELECT attempts FROM outbox") == [(2,)]


async def test_after_a_look_that_took_too_long_nothing_is_sent(world: World) -> None:
    assert isinstance(world.post, Slow)
    world.post.world = world
    await world.held(datetime.now(UTC))
    await world.rows("UPDATE outbox SET attempts = 1, first_tried_at = now()")
    delivery = Delivery(world.memory.outbox, {world.post.name: world.post}, Manner(LEASE, world.now))
    async with Supervisor() as supervisor:
        supervisor.start("delivery", delivery.run)
        supervisor.start("told", delivery.listen)
        await until(lambda: world.ahead == LEASE)
        assert world.post.tried == []
        await world.bring_forward()
        assert await settled(world) == [("sent", "direct")]
    assert (len(world.post.out), len(world.post.looked)) == (1, 2)
    assert await world.rows("SELECT attempts FROM outbox") == [(3,)]


async def test_what_waits_for_talk_is_not_told_by_who_stood_still_meanwhile(world: World) -> None:
    assert isinstance(world.post, Slow)
    await world.held(datetime.now(UTC))
    await world.rows("UPDATE outbox SET way = 'talk', ready_at = NULL, attempts = 1, first_tried_at = now()")
    world.post.world, world.post.stall = world, USUAL
    waiting, person = WaitingReminders(world.memory.outbox, world.now), await world.person()
    await waiting.tell(person, said("Hello"), world.post)
    assert world.post.tried == [] and await world.outbox() == [("waiting", "talk")]
    await waiting.tell(person, said("And now?"), world.post)
    assert len(world.post.out) == 1 and await world.outbox() == [("sent", "talk")]


async def test_what_waits_for_talk_is_looked_for_where_they_talked_before(world: World) -> None:
    await world.held(datetime.now(UTC))
    await world.rows("UPDATE outbox SET way = 'talk', ready_at = NULL")
    waiting, person = WaitingReminders(world.memory.outbox, world.now), await world.person()
    await waiting.tell(person, said("Hello"), world.post)
    died = "UPDATE outbox SET state = 'waiting', settled_at = NULL, leased_until = NULL"
    await world.rows(died)
    await waiting.tell(person, said("Hello all", address=HALL), world.post)
    assert [each.address.channel for each in world.post.out] == [f"@{ANA.handle}"]
    assert await world.outbox() == [("sent", "talk")]

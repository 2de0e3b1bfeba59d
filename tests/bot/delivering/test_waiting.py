"""What could be told nowhere is told when its person talks next: the words to them alone, in company only that."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.errors import DirectClosed, Refused, Unreachable
from bot.delivering.waiting import MOST, WaitingReminders
from bot.when import Every
from memory.reminder import Policy
from tests.bot.delivering.delivery_world import (
    ANA,
    BEN,
    HOUR,
    ZONE,
    World,
    delivering,
    said,
    settled,
    until,
    world_on,
)
from tests.bot.platform import HALL
from tests.bot.stage import Stage, staged

DIRECT = f"@{ANA.handle}"


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    """Ana, who can be reached nowhere."""
    async with world_on(database_dsn) as world:
        world.post.troubles |= {DIRECT: [DirectClosed()] * 50, HALL.channel: [Refused()] * 50}
        yield world


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path, world: World) -> AsyncIterator[Stage]:
    """The whole bot at the same platform."""
    async with staged(database_dsn, tmp_path, sheet=world.post) as stage:
        yield stage


async def keep(world: World, count: int = 1, *, policy: Policy | None = None) -> None:
    """So many reminders of hers wait until she talks; from then on she can be reached."""
    for _ in range(count):
        await world.held(datetime.now(UTC), policy=policy)
    async with delivering(world):
        assert await settled(world) == [("waiting", "talk")] * count
    world.post.troubles.clear()


async def test_alone_with_her_it_is_told_after_the_answer(world: World, stage: Stage) -> None:
    await keep(world)
    await stage.give(said("Hello"))
    answer, told = world.post.out
    assert "I have kept what you said." in answer.text
    assert (told.address.channel, told.text.splitlines()[0]) == (DIRECT, "Reminder: water the plants")
    assert told.buttons and told.pick is not None
    assert await world.outbox() == [("sent", "talk")]
    await stage.give(said("And now?"))
    assert len(world.post.out) == 3, "once"


async def test_in_company_it_is_told_that_something_waits(world: World, stage: Stage) -> None:
    await keep(world)
    await stage.give(said("Hello", address=HALL))
    told = world.post.out[-1]
    assert told.address == HALL and "waits for you" in told.text and "plants" not in str(told)
    assert [each.argument for each in told.buttons] == [f"show {told.key}"] and told.mentions == ANA.handle
    await stage.give(said("And now?", address=HALL))
    assert len(world.post.out) == 3, "once"


async def test_somebody_else_is_told_nothing(world: World, stage: Stage) -> None:
    await keep(world)
    await stage.give(said("Hello", BEN))
    assert len(world.post.out) == 1
    assert await world.outbox() == [("waiting", "talk")]


async def test_a_few_are_told_at_once_and_the_rest_the_next_time(world: World, stage: Stage) -> None:
    await keep(world, MOST + 2)
    await stage.give(said("Hello"))
    assert len(world.post.out) == 1 + MOST
    await stage.give(said("Hello again"))
    assert len(world.post.out) == 2 + MOST + 2
    assert await world.outbox() == [("sent", "talk")] * (MOST + 2)


async def test_what_wants_to_be_acknowledged_comes_again_after_it_was_told(world: World) -> None:
    await keep(world, policy=Policy(again=timedelta(minutes=10)))
    ana = await world.person()
    await WaitingReminders(world.memory.outbox).tell(ana, said("Hello"), world.post)
    assert "I ask again until you say that it is done." in world.post.out[0].text
    ((state, way, wait),) = await world.rows("SELECT state, way, ready_at - now() FROM outbox WHERE round = 1")
    assert (state, way) == ("waiting", "direct") and isinstance(wait, timedelta)
    assert timedelta(minutes=9) < wait <= timedelta(minutes=10)
    async with delivering(world):
        await world.bring_forward()
        await until(lambda: len(world.post.out) == 2)
        await world.memory.reminders.done(ana, await world.occurrence())
        await world.bring_forward()
        await settled(world)
    assert len(world.post.out) == 2


async def test_what_is_only_said_to_wait_comes_again_too(world: World) -> None:
    await keep(world, policy=Policy(again=timedelta(minutes=10)))
    await WaitingReminders(world.memory.outbox).tell(await world.person(), said("Hello", address=HALL), world.post)
    assert await world.rows("SELECT round, state FROM outbox ORDER BY 1") == [(0, "sent"), (1, "waiting")]


async def test_what_is_of_no_use_any_more_is_not_told(world: World) -> None:
    await keep(world, policy=Policy(useless_after=timedelta(hours=1)))
    waiting = WaitingReminders(world.memory.outbox, lambda: datetime.now(UTC) + 2 * HOUR)
    await waiting.tell(await world.person(), said("Hello"), world.post)
    assert world.post.out == []
    assert await world.outbox() == [("dropped", "talk")]


async def test_what_cannot_be_told_now_goes_on_waiting(world: World) -> None:
    await keep(world)
    waiting, ana = WaitingReminders(world.memory.outbox), await world.person()
    world.post.troubles[DIRECT] = [Unreachable()]
    await waiting.tell(ana, said("Hello"), world.post)
    assert await world.outbox() == [("waiting", "talk")]
    await waiting.tell(ana, said("Hello again"), world.post)
    assert len(world.post.out) == 1


async def test_what_only_the_answer_was_lost_of_is_not_told_twice(world: World) -> None:
    await keep(world)
    waiting, ana = WaitingReminders(world.memory.outbox), await world.person()
    world.post.lost = [Unreachable()]
    for text in ("Hello", "Hello again"):
        await waiting.tell(ana, said(text), world.post)
    assert len(world.post.out) == 1
    assert await world.outbox() == [("sent", "talk")]


async def test_of_a_rhythm_the_last_time_alone_waits(world: World) -> None:
    begin = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=10)
    await world.held(begin, Every(begin, 3600, ZONE))
    async with delivering(world):
        await settled(world)
        await world.bring_forward()
        await asyncio.sleep(0.5)
        states = await settled(world)
    assert states.count(("waiting", "talk")) == 1
    world.post.troubles.clear()
    await WaitingReminders(world.memory.outbox).tell(await world.person(), said("Hello"), world.post)
    assert len(world.post.out) == 1

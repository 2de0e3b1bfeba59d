"""What is lost or away while something is sent: it comes once all the same, and keeps nothing else waiting."""

import asyncio
import logging
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from adapters.errors import DirectClosed, Refused, Unreachable
from adapters.types import direct_with
from bot.delivering.delivery import LANES, MOST
from bot.parts import deliver
from bot.supervise import Supervisor
from memory.reminder import Due
from tests.bot.delivering.delivery_world import (
    ANA,
    HOUR,
    LEASE,
    Elsewhere,
    Ledger,
    World,
    delivering,
    now,
    settled,
    until,
    world_on,
)
from tests.bot.platform import HALL
from tests.bot.severed import severed

DIRECT = f"@{ANA.handle}"
ALONE = direct_with("discord", ANA.handle)


async def lost_and_tried_again(world: World) -> None:
    """Sends what is due so that only the answer is lost, and lets it be tried again."""
    world.post.lost = [Unreachable()]
    await world.held(now())
    async with delivering(world):
        await until(lambda: world.post.out)
        await asyncio.sleep(0.3)
        await world.bring_forward()
        assert await settled(world) == [("sent", "direct")]


async def test_what_only_the_answer_was_lost_of_is_found_and_not_sent_again(world: World) -> None:
    await lost_and_tried_again(world)
    assert len(world.post.tried) == 1
    assert await world.rows("SELECT message_id FROM outbox") == [(world.post.ids[0],)]


async def test_where_it_must_not_be_looked_up_it_is_sent_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object) -> None:
        raise Refused

    monkeypatch.setattr(Ledger, "find", refuse)
    await lost_and_tried_again(world)
    assert len({each.key for each in world.post.tried}) == 1, "the platform may know it by its key"


async def test_where_nothing_can_be_looked_up_it_is_sent_again_rather_than_lost(blind: World) -> None:
    blind.post.troubles[DIRECT] = [Unreachable()]
    await blind.held(now())
    async with delivering(blind):
        await until(lambda: blind.post.tried)
        await asyncio.sleep(0.3)
        await blind.bring_forward()
        assert await settled(blind) == [("sent", "direct")]


async def test_a_process_that_ends_while_it_sends_leaves_it_to_the_next(world: World) -> None:
    stuck = asyncio.Event()
    world.post.troubles[DIRECT] = [stuck]
    await world.held(now())
    async with delivering(world):
        await until(lambda: world.post.tried)
    assert world.post.out == []
    assert await world.outbox() == [("waiting", "direct")]
    async with delivering(world):
        assert await settled(world) == [("sent", "direct")]
    assert len(world.post.out) == 1


async def test_a_process_that_ends_after_it_sent_leaves_no_second_message(world: World) -> None:
    stuck = asyncio.Event()
    world.post.lost = [stuck]
    await world.held(now())
    async with delivering(world):
        await until(lambda: world.post.out)
    assert await world.outbox() == [("waiting", "direct")], "nobody wrote down that it was sent"
    async with delivering(world):
        assert await settled(world) == [("sent", "direct")]
    assert len(world.post.tried) == 1


async def test_a_platform_that_never_answers_keeps_nothing_for_ever(world: World) -> None:
    world.post.troubles[DIRECT] = [asyncio.Event()]
    await world.held(now())
    async with delivering(world, lease=timedelta(seconds=1)):
        await until(lambda: world.post.tried)
        await asyncio.sleep(1)
        assert await world.rows("SELECT fault FROM outbox") == [("Unreachable",)]
        await world.bring_forward()
        assert await settled(world) == [("sent", "direct")]


async def test_a_database_that_is_away_is_waited_for(database_dsn: str) -> None:
    async with severed(database_dsn) as (relay, dsn), world_on(database_dsn, through=dsn) as world:
        await world.held(now() + timedelta(seconds=1))
        async with delivering(world):
            relay.cut()
            await asyncio.sleep(2)
            assert world.post.out == []
            relay.mend()
            await until(lambda: world.post.out, 20)
            assert await settled(world, 20) == [("sent", "direct")]
    assert len(world.post.tried) == 1


async def test_a_database_that_goes_away_while_it_is_sent_does_not_double_it(database_dsn: str) -> None:
    async with severed(database_dsn) as (relay, dsn), world_on(database_dsn, through=dsn) as world:
        sent = asyncio.Event()
        world.post.lost = [sent]
        await world.held(now())
        async with delivering(world):
            await until(lambda: world.post.out)
            relay.cut()
            sent.set()
            await asyncio.sleep(3)  # longer than the lease
            relay.mend()
            assert await settled(world, 30) == [("sent", "direct")]
    assert len(world.post.tried) == 1


async def test_many_that_are_due_at_once_are_sent_by_all_processes_each_once(world: World) -> None:
    for _ in range(3 * LANES):
        await world.held(now())
    async with delivering(world, lease=timedelta(seconds=4)), delivering(world, lease=timedelta(seconds=4)):
        await until(lambda: len(world.post.out) == 3 * LANES, 30)
        states = await settled(world, 30)
    assert states == [("sent", "direct")] * (3 * LANES)
    assert len(world.post.tried) == len({each.key for each in world.post.tried}) == 3 * LANES


async def test_a_process_sends_a_bounded_number_at_once_and_a_slow_one_holds_up_nobody(world: World) -> None:
    stuck = [asyncio.Event() for _ in range(LANES)]
    world.post.troubles[DIRECT] = list[BaseException | asyncio.Event](stuck)
    for _ in range(LANES + 5):
        await world.held(now())
    async with delivering(world, lease=timedelta(seconds=60)):
        await until(lambda: world.post.sending == LANES)
        await asyncio.sleep(0.3)
        assert world.post.sending == LANES and world.post.out == []
        stuck[0].set()
        await until(lambda: len(world.post.out) == 6)
        for each in stuck:
            each.set()
        await until(lambda: len(world.post.out) == LANES + 5)
        await settled(world)
    assert world.post.most == LANES


async def test_nothing_of_what_people_wrote_is_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.post.troubles |= {DIRECT: [Unreachable(), DirectClosed()], HALL.channel: [Refused()]}
    await world.held(now())
    with caplog.at_level(logging.DEBUG, logger="bot"):
        async with delivering(world):
            await until(lambda: world.post.tried)
            await asyncio.sleep(0.3)
            await world.bring_forward()
            await settled(world)
    assert "delivery put off" in caplog.text
    written = [str(record.__dict__) for record in caplog.records if record.name.startswith("bot")]
    assert not [each for each in written if "plants" in each]


async def test_a_platform_that_hangs_keeps_nothing_from_another(blind: World) -> None:
    hanging, ana, outbox = Elsewhere(), await blind.person(), blind.memory.outbox
    hanging.troubles["@s1"] = [asyncio.Event() for _ in range(2 * MOST)]
    for number in range(2 * MOST):
        await outbox.notice(ana, "slack", "s1", "moved", f"s{number}")
    async with Supervisor() as supervisor:
        deliver(blind.memory, [hanging, blind.post], supervisor)
        await until(lambda: hanging.sending == LANES)
        await outbox.notice(ana, "discord", ANA.handle, "moved", "d")
        await until(lambda: blind.post.out, 5)


async def test_a_clock_that_is_ahead_looks_now_and_then_and_not_all_the_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[float] = []
    claim = world.memory.outbox.claim

    async def counted(platforms: Sequence[str], *, most: int, lease: timedelta = LEASE) -> tuple[Due, ...]:
        looked.append(time.monotonic())
        return await claim(platforms, most=most, lease=lease)

    async def seems_due(platforms: Sequence[str]) -> datetime:
        return now() - HOUR

    monkeypatch.setattr(world.memory.outbox, "claim", counted)
    monkeypatch.setattr(world.memory.outbox, "next_due", seems_due)
    async with delivering(world):
        await asyncio.sleep(3)
    assert 1 <= len(looked) <= 12

"""What goes wrong on the way of a reminder costs time at most: nothing is lost by it and nothing comes twice."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from adapters.errors import AdapterError, DirectClosed, RateLimited, Refused, TooLarge, Unreachable
from adapters.types import direct_with
from bot.delivering.delivery import LANES, MOST
from bot.parts import deliver
from bot.supervise import Supervisor
from bot.when import Every
from memory.reminder import Due
from tests.bot.delivering.delivery_world import (
    ANA,
    HOUR,
    LEASE,
    ZONE,
    Ledger,
    Post,
    World,
    delivering,
    settled,
    until,
    world_on,
)
from tests.bot.platform import HALL
from tests.bot.severed import severed

DIRECT = f"@{ANA.handle}"
ALONE = direct_with("discord", ANA.handle)


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    """Ana and a platform at which can be looked up what was sent."""
    async with world_on(database_dsn) as world:
        yield world


@pytest.fixture
async def blind(database_dsn: str) -> AsyncIterator[World]:
    """The same where it cannot be looked up."""
    async with world_on(database_dsn, Post()) as world:
        yield world


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


async def test_who_takes_no_direct_messages_is_told_where_they_asked_that_there_is_one(world: World) -> None:
    world.post.troubles[DIRECT] = [DirectClosed()]
    await world.held(now())
    async with delivering(world):
        await until(lambda: world.post.out)
        assert await settled(world) == [("sent", "origin")]
    (told,) = world.post.out
    assert told.address.key == HALL.key and "plants" not in str(told)
    assert [each.argument for each in told.buttons] == [f"show {told.key}"]


async def test_where_that_is_not_taken_either_it_waits_until_they_talk(world: World) -> None:
    begin = now()
    world.post.troubles |= {DIRECT: [DirectClosed()], HALL.channel: [Refused()]}
    held = await world.held(begin, Every(begin, 86_400, ZONE))
    async with delivering(world):
        await until(lambda: len(world.post.tried) == 2)
        assert (await settled(world))[0] == ("waiting", "talk")
    assert (await world.memory.choices.of(held.person)).waiting
    assert await world.rows("SELECT due_at FROM occurrences ORDER BY 1") == [(begin,), (begin + timedelta(days=1),)]


async def test_what_was_asked_for_alone_is_never_said_elsewhere(world: World) -> None:
    world.post.troubles[DIRECT] = [DirectClosed()]
    await world.held(now(), asked=ALONE)
    async with delivering(world):
        assert await settled(world) == [("waiting", "talk")]
    assert [each.address.key for each in world.post.tried] == [ALONE.key]


async def test_a_place_that_does_not_take_it_is_no_reason_to_keep_it_back(world: World) -> None:
    world.post.troubles[HALL.channel] = [Refused()]
    await world.held(now(), where=HALL)
    async with delivering(world):
        assert await settled(world) == [("sent", "direct")]
    (told,) = world.post.out
    assert told.address.key == ALONE.key and "water the plants" in told.text


async def test_a_limit_is_waited_for(world: World) -> None:
    world.post.troubles[DIRECT] = [RateLimited(0.5)]
    await world.held(now())
    async with delivering(world):
        assert await settled(world) == [("sent", "direct")]
    first, second = world.post.tried
    assert first.key == second.key and len(world.post.out) == 1


async def test_a_platform_that_is_away_is_tried_again_later(world: World) -> None:
    world.post.troubles[DIRECT] = [Unreachable(), Unreachable()]
    await world.held(now())
    async with delivering(world):
        await until(lambda: len(world.post.tried) == 1)
        await asyncio.sleep(0.3)
        assert 3 < await ready_in(world) < 6
        await world.bring_forward()
        await until(lambda: len(world.post.tried) == 2)
        await asyncio.sleep(0.3)
        assert 8 < await ready_in(world) < 11
        assert await world.rows("SELECT fault FROM outbox") == [("Unreachable",)]
        await world.bring_forward()
        await until(lambda: world.post.out)
        assert await settled(world) == [("sent", "direct")]


async def rested(world: World, *, attempt: int) -> float:
    """How many seconds what was tried for the nth time rests; it is the world's first."""
    await world.rows("UPDATE outbox SET attempts = $1 WHERE id = (SELECT min(id) FROM outbox)", attempt - 1)
    await world.bring_forward()
    tried = len(world.post.tried)
    await until(lambda: len(world.post.tried) > tried)
    await asyncio.sleep(0.3)
    return await ready_in(world)


async def test_a_platform_that_is_away_as_a_whole_is_asked_again_within_minutes(world: World) -> None:
    world.post.troubles[DIRECT] = [Unreachable(), Unreachable()]
    await world.held(now())
    async with delivering(world):
        await until(lambda: len(world.post.tried) == 1)
        await asyncio.sleep(0.3)
        assert 290 < await rested(world, attempt=15) < 301


async def test_one_person_who_alone_cannot_be_reached_is_tried_once_an_hour(world: World) -> None:
    world.post.troubles[DIRECT] = [Unreachable(), Unreachable()]
    await world.held(now())
    async with delivering(world):
        await until(lambda: len(world.post.tried) == 1)
        await world.held(now(), where=HALL)
        await until(lambda: world.post.out)
        await asyncio.sleep(0.3)
        assert 3500 < await rested(world, attempt=15) < 3601


async def test_a_platform_that_is_away_for_long_costs_one_message(world: World) -> None:
    begin = now() - HOUR
    world.post.troubles[DIRECT] = [Unreachable() for _ in range(4)]
    await world.held(begin, Every(begin, 300, ZONE))
    async with delivering(world):
        for count in range(1, 5):
            await until(partial(was_tried, world, count))
            await asyncio.sleep(0.2)
            assert len(await world.outbox()) == 1, "nothing follows it while it is tried"
            await world.bring_forward()
        await until(lambda: world.post.out)
        await settled(world)
    (told,) = world.post.out
    assert "missed since: 12." in told.text


@pytest.mark.parametrize("fault", [Unreachable(), RateLimited(1)])
async def test_after_three_days_it_is_a_dead_letter_that_its_person_sees(
    world: World, fault: AdapterError, caplog: pytest.LogCaptureFixture
) -> None:
    world.post.troubles[DIRECT] = [fault, fault]
    held = await world.held(now())
    async with delivering(world):
        await until(lambda: len(world.post.tried) == 1)
        await asyncio.sleep(0.3)
        world.ahead = timedelta(days=3, minutes=1)
        with caplog.at_level(logging.ERROR):
            await world.bring_forward()
            assert await settled(world) == [("dead", "direct")]
    (letter,) = await world.memory.reminders.dead_letters(held.person)
    assert (letter.text, letter.fault) == ("water the plants", type(fault).__name__)
    assert await world.memory.outbox.dead_count() == 1
    assert [each.getMessage() for each in caplog.records] == ["delivery given up"]
    assert "plants" not in caplog.text


async def test_what_a_platform_can_never_take_is_a_dead_letter_at_once(world: World) -> None:
    world.post.troubles[DIRECT] = [TooLarge()]
    begin = now()
    await world.held(begin, Every(begin, 86_400, ZONE))
    async with delivering(world):
        states = await settled(world)
    assert states == [("dead", "direct"), ("waiting", "direct")], "and the next time comes"


async def test_a_fault_of_our_own_costs_that_one_a_pause_and_nobody_else_anything(world: World) -> None:
    world.post.troubles[DIRECT] = [ZeroDivisionError()]
    await world.held(now() - timedelta(seconds=1))
    await world.held(now(), where=HALL)
    async with delivering(world):
        await until(lambda: world.post.out)
        await asyncio.sleep(0.3)
        assert 3 < await ready_in(world) < 6
        await world.bring_forward()
        await until(lambda: len(world.post.out) == 2)


async def test_a_fault_of_our_own_is_a_dead_letter_in_the_end_and_the_reminder_goes_on(world: World) -> None:
    world.post.troubles[DIRECT] = [ZeroDivisionError(), ZeroDivisionError()]
    begin = now()
    held = await world.held(begin, Every(begin, 7 * 24 * 3600, ZONE))
    async with delivering(world):
        await until(lambda: len(world.post.tried) == 1)
        await asyncio.sleep(0.3)
        world.ahead = timedelta(days=3, minutes=1)
        await world.bring_forward()
        await until(lambda: len(world.post.tried) == 2)
        await settled(world)
        async with asyncio.timeout(5):
            while (await world.memory.reminders.get(held.person, held.id)).next_due != begin + timedelta(days=7):
                await asyncio.sleep(0.02)
    (letter,) = await world.memory.reminders.dead_letters(held.person)
    assert letter.fault == "ZeroDivisionError"


async def test_what_only_the_answer_was_lost_of_is_found_and_not_sent_again(world: World) -> None:
    world.post.lost = [Unreachable()]
    await world.held(now())
    async with delivering(world):
        await until(lambda: world.post.out)
        await asyncio.sleep(0.3)
        await world.bring_forward()
        assert await settled(world) == [("sent", "direct")]
    assert len(world.post.tried) == 1
    assert await world.rows("SELECT message_id FROM outbox") == [(world.post.ids[0],)]


async def test_where_it_must_not_be_looked_up_it_is_sent_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*_: object) -> None:
        raise Refused

    monkeypatch.setattr(Ledger, "find", refuse)
    world.post.lost = [Unreachable()]
    await world.held(now())
    async with delivering(world):
        await until(lambda: world.post.out)
        await asyncio.sleep(0.3)
        await world.bring_forward()
        assert await settled(world) == [("sent", "direct")]
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

"""What goes wrong on the way of a reminder costs time at most: nothing is lost by it and nothing comes twice."""

import asyncio
import logging
from datetime import timedelta
from functools import partial

import pytest

from adapters.errors import AdapterError, DirectClosed, RateLimited, Refused, TooLarge, Unreachable
from adapters.types import direct_with
from bot.bridge import to_account
from bot.when import Every
from tests.bot.delivering.delivery_world import (
    ANA,
    HOUR,
    ZONE,
    World,
    delivering,
    now,
    ready_in,
    settled,
    until,
    was_tried,
)
from tests.bot.platform import HALL

DIRECT = f"@{ANA.handle}"
ALONE = direct_with("discord", ANA.handle)


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


@pytest.mark.parametrize("late", [False, True])
async def test_where_its_person_has_left_the_place_it_waits_until_they_talk(world: World, late: bool) -> None:
    """Who leaves the server where they met the bot can often be written to no more, and reads nothing there."""
    world.post.troubles |= {DIRECT: [DirectClosed(), DirectClosed()], HALL.channel: [Unreachable()]}
    await world.held(now())
    if late:
        async with delivering(world):
            await until(lambda: len(world.post.tried) == 2)
            assert await settled(world) == [("waiting", "origin")]
        world.ahead = HOUR
        await world.rows("UPDATE outbox SET ready_at = now() RETURNING id")
    assert HALL.space is not None
    await world.memory.following.left_space(to_account("discord", ANA), f"discord/{HALL.space}")
    async with delivering(world):
        assert await settled(world) == [("waiting", "talk")]
    assert [each.address.channel for each in world.post.tried] == [DIRECT, HALL.channel, DIRECT][: 3 if late else 1]

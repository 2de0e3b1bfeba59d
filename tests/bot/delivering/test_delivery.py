"""What is due reaches its person, where and how they wanted it, once; on a real database."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest

from adapters.types import Audience, direct_with
from bot.bridge import to_place
from bot.delivering.due import TELL_ROUND
from bot.when import Every, Freq, Recurring, Rule
from memory.reminder import Policy
from memory.types import Viewer
from tests.bot.delivering.delivery_world import (
    ANA,
    BEN,
    HOUR,
    MINUTE,
    ZONE,
    World,
    delivering,
    settled,
    until,
)
from tests.bot.platform import HALL

ALONE = direct_with("discord", ANA.handle)


def was_told(world: World, count: int) -> bool:
    """Whether Ana was told so often."""
    return len(to(world, ANA.handle)) == count


def now() -> datetime:
    """Now, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


async def test_it_comes_in_direct_when_it_is_due_and_once(world: World) -> None:
    due = now() + timedelta(seconds=1)
    await world.held(due)
    async with delivering(world), delivering(world):
        await until(lambda: world.post.out)
        await asyncio.sleep(0.5)
    (told,) = world.post.out
    assert (told.address.key, told.text) == (ALONE.key, "Reminder: water the plants")
    assert 0 <= world.post.at[0] - due.timestamp() < 1
    assert await world.outbox() == [("sent", "direct")]
    assert await world.rows("SELECT message_id, place_key FROM outbox") == [(world.post.ids[0], ALONE.key)]


async def test_what_is_added_while_nothing_is_due_comes_in_time(world: World) -> None:
    async with delivering(world):
        await asyncio.sleep(0.3)
        due = now() + timedelta(seconds=1)
        await world.held(due)
        await until(lambda: world.post.out)
    assert world.post.at[0] - due.timestamp() < 1


async def test_it_comes_in_the_place_where_it_was_wanted(world: World) -> None:
    await world.held(now(), where=HALL)
    async with delivering(world):
        await until(lambda: world.post.out)
    (told,) = world.post.out
    assert (told.address.key, told.mentions) == (HALL.key, ANA.handle)
    assert "water the plants" in told.text


async def test_what_is_late_says_so_and_goes_on_with_one_message_for_all_that_was_missed(world: World) -> None:
    begin = now() - 2 * HOUR
    await world.held(begin, Every(begin, 1800, ZONE))
    async with delivering(world):
        await until(lambda: world.post.out)
        await settled(world)
    (told,) = world.post.out
    assert "I am late by 2 h." in told.text and "missed since: 4." in told.text
    assert await world.rows("SELECT due_at, state FROM occurrences ORDER BY due_at") == [
        (begin, "delivered"),
        (begin + 2 * HOUR + 30 * MINUTE, "due"),
    ]


async def test_what_is_of_no_use_any_more_is_left_out(world: World) -> None:
    begin = datetime.combine(now().date() - timedelta(days=1), time(9), UTC)
    daily = Recurring(date(2026, 1, 1), (time(9),), "UTC", Rule(Freq.DAILY))
    await world.held(begin, daily, policy=Policy(useless_after=MINUTE))
    async with delivering(world):
        assert (await settled(world))[0] == ("dropped", "direct")
    assert world.post.tried == []
    states = await world.rows("SELECT state FROM occurrences ORDER BY due_at")
    assert states == [("dropped",), ("due",)], "it goes on"


async def test_a_clock_that_is_far_ahead_leaves_out_nothing_that_is_in_time(world: World) -> None:
    await world.held(now(), policy=Policy(useless_after=HOUR))
    world.ahead = 5 * HOUR
    async with delivering(world):
        await until(lambda: world.post.out)
        assert await settled(world) == [("sent", "direct")]
    assert [each.text for each in world.post.out] == ["Reminder: water the plants"]


async def test_in_quiet_hours_it_waits_for_their_end(world: World) -> None:
    clock = datetime.now(UTC)
    quiet = (
        (clock - HOUR).time().replace(second=0, microsecond=0),
        (clock + HOUR).time().replace(second=0, microsecond=0),
    )
    person = await world.person()
    await world.memory.choices.set_zone(person, "UTC")
    await world.memory.choices.set_quiet(person, quiet)
    await world.held(now())
    async with delivering(world):
        await settled(world)
        assert world.post.tried == []
        ready, tried, fault = (await world.rows("SELECT ready_at, first_tried_at, fault FROM outbox"))[0]
        assert isinstance(ready, datetime) and ready.time() == quiet[1]
        assert (tried, fault) == (None, None), "nobody tried to send it"
        world.ahead = 2 * HOUR
        await world.bring_forward()
        await until(lambda: world.post.out)
    assert "quiet hours" in world.post.out[0].text


async def test_what_wants_to_be_acknowledged_comes_again_until_it_is(world: World) -> None:
    held = await world.held(now(), policy=Policy(again=10 * MINUTE))
    async with delivering(world):
        await until(lambda: world.post.out)
        await settled(world)
        ((ready,),) = await world.rows("SELECT ready_at FROM outbox WHERE state = 'waiting'")
        assert isinstance(ready, datetime) and 9 * MINUTE < ready - datetime.now(UTC) < 11 * MINUTE
        await world.bring_forward()
        await until(lambda: len(world.post.out) == 2)
        await settled(world)
        occurrence = await world.occurrence()
        assert world.post.out[1].buttons[0].argument == f"done {occurrence}"
        await world.memory.reminders.done(held.person, occurrence)
        await world.bring_forward()
        await settled(world)
    assert len(world.post.out) == 2


async def test_who_agreed_to_watch_over_it_is_told_when_it_is_not_acknowledged(world: World) -> None:
    ben = await world.person(BEN)
    held = await world.held(now(), policy=Policy(again=10 * MINUTE))
    await world.memory.reminders.ask_companion(held.person, held.id, (ben, "discord", BEN.handle))
    assert await world.memory.reminders.answer_companion(ben, held.id, agreed=True)
    async with delivering(world):
        for count in range(1, TELL_ROUND + 3):
            await until(partial(was_told, world, count))
            await settled(world)
            await world.bring_forward()
    assert len(to(world, BEN.handle)) == 1, "once, however long it is not acknowledged"
    assert to(world, BEN.handle)[0].startswith("Ana hat das nicht bestätigt, und du wolltest es wissen.")
    assert "water the plants" in to(world, BEN.handle)[0]


@pytest.mark.parametrize("agreed", [None, False])
async def test_who_did_not_agree_is_told_nothing(world: World, agreed: bool | None) -> None:
    ben = await world.person(BEN)
    held = await world.held(now(), policy=Policy(again=10 * MINUTE))
    await world.memory.reminders.ask_companion(held.person, held.id, (ben, "discord", BEN.handle))
    if agreed is not None:
        await world.memory.reminders.answer_companion(ben, held.id, agreed=agreed)
    async with delivering(world):
        for count in range(1, TELL_ROUND + 3):
            await until(partial(was_told, world, count))
            await settled(world)
            await world.bring_forward()
    assert to(world, BEN.handle) == []


async def test_who_joined_in_gets_their_own(world: World) -> None:
    held = await world.held(now() + timedelta(seconds=3))
    viewer = Viewer(await world.person(BEN), to_place(HALL, Audience.PUBLIC))
    await world.memory.reminders.offer(held.person, held.id)
    await world.memory.reminders.follow(viewer, "discord", BEN.handle, held.id)
    async with delivering(world):
        await until(lambda: len(world.post.out) == 2)
        await settled(world)
    assert to(world, ANA.handle) == ["Reminder: water the plants"]
    assert to(world, BEN.handle) == ["Erinnerung: water the plants"]


async def test_a_notice_is_told_once(world: World) -> None:
    ana = await world.person()
    async with delivering(world):
        for _ in range(2):
            await world.memory.outbox.notice(ana, "discord", ANA.handle, "The clocks change.", "clocks:1")
        await until(lambda: world.post.out)
        await settled(world)
    assert to(world, ANA.handle) == ["The clocks change."]


async def test_what_was_answered_while_it_was_on_its_way_is_not_sent_again(world: World) -> None:
    held = await world.held(now())
    await world.memory.outbox.claim(["discord"], most=1, lease=timedelta(seconds=0.1))
    await world.memory.reminders.done(held.person, await world.occurrence())
    await asyncio.sleep(0.2)
    async with delivering(world):
        await settled(world)
    assert world.post.tried == []


def to(world: World, handle: str) -> list[str]:
    """What somebody was told in direct, its first line."""
    return [each.text.splitlines()[0] for each in world.post.out if each.address.channel == f"@{handle}"]

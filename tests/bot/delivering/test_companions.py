"""Whoever agreed to watch over a reminder is told also where its person cannot be reached: it is what they are for."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from adapters.errors import DirectClosed, Refused, TooLarge, Unreachable
from adapters.types import Audience, Author, direct_with
from bot.bridge import to_account, to_place
from bot.delivering.due import TELL_ROUND
from bot.delivering.waiting import WaitingReminders
from memory.reminder import OccurrenceId, Policy, Reminder
from memory.types import Viewer
from tests.bot.delivering.delivery_world import (
    ANA,
    BEN,
    HOUR,
    MINUTE,
    ZONE,
    World,
    delivering,
    now,
    said,
    settled,
    until,
    was_tried,
)
from tests.bot.platform import HALL

DIRECT = f"@{ANA.handle}"
EVA = Author("103", "Eva", timezone=ZONE, locale="en")
MEDICINE = Policy(again=10 * MINUTE)
SHORT = Policy(again=10 * MINUTE, useless_after=5 * MINUTE)
ANSWERS = [True, False, None]


async def watched(world: World, policy: Policy = MEDICINE, *, due: datetime | None = None) -> Reminder:
    """A reminder of Ana's over which Ben was asked to watch."""
    ben = await world.person(BEN)
    held = await world.held(due or now(), policy=policy)
    await world.memory.reminders.ask_companion(held.person, held.id, (ben, "discord", BEN.handle))
    return held


async def answer(world: World, held: Reminder, agreed: bool | None) -> None:
    """What Ben says to that, None for nothing."""
    if agreed is not None:
        assert await world.memory.reminders.answer_companion(await world.person(BEN), held.id, agreed=agreed)


async def notices(world: World) -> int:
    """How often Ben is or was to be told."""
    return len(await world.rows("SELECT FROM outbox WHERE source LIKE 'watched:%'"))


def closed(world: World) -> None:
    """Ana can be reached nowhere."""
    world.post.troubles |= {DIRECT: [DirectClosed()] * 50, HALL.channel: [Refused()] * 50}


@pytest.mark.parametrize("agreed", ANSWERS)
async def test_they_are_told_where_it_waits_until_its_person_talks(world: World, agreed: bool | None) -> None:
    closed(world)
    await answer(world, await watched(world), agreed)
    async with delivering(world):
        await settled(world)
        assert ("waiting", "talk") in await world.outbox()
    assert [each.address.channel for each in world.post.out] == ([f"@{BEN.handle}"] if agreed else [])
    for told in world.post.out:
        assert told.text.startswith("Ana hat das nicht bestätigt") and "water the plants" in told.text


async def test_they_are_told_once_however_often_it_begins_to_wait(world: World) -> None:
    closed(world)
    await answer(world, await watched(world), agreed=True)
    async with delivering(world):
        await settled(world)
        world.post.troubles[DIRECT].clear()
        await WaitingReminders(world.memory.outbox).tell(await world.person(), said("Hello"), world.post)
        closed(world)
        await world.bring_forward()
        await settled(world)
    assert await world.rows("SELECT round, state, way FROM outbox WHERE text IS NULL ORDER BY round") == [
        (0, "sent", "talk"),
        (1, "waiting", "talk"),
    ]
    assert len([each for each in world.post.out if each.address.channel == f"@{BEN.handle}"]) == 1


@pytest.mark.parametrize("agreed", ANSWERS)
async def test_they_are_told_of_what_a_platform_can_never_take(world: World, agreed: bool | None) -> None:
    world.post.troubles[DIRECT] = [TooLarge()]
    await answer(world, await watched(world), agreed)
    async with delivering(world):
        assert ("dead", "direct") in await settled(world)
    assert await notices(world) == (agreed is True)


@pytest.mark.parametrize("fault", [Unreachable(), ZeroDivisionError()])
async def test_they_are_told_of_what_was_tried_for_days_in_vain(world: World, fault: Exception) -> None:
    world.post.troubles[DIRECT] = [fault, fault]
    await answer(world, await watched(world), agreed=True)
    async with delivering(world):
        await until(lambda: was_tried(world, 1))
        await asyncio.sleep(0.3)
        assert await notices(world) == 0, "it is tried again"
        world.ahead = timedelta(days=3, minutes=1)
        await world.bring_forward()
        await until(lambda: world.post.out)
        assert ("dead", "direct") in await settled(world)
    assert [each.address.channel for each in world.post.out] == [f"@{BEN.handle}"]


@pytest.mark.parametrize("agreed", ANSWERS)
async def test_they_are_told_of_what_is_of_no_use_any_more_before_the_third_time(
    world: World, agreed: bool | None
) -> None:
    await answer(world, await watched(world, SHORT), agreed)
    async with delivering(world):
        await until(lambda: world.post.out)
        await settled(world)
        await world.rows("UPDATE occurrences SET due_at = due_at - interval '1 hour'")
        await world.bring_forward()
        await settled(world)
    assert await world.rows("SELECT round, state FROM outbox WHERE text IS NULL ORDER BY round") == [
        (0, "sent"),
        (1, "dropped"),
    ]
    assert await notices(world) == (agreed is True)


async def test_they_are_told_of_what_was_of_no_use_before_it_could_be_sent_at_all(world: World) -> None:
    await answer(world, await watched(world, SHORT, due=now() - HOUR), agreed=True)
    async with delivering(world):
        await until(lambda: world.post.out)
        await settled(world)
    assert [each.address.channel for each in world.post.out] == [f"@{BEN.handle}"]


async def test_they_are_told_of_what_is_of_no_use_any_more_when_its_person_talks(world: World) -> None:
    closed(world)
    held = await watched(world, SHORT)
    async with delivering(world):
        await settled(world)
    await answer(world, held, agreed=True)
    late = WaitingReminders(world.memory.outbox, lambda: datetime.now(UTC) + HOUR)
    await late.tell(await world.person(), said("Hello"), world.post)
    assert await world.rows("SELECT state FROM outbox WHERE text IS NULL") == [("dropped",)]
    assert await notices(world) == 1


async def test_they_are_told_of_the_third_time_where_that_is_told_in_talk(world: World) -> None:
    closed(world)
    held = await watched(world)
    async with delivering(world):
        await settled(world)
    world.post.troubles.clear()
    await world.rows("UPDATE outbox SET round = $1", TELL_ROUND)
    await answer(world, held, agreed=True)
    await WaitingReminders(world.memory.outbox).tell(held.person, said("Hello"), world.post)
    assert await notices(world) == 1


async def test_they_are_not_told_of_what_was_answered(world: World) -> None:
    held = await watched(world, SHORT)
    await answer(world, held, agreed=True)
    await world.memory.outbox.claim(["discord"], most=1, lease=timedelta(seconds=0.1))
    await world.memory.reminders.done(held.person, await world.occurrence())
    await world.rows("UPDATE occurrences SET due_at = due_at - interval '1 hour'")
    async with delivering(world):
        await settled(world)
    assert await notices(world) == 0 and world.post.tried == []


async def test_they_are_not_told_of_somebody_who_joined_in_and_cannot_be_reached(world: World) -> None:
    world.post.troubles[f"@{EVA.handle}"] = [DirectClosed()] * 50
    held = await watched(world, due=now() + HOUR)
    await answer(world, held, agreed=True)
    eva = await world.memory.person(to_account("discord", EVA), to_place(HALL, Audience.PUBLIC))
    await world.memory.person(to_account("discord", EVA), to_place(direct_with("discord", EVA.handle), Audience.DIRECT))
    await world.memory.reminders.offer(held.person, held.id)
    await world.memory.reminders.follow(Viewer(eva, to_place(HALL, Audience.PUBLIC)), "discord", EVA.handle, held.id)
    await world.bring_forward()
    async with delivering(world):
        await until(lambda: was_tried(world, 2))
        await settled(world)
    assert ("waiting", "talk") in await world.outbox()
    assert await notices(world) == 0


async def test_a_fault_of_our_own_in_telling_them_costs_nobody_anything_else(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    world.post.troubles[DIRECT] = [ZeroDivisionError()] * 2
    await answer(world, await watched(world), agreed=True)
    monkeypatch.setattr("bot.delivering.settling.watched_of", lambda *_, **__: 1 / 0)
    async with delivering(world):
        await until(lambda: was_tried(world, 1))
        await asyncio.sleep(0.3)
        world.ahead = timedelta(days=3, minutes=1)
        await world.bring_forward()
        assert (await settled(world))[0] == ("dead", "direct")
    assert "delivery not settled" in caplog.messages and "task failed, restarting" not in caplog.messages


@pytest.mark.parametrize("why", ["withdrawn", "somebody else", "nobody", "done"])
async def test_what_they_were_to_be_told_later_is_not_told_where_it_no_longer_holds(world: World, why: str) -> None:
    """Ben is asleep: until he wakes he may have taken it back, or Ana may have answered."""
    closed(world)
    held, ben = await watched(world), await world.person(BEN)
    await answer(world, held, True)
    eva = await world.memory.person(to_account("discord", EVA), to_place(HALL, Audience.PUBLIC))
    world.post.troubles[f"@{BEN.handle}"] = [Unreachable()] * 9
    async with delivering(world):
        await until(lambda: any(each.address.channel == f"@{BEN.handle}" for each in world.post.tried))
        await until(lambda: world.post.sending == 0)
    door = world.memory.reminders
    match why:
        case "withdrawn":
            await answer(world, held, False)
        case "somebody else":
            await door.ask_companion(held.person, held.id, (eva, "discord", EVA.handle))
        case "nobody":
            await door.ask_companion(held.person, held.id, None)
        case _:
            ((occurrence,),) = await world.rows("SELECT id FROM occurrences")
            assert isinstance(occurrence, int)
            await door.done(held.person, OccurrenceId(occurrence))
    assert await world.rows("SELECT state FROM outbox WHERE person_id = $1", ben) == [("cancelled",)]


async def test_what_is_done_of_another_day_leaves_what_they_were_to_be_told(world: World) -> None:
    held, ben = await watched(world), await world.person(BEN)
    await answer(world, held, True)
    for occurrence in (1, 10):
        key = f"watched:{held.id}:{occurrence}"
        assert await world.memory.outbox.notice(ben, "discord", BEN.handle, "not confirmed", key)
    ((first,),) = await world.rows("SELECT id FROM occurrences")
    assert first == 1
    await world.memory.reminders.done(held.person, OccurrenceId(1))
    states = await world.rows("SELECT state FROM outbox WHERE person_id = $1 ORDER BY id", ben)
    assert states == [("cancelled",), ("waiting",)]

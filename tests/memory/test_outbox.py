"""Sending: claimed by one at a time, settled by whose claim it is, and going on whatever becomes of one delivery."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import asyncpg

from memory.reminder import Standing, Way
from tests.memory.learning_world import ANA, World
from tests.memory.reminder_world import LATER, NOW, PAST, PLATFORM, SOON, claimed, held, lapse, new, states


async def test_only_the_last_claim_settles(world: World) -> None:
    kept = await held(world, PAST)
    (lost,) = await claimed(world)
    await lapse(world)
    (due,) = await claimed(world)
    assert (due.id, due.attempt) == (lost.id, 2) and due.first_tried_at is not None
    outbox = world.memory.outbox
    for settled in (
        outbox.sent(lost, "m", "p", following=None),
        outbox.retry(lost, LATER, "Unreachable", following=None),
        outbox.divert(lost, Way.TALK, following=None),
        outbox.drop(lost, following=None),
        outbox.dead(lost, "Unreachable", following=None),
    ):
        assert not await settled
    assert await outbox.sent(due, "m", "p", following=SOON)
    assert (await world.memory.reminders.get(kept.person, kept.id)).next_due == SOON
    (row,) = await world.owner("SELECT message_id, place_key, sent_at FROM outbox WHERE state = 'sent'")
    assert (row["message_id"], row["place_key"]) == ("m", "p") and row["sent_at"] is not None


async def test_what_failed_is_tried_again_at_its_time(world: World) -> None:
    kept = await held(world, PAST)
    (due,) = await claimed(world)
    assert await world.memory.outbox.retry(due, SOON, "Unreachable", following=PAST)
    assert await claimed(world) == ()
    assert await world.memory.outbox.next_due([PLATFORM]) == SOON
    after = await world.memory.reminders.get(kept.person, kept.id)
    assert (after.next_due, after.standing) == (PAST, Standing.ACTIVE)


async def test_what_was_never_tried_counts_as_never_tried(world: World) -> None:
    await held(world, PAST)
    (due,) = await claimed(world)
    assert await world.memory.outbox.retry(due, PAST, None, following=PAST)
    await lapse(world)
    (again,) = await claimed(world)
    assert (again.first_tried_at, again.attempt) == (None, 2)
    assert await world.memory.outbox.retry(again, PAST, "RateLimited", following=PAST)
    (tried,) = await claimed(world)
    assert tried.first_tried_at is not None


async def test_another_way_is_begun_at_once(world: World) -> None:
    await held(world, PAST)
    (due,) = await claimed(world)
    assert await world.memory.outbox.divert(due, Way.ORIGIN, following=SOON)
    (other,) = await claimed(world)
    assert (other.way, other.first_tried_at, other.id) == (Way.ORIGIN, None, due.id)


async def test_what_waits_for_talk_is_told_by_the_choices_and_claimed_by_who_talks(world: World) -> None:
    kept = await held(world, PAST)
    (due,) = await claimed(world)
    assert not (await world.memory.choices.of(kept.person)).waiting
    assert await world.memory.outbox.divert(due, Way.TALK, following=None)
    world.memory.choices.doubt(kept.person)
    assert (await world.memory.choices.of(kept.person)).waiting
    assert await claimed(world) == () and await world.memory.outbox.next_due([PLATFORM]) is None
    (talk,) = await world.memory.outbox.waiting(kept.person, "p")
    assert (talk.way, talk.id) == (Way.TALK, due.id)
    assert await world.memory.outbox.waiting(kept.person, "p") == ()
    assert await world.memory.outbox.retry(talk, LATER, "Unreachable", following=None)
    (talk,) = await world.memory.outbox.waiting(kept.person, "q")
    assert talk.tried_in == ("p",)
    assert await world.memory.outbox.retry(talk, LATER, "Unreachable", following=None)
    (talk,) = await world.memory.outbox.waiting(kept.person, "p")
    assert talk.tried_in == ("p", "q")
    assert await world.memory.outbox.sent(talk, "m", "p", following=None)
    assert await world.memory.outbox.waiting(kept.person, "p") == ()
    world.memory.choices.doubt(kept.person)
    assert not (await world.memory.choices.of(kept.person)).waiting
    assert (await world.memory.reminders.get(kept.person, kept.id)).standing == Standing.ENDED


async def test_of_much_that_waits_for_talk_some_is_claimed_the_least_tried_first(world: World) -> None:
    for number in range(3):
        await held(world, PAST + timedelta(seconds=number), source=f"e{number}")
    person, outbox = (await world.viewer(ANA)).person, world.memory.outbox
    for due in await claimed(world):
        await outbox.divert(due, Way.TALK, following=None)
    first, second = await outbox.waiting(person, "p", most=2)
    for due in (first, second):
        await outbox.retry(due, NOW, "Unreachable", following=None)
    third, again = await outbox.waiting(person, "p", most=2)
    assert {third.id, first.id, second.id} == {third.id, again.id, second.id} and third.attempt < again.attempt


async def test_what_is_put_off_by_a_clock_that_is_behind_is_not_ready_at_once(world: World) -> None:
    await held(world, PAST)
    (due,) = await claimed(world)
    assert await world.memory.outbox.retry(due, PAST, None, following=due.due_at)
    assert await claimed(world) == ()


async def test_who_waits_for_a_person_that_is_being_erased_holds_nothing_of_theirs(world: World) -> None:
    await held(world, PAST)
    (due,) = await claimed(world)
    eraser = await asyncpg.connect(world.dsn)
    try:
        async with asyncio.timeout(10):
            async with eraser.transaction():
                await eraser.execute("SELECT FROM people FOR UPDATE")
                diverted = asyncio.ensure_future(world.memory.outbox.divert(due, Way.TALK, following=None))
                while not await eraser.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):
                    await asyncio.sleep(0.01)
                await eraser.execute("SELECT FROM reminders FOR UPDATE NOWAIT")
                await eraser.execute("SELECT FROM outbox FOR UPDATE NOWAIT")
            assert await diverted
    finally:
        await eraser.close()


async def test_neither_quotes_nor_notices_hold_secrets(world: World) -> None:
    person, secret = (await world.viewer(ANA)).person, "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ"
    said = f"I'll send the key {secret} tomorrow"
    kept, _ = await world.memory.reminders.add(replace(new(person), quote=said, text=said))
    assert kept.quote is not None and secret not in kept.quote + kept.text
    await world.memory.outbox.notice(person, PLATFORM, ANA.handle, said, "k")
    (due,) = await claimed(world)
    assert due.text is not None and "tomorrow" in due.text and secret not in due.text


async def test_what_is_due_where_nobody_sends_is_told_by_platform(world: World) -> None:
    await held(world, PAST)
    await held(world, LATER, source="later")
    outbox = world.memory.outbox
    assert await outbox.overdue(datetime.now(UTC) - PAST + timedelta(minutes=1)) == ()
    assert await outbox.overdue(timedelta(minutes=1)) == ((PLATFORM, 1),)
    await claimed(world)
    assert await outbox.overdue(timedelta(minutes=1)) == ()


async def test_of_what_waits_for_talk_the_newest_time_of_a_reminder_stays(world: World) -> None:
    kept = await held(world, PAST)
    (first,) = await claimed(world)
    await world.memory.outbox.divert(first, Way.TALK, following=PAST + timedelta(minutes=1))
    (second,) = await claimed(world)
    await world.memory.outbox.divert(second, Way.TALK, following=LATER)
    (talk,) = await world.memory.outbox.waiting(kept.person, "p")
    assert talk.due_at == PAST + timedelta(minutes=1)
    assert (await states(world))[:2] == [("dropped", "dropped"), ("due", "waiting")]


async def test_what_is_dropped_or_dead_goes_on(world: World) -> None:
    kept = await held(world, PAST)
    (due,) = await claimed(world)
    assert await world.memory.outbox.drop(due, following=PAST + timedelta(minutes=1))
    (due,) = await claimed(world)
    assert await world.memory.outbox.dead(due, "Refused", following=LATER)
    assert await states(world) == [("dropped", "dropped"), ("failed", "dead"), ("due", "waiting")]
    (letter,) = await world.memory.reminders.dead_letters(kept.person)
    assert (letter.id, letter.text, letter.fault, letter.due_at) == (due.id, kept.text, "Refused", due.due_at)
    assert await world.memory.outbox.dead_count() == 1
    assert (await world.memory.reminders.get(kept.person, kept.id)).next_due == LATER

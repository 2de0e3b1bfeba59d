"""Reminders as their people hold them: once for each event, theirs alone, changed and taken back."""

from dataclasses import replace

import asyncpg
import pytest

from memory.errors import NotVisible
from memory.reminder import Change, Standing, Timing
from tests.memory.learning_world import ANA, BEN, BEN_DIRECT, World
from tests.memory.reminder_world import LATER, PAST, PLATFORM, SOON, claimed, held, new


async def test_what_is_added_twice_is_held_once(world: World) -> None:
    person = (await world.viewer(ANA)).person
    first, fresh = await world.memory.reminders.add(new(person))
    again, anew = await world.memory.reminders.add(replace(new(person), text="something else"))
    assert (fresh, anew) == (True, False)
    assert first == again
    assert (first.next_due, first.standing, first.text) == (SOON, Standing.ACTIVE, "water the basil")
    assert await world.memory.reminders.of(person) == (first,)
    assert await world.memory.reminders.get(person, first.id) == first
    assert await world.memory.outbox.next_due([PLATFORM]) == SOON
    assert await world.memory.outbox.next_due(["elsewhere"]) is None


async def test_what_is_due_is_claimed_once_and_sent_once(world: World) -> None:
    kept = await held(world, PAST)
    (due,) = await claimed(world)
    assert due.reminder is not None and due.reminder.id == kept.id
    assert (due.due_at, due.ready_at, due.attempt, due.round, due.first_tried_at) == (PAST, PAST, 1, 0, None)
    assert await claimed(world) == ()
    assert await world.memory.outbox.sent(due, "m1", "place", following=None)
    assert not await world.memory.outbox.sent(due, "m1", "place", following=None)
    assert await claimed(world) == ()
    after = await world.memory.reminders.get(kept.person, kept.id)
    assert (after.standing, after.next_due) == (Standing.ENDED, None)


async def test_what_follows_is_planned_with_the_settling(world: World) -> None:
    kept = await held(world, PAST)
    (due,) = await claimed(world)
    assert await world.memory.outbox.sent(due, "m1", "place", following=LATER)
    after = await world.memory.reminders.get(kept.person, kept.id)
    assert (after.standing, after.next_due) == (Standing.ACTIVE, LATER)


async def test_nobody_touches_what_is_anothers(world: World) -> None:
    kept = await held(world)
    ben = (await world.viewer(BEN, BEN_DIRECT)).person
    door = world.memory.reminders
    for touch in (
        door.get(ben, kept.id),
        door.edit(ben, kept.id, Change(text="mine")),
        door.pause(ben, kept.id),
        door.resume(ben, kept.id, LATER),
        door.cancel(ben, kept.id),
        door.skip(ben, kept.id, LATER),
    ):
        with pytest.raises(NotVisible):
            await touch
    assert await door.cancel_all(ben) == 0
    assert await door.get(kept.person, kept.id) == kept


async def test_all_of_it_stays_behind_the_second_wall(world: World) -> None:
    kept = await held(world)
    tables = ("reminders", "occurrences", "outbox", "reminder_followers")
    await world.owner("INSERT INTO reminder_followers SELECT tenant, id, 1, 'p', 'h' FROM reminders")
    for table in tables:
        assert await world.database.fetch(f"SELECT * FROM {table}") == []
        assert await world.database.execute(f"DELETE FROM {table}") == "DELETE 0"
    async with world.database.transaction("person:4711") as connection:
        assert [await connection.fetch(f"SELECT * FROM {table}") for table in tables] == [[]] * 4
    async with world.database.transaction(f"person:{kept.person}") as connection:
        assert [len(await connection.fetch(f"SELECT * FROM {table}")) for table in tables] == [1] * 4
    for view in ("told_reminders", "told_sends"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await world.database.fetch(f"SELECT * FROM {view}")


async def test_it_is_changed_held_up_and_goes_on(world: World) -> None:
    kept = await held(world)
    door = world.memory.reminders
    edited = await door.edit(kept.person, kept.id, Change("feed the cat", Timing("{}", "UTC", "2026b", LATER)))
    assert (edited.text, edited.next_due, edited.zone) == ("feed the cat", LATER, "UTC")
    assert (await door.pause(kept.person, kept.id)).next_due is None
    assert await world.memory.outbox.next_due([PLATFORM]) is None
    assert (await door.resume(kept.person, kept.id, LATER)).next_due == LATER
    assert (await door.skip(kept.person, kept.id, None)).standing == Standing.ENDED
    assert (await door.cancel(kept.person, kept.id)).standing == Standing.CANCELLED
    assert await door.of(kept.person) == ()

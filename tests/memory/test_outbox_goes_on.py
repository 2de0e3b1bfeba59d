"""What comes after a send: again, later, planned anew, taken back, and in the end dropped."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from memory.errors import NotVisible
from memory.reminder import Change, Replanned, Standing, Timing
from memory.types import PersonId
from tests.memory.learning_world import ANA, World
from tests.memory.reminder_world import LATER, NOW, PAST, PLATFORM, SOON, claimed, held, lapse, states

NEW = Timing('{"new": 1}', "UTC", "2026b", LATER)


async def test_it_comes_again_until_it_is_acknowledged(world: World) -> None:
    kept = await held(world, PAST)
    (due,) = await claimed(world)
    assert due.occurrence is not None
    assert await world.memory.outbox.sent(due, "m", "p", following=None, again_at=PAST)
    (again,) = await claimed(world)
    assert (again.round, again.occurrence) == (1, due.occurrence)
    assert await world.memory.outbox.sent(again, "n", "p", following=None, again_at=SOON)
    waiting = await world.memory.reminders.get(kept.person, kept.id)
    assert (waiting.comes_again_at, waiting.standing, waiting.next_due) == (SOON, Standing.ACTIVE, None)
    done = await world.memory.reminders.done(kept.person, due.occurrence)
    assert (done.standing, done.comes_again_at) == (Standing.ENDED, None)
    assert await world.memory.reminders.done(kept.person, due.occurrence) == done
    assert [state for state, _ in await states(world)] == ["done"] * 3


async def test_what_is_acknowledged_before_it_is_settled_is_not_sent_again_and_goes_on(world: World) -> None:
    kept = await held(world, PAST)
    (due,) = await claimed(world)
    assert due.occurrence is not None
    done = await world.memory.reminders.done(kept.person, due.occurrence)
    assert done.standing == Standing.ACTIVE
    await lapse(world)  # whoever sent it died
    (errand,) = await claimed(world)
    assert errand.answered
    assert await world.memory.outbox.drop(errand, following=LATER)
    assert await states(world) == [("done", "sent"), ("due", "waiting")]
    assert (await world.memory.reminders.get(kept.person, kept.id)).next_due == LATER


async def test_a_snooze_comes_once_more_however_often_it_is_asked_for(world: World) -> None:
    kept = await held(world, PAST)
    (due,) = await claimed(world)
    assert due.occurrence is not None
    await world.memory.outbox.sent(due, "m", "p", following=None)
    for _ in range(3):
        snoozed = await world.memory.reminders.snooze(kept.person, due.occurrence, PAST)
    assert (snoozed.standing, snoozed.comes_again_at) == (Standing.ACTIVE, PAST)
    (again,) = await claimed(world)
    assert again.occurrence == due.occurrence and not again.answered
    await world.memory.outbox.sent(again, "n", "p", following=None)
    assert await claimed(world) == ()
    assert (await world.memory.reminders.get(kept.person, kept.id)).standing == Standing.ENDED


async def test_what_was_taken_back_is_not_sent_again_and_nothing_follows(world: World) -> None:
    kept = await held(world, PAST)
    (due,) = await claimed(world)
    await world.memory.reminders.cancel(kept.person, kept.id)
    await lapse(world)
    assert await claimed(world) == ()
    assert await world.memory.outbox.sent(due, "m", "p", following=SOON, again_at=SOON)
    assert await states(world) == [("delivered", "sent")]
    assert (await world.memory.reminders.get(kept.person, kept.id)).standing == Standing.CANCELLED
    assert due.occurrence is not None
    with pytest.raises(NotVisible):
        await world.memory.reminders.snooze(kept.person, due.occurrence, SOON)


async def test_what_is_planned_anew_while_it_is_sent_follows_the_new_plan(world: World) -> None:
    kept = await held(world, PAST)
    (due,) = await claimed(world)
    await world.memory.reminders.edit(kept.person, kept.id, Change(timing=NEW))
    assert await world.memory.outbox.sent(due, "m", "p", following=SOON, again_at=SOON)  # by the old plan
    assert [r.next_due for r in await world.memory.reminders.of(kept.person)] == [LATER]
    assert [state for _, state in await states(world)] == ["sent", "waiting"]


async def test_a_plan_that_keeps_the_time_that_is_being_sent_goes_on_from_there(world: World) -> None:
    kept = await held(world, PAST)
    (due,) = await claimed(world)
    await world.memory.reminders.edit(kept.person, kept.id, Change(timing=replace(NEW, due_at=PAST)))
    assert await world.memory.outbox.sent(due, "m", "p", following=SOON)
    (errand,) = await claimed(world)
    assert errand.answered and errand.reminder is not None and errand.reminder.schedule == NEW.schedule
    assert await world.memory.outbox.drop(errand, following=LATER)
    assert [r.next_due for r in await world.memory.reminders.of(kept.person)] == [LATER]


async def test_words_alone_are_changed_without_a_new_plan(world: World) -> None:
    kept = await held(world, PAST)
    (due,) = await claimed(world)
    assert (await world.memory.reminders.edit(kept.person, kept.id, Change(text="feed the cat"))).text == "feed the cat"
    assert await world.memory.outbox.sent(due, "m", "p", following=SOON)
    assert [r.next_due for r in await world.memory.reminders.of(kept.person)] == [SOON]


async def test_a_notice_is_kept_once_for_its_key(world: World) -> None:
    person = (await world.viewer(ANA)).person
    outbox = world.memory.outbox
    assert await outbox.notice(person, PLATFORM, "ana", "Clocks change.", "zone:2026b")
    assert not await outbox.notice(person, PLATFORM, "ana", "Clocks change!", "zone:2026b")
    (due,) = await claimed(world)
    assert (due.text, due.key, due.reminder, due.occurrence) == ("Clocks change.", "zone:2026b", None, None)
    shown = await outbox.shown(person, due.id)
    assert shown is not None and (shown.id, shown.text) == (due.id, due.text)
    assert await outbox.shown(PersonId(4711), due.id) is None
    assert await outbox.sent(due, "m", "p", following=None)
    assert not await outbox.notice(person, PLATFORM, "ana", "Clocks change.", "zone:2026b")


async def test_other_zone_data_moves_what_is_to_come_and_tells_once(world: World) -> None:
    kept = await held(world, SOON)
    outbox, told = world.memory.outbox, {kept.person: "An hour later now."}
    for not_newer in ("2026a", "2025z", "2025.10"):
        assert await outbox.stale(not_newer) == ()
    assert await outbox.stale("2026b") == (kept,)
    assert await outbox.moved([Replanned(kept, NEW, told)], "2026b") == ()
    assert await outbox.moved([Replanned(kept, NEW, told)], "2026b") == (kept.id,)
    assert await outbox.stale("2026b") == ()
    assert (await world.memory.reminders.get(kept.person, kept.id)).next_due == LATER
    (due,) = await claimed(world)
    assert due.text == "An hour later now."


async def test_what_is_over_for_long_is_dropped_and_nothing_else(world: World) -> None:
    await held(world, NOW - timedelta(days=100))
    (due,) = await claimed(world)
    await world.memory.outbox.sent(due, "m", "p", following=SOON)
    assert await world.memory.outbox.prune(most=10) == 0
    await world.owner("UPDATE outbox SET settled_at = now() - interval '91 days' WHERE state = 'sent'")
    assert await world.memory.outbox.prune(most=10) == 2
    assert await world.memory.outbox.prune(most=10) == 0
    assert await states(world) == [("due", "waiting")]


async def test_tidying_drops_reminders_that_are_over_with_all_that_was_of_them(world: World) -> None:
    over, kept = await held(world, SOON), await held(world, SOON, source="e2")
    await world.memory.reminders.cancel(over.person, over.id)
    assert await world.memory.tidy() == 0
    await world.owner("UPDATE outbox SET settled_at = now() - interval '91 days' WHERE state = 'cancelled'")
    await world.owner("UPDATE occurrences SET due_at = now() - interval '91 days' WHERE state = 'skipped'")
    await world.owner("UPDATE reminders SET changed_at = now() - interval '91 days'")
    async with asyncio.timeout(20):
        while await world.memory.tidy():
            pass
    assert [row["id"] for row in await world.owner("SELECT id FROM reminders")] == [kept.id]
    assert await states(world) == [("due", "waiting")]

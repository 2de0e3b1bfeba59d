"""Sending: claimed by one at a time, settled by whose claim it is, and going on whatever becomes of one delivery."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import asyncpg
import pytest

from memory.errors import NotVisible
from memory.reminder import Change, Standing, Timing, Way
from memory.types import PersonId
from tests.memory.learning_world import ANA, World
from tests.memory.reminder_world import LATER, NOW, PAST, PLATFORM, SOON, claimed, held, lapse, new, states

NEW = Timing('{"new": 1}', "UTC", "2026b", LATER)


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
    assert await outbox.overdue() == ()
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
    outbox = world.memory.outbox
    for not_newer in ("2026a", "2025z", "2025.10"):
        assert await outbox.stale(not_newer) == ()
    assert await outbox.stale("2026b") == (kept,)
    assert await outbox.moved(kept, NEW, "2026b", "An hour later now.")
    assert not await outbox.moved(kept, NEW, "2026b", "An hour later now.")
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

"""What is changed while its message is on its way: that one comes as it was, and what follows is as it is now."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from functools import partial

from bot.reminders.times import timing_of
from bot.when import Freq, Recurring, Rule
from memory.reminder import Change, Reminder, Standing
from tests.bot.delivering.delivery_world import ANA, ZONE, World, delivering, now, settled, until, was_tried

DIRECT = f"@{ANA.handle}"


def daily(at: time) -> Recurring:
    """Each day at that time, for some days already."""
    return Recurring(datetime.now(UTC).date() - timedelta(days=3), (at,), ZONE, Rule(Freq.DAILY))


async def kept(world: World, reminder: Reminder) -> Reminder:
    """As it is held now."""
    return await world.memory.reminders.get(reminder.person, reminder.id)


async def test_a_new_time_is_not_undone_by_what_was_being_sent(world: World) -> None:
    release = asyncio.Event()
    world.post.troubles[DIRECT] = [release]
    made, later = await world.held(now(), daily(time(9))), daily(time(17, 30))
    due = later.next(datetime.now(UTC))
    assert due is not None
    async with delivering(world):
        await until(lambda: world.post.tried)
        await world.memory.reminders.edit(made.person, made.id, Change("feed the cat", timing_of(later, due)))
        release.set()
        await until(lambda: world.post.out)
        await settled(world)
    assert [each.text for each in world.post.out] == ["Reminder: water the plants"]
    changed = await kept(world, made)
    assert (changed.text, changed.next_due, changed.standing) == ("feed the cat", due, Standing.ACTIVE)


async def test_what_is_cancelled_or_paused_meanwhile_stays_so(world: World) -> None:
    for change in (world.memory.reminders.cancel, world.memory.reminders.pause):
        release = asyncio.Event()
        world.post.troubles[DIRECT], count = [release], len(world.post.tried)
        made = await world.held(now(), daily(time(9)))
        async with delivering(world):
            await until(partial(was_tried, world, count + 1))
            changed = await change(made.person, made.id)
            release.set()
            await settled(world)
        after = await kept(world, made)
        assert (after.standing, after.next_due) == (changed.standing, None)

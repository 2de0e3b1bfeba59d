"""People who are reminded: who they are in memory, what is held for them, and something that was just delivered."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from bot.bridge import to_account, to_place
from bot.reminders.wish import once_at
from bot.when import Schedule
from bot.when.stored import stored
from bot.zones import ZONE_DATA
from memory.reminder import Due, NewReminder, Policy, Reminder, Standing
from memory.types import PersonId
from tests.bot.stage import Stage

ZONE = "Europe/Berlin"
SOON = timedelta(minutes=1)


async def person_of(stage: Stage) -> PersonId:
    """Who sits on the stage."""
    return await stage.memory.person(
        to_account("console", stage.seat.author), to_place(stage.seat.address, stage.seat.audience)
    )


async def held(stage: Stage, *standings: Standing) -> tuple[Reminder, ...]:
    """What is held for them; without standings, what goes on."""
    return await stage.memory.reminders.of(await person_of(stage), *(standings or (Standing.ACTIVE,)))


async def added(
    stage: Stage,
    schedule: Schedule,
    *,
    text: str = "water the fern",
    due: datetime | None = None,
    policy: Policy | None = None,
) -> Reminder:
    """A reminder of theirs, first due then."""
    now = datetime.now(UTC)
    first = due or schedule.next(now)
    assert first is not None
    new = NewReminder(
        await person_of(stage),
        "console",
        stage.seat.author.handle,
        text,
        stored(schedule),
        schedule.zone,
        ZONE_DATA,
        first,
        to_place(stage.seat.address, stage.seat.audience),
        "en",
        uuid4().hex,
        policy=policy or Policy(),
    )
    return (await stage.memory.reminders.add(new))[0]


async def delivered(stage: Stage, schedule: Schedule | None = None, *, policy: Policy | None = None) -> Due:
    """Something that was due just now and reached them."""
    past = datetime.now(UTC) - timedelta(seconds=1)
    planned = schedule or once_at(past, ZONE)
    await added(stage, planned, due=past, policy=policy)
    (due,) = await stage.memory.outbox.claim(["console"], most=10)
    following = planned.next(datetime.now(UTC))
    again = None if policy is None or policy.again is None else datetime.now(UTC) + policy.again
    assert await stage.memory.outbox.sent(due, "m1", "console//@ana/", following=following, again_at=again)
    return due


async def proposed(stage: Stage, schedule: Schedule, *, quote: str) -> Reminder:
    """One that was offered from their own words."""
    made = await added(stage, schedule)
    await stage.memory.reminders.cancel(made.person, made.id)
    due = schedule.next(datetime.now(UTC))
    assert due is not None
    new = NewReminder(
        made.person,
        made.platform,
        made.handle,
        made.text,
        made.schedule,
        made.zone,
        made.zone_data,
        due,
        to_place(stage.seat.address, stage.seat.audience),
        "en",
        uuid4().hex,
    )
    return (await stage.memory.reminders.add(replace(new, standing=Standing.PROPOSED, quote=quote)))[0]


def tomorrow(hour: int) -> str:
    """The echo of an hour of tomorrow."""
    day = datetime.now(ZoneInfo(ZONE)) + timedelta(days=1)
    return f"{day:%A} {day.day} {day:%B} {day.year} at {hour:02}:00 ({ZONE})"

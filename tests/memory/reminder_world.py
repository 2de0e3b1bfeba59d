"""People with reminders, for the tests of holding and sending them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from memory.reminder import Due, NewReminder, Policy, Reminder
from memory.types import Audience, PersonId, Place
from tests.memory.learning_world import ANA, ANA_DIRECT, GARDEN, World

PLATFORM = "console"
NOW = datetime.now(UTC).replace(microsecond=0)
PAST, SOON, LATER = NOW - timedelta(minutes=5), NOW + timedelta(hours=1), NOW + timedelta(days=1)
LEASE = timedelta(seconds=60)


def new(person: PersonId, due_at: datetime = SOON, *, source: str = "e1", origin: Place = ANA_DIRECT) -> NewReminder:
    """A reminder of that person at the first account they have."""
    return NewReminder(
        person=person,
        platform=PLATFORM,
        handle=ANA.handle,
        text="water the basil",
        schedule='{"kind": "once"}',
        zone="Europe/Lisbon",
        zone_data="2026a",
        due_at=due_at,
        origin=origin,
        language="en",
        source=source,
        policy=Policy(),
    )


async def held(world: World, due_at: datetime = SOON, *, source: str = "e1") -> Reminder:
    """A reminder of Ana's."""
    person = (await world.viewer(ANA)).person
    return (await world.memory.reminders.add(new(person, due_at, source=source)))[0]


async def claimed(world: World, most: int = 10) -> tuple[Due, ...]:
    """What is ready now."""
    return await world.memory.outbox.claim([PLATFORM], most=most, lease=LEASE)


async def lapse(world: World) -> None:
    """All leases are over."""
    await world.owner(
        "UPDATE outbox SET ready_at = now() - interval '1 second' WHERE attempts > 0 AND ready_at > now()"
    )


async def states(world: World) -> list[tuple[str, str]]:
    """Of every send, how its occurrence and it itself stand, oldest first."""
    rows = await world.owner(
        "SELECT c.state AS time, s.state FROM outbox s LEFT JOIN occurrences c ON c.id = s.occurrence_id ORDER BY s.id"
    )
    return [(row["time"], row["state"]) for row in rows]


async def public(world: World, place: Place = GARDEN) -> Reminder:
    """Ana's, asked for and told in a place."""
    ana = (await world.viewer(ANA, place)).person
    kept, _ = await world.memory.reminders.add(replace(new(ana, SOON, origin=place), place=place))
    return await world.memory.reminders.offer(ana, kept.id) if place.audience is Audience.PUBLIC else kept


async def due_now(world: World) -> None:
    """All that waits is ready."""
    await world.owner("UPDATE outbox SET ready_at = now() WHERE ready_at > now()")

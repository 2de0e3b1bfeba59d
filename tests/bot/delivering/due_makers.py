"""Reminders and what is due of them, for tests of what is decided about them."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from adapters.types import Address, direct_with
from bot.when import Every, Freq, Once, Recurring, Rule, Schedule
from bot.when.stored import stored
from memory.reminder import Due, OccurrenceId, Policy, Reminder, ReminderId, SendId, Standing, Way
from memory.types import Audience, PersonId

ANA, BEN = PersonId(1), PersonId(2)
LISBON = "Europe/Lisbon"
AT = datetime(2026, 1, 7, 9, tzinfo=UTC)  # a Wednesday; the same hour in Lisbon
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
HALL = Address("discord", "900", "1", title="#hall")
DAILY = Recurring(date(2026, 1, 1), (time(9),), LISBON, Rule(Freq.DAILY))
OFTEN = Every(AT, 300, LISBON)
ONCE = Once(datetime(2026, 1, 7, 9), LISBON)


def reminder_of(schedule: Schedule = ONCE, policy: Policy | None = None) -> Reminder:
    """A reminder of Ana's, asked for in the hall."""
    return Reminder(
        ReminderId(5),
        ANA,
        "discord",
        "101",
        "water the plants",
        stored(schedule),
        LISBON,
        "2026b",
        "en",
        policy or Policy(),
        Standing.ACTIVE,
        HALL.key,
        None,
        AT - HOUR,
        AT,
        origin_audience=Audience.PUBLIC,
    )


def due_of(schedule: Schedule = ONCE, policy: Policy | None = None, *, way: Way = Way.DIRECT, round: int = 0) -> Due:
    """Its occurrence of nine o'clock, claimed for the first time."""
    held = reminder_of(schedule, policy)
    at = AT if round == 0 else AT + HOUR
    return Due(
        SendId(41),
        1,
        round,
        way,
        ANA,
        "discord",
        "101",
        at,
        reminder=held,
        occurrence=OccurrenceId(7),
        due_at=AT,
        zone=LISBON,
        locale="en",
        reads_origin=True,
    )


def asked_alone(due: Due) -> Due:
    """The same of a reminder that was asked for in direct."""
    assert due.reminder is not None
    key = direct_with("discord", "101").key
    alone = replace(due.reminder, origin_key=key, origin_audience=Audience.DIRECT)
    return replace(due, reminder=alone, reads_origin=False)


def in_hall(due: Due) -> Due:
    """The same of a reminder that is for the hall."""
    assert due.reminder is not None
    return replace(due, way=Way.PLACE, reminder=replace(due.reminder, place_key=HALL.key))


def of_ben(due: Due) -> Due:
    """The same for somebody who joined in."""
    return replace(due, person=BEN, handle="102")


NOTICE = Due(SendId(42), 1, 0, Way.DIRECT, ANA, "discord", "101", AT, text="The clocks of Lisbon change.", key="n:1")

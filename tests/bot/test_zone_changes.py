"""Clocks whose rules change, and people who travel: nothing is lost or comes twice, and who is affected is told."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from bot import zone_changes
from bot.bridge import place_of
from bot.reminders.rezoning import Moved, rezoned
from bot.when import Every, Freq, Once, Recurring, Rule, Schedule
from bot.when.stored import restored, stored
from bot.zone_changes import ZoneChanges
from bot.zones import ZONE_DATA
from memory.reminder import NewReminder, Policy, Reminder, Standing
from tests.bot.platform import ADA, Guildlike, alone
from tests.bot.serving_world import person_of
from tests.bot.stage import Stage, staged

NOW = datetime.now(UTC).replace(microsecond=0)
BERLIN, TOKYO, LISBON = "Europe/Berlin", "Asia/Tokyo", "Europe/Lisbon"
OLD = "2020.1"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of each test is right when that begins, which may be long after all tests were gathered."""
    monkeypatch.setattr("tests.bot.test_zone_changes.NOW", datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path, sheet=Guildlike()) as stage:
        yield stage


def daily(zone: str = BERLIN, at: time = time(9)) -> Recurring:
    return Recurring(NOW.date() - timedelta(days=3), (at,), zone, Rule(Freq.DAILY))


async def hold(
    stage: Stage, schedule: Schedule, due: datetime, *, floating: bool = False, data: str = OLD, source: str = "1"
) -> Reminder:
    """A reminder of Ada's whose next time was computed as `due`."""
    hello = alone("Hi", ADA)
    person = await person_of(stage, hello)
    new = NewReminder(
        person=person,
        platform="discord",
        handle=ADA.handle,
        text="take a walk",
        schedule=stored(schedule),
        zone=schedule.zone,
        zone_data=data,
        due_at=due,
        origin=place_of(hello),
        language="en",
        source=source,
        policy=Policy(floating=floating),
    )
    return (await stage.memory.reminders.add(new))[0]


async def now_held(stage: Stage) -> Reminder:
    return (await stage.memory.reminders.of(await person_of(stage, alone("Hi", ADA))))[0]


async def notices(stage: Stage) -> list[str]:
    due = await stage.memory.outbox.claim(["discord"], most=50)
    return [each.text for each in due if each.text is not None]


def changes(stage: Stage) -> ZoneChanges:
    return ZoneChanges(stage.memory.outbox, clock=lambda: NOW)


# Rules that changed ---------------------------------------------------------------------------------------------------


async def test_what_was_computed_by_old_rules_is_computed_anew_once_and_told(stage: Stage) -> None:
    wanted = daily().next(NOW + timedelta(hours=2))
    assert wanted is not None
    await hold(stage, replace(daily(), start=wanted.date()), wanted - timedelta(hours=1))
    assert await changes(stage).once() == 1
    kept = await now_held(stage)
    assert (kept.next_due, kept.zone_data, restored(kept.schedule)) == (
        wanted,
        ZONE_DATA,
        replace(daily(), start=wanted.date()),
    )
    assert await changes(stage).once() == 0
    (said,) = await notices(stage)
    assert said.startswith("The rules for the clocks of Europe/Berlin have changed") and "take a walk" in said
    assert f"{wanted.astimezone(ZoneInfo(BERLIN)):%H:%M}" in said


async def test_what_is_due_as_before_is_only_marked(stage: Stage) -> None:
    due = daily().next(NOW)
    assert due is not None
    await hold(stage, daily(), due)
    even = Every(NOW + timedelta(hours=1), 3600, BERLIN)
    await hold(stage, even, NOW + timedelta(hours=1), source="2")
    assert await changes(stage).once() == 2
    assert {each.zone_data for each in await held_all(stage)} == {ZONE_DATA}
    assert await notices(stage) == []


async def held_all(stage: Stage) -> tuple[Reminder, ...]:
    return await stage.memory.reminders.of(await person_of(stage, alone("Hi", ADA)))


async def test_what_would_have_been_due_meanwhile_comes_at_once(stage: Stage) -> None:
    """New rules put it half an hour back, the old ones an hour to come: it is late, not lost."""
    wall = (NOW - timedelta(minutes=30)).astimezone(ZoneInfo(BERLIN)).replace(tzinfo=None)
    once = Once(wall, BERLIN)
    await hold(stage, once, NOW + timedelta(minutes=30))
    assert await changes(stage).once() == 1
    (due,) = [each for each in await stage.memory.outbox.claim(["discord"], most=9) if each.reminder is not None]
    assert due.due_at == once.at


async def test_all_of_a_person_are_told_of_together(stage: Stage) -> None:
    wanted = daily().next(NOW + timedelta(hours=2))
    assert wanted is not None
    for number in range(12):
        await hold(stage, replace(daily(), start=wanted.date()), wanted - timedelta(hours=1), source=str(number))
    assert await changes(stage).once() == 12
    (said,) = await notices(stage)
    assert said.count("take a walk") == 8 and said.endswith("…")


async def test_what_cannot_be_read_stops_nobody(stage: Stage, database_dsn: str) -> None:
    await hold(stage, daily(), NOW + timedelta(hours=1))
    await hold(stage, daily(), NOW + timedelta(hours=1), source="2")
    connection = await asyncpg.connect(database_dsn)
    await connection.execute("UPDATE reminders SET schedule = 'gone' WHERE source = '1'")
    await connection.close()
    assert await changes(stage).once() == 2
    assert await changes(stage).once() == 0
    assert sorted(each.schedule == "gone" for each in await held_all(stage)) == [False, True]


async def test_what_is_paused_stays_so(stage: Stage) -> None:
    kept = await hold(stage, daily(), NOW + timedelta(hours=1))
    await stage.memory.reminders.pause(kept.person, kept.id)
    assert await changes(stage).once() == 1
    assert await changes(stage).once() == 0
    again = await now_held(stage)
    assert (again.standing, again.next_due, again.zone_data) == (Standing.PAUSED, None, ZONE_DATA)


# People who travel ----------------------------------------------------------------------------------------------------


async def travel(stage: Stage, zone: str) -> None:
    await stage.memory.choices.set_zone(await person_of(stage, alone("Hi", ADA)), zone)


async def test_a_floating_reminder_follows_its_person(stage: Stage) -> None:
    due = daily().next(NOW)
    assert due is not None
    await hold(stage, daily(), due, floating=True, data=ZONE_DATA)
    await hold(stage, daily(), due, data=ZONE_DATA, source="2")
    assert await changes(stage).once() == 0
    await travel(stage, LISBON)
    assert await changes(stage).once() == 1
    assert await changes(stage).once() == 0
    moved, stayed = sorted(await held_all(stage), key=lambda each: each.zone, reverse=True)
    assert (moved.zone, moved.next_due) == (LISBON, due + timedelta(hours=1))
    assert (stayed.zone, stayed.next_due) == (BERLIN, due)
    (said,) = await notices(stage)
    assert said.startswith("You are in Europe/Lisbon now.") and "09:00" in said


async def test_who_travels_east_past_the_hour_is_told_late_not_never(stage: Stage) -> None:
    """At 8:50 in Berlin they are in Tokyo, where 9:00 was eight hours ago."""
    near = (NOW + timedelta(minutes=10)).astimezone(ZoneInfo(BERLIN)).replace(tzinfo=None)
    await hold(stage, daily(at=near.time()), NOW + timedelta(minutes=10), floating=True, data=ZONE_DATA)
    await travel(stage, TOKYO)
    assert await changes(stage).once() == 1
    due = [each for each in await stage.memory.outbox.claim(["discord"], most=9) if each.reminder is not None]
    assert [each.due_at for each in due] == [Once(near, TOKYO).at]


async def test_what_is_held_up_or_at_an_even_distance_only_changes_its_zone(stage: Stage) -> None:
    kept = await hold(stage, daily(), NOW + timedelta(hours=1), floating=True, data=ZONE_DATA)
    await stage.memory.reminders.pause(kept.person, kept.id)
    start = NOW + timedelta(hours=1)
    await hold(stage, Every(start, 7200, BERLIN), start, floating=True, data=ZONE_DATA, source="2")
    await travel(stage, TOKYO)
    assert await changes(stage).once() == 2
    assert await changes(stage).once() == 0
    assert {(each.zone, each.next_due) for each in await held_all(stage)} == {(TOKYO, None), (TOKYO, start)}
    assert await notices(stage) == []


async def test_one_that_cannot_be_computed_stays_and_keeps_no_other(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = NOW + timedelta(hours=30)
    broken = await hold(stage, daily(), due)
    await hold(stage, daily(), due, source="2")

    def failing(reminder: Reminder, now: datetime) -> Moved:
        if reminder.id == broken.id:
            raise ZeroDivisionError
        return rezoned(reminder, now)

    monkeypatch.setattr(zone_changes, "rezoned", failing)
    assert await changes(stage).once() == 2
    assert await changes(stage).once() == 0
    kept = await stage.memory.reminders.get(broken.person, broken.id)
    assert (kept.next_due, kept.schedule, kept.standing) == (due, broken.schedule, Standing.ACTIVE)

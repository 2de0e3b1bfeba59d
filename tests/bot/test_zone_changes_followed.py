"""Clocks whose rules change, for those who joined a public reminder: told once, in their own words, what is open."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from adapters.types import Author, direct_with
from bot.bridge import place_of, to_account
from bot.delivering.due import moment_of
from bot.delivering.message import told_at
from bot.when import Freq, Recurring, Rule, Schedule
from bot.when.stored import stored
from bot.zone_changes import ZoneChanges
from bot.zones import ZONE_DATA
from memory.reminder import Change, Due, NewReminder, Policy, Reminder, ReminderId, Replanned
from memory.types import PersonId, Viewer
from tests.bot.platform import ADA, BEN, HALL, Guildlike, said
from tests.bot.stage import Stage, staged

BERLIN, LISBON, TOKYO = "Europe/Berlin", "Europe/Lisbon", "Asia/Tokyo"
CYD = Author("103", "Cyd")


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path, sheet=Guildlike()) as stage:
        yield stage


async def met(stage: Stage, author: Author, *, zone: str | None = None, locale: str | None = None) -> Viewer:
    """Somebody who stands in the hall, and what they chose."""
    message = replace(said("Hi", author), address=HALL)
    person = await stage.memory.person(to_account("discord", author), place_of(message))
    if zone is not None:
        await stage.memory.choices.set_zone(person, zone)
    if locale is not None:
        await stage.memory.choices.set_locale(person, locale)
    return Viewer(person, place_of(message))


def daily() -> Recurring:
    return Recurring(datetime.now(UTC).date() - timedelta(days=3), (time(9),), BERLIN, Rule(Freq.DAILY))


def coming(schedule: Schedule) -> datetime:
    due = schedule.next(datetime.now(UTC) + timedelta(hours=2))
    assert due is not None
    return due


async def opened(stage: Stage, *, floating: bool = False, data: str = "2020.1", source: str = "1") -> Reminder:
    """Ada's, asked for in the hall and offered there, an hour off by the rules of today."""
    ada, due = await met(stage, ADA), coming(daily())
    schedule = replace(daily(), start=due.date())
    new = NewReminder(
        person=ada.person,
        platform="discord",
        handle=ADA.handle,
        text="lunch of all",
        schedule=stored(schedule),
        zone=BERLIN,
        zone_data=data,
        due_at=due - timedelta(hours=1) if data != ZONE_DATA else due,
        origin=ada.place,
        language="en",
        source=source,
        policy=Policy(floating=floating),
    )
    kept, _ = await stage.memory.reminders.add(new)
    return await stage.memory.reminders.offer(ada.person, kept.id)


async def joined(stage: Stage, viewer: Viewer, author: Author, kept: Reminder) -> None:
    await stage.memory.reminders.follow(viewer, "discord", author.handle, kept.id)


async def told(stage: Stage) -> dict[PersonId, list[Due]]:
    found: dict[PersonId, list[Due]] = {}
    for due in await stage.memory.outbox.claim(["discord"], most=50):
        if due.text is not None:
            found.setdefault(due.person, []).append(due)
    return found


async def test_who_joined_is_told_once_in_their_zone_and_language(stage: Stage) -> None:
    kept = await opened(stage)
    ben = await met(stage, BEN, zone=LISBON, locale="de")
    cyd = await met(stage, CYD)
    await joined(stage, ben, BEN, kept)
    await joined(stage, cyd, CYD, kept)
    changes = ZoneChanges(stage.memory.outbox)
    assert (await changes.once(), await changes.once()) == (1, 0)
    found = await told(stage)
    assert set(found) == {kept.person, ben.person, cyd.person}
    (theirs,), (others,) = found[ben.person], found[cyd.person]
    due = coming(daily())
    assert (theirs.platform, theirs.handle) == ("discord", BEN.handle)
    assert "Eine gemeinsame Erinnerung" in (theirs.text or "") and "lunch of all" in (theirs.text or "")
    assert f"{due.astimezone(ZoneInfo(LISBON)):%H:%M}" in (theirs.text or "") and LISBON in (theirs.text or "")
    assert "A shared reminder" in (others.text or "") and "09:00" in (others.text or "")


async def test_what_the_owner_wrote_later_is_not_told(stage: Stage) -> None:
    kept = await opened(stage)
    ben = await met(stage, BEN)
    await joined(stage, ben, BEN, kept)
    await stage.memory.reminders.edit(kept.person, kept.id, Change("meet my doctor"))
    await ZoneChanges(stage.memory.outbox).once()
    found = await told(stage)
    (theirs,) = found[ben.person]
    assert "lunch of all" in (theirs.text or "") and "doctor" not in (theirs.text or "")


async def test_where_somebody_travels_to_is_not_told_to_others(stage: Stage) -> None:
    kept = await opened(stage, floating=True, data=ZONE_DATA)
    ben, cyd = await met(stage, BEN, zone=LISBON), await met(stage, CYD)
    await joined(stage, ben, BEN, kept)
    await joined(stage, cyd, CYD, kept)
    await stage.memory.choices.set_zone(kept.person, TOKYO)
    assert await ZoneChanges(stage.memory.outbox).once() == 1
    found = await told(stage)
    (own,), (theirs,), (others,) = found[kept.person], found[ben.person], found[cyd.person]
    assert TOKYO in (own.text or "")
    for each in (theirs, others):
        assert "lunch of all" in (each.text or "") and TOKYO not in (each.text or "")


class Killed(BaseException):
    pass


class Mortal:
    """An outbox whose process is killed right after, or right before, new times are put down."""

    def __init__(self, stage: Stage, *, after: bool) -> None:
        outbox = stage.memory.outbox
        self._moved, self._after = outbox.moved, after
        self.stale, self.drifted, self.followers = outbox.stale, outbox.drifted, outbox.followers

    async def moved(self, replanned: Sequence[Replanned], zone_data: str) -> tuple[ReminderId, ...]:
        if self._after:
            await self._moved(replanned, zone_data)
        raise Killed


@pytest.mark.parametrize("after", [True, False])
async def test_who_is_killed_in_the_middle_tells_everybody_once(stage: Stage, after: bool) -> None:
    kept = await opened(stage)
    ben = await met(stage, BEN)
    await joined(stage, ben, BEN, kept)
    with pytest.raises(Killed):
        await ZoneChanges(Mortal(stage, after=after)).once()
    changes = ZoneChanges(stage.memory.outbox)
    assert await changes.once() + await changes.once() == (0 if after else 1)
    assert {who: len(notices) for who, notices in (await told(stage)).items()} == {kept.person: 1, ben.person: 1}


@pytest.mark.parametrize("after", [True, False])
async def test_who_is_killed_between_several_of_one_person_tells_them_once(stage: Stage, after: bool) -> None:
    first, *_ = [await opened(stage, source=str(number)) for number in range(3)]
    ben = await met(stage, BEN)
    await joined(stage, ben, BEN, first)
    with pytest.raises(Killed):
        await ZoneChanges(Mortal(stage, after=after)).once()
    changes = ZoneChanges(stage.memory.outbox)
    assert await changes.once() + await changes.once() == (0 if after else 3)
    found = await told(stage)
    (own,), (theirs,) = found[first.person], found[ben.person]
    assert (own.text or "").count("lunch of all") == 3 and (theirs.text or "").count("lunch of all") == 1


async def test_who_has_left_it_before_it_is_told_is_told_nothing(stage: Stage) -> None:
    kept, ben = await opened(stage), await met(stage, BEN)
    await joined(stage, ben, BEN, kept)
    await ZoneChanges(stage.memory.outbox).once()
    await stage.memory.reminders.unfollow(ben.person, kept.id)
    assert set(await told(stage)) == {kept.person}


async def test_nothing_is_told_of_what_its_person_had_erased(stage: Stage, database_dsn: str) -> None:
    kept, ben = await opened(stage), await met(stage, BEN)
    await joined(stage, ben, BEN, kept)
    await ZoneChanges(stage.memory.outbox).once()
    assert await stage.memory.following.erase_account("discord", ADA.handle)
    assert await told(stage) == {}
    connection = await asyncpg.connect(database_dsn)
    assert await connection.fetchval("SELECT count(*) FROM outbox WHERE text LIKE '%lunch%'") == 0
    await connection.close()


async def test_the_notice_can_be_ended_with_a_button(stage: Stage) -> None:
    kept, ben = await opened(stage), await met(stage, BEN)
    await joined(stage, ben, BEN, kept)
    await ZoneChanges(stage.memory.outbox).once()
    (theirs,) = (await told(stage))[ben.person]
    shown = told_at(direct_with("discord", BEN.handle), theirs, moment=moment_of(theirs, datetime.now(UTC)))
    assert [each.argument for each in shown.buttons] == [f"untoo {kept.id}"]

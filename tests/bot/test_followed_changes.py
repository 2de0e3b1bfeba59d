"""Who joined a public reminder is told once when its person changes when it comes, in their own words, what is open."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.types import direct_with
from bot.delivering.due import moment_of
from bot.delivering.followed import FollowedReminders
from bot.delivering.message import told_at
from bot.zones import ZONE_DATA
from memory.reminder import Change, Reminder
from memory.types import PersonId, Viewer
from tests.bot.asking_world import call, turns
from tests.bot.platform import ADA, BEN, Guildlike, alone, ordered
from tests.bot.stage import Stage, staged
from tests.bot.test_zone_changes_followed import BERLIN, CYD, LISBON, joined, met, opened, told


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path, sheet=Guildlike()) as stage:
        yield stage


async def followed(stage: Stage) -> tuple[Reminder, Viewer, Viewer]:
    kept = await opened(stage, data=ZONE_DATA)
    ben, cyd = await met(stage, BEN, zone=LISBON, locale="de"), await met(stage, CYD)
    await joined(stage, ben, BEN, kept)
    await joined(stage, cyd, CYD, kept)
    await stage.memory.choices.set_zone(kept.person, BERLIN)
    return kept, ben, cyd


async def by_person(stage: Stage) -> dict[PersonId, str]:
    """What each was told, exactly once."""
    found = await told(stage)
    assert all(len(each) == 1 for each in found.values())
    return {who: each[0].text or "" for who, each in found.items()}


async def test_who_joined_is_told_once_of_another_time(stage: Stage) -> None:
    kept, ben, cyd = await followed(stage)
    await stage.memory.reminders.edit(kept.person, kept.id, Change("meet my doctor"))
    for _ in range(2):
        await stage.give(ordered("reminder", f"when {kept.id} every day at 17:30", ADA))
    said = await by_person(stage)
    assert set(said) == {ben.person, cyd.person}
    assert "Eine gemeinsame Erinnerung kommt" in said[ben.person] and "16:30" in said[ben.person]
    assert "A shared reminder comes" in said[cyd.person] and "17:30" in said[cyd.person]
    assert all("lunch of all" in each and "doctor" not in each for each in said.values())


async def test_who_joined_is_told_once_that_it_was_cancelled(stage: Stage) -> None:
    kept, ben, cyd = await followed(stage)
    for _ in range(2):
        await stage.give(ordered("reminder", f"stop {kept.id}", ADA))
    found = await told(stage)
    assert set(found) == {ben.person, cyd.person}
    (theirs,), (others,) = found[ben.person], found[cyd.person]
    assert "abgesagt" in (theirs.text or "") and "cancelled" in (others.text or "")
    assert all("lunch of all" in (each.text or "") for each in (theirs, others))
    shown = told_at(direct_with("discord", BEN.handle), theirs, moment=moment_of(theirs, datetime.now(UTC)))
    assert shown.buttons == (), "there is nothing left to stop"


async def test_a_model_that_is_asked_to_tells_them_too(stage: Stage) -> None:
    kept, ben, cyd = await followed(stage)
    turns(stage, [call("cancel_reminder", number=kept.id)], ["Ok."])
    await stage.give(alone("cancel the lunch", ADA))
    said = await by_person(stage)
    assert set(said) == {ben.person, cyd.person} and "cancelled" in said[cyd.person]


async def test_all_that_are_cancelled_together_are_told_of(stage: Stage) -> None:
    kept, ben, cyd = await followed(stage)
    await opened(stage, data=ZONE_DATA, source="2")
    await stage.give(ordered("reminder", "all yes", ADA))
    assert "2" in stage.sheet.sent[-1]
    assert await stage.memory.reminders.of(kept.person) == ()
    assert set(await by_person(stage)) == {ben.person, cyd.person}


async def test_what_was_not_told_yet_and_no_longer_holds_is_not_told(stage: Stage) -> None:
    kept, ben, cyd = await followed(stage)
    await stage.give(ordered("reminder", f"when {kept.id} every day at 17:30", ADA))
    await stage.give(ordered("reminder", f"stop {kept.id}", ADA))
    said = await by_person(stage)
    assert set(said) == {ben.person, cyd.person} and "cancelled" in said[cyd.person]


async def test_what_is_only_said_differently_is_not_told(stage: Stage) -> None:
    kept, _, _ = await followed(stage)
    await stage.give(ordered("reminder", f"text {kept.id} my doctor", ADA))
    assert await told(stage) == {}


async def test_who_joined_is_told_once_that_it_is_held_up_and_once_that_it_goes_on(stage: Stage) -> None:
    kept, ben, cyd = await followed(stage)
    for _ in range(2):
        await stage.give(ordered("reminder", f"pause {kept.id}", ADA))
    said = await by_person(stage)
    assert set(said) == {ben.person, cyd.person}
    assert "ist angehalten" in said[ben.person] and "is paused" in said[cyd.person]
    await stage.give(ordered("reminder", f"when {kept.id} every day at 17:30", ADA))
    assert await told(stage) == {}, "it comes at no time"
    for _ in range(2):
        await stage.give(ordered("reminder", f"resume {kept.id}", ADA))
    said = await by_person(stage)
    assert set(said) == {ben.person, cyd.person}
    assert "geht weiter" in said[ben.person] and "16:30" in said[ben.person]
    assert "goes on" in said[cyd.person] and "17:30" in said[cyd.person]
    assert all("lunch of all" in each for each in said.values())


async def test_who_joined_is_told_of_each_time_that_is_left_out(stage: Stage) -> None:
    kept, ben, cyd = await followed(stage)
    await stage.give(ordered("reminder", f"when {kept.id} every day at 17:30", ADA))
    for _ in range(2):
        await stage.give(ordered("reminder", f"skip {kept.id}", ADA))
    found = await told(stage)
    assert set(found) == {ben.person, cyd.person}
    moved, *left_out = [each.text or "" for each in found[cyd.person]]
    assert "another moment" in moved, "that holds still"
    assert len(set(left_out)) == 2 and all("is left out once" in each and "17:30" in each for each in left_out)
    assert sum("fällt einmal aus" in (each.text or "") for each in found[ben.person]) == 2
    shown = told_at(
        direct_with("discord", BEN.handle),
        found[ben.person][-1],
        moment=moment_of(found[ben.person][-1], datetime.now(UTC)),
    )
    assert [each.argument for each in shown.buttons] == [f"untoo {kept.id}"]


async def test_a_time_that_is_left_out_twice_at_once_is_told_once(stage: Stage) -> None:
    kept, ben, cyd = await followed(stage)
    held, due = FollowedReminders(stage.memory), kept.next_due
    assert due is not None
    for _ in range(2):
        await held.skip(kept.person, kept.id, due + timedelta(days=1))
    assert set(await by_person(stage)) == {ben.person, cyd.person}


async def test_who_has_left_is_told_nothing(stage: Stage) -> None:
    kept, ben, cyd = await followed(stage)
    await stage.memory.reminders.unfollow(ben.person, kept.id)
    await stage.give(ordered("reminder", f"stop {kept.id}", ADA))
    assert set(await by_person(stage)) == {cyd.person}

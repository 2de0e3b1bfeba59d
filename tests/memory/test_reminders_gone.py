"""What becomes of reminders when somebody, a place or a fact goes, and what is kept and given out of them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from memory.errors import ChoiceUnknown, NotVisible
from memory.reminder import Change, Replanned, Standing, Timing, Way
from memory.types import PersonId
from tests.memory.learning_world import (
    ANA,
    ANA_DIRECT,
    BEN,
    BEN_DIRECT,
    GARDEN,
    CountingEmbedder,
    World,
    item,
    open_world,
)
from tests.memory.reminder_world import LATER, NOW, PAST, PLATFORM, SOON, claimed, due_now, held, new, public
from tests.memory.test_clearing import cleared
from tests.memory.test_erasure import everywhere


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn, CountingEmbedder()) as world:
        yield world


async def test_of_who_is_erased_nothing_is_left_and_nothing_is_sent(world: World) -> None:
    kept = await public(world)
    ben = await world.viewer(BEN, GARDEN)
    mine = replace(new(ben.person), text="Ytterby at noon", handle=BEN.handle, due_at=PAST, source="ytterby")
    await world.memory.reminders.add(mine)
    await world.memory.outbox.notice(ben.person, PLATFORM, BEN.handle, "Ytterby moved", "ytterby")
    await world.memory.reminders.follow(ben, PLATFORM, BEN.handle, kept.id)
    await world.memory.reminders.ask_companion(kept.person, kept.id, (ben.person, PLATFORM, BEN.handle))
    await world.memory.choices.set_quiet(ben.person, (time(22), time(7)))
    assert await world.memory.following.erase_account(PLATFORM, BEN.handle)
    await due_now(world)
    assert [due.person for due in await claimed(world)] == [kept.person]
    await cleared(world)
    assert await everywhere(world, "ytterby") == []
    assert [row["person_id"] for row in await world.owner("SELECT DISTINCT person_id FROM outbox")] == [kept.person]
    after = await world.memory.reminders.get(kept.person, kept.id)
    assert (after.followers, after.companion, after.consent) == (0, None, None)


async def test_what_others_were_to_be_told_of_somebodys_reminders_goes_with_them(world: World) -> None:
    kept, ben = await public(world), await world.viewer(BEN, GARDEN)
    await world.memory.reminders.follow(ben, PLATFORM, BEN.handle, kept.id)
    other = await held(world, source="other")
    for number, key in enumerate((f"watched:{kept.id}:7", f"watched:{other.id}:8", "refined:1")):
        assert await world.memory.outbox.notice(ben.person, PLATFORM, BEN.handle, f"note {number}", key)
    timing = Timing(kept.schedule, kept.zone, "2027a", LATER)
    assert not await world.memory.outbox.moved([Replanned(kept, timing, {ben.person: "note 3"})], "2027a")
    await world.owner("UPDATE outbox SET state = 'sent', settled_at = now() WHERE text = 'note 1'")
    assert await world.memory.following.erase_account(PLATFORM, ANA.handle)
    assert [row["text"] for row in await world.owner("SELECT text FROM outbox")] == ["note 2"]


async def test_of_an_account_among_others_its_reminders_go(world: World) -> None:
    kept = await held(world)
    await world.owner("INSERT INTO accounts (platform, handle, person_id) VALUES ('other', 'a', $1)", kept.person)
    other, _ = await world.memory.reminders.add(replace(new(kept.person), platform="other", handle="a", source="o"))
    await world.memory.following.erase_account(PLATFORM, ANA.handle)
    assert await world.memory.reminders.of(kept.person) == (other,)


async def test_what_was_asked_for_in_a_place_that_ends_is_told_in_direct(world: World) -> None:
    kept = await public(world)
    offered, _ = await world.memory.reminders.add(
        replace(new(kept.person, source="heard", origin=GARDEN), standing=Standing.PROPOSED, quote="I'll bring it")
    )
    await world.memory.following.closed(GARDEN.key)
    await cleared(world)
    (left,) = await world.memory.reminders.of(kept.person)
    assert (left.id, left.place_key, left.origin_key) == (kept.id, None, "")
    await due_now(world)
    assert [due.way for due in await claimed(world)] == [Way.DIRECT]
    with pytest.raises(NotVisible):
        await world.memory.reminders.get(kept.person, offered.id)


async def test_a_proposal_goes_with_the_fact_it_rests_on(world: World) -> None:
    await world.say(ANA, "I send the report on Friday", ANA_DIRECT)
    await world.learn(item(1, "I send the report on Friday", "Ana sends the report on Friday."))
    (fact,) = await world.facts()
    ana = await world.viewer(ANA)
    base = replace(new(ana.person), fact=fact.id, quote="I send the report on Friday", standing=Standing.PROPOSED)
    offered, _ = await world.memory.reminders.add(base)
    taken, _ = await world.memory.reminders.add(replace(base, source="e2", text="the report"))
    assert offered.next_due is None and await world.memory.outbox.next_due([PLATFORM]) is None
    assert (offered.fact, offered.quote) == (fact.id, "I send the report on Friday")
    assert (await world.memory.reminders.edit(ana.person, taken.id, Change("the report"))).standing == Standing.PROPOSED
    for _ in range(2):
        accepted = await world.memory.reminders.resume(ana.person, taken.id, SOON)
    assert (accepted.standing, accepted.next_due) == (Standing.ACTIVE, SOON)
    await world.memory.forget(ana, facts=[fact.id])
    (left,) = await world.memory.reminders.of(ana.person)
    assert (left.id, left.quote, left.fact) == (taken.id, None, None)


async def test_an_export_holds_what_they_are_to_be_told(world: World) -> None:
    kept = await public(world)
    ben = await world.viewer(BEN, GARDEN)
    await world.memory.reminders.follow(ben, PLATFORM, BEN.handle, kept.id)
    await world.memory.outbox.notice(ben.person, PLATFORM, BEN.handle, "Clocks change.", "k")
    await world.memory.choices.set_quiet(ben.person, (time(22), time(7)))
    mine: dict[str, Any] = await world.memory.export(await world.viewer(ANA))
    (told,) = mine["reminders"]
    assert (told["text"], told["told_in"], len(told["times"])) == (kept.text, GARDEN.key, 1)
    assert mine["reminders_followed"] == [] and mine["notices"] == []
    theirs: dict[str, Any] = await world.memory.export(await world.viewer(BEN, BEN_DIRECT))
    assert theirs["reminders"] == []
    assert theirs["reminders_followed"] == [{"text": kept.text, "platform": PLATFORM, "handle": BEN.handle}]
    (notice,) = theirs["notices"]
    assert notice["text"] == "Clocks change."
    person = theirs["person"]
    assert (person["quiet_from"], person["quiet_until"]) == ("22:00:00", "07:00:00")


async def test_quiet_hours_are_chosen_and_come_with_what_is_due(world: World) -> None:
    kept, hours = await held(world, PAST), (time(22), time(7, 30))
    choices = world.memory.choices
    assert (await choices.set_quiet(kept.person, (time(22, 0, 5), time(7, 30)))).quiet == hours
    await choices.set_zone(kept.person, "Asia/Tokyo")
    await choices.set_locale(kept.person, "ja")
    (due,) = await claimed(world)
    assert (due.quiet, due.zone, due.locale) == (hours, "Asia/Tokyo", "ja")
    assert (await choices.set_quiet(kept.person, None)).quiet is None
    for wrong in ((time(7), time(7)), (time(7, tzinfo=NOW.tzinfo), time(8))):
        with pytest.raises(ChoiceUnknown):
            await choices.set_quiet(kept.person, wrong)


async def test_a_secret_is_not_kept(world: World) -> None:
    ana = (await world.viewer(ANA)).person
    kept, _ = await world.memory.reminders.add(replace(new(ana), text="rotate AKIAIOSFODNN7EXAMPLE\0 " + "x" * 3000))
    assert "AKIA" not in kept.text and "\0" not in kept.text and len(kept.text) <= 2000


async def test_nobody_who_does_not_exist_is_reminded(world: World) -> None:
    with pytest.raises(NotVisible):
        await world.memory.reminders.add(new(PersonId(4711)))

"""Reminders that concern others: who follows one, who is told where it is not acknowledged, and who has gone."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from memory.errors import ChoiceUnknown, NotVisible
from memory.reminder import Change, Consent, Reminder, Standing, Way
from memory.types import Audience, PersonId, Place, Viewer
from tests.memory.learning_world import (
    ANA,
    ANA_DIRECT,
    BEN,
    BEN_DIRECT,
    CELLAR,
    GARDEN,
    CountingEmbedder,
    World,
    item,
    open_world,
)
from tests.memory.reminder_world import LATER, NOW, PAST, PLATFORM, SOON, claimed, held, new, states
from tests.memory.test_clearing import cleared
from tests.memory.test_erasure import everywhere


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn, CountingEmbedder()) as world:
        yield world


async def public(world: World, place: Place = GARDEN) -> Reminder:
    """Ana's, asked for and told in a place."""
    ana = (await world.viewer(ANA, place)).person
    kept, _ = await world.memory.reminders.add(replace(new(ana, SOON, origin=place), place=place))
    return await world.memory.reminders.offer(ana, kept.id) if place.audience is Audience.PUBLIC else kept


async def due_now(world: World) -> None:
    await world.owner("UPDATE outbox SET ready_at = now() WHERE ready_at > now()")


async def test_who_follows_gets_it_too_and_answers_for_themselves(world: World) -> None:
    kept = await public(world)
    ben = await world.viewer(BEN, GARDEN)
    for _ in range(2):
        assert (await world.memory.reminders.follow(ben, PLATFORM, BEN.handle, kept.id)).followers == 1
    await due_now(world)
    mine, theirs = sorted(await claimed(world), key=lambda due: due.person)
    assert (mine.way, theirs.way) == (Way.PLACE, Way.DIRECT)
    assert (theirs.person, theirs.handle, theirs.occurrence) == (ben.person, BEN.handle, mine.occurrence)
    assert theirs.reminder == mine.reminder and theirs.occurrence is not None
    for due in (mine, theirs):
        assert await world.memory.outbox.sent(due, "m", "p", following=LATER)
    await world.memory.reminders.snooze(ben.person, theirs.occurrence, PAST)
    (again,) = await claimed(world)
    assert (again.person, again.round, again.way) == (ben.person, 1, Way.DIRECT)
    await world.memory.reminders.done(ben.person, theirs.occurrence)
    assert [r.next_due for r in await world.memory.reminders.of(kept.person)] == [LATER]
    assert (await states(world))[0] == ("delivered", "sent")
    assert await world.memory.reminders.unfollow(ben.person, kept.id)
    assert not await world.memory.reminders.unfollow(ben.person, kept.id)
    assert (await world.memory.reminders.get(kept.person, kept.id)).followers == 0
    await due_now(world)
    assert [due.person for due in await claimed(world)] == [kept.person]


async def test_only_what_was_asked_for_in_public_where_they_stand_can_be_followed(world: World) -> None:
    closed, own = await public(world, CELLAR), await held(world, source="own")
    ben, door = await world.viewer(BEN, GARDEN), world.memory.reminders
    await world.viewer(BEN, CELLAR)
    for viewer, handle, which in (
        (ben, BEN.handle, closed.id),
        (Viewer(ben.person, CELLAR), BEN.handle, closed.id),
        (Viewer(ben.person, ANA_DIRECT), BEN.handle, own.id),
        (Viewer(ben.person, BEN_DIRECT), BEN.handle, own.id),
    ):
        with pytest.raises(NotVisible):
            await door.follow(viewer, PLATFORM, handle, which)
    with pytest.raises(NotVisible):  # by somebody else's account
        await door.follow(ben, PLATFORM, ANA.handle, (await world.memory.reminders.of(closed.person))[0].id)


async def test_what_was_not_said_openly_is_followed_by_nobody(world: World) -> None:
    ana, ben = (await world.viewer(ANA, GARDEN)).person, await world.viewer(BEN, GARDEN)
    kept, _ = await world.memory.reminders.add(new(ana, SOON, origin=GARDEN))
    with pytest.raises(NotVisible):
        await world.memory.reminders.follow(ben, PLATFORM, BEN.handle, kept.id)
    for whose, which in ((ben.person, kept.id), (ana, (await held(world, source="own")).id)):
        with pytest.raises(NotVisible):
            await world.memory.reminders.offer(whose, which)


async def test_others_get_the_words_that_were_said_openly_whatever_became_of_them(world: World) -> None:
    kept, ben = await public(world), await world.viewer(BEN, GARDEN)
    door = world.memory.reminders
    await door.edit(kept.person, kept.id, Change(text="a secret"))
    assert (await door.follow(ben, PLATFORM, BEN.handle, kept.id)).text == kept.text
    await due_now(world)
    mine, theirs = sorted(await claimed(world), key=lambda due: due.person)
    assert mine.reminder is not None and mine.reminder.text == "a secret"
    assert theirs.reminder is not None and theirs.reminder.text == kept.text and theirs.occurrence is not None
    shown = await world.memory.outbox.shown(ben.person, theirs.id)
    assert shown is not None and shown.reminder == theirs.reminder
    assert (await door.snooze(ben.person, theirs.occurrence, LATER)).text == kept.text
    await world.memory.outbox.dead(theirs, "Refused", following=None)
    await world.owner("UPDATE outbox SET state = 'dead', settled_at = now() WHERE follower")
    assert {letter.text for letter in await door.dead_letters(ben.person)} == {kept.text}


async def test_who_leaves_the_space_gets_no_more_of_it(world: World) -> None:
    kept = await public(world)
    ben = await world.viewer(BEN, GARDEN)
    await world.memory.reminders.follow(ben, PLATFORM, BEN.handle, kept.id)
    await world.memory.following.left_space(BEN, "club")
    await due_now(world)
    assert [due.person for due in await claimed(world)] == [kept.person]


async def test_who_left_the_space_has_nothing_said_there(world: World) -> None:
    kept = await public(world)
    await world.memory.following.left_space(ANA, "club")
    assert (await world.memory.reminders.get(kept.person, kept.id)).place_key is None
    await due_now(world)
    (due,) = await claimed(world)
    assert due.way is Way.DIRECT


async def test_what_was_asked_for_in_a_closed_place_is_not_said_once_all_read_it(world: World) -> None:
    kept = await public(world, CELLAR)
    await due_now(world)
    (due,) = await claimed(world)
    assert due.way is Way.PLACE and await world.memory.outbox.retry(due, PAST, "Unreachable", following=None)
    await world.viewer(BEN, replace(CELLAR, audience=Audience.PUBLIC))
    (due,) = await claimed(world)
    assert due.way is Way.DIRECT and due.reminder is not None and due.reminder.id == kept.id


async def test_a_second_person_is_told_only_once_they_agree(world: World) -> None:
    kept = await held(world)
    ben, door = (await world.viewer(BEN, BEN_DIRECT)).person, world.memory.reminders
    named = await door.ask_companion(kept.person, kept.id, (ben, PLATFORM, BEN.handle))
    assert (named.companion, named.companion_handle, named.consent) == (ben, BEN.handle, Consent.ASKED)
    assert not await door.answer_companion(kept.person, kept.id, True)
    assert await door.answer_companion(ben, kept.id, True)
    again = await door.ask_companion(kept.person, kept.id, (ben, PLATFORM, BEN.handle))
    assert again.consent == Consent.AGREED
    with pytest.raises(NotVisible):
        await door.ask_companion(kept.person, kept.id, (ben, PLATFORM, ANA.handle))
    with pytest.raises(NotVisible):
        await door.ask_companion(kept.person, kept.id, (kept.person, PLATFORM, ANA.handle))
    assert (await door.ask_companion(kept.person, kept.id, None)).consent is None
    assert not await door.answer_companion(ben, kept.id, True)


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

"""Reminders that concern others: who follows one, who is told where it is not acknowledged, and who has gone."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from memory.errors import NotVisible
from memory.reminder import Change, Consent, Way
from memory.types import Audience, Viewer
from tests.memory.learning_world import (
    ANA,
    ANA_DIRECT,
    BEN,
    BEN_DIRECT,
    CELLAR,
    GARDEN,
    CountingEmbedder,
    World,
    open_world,
)
from tests.memory.reminder_world import LATER, PAST, PLATFORM, SOON, claimed, due_now, held, new, public, states
from tests.memory.test_clearing import cleared


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn, CountingEmbedder()) as world:
        yield world


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


async def test_who_left_a_closed_place_has_nothing_said_there(world: World) -> None:
    await public(world, CELLAR)
    await world.memory.following.left_place(ANA, CELLAR.key)
    await due_now(world)
    (due,) = await claimed(world)
    assert (due.way, due.reads_origin) == (Way.DIRECT, False)


async def test_a_place_that_is_gone_is_read_by_nobody(world: World) -> None:
    await public(world)
    await world.memory.following.closed(GARDEN.key)
    await cleared(world)
    await due_now(world)
    assert [due.reads_origin for due in await claimed(world)] == [False]

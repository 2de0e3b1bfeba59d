"""Accounts that end: who they were is unknown at once, and all of and by them is erased in slices."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from memory.errors import PlaceMismatch
from memory.recalled import Turn
from memory.store import clearing
from memory.types import Account, Audience, Place
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
from tests.memory.mortal import Gone, Mortal
from tests.memory.test_clearing import cleared, tell
from tests.memory.test_erasure import everywhere
from tests.memory.test_following import embedded, knows

pytestmark = pytest.mark.usefixtures("small_slices")


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn, CountingEmbedder()) as world:
        yield world


async def test_an_account_is_erased_with_all_of_and_by_it(world: World) -> None:
    ben = Account("console", "ben", "Benedict")
    for place in (GARDEN, BEN_DIRECT):
        await tell(world, place, ben)
    await world.say(None, "Benedict from Ytterby, then", BEN_DIRECT)
    await world.say(ANA, "Benedict lives in Ytterby", GARDEN)
    await world.say(ANA, "I keep bees", GARDEN)
    await world.learn(
        item(1, "Benedict lives in Ytterby", "Benedict lives in Ytterby.", about="Benedict"),
        item(2, "I keep bees", "Ana keeps bees."),
    )
    await embedded(world)
    asked = await world.say(ben, "where do I live?", GARDEN)
    told = await world.say(None, "In Ytterby.", GARDEN)
    await world.memory.log_turn(Turn(await world.viewer(ben, GARDEN), asked, told, (), (), "model"))
    await world.owner("INSERT INTO feedback SELECT tenant, id, person_id, 1, 'Ytterby indeed' FROM turns")
    await world.owner(
        "SELECT change_setting('club', '', 'old', '1', $1, now())", (await world.viewer(ben, GARDEN)).person
    )
    assert await world.memory.following.erase_account("console", "ben")
    assert not await world.memory.following.erase_account("console", "ben")
    assert not await world.memory.knows(ben)
    await cleared(world)
    for word in ("ytterb", "benedict", "console:ben"):
        assert await everywhere(world, word) == [], word
    assert await world.owner("SELECT FROM accounts WHERE handle = 'ben'") == []
    assert await world.current(ANA, GARDEN) == ["Ana keeps bees."]
    assert len(await world.owner("SELECT FROM people")) == 1


async def test_who_comes_back_is_somebody_new_even_before_all_is_erased(world: World) -> None:
    await tell(world, BEN_DIRECT, BEN)
    before = (await world.viewer(BEN, BEN_DIRECT)).person
    await world.memory.following.erase_account("console", "ben")
    await world.say(BEN, "I keep bees", BEN_DIRECT)
    after = (await world.viewer(BEN, BEN_DIRECT)).person
    assert after != before
    assert not await knows(world, BEN, BEN_DIRECT)
    await cleared(world)
    assert await everywhere(world, "ytterb") == []
    assert "utterances.text" in await everywhere(world, "bees")


async def test_what_was_said_in_company_stays_with_the_persons_other_account(world: World) -> None:
    await tell(world, GARDEN)
    await world.say(ANA, "I keep bees", ANA_DIRECT)
    person = (await world.viewer(ANA)).person
    await world.owner("INSERT INTO accounts (platform, handle, person_id) VALUES ('other', 'ana', $1)", person)
    other = Account("other", "ana", "Ana")
    other_direct = Place("other:ana", None, Audience.DIRECT, "direct")
    await world.say(other, "I like tea", other_direct)
    await world.memory.following.erase_account("console", "ana")
    await cleared(world)
    assert await everywhere(world, "bees") == []
    assert "utterances.text" in await everywhere(world, "ytterb")
    assert "utterances.text" in await everywhere(world, "tea")
    assert (await world.memory.person(other, other_direct)) == person
    with pytest.raises(PlaceMismatch):
        await world.memory.person(replace(ANA, handle="stranger"), other_direct)


async def test_a_killed_erasure_of_an_account_is_taken_up_again(world: World) -> None:
    await tell(world, GARDEN, BEN, lines=3)
    await world.memory.following.erase_account("console", "ben")
    for steps in range(1, 200):
        try:
            while await clearing.erase_next(Mortal(world.database, steps)) is not None:
                pass
        except Gone:
            continue
        break
    assert await everywhere(world, "ytterb") == []
    assert await world.owner("SELECT FROM erasures") == []

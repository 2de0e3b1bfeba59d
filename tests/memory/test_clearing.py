"""Places, spaces and accounts that end: nothing of them is used from that moment, and all of it is erased in slices."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from memory.recalled import Turn
from memory.store import clearing
from memory.types import Account, Audience, Place
from tests.memory.learning_world import (
    ANA,
    ANA_DIRECT,
    BEN,
    BEN_DIRECT,
    CELLAR,
    GARDEN,
    SHED,
    CountingEmbedder,
    World,
    item,
    open_world,
)
from tests.memory.mortal import Gone, Mortal
from tests.memory.test_erasure import everywhere
from tests.memory.test_following import embedded, knows

pytestmark = pytest.mark.usefixtures("small_slices")

YTTERBY = item(1, "I live in Ytterby", "Ana lives in Ytterby.")
BARREL = Place("club:cellar:1", "club", Audience.PRIVATE, "barrel", CELLAR.key)


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn, CountingEmbedder()) as world:
        yield world


async def tell(world: World, place: Place, who: Account = ANA, lines: int = 5) -> None:
    for _ in range(lines):
        await world.say(who, "I live in Ytterby", place)
    await world.learn(item(1, "I live in Ytterby", f"{who.name} lives in Ytterby.", about=who.name))


async def cleared(world: World) -> int:
    slices = 0
    async with asyncio.timeout(60):
        while await world.memory.following.erase_next() is not None:
            slices += 1
    assert await world.owner("SELECT FROM erasures WHERE due_at <= now()") == []
    return slices


async def due_in_days(world: World, days: int) -> None:
    await world.owner("UPDATE erasures SET due_at = due_at - make_interval(days => $1)", days)


# A place ---------------------------------------------------------------------------------------------------------


async def test_a_closed_place_is_erased_with_its_threads_and_what_came_of_it(world: World) -> None:
    for place in (CELLAR, BARREL):
        await tell(world, place)
    await embedded(world)
    (home, *_) = await world.facts(ANA, CELLAR)
    asked = await world.say(ANA, "where do I live?", ANA_DIRECT)
    told = await world.say(None, "In Ytterby.", ANA_DIRECT)
    await world.memory.log_turn(Turn(await world.viewer(ANA), asked, told, (home.id,), (), "model"))
    await world.say(BEN, "Ytterby is nice", BEN_DIRECT)
    assert await knows(world, ANA, ANA_DIRECT)

    await world.memory.following.closed(CELLAR.key)

    members = "SELECT FROM place_members m JOIN places p ON p.id = m.place_id WHERE $1 IN (p.key, p.room)"
    assert await world.owner(members, CELLAR.key) == []
    assert await cleared(world) >= 5
    assert sorted(await everywhere(world, "ytterb")) == ["terms.term", "utterances.text"]
    (line,) = await world.owner("SELECT text FROM utterances WHERE text ILIKE '%ytterby%'")
    assert line["text"] == "Ytterby is nice"
    titles = await world.owner("SELECT title FROM places WHERE $1 IN (key, room)", CELLAR.key)
    assert [row["title"] for row in titles] == ["", ""]


async def test_closing_twice_and_what_nobody_knows_is_no_fault(world: World) -> None:
    await tell(world, SHED)
    for _ in range(2):
        await world.memory.following.closed(SHED.key)
        await world.memory.following.closed("nowhere")
    await cleared(world)
    await world.memory.following.closed(SHED.key)
    await cleared(world)
    assert await everywhere(world, "ytterb") == []


async def test_what_is_said_after_the_end_stays(world: World) -> None:
    await tell(world, SHED)
    await world.memory.following.closed(SHED.key)
    await world.say(ANA, "I keep bees", SHED)
    await cleared(world)
    assert await everywhere(world, "ytterb") == []
    assert "utterances.text" in await everywhere(world, "bees")


async def test_a_killed_slice_has_done_nothing_and_the_next_goes_on(world: World) -> None:
    await tell(world, SHED, lines=3)
    await world.memory.following.closed(SHED.key)
    before = await everywhere(world, "ytterb")
    for steps in range(1, 200):
        try:
            while await clearing.erase_next(Mortal(world.database, steps)) is not None:
                pass
        except Gone:
            if steps < 10:
                assert await everywhere(world, "ytterb") == before
            continue
        break
    assert await everywhere(world, "ytterb") == []
    assert await world.owner("SELECT FROM erasures") == []


async def test_several_workers_share_the_work(world: World) -> None:
    for place in (GARDEN, SHED, CELLAR):
        await tell(world, place)
        await world.memory.following.closed(place.key)

    async def work() -> None:
        while await world.memory.following.erase_next() is not None:
            pass

    async with asyncio.timeout(60):
        await asyncio.gather(*(work() for _ in range(4)))
    await cleared(world)
    assert await everywhere(world, "ytterb") == []


async def test_tidying_erases_too(world: World) -> None:
    await tell(world, SHED)
    await world.memory.following.closed(SHED.key)
    async with asyncio.timeout(60):
        while await world.memory.tidy():
            pass
    assert await everywhere(world, "ytterb") == []


async def test_what_was_shared_with_a_place_or_a_space_ends_with_it(world: World) -> None:
    await tell(world, ANA_DIRECT)
    (home,) = await world.facts()
    ana = await world.viewer(ANA)
    for place in (SHED, GARDEN):
        await world.viewer(ANA, place)
        await world.memory.share(ana, home.id, place)
        await world.memory.share_kind(await world.viewer(ANA, place), home.kind)
    await world.memory.share(ana, home.id, GARDEN, whole_space=True)
    await world.memory.following.closed(SHED.key)
    await cleared(world)
    scopes = "SELECT scope FROM fact_shares UNION ALL SELECT scope FROM share_rules ORDER BY 1"
    assert len(await world.owner(scopes)) == 3
    await world.memory.following.closed_space("club")
    await due_in_days(world, 30)
    await cleared(world)
    assert await world.owner(scopes) == []
    assert await world.current() == ["Ana lives in Ytterby."]


# A space ---------------------------------------------------------------------------------------------------------


async def test_who_put_the_bot_out_hears_nothing_of_the_space_until_it_is_let_in(world: World) -> None:
    for place in (GARDEN, CELLAR):
        await tell(world, place)
    await world.viewer(BEN, CELLAR)
    await world.memory.following.closed_space("club")
    await world.memory.following.closed_space("club")
    await world.memory.following.closed_space("unknown")
    for place in (GARDEN, CELLAR, ANA_DIRECT):
        assert not await knows(world, ANA, place), "though messages that were under way still came"
    assert await cleared(world) == 0
    await due_in_days(world, 29)
    await world.memory.following.opened_space("club")
    await world.memory.following.opened_space("club")
    assert not await knows(world, BEN, BEN_DIRECT), "not before he is met again"
    assert await knows(world, BEN, CELLAR)
    assert await knows(world, BEN, BEN_DIRECT)
    await due_in_days(world, 30)
    assert await cleared(world) == 0


async def test_spaces_are_listed_while_something_of_them_is_there_and_not_to_be_erased(world: World) -> None:
    async def listed(after: str = "", most: int = 9) -> tuple[str, ...]:
        return await world.memory.following.spaces("1", "club", after=after, most=most)

    await world.memory.following.began("console", "1", spaces=["club", "clubhouse", "shop"])
    assert await listed() == ()
    for place in (GARDEN, CELLAR, ANA_DIRECT):
        await tell(world, place)
    hall = Place("clubhouse:hall", "clubhouse", Audience.PUBLIC, "hall")
    await world.viewer(ANA, hall)
    await world.viewer(ANA, replace(hall, key="shop:hall", space="shop"))
    assert await listed() == ("club", "clubhouse"), "one of them has only been set"
    assert (await listed(most=1), await listed("club")) == (("club",), ("clubhouse",))
    await world.memory.following.closed_space("club")
    assert await listed() == ("clubhouse",)
    await world.memory.following.opened_space("club")
    assert await listed() == ("club", "clubhouse")
    await world.memory.following.closed_space("club")
    await due_in_days(world, 30)
    await cleared(world)
    assert await listed() == ("clubhouse",), "keys and tombstones are nothing to erase again"


async def test_after_thirty_days_all_of_the_space_is_erased(world: World) -> None:
    for place in (GARDEN, CELLAR, ANA_DIRECT):
        await tell(world, place)
    change = "SELECT change_setting('club', '', $2, '1', $1, clock_timestamp())"
    ana = (await world.viewer(ANA)).person
    await world.owner(change, ana, "old")
    await world.memory.following.closed_space("club")
    await due_in_days(world, 30)
    await world.memory.following.opened_space("club")
    await world.owner(change, ana, "new")
    assert not await knows(world, BEN, GARDEN), "too late: first it is erased"
    await world.say(BEN, "I keep bees", GARDEN)
    await cleared(world)
    left = await world.owner("SELECT DISTINCT tenant FROM utterances WHERE text ILIKE '%ytterby%'")
    assert [row[0] for row in left] == [f"person:{(await world.viewer(ANA)).person}"]
    assert await world.current(ANA, GARDEN) == []
    assert await world.current(ANA) == ["Ana lives in Ytterby."]
    assert "utterances.text" in await everywhere(world, "bees"), "that was said since"
    assert [row[0] for row in await world.owner("SELECT name FROM space_settings")] == ["new"]
    assert [row[0] for row in await world.owner("SELECT name FROM setting_changes")] == ["new"]
    world.memory.following._presence.drop_space("club")  # as after the minutes for which it is trusted
    await world.say(BEN, "I live in Ytterby", GARDEN)
    assert await knows(world, BEN, GARDEN)


async def test_who_enters_while_the_bot_is_put_out_is_not_left_behind(world: World) -> None:
    await tell(world, CELLAR)
    async with world.database.transaction() as entering:
        account = ("console", "ben", "Ben", None, None, CELLAR.key, "club", "private", "cellar")
        await entering.fetchrow("SELECT * FROM enter_place($1, $2, $3, $4, $5, $6, $7, $8, $9)", *account)
        closing = asyncio.create_task(world.memory.following.closed_space("club"))
        async with asyncio.timeout(10):
            while not await world.owner("SELECT FROM pg_locks WHERE NOT granted"):
                await asyncio.sleep(0.01)
    await closing
    assert (
        await world.owner("SELECT FROM place_members m JOIN places p ON p.id = m.place_id WHERE p.space = 'club'") == []
    )

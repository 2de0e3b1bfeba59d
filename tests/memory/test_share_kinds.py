"""A kind that is shared: what goes with it now and later, what never does, and that it ends at once."""

from dataclasses import replace

import pytest

from memory.errors import NotVisible
from memory.store.facts import by_id, facts
from memory.store.shares import share, share_kind, shared, unshare, unshare_kind
from memory.types import Account, Audience, Kind, Place
from tests.memory.learning_world import ANA, ANA_DIRECT, BEN, BEN_DIRECT, CELLAR, GARDEN, SHED, World
from tests.memory.sharing_world import JAZZ, OSLO, PILLS, TEA, heard_by_ben, told


async def test_a_kind_is_shared_with_what_is_there_and_what_comes(world: World) -> None:
    await told(world, TEA)
    await told(world, OSLO)
    garden = await world.viewer(ANA, GARDEN)
    assert await heard_by_ben(world, GARDEN) == []
    assert await share_kind(world.database, garden, Kind.PREFERENCE) == 1
    assert await heard_by_ben(world, GARDEN) == ["Ana likes tea."]
    await told(world, JAZZ)
    assert await heard_by_ben(world, GARDEN) == ["Ana likes tea.", "Ana loves jazz."]
    assert await heard_by_ben(world, SHED) == await heard_by_ben(world, BEN_DIRECT) == []
    await share_kind(world.database, garden, Kind.PREFERENCE, whole_space=True)
    assert await heard_by_ben(world, SHED) == await heard_by_ben(world, BEN_DIRECT) == [
        "Ana likes tea.", "Ana loves jazz.",
    ]  # fmt: skip


async def test_a_kind_taken_back_is_told_nowhere_from_then_on(world: World) -> None:
    tea = await told(world, TEA)
    await told(world, JAZZ)
    ana, garden = await world.viewer(ANA), await world.viewer(ANA, GARDEN)
    await share_kind(world.database, garden, Kind.PREFERENCE)
    await share_kind(world.database, await world.viewer(ANA, CELLAR), Kind.PREFERENCE)
    await share_kind(world.database, garden, Kind.EVENT)
    await share(world.database, ana, tea.id, GARDEN)
    gone = await unshare_kind(world.database, garden, Kind.PREFERENCE)
    assert (gone.places, gone.still) == (2, True)
    assert await heard_by_ben(world, GARDEN) == ["Ana likes tea."], "shared by itself"
    assert await world.current(ANA, CELLAR) == []
    assert [each.kind for each in (await shared(world.database, ana)).kinds] == [Kind.EVENT]
    await unshare(world.database, ana, tea.id)
    assert await heard_by_ben(world, GARDEN) == []
    assert (await unshare_kind(world.database, ana, Kind.PREFERENCE)).places == 0


async def test_a_fact_taken_back_is_still_shared_by_its_kind_and_that_is_told(world: World) -> None:
    tea = await told(world, TEA)
    ana, garden = await world.viewer(ANA), await world.viewer(ANA, GARDEN)
    await share(world.database, ana, tea.id, GARDEN)
    await share_kind(world.database, garden, Kind.PREFERENCE)
    gone = await unshare(world.database, ana, tea.id)
    assert (gone.places, gone.still) == (1, True)
    assert await heard_by_ben(world, GARDEN) == ["Ana likes tea."]


async def test_nothing_delicate_nothing_of_others_and_nothing_said_elsewhere_goes_with_a_kind(world: World) -> None:
    await told(world, PILLS)
    await told(world, ("Ben likes gin", "Ben likes gin.", "preference"), about="Ben")
    await told(world, ("My cat Biscuit likes fish", "Biscuit likes fish.", "preference"), about="Biscuit")
    await told(world, JAZZ, CELLAR)
    garden = await world.viewer(ANA, GARDEN)
    assert await share_kind(world.database, garden, Kind.PREFERENCE, whole_space=True) == 0
    assert await world.current(ANA, GARDEN) == []
    for place in (GARDEN, BEN_DIRECT):
        for name in ("Ana", "Ben", "Biscuit"):
            assert await facts(world.database, await world.viewer(BEN, place), about=name) == ()


async def test_what_becomes_delicate_is_shared_by_no_kind_any_more(world: World) -> None:
    tea = await told(world, TEA)
    await share_kind(world.database, await world.viewer(ANA, GARDEN), Kind.PREFERENCE)
    await world.owner("UPDATE facts SET sensitivity = 'health' WHERE id = $1", tea.id)
    assert await heard_by_ben(world, GARDEN) == []


async def test_the_words_stay_in_direct_unless_the_fact_was_shared_by_itself(world: World) -> None:
    tea = await told(world, TEA)
    ana, garden, ben = await world.viewer(ANA), await world.viewer(ANA, GARDEN), await world.viewer(BEN, GARDEN)
    await share_kind(world.database, garden, Kind.PREFERENCE)

    database = world.database
    row = "SELECT quotes FROM recalled_facts($1, $2, $3)"
    for viewer in (garden, ben):
        (seen,) = await by_id(database, viewer, [tea.id])
        assert seen.sources == ()
        assert await database.fetchval(row, viewer.person, viewer.place.key, [tea.id]) == []
    assert await database.fetchval(row, ana.person, ana.place.key, [tea.id]) == [TEA[0]]
    assert [source.quote for source in (await by_id(database, ana, [tea.id]))[0].sources] == [TEA[0]]
    await share(database, ana, tea.id, GARDEN)
    assert await database.fetchval(row, ben.person, ben.place.key, [tea.id]) == [TEA[0]]


async def test_a_place_that_opens_later_hears_nothing_more(world: World) -> None:
    await told(world, TEA)
    await share_kind(world.database, await world.viewer(ANA, CELLAR), Kind.PREFERENCE)
    opened = replace(CELLAR, audience=Audience.PUBLIC)
    await world.say(ANA, "now everybody may come", opened)
    await world.learn()
    await told(world, JAZZ)
    assert await world.current(ANA, opened) == []
    assert await heard_by_ben(world, opened) == await heard_by_ben(world, BEN_DIRECT) == []
    await share_kind(world.database, await world.viewer(ANA, opened), Kind.PREFERENCE)
    assert await heard_by_ben(world, opened) == ["Ana likes tea.", "Ana loves jazz."]


async def test_who_leaves_shares_no_kind_there_any_more(world: World) -> None:
    await told(world, TEA)
    cellar, garden = await world.viewer(ANA, CELLAR), await world.viewer(ANA, GARDEN)
    await share_kind(world.database, cellar, Kind.PREFERENCE)
    await share_kind(world.database, garden, Kind.PREFERENCE, whole_space=True)
    assert await heard_by_ben(world, CELLAR) == ["Ana likes tea."]
    await world.memory.leave(cellar.person, CELLAR)
    kinds = (await shared(world.database, await world.viewer(ANA))).kinds
    assert [each.places for each in kinds] == [("club",)]
    await world.memory.leave(garden.person, GARDEN)
    assert await heard_by_ben(world, GARDEN) == await heard_by_ben(world, CELLAR) == []
    assert (await shared(world.database, await world.viewer(ANA))).kinds == ()


async def test_a_kind_is_shared_in_a_place_by_who_is_there(world: World) -> None:
    await told(world, TEA)
    ana = await world.viewer(ANA)
    nowhere = Place("no:where", "no", Audience.PUBLIC)
    for place in (ANA_DIRECT, BEN_DIRECT, CELLAR, nowhere):
        with pytest.raises(NotVisible):
            await share_kind(world.database, replace(ana, place=place), Kind.PREFERENCE)
    await world.viewer(BEN, GARDEN)
    with pytest.raises(NotVisible):
        await share_kind(world.database, replace(ana, place=GARDEN), Kind.PREFERENCE)


STRANGER = Account("console", "cem", "Cem")


async def test_a_stranger_of_the_space_hears_nothing(world: World) -> None:
    await told(world, TEA)
    await share_kind(world.database, await world.viewer(ANA, GARDEN), Kind.PREFERENCE, whole_space=True)
    alone = await world.viewer(STRANGER, Place("console:cem", None, Audience.DIRECT))
    assert await facts(world.database, alone, about="Ana") == ()

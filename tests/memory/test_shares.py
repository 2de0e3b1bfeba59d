"""What a person shares: as far as they said, no longer than they want, listed, and behind the walls."""

from dataclasses import replace
from typing import Any

import pytest

from memory.errors import NotVisible, PlaceUnknown
from memory.store.export import export
from memory.store.facts import by_id
from memory.store.shares import share, share_kind, shared, unshare
from memory.types import Audience, Kind, Place, Viewer
from tests.memory.learning_world import ANA, BEN, BEN_DIRECT, CELLAR, GARDEN, SHED, World
from tests.memory.sharing_world import OSLO, TEA, heard_by_ben, told


async def test_a_shared_fact_is_seen_as_far_as_it_was_shared(world: World) -> None:
    fact = await told(world, OSLO)
    ana, shed = await world.viewer(ANA), await world.viewer(ANA, SHED)
    garden = await world.viewer(ANA, GARDEN)
    await share(world.database, ana, fact.id, GARDEN)
    assert await by_id(world.database, garden, [fact.id])
    assert not await by_id(world.database, shed, [fact.id])
    await share(world.database, ana, fact.id, GARDEN, whole_space=True)
    assert await by_id(world.database, shed, [fact.id])
    assert await by_id(world.database, await world.viewer(BEN, SHED), [fact.id])


async def test_sharing_again_counts_for_the_place_as_it_is_now(world: World) -> None:
    fact = await told(world, OSLO)
    await world.say(ANA, "anybody here?", CELLAR)
    await share(world.database, await world.viewer(ANA), fact.id, CELLAR)
    opened = replace(CELLAR, audience=Audience.PUBLIC)
    await world.say(ANA, "now everybody may come", opened)
    assert not await by_id(world.database, await world.viewer(BEN, opened), [fact.id])
    await share(world.database, await world.viewer(ANA), fact.id, opened)
    assert await by_id(world.database, await world.viewer(BEN, opened), [fact.id])


async def test_only_the_speaker_shares_and_only_to_a_known_place(world: World) -> None:
    fact = await told(world, OSLO)
    with pytest.raises(NotVisible):
        await share(world.database, await world.viewer(BEN, BEN_DIRECT), fact.id, GARDEN)
    with pytest.raises(PlaceUnknown):
        await share(world.database, await world.viewer(ANA), fact.id, Place("no:where", "no", Audience.PUBLIC))


async def test_a_fact_is_taken_back_everywhere_and_by_its_speaker_only(world: World) -> None:
    fact = await told(world, OSLO)
    ana, ben = await world.viewer(ANA), await world.viewer(BEN, GARDEN)
    await world.viewer(ANA, CELLAR)
    for place in (GARDEN, CELLAR):
        await share(world.database, ana, fact.id, place)
    with pytest.raises(NotVisible):
        await unshare(world.database, ben, fact.id)
    gone = await unshare(world.database, await world.viewer(ANA, GARDEN), fact.id)
    assert (gone.places, gone.still) == (2, False)
    assert await heard_by_ben(world, GARDEN) == []
    assert await world.current(ANA, CELLAR) == []
    assert await world.current() == ["Ana lives in Oslo."]
    assert (await unshare(world.database, ana, fact.id)).places == 0
    with pytest.raises(NotVisible):  # it cannot be seen there any more
        await unshare(world.database, await world.viewer(ANA, GARDEN), fact.id)


async def test_what_is_shared_is_listed_in_direct_and_elsewhere_what_reaches_there(world: World) -> None:
    tea, oslo = await told(world, TEA), await told(world, OSLO)
    ana = await world.viewer(ANA)
    garden, cellar = await world.viewer(ANA, GARDEN), await world.viewer(ANA, CELLAR)
    await share_kind(world.database, garden, Kind.PREFERENCE, whole_space=True)
    await share_kind(world.database, cellar, Kind.PREFERENCE)
    await share_kind(world.database, cellar, Kind.EVENT)
    await share(world.database, ana, oslo.id, CELLAR)
    await share(world.database, ana, tea.id, GARDEN)

    async def listed(viewer: Viewer) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
        found = await shared(world.database, viewer)
        return (
            [(each.kind.value, each.places, each.facts) for each in found.kinds],
            [(each.fact.text, each.places) for each in found.facts],
        )

    assert await listed(ana) == (
        [("event", ("cellar",), 0), ("preference", ("cellar", "club"), 1)],
        [("Ana lives in Oslo.", ("cellar",)), ("Ana likes tea.", ("garden",))],
    )
    assert await listed(garden) == ([("preference", ("club",), 1)], [("Ana likes tea.", ("garden",))])
    assert await listed(await world.viewer(BEN, GARDEN)) == ([], [])


async def test_rules_are_exported_and_go_with_the_person(world: World) -> None:
    ana = await world.viewer(ANA)
    await share_kind(world.database, await world.viewer(ANA, CELLAR), Kind.PREFERENCE)
    await share_kind(world.database, await world.viewer(BEN, GARDEN), Kind.EVENT)
    out: dict[str, Any] = await export(world.database, ana)
    assert [(each["kind"], each["audience"]) for each in out["share_rules"]] == [("preference", "private")]
    await world.owner("DELETE FROM place_members WHERE person_id = $1", ana.person)
    await world.owner("DELETE FROM space_members WHERE person_id = $1", ana.person)
    assert [row["kind"] for row in await world.owner("SELECT kind FROM share_rules")] == ["event"]
    rule = "INSERT INTO share_rules (person_id, kind, scope, audience) VALUES ($1, 'fact', 'space:club', 'public')"
    await world.owner(rule, ana.person)
    for table, column in (("accounts", "person_id"), ("places", "person_id"), ("people", "id")):
        await world.owner(f"DELETE FROM {table} WHERE {column} = $1", ana.person)
    assert [row["kind"] for row in await world.owner("SELECT kind FROM share_rules")] == ["event"]


async def test_rules_stay_behind_the_second_wall(world: World) -> None:
    ana, ben = await world.viewer(ANA, GARDEN), await world.viewer(BEN, GARDEN)
    for viewer in (ana, ben):
        await share_kind(world.database, viewer, Kind.PREFERENCE)
    database = world.database
    assert await database.fetch("SELECT * FROM share_rules") == []
    assert await database.execute("UPDATE share_rules SET kind = 'fact'") == "UPDATE 0"
    assert await database.execute("DELETE FROM share_rules") == "DELETE 0"
    async with database.transaction(f"person:{ana.person}") as connection:
        assert [row["person_id"] for row in await connection.fetch("SELECT * FROM share_rules")] == [ana.person]
        assert await connection.execute("UPDATE share_rules SET kind = 'fact'") == "UPDATE 1"
        assert await connection.execute("DELETE FROM share_rules") == "DELETE 1"
    assert len(await world.owner("SELECT FROM share_rules")) == 1


async def test_nobody_writes_a_rule_for_somebody_else(world: World) -> None:
    ana, ben = await world.viewer(ANA, GARDEN), await world.viewer(BEN, GARDEN)
    write = "INSERT INTO share_rules (person_id, kind, scope, audience) VALUES ($1, 'fact', 'space:club', 'public')"
    for tenant in (None, f"person:{ben.person}"):
        with pytest.raises(Exception, match="row-level security"):
            async with world.database.transaction(tenant) as connection:
                await connection.execute(write, ana.person)
    assert await world.owner("SELECT FROM share_rules") == []

"""Tidying on a real database: what is merged, kept down to the message, asked about, and forgotten."""

import asyncio
from datetime import UTC, datetime

import pytest

from memory.consolidate import consolidate_next
from memory.outcomes import Consolidated
from memory.store import consolidation
from memory.store.database import Database
from memory.store.erasure import forget
from memory.types import Account, Audience, Place
from tests.memory.learning_world import (
    ANA,
    BEN,
    BEN_DIRECT,
    CELLAR,
    GARDEN,
    SHED,
    World,
    item,
)
from tests.memory.mortal import Gone, Mortal
from tests.memory.tidying_world import BERGEN, OSLO, quotes, tidied, told, until_waiting, waited


async def test_nothing_is_due_at_first_then_after_a_week_then_not_again(world: World) -> None:
    assert await consolidate_next(world.database) is None
    await told(world, ("I keep bees", "Ana keeps bees."))
    assert await consolidate_next(world.database) is None
    ana = await world.viewer(ANA)
    assert await tidied(world) == Consolidated(ana.person)
    assert await tidied(world) is None
    assert await world.owner("SELECT FROM consolidation_leases") == []


async def test_twenty_new_facts_do_not_wait(world: World) -> None:
    for number in range(20):
        await told(world, (f"I know song {number}", f"Ana knows song {number}."))
    assert await consolidate_next(world.database) is not None
    assert await consolidate_next(world.database) is None


async def test_a_duplicate_is_superseded_by_the_older_one_with_its_source(world: World) -> None:
    await told(world, ("I bought a kayak", "Ana bought a kayak."), ("I bought the kayak", "Ana bought the kayak."))
    assert len(await world.current()) == 2
    merged = await tidied(world)
    assert merged is not None and merged.merged == 1
    (kept,) = await world.facts()
    assert (kept.text, quotes(kept)) == ("Ana bought a kayak.", ["I bought a kayak", "I bought the kayak"])
    assert kept.confidence > 0.9
    history = await world.facts(history=True)
    assert [(fact.text, fact.superseded_by) for fact in history if fact.id != kept.id] == [
        ("Ana bought the kayak.", kept.id)
    ]


async def test_nobody_new_hears_of_it(world: World) -> None:
    await told(world, ("I bought a kayak", "Ana bought a kayak."), place=CELLAR)
    await told(world, ("I bought the kayak", "Ana bought the kayak."), place=GARDEN)
    await told(world, ("I bought an kayak", "Ana bought an kayak."), place=SHED)
    done = await tidied(world)
    assert done is not None and done.merged == 1
    (open_one,) = await world.facts(ANA, GARDEN)
    assert quotes(open_one) == ["I bought the kayak", "I bought an kayak"]
    assert len(await world.facts(ANA, CELLAR)) == 2


async def test_what_was_shared_stays_as_it_is(world: World) -> None:
    await told(world, ("I bought a kayak", "Ana bought a kayak."), ("I bought the kayak", "Ana bought the kayak."))
    await world.viewer(ANA, CELLAR)
    await world.memory.share(await world.viewer(ANA), (await world.facts())[0].id, CELLAR)
    assert await tidied(world) == Consolidated((await world.viewer(ANA)).person)
    assert len(await world.facts()) == 2


async def test_the_line_of_a_duplicate_is_not_replaced_by_what_else_the_other_line_said(world: World) -> None:
    await world.say(ANA, "I bought a kayak. My dog is called Rex")
    await world.learn(
        item(1, "I bought a kayak", "Ana bought a kayak."), item(1, "My dog is called Rex", "Ana's dog is called Rex.")
    )
    await told(world, ("I bought the kayak", "Ana bought the kayak."))
    await tidied(world)
    viewer = await world.viewer(ANA)
    (line,) = await world.owner("SELECT place_id, seq FROM utterances WHERE text = 'I bought the kayak'")
    brought = await world.database.fetch(
        "SELECT text FROM recalled_facts($1, $2, '{}', $3, $4)", viewer.person, viewer.place.key, [line[0]], [line[1]]
    )
    assert brought == []
    await told(world, ("I no longer have the kayak", "Ana no longer has the kayak."))
    await world.owner("""
        UPDATE facts SET superseded_at = now(), superseded_by = (SELECT max(id) FROM facts)
        WHERE text = 'Ana bought a kayak.'""")
    brought = await world.database.fetch(
        "SELECT text FROM recalled_facts($1, $2, '{}', $3, $4)", viewer.person, viewer.place.key, [line[0]], [line[1]]
    )
    assert [row["text"] for row in brought] == ["Ana no longer has the kayak."]


async def test_what_rested_on_a_duplicate_rests_on_the_kept_one(world: World) -> None:
    await told(
        world, ("I bought a kayak", "Ana bought a kayak."), ("I bought the kayak", "Ana bought the kayak."), OSLO
    )
    await world.owner("INSERT INTO fact_grounds SELECT tenant, max(id), max(id) - 1 FROM facts GROUP BY tenant")
    await tidied(world)
    (row,) = await world.owner("""
        SELECT count(*) AS kept, (SELECT count(*) FROM facts WHERE uncertain_since IS NOT NULL) AS shaken
        FROM fact_grounds g JOIN facts f ON f.id = g.ground_id WHERE f.superseded_at IS NULL""")
    assert tuple(row) == (1, 0)


async def test_as_of_shows_one_statement_once(world: World) -> None:
    await told(world, ("I bought a kayak", "Ana bought a kayak."), ("I bought the kayak", "Ana bought the kayak."))
    before = datetime.now(UTC)
    await tidied(world)
    now, viewer = datetime.now(UTC), await world.viewer(ANA)
    shown = await world.memory.facts_as_of(viewer, held=now, known=now)
    assert [fact.text for fact in shown] == ["Ana bought a kayak."]
    assert len(await world.memory.facts_as_of(viewer, held=before, known=before)) == 2


async def test_forgetting_one_of_two_lines_leaves_the_fact_with_the_other(world: World) -> None:
    await told(world, ("I bought a kayak", "Ana bought a kayak."), ("I bought the kayak", "Ana bought the kayak."))
    await tidied(world)
    (kept,) = await world.facts()
    await forget(world.database, await world.viewer(ANA), lines=[kept.sources[1].spot])
    (left,) = await world.facts(history=True)
    assert (left.id, quotes(left)) == (kept.id, ["I bought a kayak"])


async def test_two_workers_never_tidy_one_tenant_at_once(world: World) -> None:
    await told(world, ("I bought a kayak", "Ana bought a kayak."), ("I bought the kayak", "Ana bought the kayak."))
    await told(world, ("I keep bees", "Ben keeps bees."), who=BEN, place=BEN_DIRECT)
    await waited(world)
    done = await asyncio.gather(*(consolidate_next(world.database) for _ in range(4)))
    people = [each.person for each in done if each is not None]
    assert sorted(people) == sorted({(await world.viewer(ANA)).person, (await world.viewer(BEN, BEN_DIRECT)).person})


async def test_who_lost_the_lease_writes_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await told(world, ("I bought a kayak", "Ana bought a kayak."), ("I bought the kayak", "Ana bought the kayak."))
    await waited(world)
    real = consolidation.read

    async def slowly(database: Database, leased: consolidation.Leased) -> consolidation.Tidying:
        await world.owner("UPDATE consolidation_leases SET lease_until = now() + interval '1 hour'")
        return await real(database, leased)

    monkeypatch.setattr(consolidation, "read", slowly)
    done = await consolidate_next(world.database)
    assert done is not None and done.merged == 0
    assert len(await world.current()) == 2


async def test_what_is_forgotten_while_tidying_thinks_is_not_copied(world: World) -> None:
    await told(world, ("I bought a kayak", "Ana bought a kayak."), ("I bought the kayak", "Ana bought the kayak."))
    await waited(world)
    spot = (await world.facts())[0].sources[0].spot
    viewer = await world.viewer(ANA)
    async with world.database.transaction() as holding:
        await holding.execute("SELECT FROM places WHERE key = $1 FOR NO KEY UPDATE", viewer.place.key)
        forgetting = asyncio.create_task(forget(world.database, viewer, lines=[spot]))
        await until_waiting(world, 1)
        tidying = asyncio.create_task(consolidate_next(world.database))
        await until_waiting(world, 2)
    await asyncio.gather(forgetting, tidying)
    rows = await world.owner("SELECT quote FROM fact_sources")
    assert [row["quote"] for row in rows] == ["I bought a kayak"]
    assert await world.owner("SELECT FROM facts WHERE text LIKE '%the kayak%'") == []


async def test_dying_before_any_statement_loses_nothing_and_doubles_nothing(world: World) -> None:
    survived = False
    for steps in range(60):
        ana, place = Account("console", f"ana{steps}", "Ana"), Place(f"console:ana{steps}", None, Audience.DIRECT)
        lines = (
            ("I bought a kayak", "Ana bought a kayak."),
            ("I bought the kayak", "Ana bought the kayak."),
            OSLO,
            BERGEN,
        )
        await told(world, *lines, who=ana, place=place)
        await waited(world)
        try:
            survived = await consolidate_next(Mortal(world.database, steps)) is not None
        except Gone:
            await world.owner("UPDATE consolidation_leases SET lease_until = now()")
            await consolidate_next(world.database)
        texts = {fact.text: quotes(fact) for fact in await world.facts(ana, place)}
        assert texts == {
            "Ana bought a kayak.": ["I bought a kayak", "I bought the kayak"],
            "Ana lives in Oslo.": ["I live in Oslo"],
            "Ana lives in Bergen.": ["I live in Bergen"],
        }
        if survived:
            break
    assert survived and steps > 12
    assert len(await world.owner("SELECT FROM conflicts")) == steps + 1

"""What was believed at one time of how things are at another: both clocks, over a real database."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from memory.store.migrate import migrate, shipped
from memory.types import Fact
from tests.memory.learning_world import ANA, World, item, open_world
from tests.memory.test_migrate import connected, empty_dsn

__all__ = ["empty_dsn"]

LATER = datetime(2032, 6, 1, tzinfo=UTC)


@pytest.fixture
async def world(database_dsn: str) -> AsyncIterator[World]:
    async with open_world(database_dsn) as world:
        yield world


async def moment(world: World) -> datetime:
    """Now, by the clock that dates what is learned."""
    (row,) = await world.owner("SELECT clock_timestamp() AS now")
    at: datetime = row["now"]
    return at


async def then(world: World, held: datetime, known: datetime) -> tuple[Fact, ...]:
    return await world.memory.facts_as_of(await world.viewer(ANA), held=held, known=known)


def texts(facts: tuple[Fact, ...]) -> list[str]:
    return [fact.text for fact in facts]


async def oslo(world: World, until: str = "") -> datetime:
    quote = f"I live in Oslo until {until}" if until else "I live in Oslo"
    await world.say(ANA, quote)
    await world.learn(item(1, quote, "Ana lives in Oslo.") | ({"until": until} if until else {}))
    return await moment(world)


async def bergen(world: World, since: str) -> datetime:
    await world.say(ANA, f"I move, I live in Bergen from {since}")
    quote = f"I live in Bergen from {since}"
    await world.learn(item(1, quote, "Ana lives in Bergen.", relation="updates", known=1, since=since))
    return await moment(world)


async def test_an_end_that_was_announced_later_was_not_known_before(world: World) -> None:
    before = await oslo(world)
    after = await bergen(world, "2030-01-01")
    (shown,) = await then(world, LATER, before)
    assert (shown.text, shown.valid_until) == ("Ana lives in Oslo.", None), "nobody had told that it would end"
    assert texts(await then(world, LATER, after)) == ["Ana lives in Bergen."]
    soon = LATER.replace(year=2029)
    assert texts(await then(world, soon, before)) == texts(await then(world, soon, after)) == ["Ana lives in Oslo."]


async def test_an_end_that_was_told_at_first_was_known_all_along(world: World) -> None:
    before = await oslo(world, until="2031-01-01")
    assert texts(await then(world, LATER, before)) == []
    after = await bergen(world, "2026-05-08")
    assert texts(await then(world, LATER, after)) == ["Ana lives in Bergen."]
    assert texts(await then(world, LATER, before)) == [], "it was to be over by then in any case"


async def test_an_end_that_is_moved_twice_was_believed_where_it_lay_then(world: World) -> None:
    first = await oslo(world)
    second = await bergen(world, "2031-01-01")
    await world.say(ANA, "I already live in Paris from 2029-01-01")
    moved = item(1, "I already live in Paris from 2029-01-01", "Ana lives in Paris.", since="2029-01-01")
    await world.learn(moved | {"relation": "updates", "known": 1})
    third = await moment(world)
    held = datetime(2030, 6, 1, tzinfo=UTC)
    assert "Ana lives in Oslo." in texts(await then(world, held, first))
    assert "Ana lives in Oslo." in texts(await then(world, held, second))
    assert "Ana lives in Paris." in texts(await then(world, held, third))
    old = {fact.text: fact for fact in await then(world, held - timedelta(days=700), second)}["Ana lives in Oslo."]
    assert old.valid_until == datetime(2031, 1, 1, tzinfo=UTC), "as it was believed then"


async def test_a_beginning_that_was_told_later_was_not_known_before(world: World) -> None:
    before = await oslo(world)
    await world.say(ANA, "I live in Oslo since 2019")
    await world.learn(item(1, "I live in Oslo since 2019", "Ana lives in Oslo.", since="2019"))
    after = await moment(world)
    held, today = datetime(2020, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
    assert texts(await then(world, held, before)) == [], "nobody had told that she lived there by then"
    assert texts(await then(world, held, after)) == ["Ana lives in Oslo."]
    (old,), (new,) = await then(world, today, before), await then(world, today, after)
    assert (old.valid_from.year, new.valid_from) == (2026, datetime(2019, 1, 1, tzinfo=UTC))


async def test_a_plan_that_was_put_off_is_told_as_it_was_believed(world: World) -> None:
    await oslo(world)
    before = await bergen(world, "2030-01-01")
    after = await bergen(world, "2031-01-01")
    held = datetime(2030, 6, 1, tzinfo=UTC)
    assert texts(await then(world, held, before)) == ["Ana lives in Bergen."]
    assert texts(await then(world, held, after)) == ["Ana lives in Oslo."]


async def test_what_was_over_is_told_as_it_was_believed_after_its_end_was_moved(world: World) -> None:
    await world.say(ANA, "I live in Oslo since 2019")
    await world.learn(item(1, "I live in Oslo since 2019", "Ana lives in Oslo.", since="2019"))
    before = await bergen(world, "2025-01-01")
    after = await bergen(world, "2023-01-01")
    held = datetime(2024, 1, 1, tzinfo=UTC)
    assert texts(await then(world, held, before)) == ["Ana lives in Oslo."]
    assert texts(await then(world, held, after)) == ["Ana lives in Bergen."]


async def test_what_was_replaced_before_ends_were_kept_was_thought_to_go_on(empty_dsn: str) -> None:
    await migrate(empty_dsn, migrations={name: text for name, text in shipped().items() if name < "0044"})
    async with connected(empty_dsn) as connection:
        await connection.execute("""
            INSERT INTO facts (tenant, id, place_id, audience, speaker_id, subject_name, kind, text, valid_from,
                               valid_until, recorded_at, superseded_by, superseded_at, confidence, fingerprint)
            SELECT 'space:s', id, 1, 'public', 1, 'x', 'fact', 'x', '2026-01-01', until::timestamptz,
                   recorded::timestamptz, successor, replaced::timestamptz, 1, said
            FROM (VALUES (1, '2027-01-01', '2026-01-01', 9, NULL, 'is to end'),
                         (2, '2026-02-01', '2026-01-01', 9, '2026-03-01Z', 'ended'),
                         (3, NULL, '2026-01-01', 9, '2026-03-01Z', 'told more exactly'),
                         (4, '2026-02-01', '2026-01-01', 9, '2026-03-01Z', 'the last'),
                         (5, '2026-02-01', '2026-01-01', NULL, NULL, 'had an end from the first'),
                         (9, NULL, '2026-03-01Z', NULL, NULL, 'the last')
            ) f(id, until, recorded, successor, replaced, said)""")
        await migrate(empty_dsn)
        rows = await connection.fetch("SELECT fact_id, known_until, valid_until FROM fact_ends ORDER BY fact_id")
    march = datetime(2026, 3, 1, tzinfo=UTC)
    assert [tuple(row) for row in rows] == [(1, march, None), (2, march, None)]

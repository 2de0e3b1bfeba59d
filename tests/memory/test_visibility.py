"""The audience rule, three times over: the database, the oracle, and a table written by hand from the design."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from memory.store.database import open_database
from memory.visibility import Origin, may_use
from tests.memory.visible_world import (
    ANNA,
    BO,
    CHANGED,
    CY,
    EVERYBODY_IN,
    IN_THREADS,
    ORIGINS,
    PLACES,
    PRIVATE,
    STRANGER,
    WORLDS,
    World,
    build,
    line_rows,
    owner,
    readers,
    settle,
    visible_facts,
    visible_lines,
)


async def test_the_database_and_the_oracle_agree_on_every_case(database_dsn: str) -> None:
    cases = 0
    async with owner(database_dsn) as connection, open_database(database_dsn) as database:
        await build(connection)
        for world in WORLDS:
            await settle(connection, world)
            for person, place in readers():
                allowed = [may_use(origin, world.asker(person), PLACES.get(place)) for origin in ORIGINS]
                facts = await visible_facts(database, person, place)
                assert sorted(facts) == [
                    3 * number + by for number, yes in enumerate(allowed) if yes for by in range(3)
                ], (world, person, place)
                lines = {number for number, yes in enumerate(allowed) if yes and not ORIGINS[number].grants}
                assert await visible_lines(database, person, place) == lines, (world, person, place)
                cases += len(ORIGINS) * 3 + sum(1 for _ in line_rows())
    assert cases > 400_000


# The table of the design, by hand: said in (rows) may be used when read at (columns).
# hall, yard: public of space s. closed, other: private in s. th: public of t. Direct with: Anna (s; closed, other,
# group), Bo (s; closed, group), Cy (t; group). Sensitive things: only the direct columns stay. A name with # is a
# thread of the channel before it: whoever reads one of the two reads the other.
COLUMNS = "hall yard closed other th tc group d:anna d:bo d:cy closed#1 closed#2 d:anna#1"


TABLE = """
s:hall     yes yes yes yes no  no  no  yes yes no  yes yes yes
s:yard     yes yes yes yes no  no  no  yes yes no  yes yes yes
s:closed   no  no  yes no  no  no  no  yes yes no  yes yes yes
s:other    no  no  no  yes no  no  no  yes no  no  no  no  yes
t:hall     no  no  no  no  yes yes no  no  no  yes no  no  no
t:closed   no  no  no  no  no  yes no  no  no  yes no  no  no
group      no  no  no  no  no  no  yes yes yes yes no  no  yes
d:anna     no  no  no  no  no  no  no  yes no  no  no  no  yes
d:anna2    no  no  no  no  no  no  no  no  no  no  no  no  no
d:bo       no  no  no  no  no  no  no  no  yes no  no  no  no
d:cy       no  no  no  no  no  no  no  no  no  yes no  no  no
s:hall#1   yes yes yes yes no  no  no  yes yes no  yes yes yes
s:closed#1 no  no  yes no  no  no  no  yes yes no  yes yes yes
s:closed#2 no  no  yes no  no  no  no  yes yes no  yes yes yes
group#1    no  no  no  no  no  no  yes yes yes yes no  no  yes
d:anna#1   no  no  no  no  no  no  no  yes no  no  no  no  yes
"""


READ_AT = {  # column: the place, and somebody who may ask there
    "hall": ("s:hall", BO),
    "yard": ("s:yard", BO),
    "closed": ("s:closed", BO),
    "other": ("s:other", ANNA),
    "th": ("t:hall", CY),
    "tc": ("t:closed", CY),
    "group": ("group", CY),
    "d:anna": ("d:anna", ANNA),
    "d:bo": ("d:bo", BO),
    "d:cy": ("d:cy", CY),
    "closed#1": ("s:closed#1", BO),
    "closed#2": ("s:closed#2", ANNA),
    "d:anna#1": ("d:anna#1", ANNA),
}


def expected() -> Iterator[tuple[str, str, bool, bool]]:
    columns = COLUMNS.split()
    for row in TABLE.strip().splitlines():
        said_in, *cells = row.split()
        for column, cell in zip(columns, cells, strict=True):
            for sensitive in (False, True):
                yield said_in, column, sensitive, cell == "yes" and (not sensitive or column.startswith("d:"))


async def test_the_database_agrees_with_the_table_written_by_hand(database_dsn: str) -> None:
    plain = {
        (origin.place.key, origin.sensitive): 3 * number
        for number, origin in enumerate(ORIGINS)
        if not origin.grants and origin.place.key not in CHANGED
    }
    async with owner(database_dsn) as connection, open_database(database_dsn) as database:
        await build(connection)
        await settle(connection, World(EVERYBODY_IN, across=False))
        seen = {column: await visible_facts(database, person, key) for column, (key, person) in READ_AT.items()}
    for said_in, column, sensitive, may in expected():
        assert (plain[said_in, sensitive] in seen[column]) is may, (said_in, column, sensitive)


@pytest.mark.parametrize(("said_in", "column", "sensitive", "may"), list(expected()))
def test_the_oracle_agrees_with_the_table_written_by_hand(
    said_in: str, column: str, sensitive: bool, may: bool
) -> None:
    key, person = READ_AT[column]
    place = PLACES[said_in]
    asker = World(EVERYBODY_IN, across=False).asker(person)
    assert may_use(Origin(place, place.audience, sensitive), asker, PLACES[key]) is may


async def test_what_was_said_behind_closed_doors_stays_with_those_who_were_inside(database_dsn: str) -> None:
    said = Origin(PLACES["s:opened"], PRIVATE, sensitive=False)
    number = 3 * ORIGINS.index(said)
    async with owner(database_dsn) as connection, open_database(database_dsn) as database:
        await build(connection)
        await settle(connection, World(EVERYBODY_IN, across=False, early=frozenset({11})))
        assert number in await visible_facts(database, ANNA, "d:anna")
        assert number not in await visible_facts(database, BO, "d:bo"), "he came when everybody could"
        assert number not in await visible_facts(database, ANNA, "s:opened"), "everybody reads there now"


async def test_nothing_of_a_space_that_put_the_bot_out_is_used(database_dsn: str) -> None:
    left = {account: tuple(key for key in keys if PLACES[key].space != "s") for account, keys in IN_THREADS.items()}
    places = {key: replace(place, shut=place.space == "s") for key, place in PLACES.items()}
    async with owner(database_dsn) as connection, open_database(database_dsn) as database:
        await build(connection)
        await connection.execute("INSERT INTO erasures (space, due_at) VALUES ('s', now() + interval '1 day')")
        for across in (False, True):
            world = World(left, across=across)
            await settle(connection, world)
            for person, place in readers():
                asker = world.asker(person)
                may = [number for number, said in enumerate(ORIGINS) if may_use(said, asker, places.get(place))]
                facts = {number // 3 for number in await visible_facts(database, person, place)}
                assert sorted(facts) == may, (across, person, place)
                assert not may or places[place].space != "s"


async def test_it_fails_closed(database_dsn: str) -> None:
    async with owner(database_dsn) as connection, open_database(database_dsn) as database:
        await build(connection)
        await settle(connection, World(EVERYBODY_IN, across=True))
        for person, place in ((ANNA, "nowhere"), (ANNA, "d:bo"), (STRANGER, "s:closed"), (ANNA, "")):
            assert await visible_facts(database, person, place) == []
            assert await visible_lines(database, person, place) == set()
        assert await database.fetch("SELECT * FROM visible_facts(NULL, 'd:anna')") == []
        assert await database.fetch("SELECT * FROM visible_facts(1, NULL)") == []
        nothing_known = (
            "may_use(NULL, 'space:s', 1, false, reader_of(2, 's:closed'))",
            "may_use('public', NULL, NULL, false, reader_of(2, 's:closed'))",
            "may_use('public', 'space:s', 1, NULL, reader_of(2, 's:closed'))",
            "may_use('public', 'space:s', 1, false, NULL)",
            "may_use('public', 'space:s', 1, false, ROW(2, 1, NULL, NULL, NULL, NULL, NULL)::reader)",
        )
        for case in nothing_known:
            assert await database.fetchval(f"SELECT {case} IS TRUE") is False, case

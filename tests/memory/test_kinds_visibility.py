"""The audience rule where people share by kind: the database, the oracle, and a table written by hand."""

import pytest

from memory.store.database import open_database
from memory.types import Kind, PersonId
from memory.visibility import Origin, Rule, may_use
from tests.memory.kind_world import FIRST, RULES, TOLD, quoted_facts, rule, tell
from tests.memory.visible_world import (
    ANNA,
    BO,
    CY,
    DIRECT,
    EVERYBODY_IN,
    PLACES,
    WORLDS,
    World,
    build,
    owner,
    readers,
    settle,
    visible_facts,
    visible_lines,
)


async def test_the_database_and_the_oracle_agree_on_every_rule(database_dsn: str) -> None:
    cases = 0
    async with owner(database_dsn) as connection, open_database(database_dsn) as database:
        await build(connection)
        await connection.execute("DELETE FROM facts")
        await tell(connection)
        for world in WORLDS[::7]:
            await settle(connection, world)
            allowed = {reader: may_see(world, *reader) for reader in readers()}
            for rules in RULES:
                await rule(connection, rules)
                for (person, place), words in allowed.items():
                    may = may_see(world, person, place, rules) if rules else words
                    assert sorted(await visible_facts(database, person, place)) == may, (world, rules, person, place)
                    assert await quoted_facts(database, person, place) == words, (world, rules, person, place)
                    cases += 2 * len(TOLD)
    assert cases > 4_000_000


def may_see(world: World, person: PersonId, place: str, rules: tuple[Rule, ...] = ()) -> list[int]:
    asker, at = world.asker(person), PLACES.get(place)
    return [number for number, told in enumerate(TOLD, FIRST) if may_use(told, asker, at, rules)]


# Anna shares her preferences as the row says: they may be used where the column says. Bo is in s and the group, Cy in t
# and the group; c is a closed place of s that both Anna and Bo are in, o one that only Anna is in.
COLUMNS = "hall yard c o th group d:anna d:anna2 d:bo d:cy"
TABLE = """
nobody  no  no  no  no  no  no  yes no  no  no
space   yes yes yes yes no  no  yes no  yes no
hall    yes no  no  no  no  no  yes no  no  no
c       no  no  yes no  no  no  yes no  yes no
group   no  no  no  no  no  yes yes no  yes yes
"""
READ_AT = {
    "hall": ("s:hall", CY),
    "yard": ("s:yard", BO),
    "c": ("s:closed", BO),
    "o": ("s:other", ANNA),
    "th": ("t:hall", CY),
    "group": ("group", CY),
    "d:anna": ("d:anna", ANNA),
    "d:anna2": ("d:anna2", ANNA),
    "d:bo": ("d:bo", BO),
    "d:cy": ("d:cy", CY),
}
SHARED_WITH = {
    "nobody": (),
    "space": RULES[1],
    "c": RULES[3],
    "hall": RULES[4],
    "group": RULES[6],
}
CASES = [
    (row.split()[0], column, cell == "yes")
    for row in TABLE.strip().splitlines()
    for column, cell in zip(COLUMNS.split(), row.split()[1:], strict=True)
]
PREFERENCE = Origin(PLACES["d:anna"], DIRECT, sensitive=False, speaker=ANNA, subject=ANNA, kind=Kind.PREFERENCE)


@pytest.mark.parametrize(("shared", "column", "may"), CASES)
def test_the_oracle_agrees_with_the_table_written_by_hand(shared: str, column: str, may: bool) -> None:
    key, person = READ_AT[column]
    asker = World(EVERYBODY_IN, across=False).asker(person)
    assert may_use(PREFERENCE, asker, PLACES[key], SHARED_WITH[shared]) is may


async def test_the_database_agrees_with_the_table_written_by_hand(database_dsn: str) -> None:
    number = FIRST + TOLD.index(PREFERENCE)
    seen: dict[tuple[str, str], bool] = {}
    async with owner(database_dsn) as connection, open_database(database_dsn) as database:
        await build(connection)
        await tell(connection)
        await settle(connection, World(EVERYBODY_IN, across=False))
        for shared, rules in SHARED_WITH.items():
            await rule(connection, rules)
            for column, (key, person) in READ_AT.items():
                seen[shared, column] = number in await visible_facts(database, person, key)
    assert seen == {(shared, column): may for shared, column, may in CASES}


async def test_a_rule_shares_no_line(database_dsn: str) -> None:
    everything = tuple(Rule(ANNA, kind, each.grant) for kind in Kind for each in RULES[1])
    async with owner(database_dsn) as connection, open_database(database_dsn) as database:
        await build(connection)
        await settle(connection, World(EVERYBODY_IN, across=False))
        before = [await visible_lines(database, *reader) for reader in readers()]
        await rule(connection, everything)
        assert [await visible_lines(database, *reader) for reader in readers()] == before

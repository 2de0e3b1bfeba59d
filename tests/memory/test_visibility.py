"""The audience rule, three times over: the database, the oracle, and a table written by hand from the design."""

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product

import asyncpg
import pytest

from memory.store.database import Database, open_database
from memory.types import Audience, PersonId
from memory.visibility import Asker, Grant, Origin, Presence, Standing, may_use

NOW = datetime(2026, 3, 1, tzinfo=UTC)
DIRECT, PRIVATE, PUBLIC = Audience.DIRECT, Audience.PRIVATE, Audience.PUBLIC
ANNA, BO, CY, STRANGER = PersonId(1), PersonId(2), PersonId(3), PersonId(99)

# Two spaces; Anna has an account in each, linked. Bo is in the first only, Cy in the second only.
PLACES = {
    place.key: place
    for place in (
        Standing("s:hall", "s", PUBLIC),
        Standing("s:yard", "s", PUBLIC),
        Standing("s:closed", "s", PRIVATE),
        Standing("s:other", "s", PRIVATE),
        Standing("s:opened", "s", PUBLIC),  # was private
        Standing("s:shut", "s", PRIVATE),  # was public
        Standing("t:hall", "t", PUBLIC),
        Standing("t:closed", "t", PRIVATE),
        Standing("group", None, PRIVATE),
        Standing("d:anna", None, DIRECT, ANNA),
        Standing("d:anna2", None, DIRECT, ANNA),
        Standing("d:bo", None, DIRECT, BO),
        Standing("d:cy", None, DIRECT, CY),
    )
}
NUMBERS = {key: number for number, key in enumerate(PLACES, 1)}
OWNERS = {11: ANNA, 12: ANNA, 21: BO, 31: CY}
CHANGED = {"s:opened": (PRIVATE, PUBLIC), "s:shut": (PUBLIC, PRIVATE)}

EVERYBODY_IN = {
    11: ("s:hall", "s:closed", "s:other", "s:opened", "s:shut", "group", "d:anna"),
    12: ("t:hall", "t:closed", "d:anna2"),
    21: ("s:hall", "s:yard", "s:closed", "s:opened", "group", "d:bo"),
    31: ("t:hall", "t:closed", "group", "d:cy"),
}


@dataclass(frozen=True, slots=True)
class World:
    """Who is where; spaces follow from places, as they do in `enter_place`."""

    members: dict[int, tuple[str, ...]]
    across: bool
    early: frozenset[int] = frozenset()  # the accounts that came to s:opened while it was closed

    def asker(self, person: PersonId) -> Asker:
        accounts = [number for number, owner in OWNERS.items() if owner == person]
        return Asker(person, tuple(self._presence(number) for number in accounts), self.across)

    def _presence(self, account: int) -> Presence:
        places = self.members[account]
        spaces = {space for key in places if (space := PLACES[key].space)}
        closed = frozenset({"s:opened"} & set(places)) if account in self.early else frozenset()
        return Presence(account, frozenset(places), frozenset(spaces), closed)


def without(account: int, *left: str) -> dict[int, tuple[str, ...]]:
    return EVERYBODY_IN | {account: tuple(key for key in EVERYBODY_IN[account] if key not in left)}


WORLDS = [
    World(members, across, frozenset(early))
    for members, across, early in product(
        (
            EVERYBODY_IN,
            without(11, "s:closed", "s:shut"),
            without(11, "s:hall", "s:closed", "s:other", "s:opened", "s:shut"),  # left the space altogether
            without(21, "s:closed", "group", "s:opened"),
            without(12, "t:closed"),
        ),
        (False, True),
        ((), (11,), (11, 21)),
    )
]

GRANTS: tuple[tuple[Grant, ...], ...] = (
    (),
    (Grant("s", None, PUBLIC),),
    (Grant("t", None, PUBLIC),),
    (Grant(None, PLACES["s:closed"], PRIVATE),),
    (Grant(None, PLACES["s:hall"], PUBLIC),),
    (Grant(None, PLACES["s:opened"], PRIVATE),),  # shared while it was closed
    (Grant(None, PLACES["group"], PRIVATE),),
    (Grant(None, PLACES["d:bo"], DIRECT),),
    (Grant("s", None, PUBLIC), Grant(None, PLACES["s:closed"], PRIVATE)),  # twice within reach: still one fact
)


def origins() -> Iterator[Origin]:
    for place in PLACES.values():
        for audience in CHANGED.get(place.key, (place.audience,)):
            for sensitive, grants in product((False, True), GRANTS):
                yield Origin(place, audience, sensitive, grants)


ORIGINS = list(origins())


def tenant(place: Standing) -> str:
    if place.person is not None:
        return f"person:{place.person}"
    return f"place:{NUMBERS[place.key]}" if place.space is None else f"space:{place.space}"


@asynccontextmanager
async def owner(dsn: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(dsn)
    try:
        yield connection
    finally:
        await connection.close()


def fact_rows() -> Iterator[tuple[object, ...]]:
    """Every origin said by each of the three: 3 n is Anna's, 3 n + 1 Bo's, 3 n + 2 Cy's."""
    for number, origin in enumerate(ORIGINS):
        for by, speaker in enumerate((ANNA, BO, CY)):
            identity = 3 * number + by
            sensitivity = "health" if origin.sensitive else "none"
            yield (tenant(origin.place), identity, NUMBERS[origin.place.key], origin.audience.value, speaker, "x",
                   "fact", "x", NOW, 0.5, sensitivity, str(identity))  # fmt: skip


def grant_rows() -> Iterator[tuple[object, ...]]:
    for number, origin in enumerate(ORIGINS):
        for by, grant in product(range(3), origin.grants):
            scope = f"space:{grant.space}" if grant.place is None else f"place:{NUMBERS[grant.place.key]}"
            yield scope, tenant(origin.place), 3 * number + by, grant.audience.value


def line_rows() -> Iterator[tuple[object, ...]]:
    """An utterance for every origin that nobody shared; its seq is the origin's number."""
    for number, origin in enumerate(ORIGINS):
        if not origin.grants:
            yield (tenant(origin.place), NUMBERS[origin.place.key], number, str(number), ANNA, origin.audience.value,
                   "x", NOW, origin.sensitive)  # fmt: skip


async def build(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    await connection.execute("INSERT INTO people (name) VALUES ('Anna'), ('Bo'), ('Cy')")
    await connection.execute("ALTER TABLE accounts ALTER COLUMN id SET GENERATED BY DEFAULT")
    await connection.executemany(
        "INSERT INTO accounts (id, platform, handle, person_id) VALUES ($1, 'p', $2, $3)",
        [(account, str(account), person) for account, person in OWNERS.items()],
    )
    await connection.executemany(
        "INSERT INTO places (key, space, audience, person_id, tenant) VALUES ($1, $2, $3, $4, $5)",
        [(each.key, each.space, each.audience.value, each.person, tenant(each)) for each in PLACES.values()],
    )
    await connection.executemany(
        "INSERT INTO facts (tenant, id, place_id, audience, speaker_id, subject_name, kind, text, valid_from,"
        " confidence, sensitivity, fingerprint) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        fact_rows(),
    )
    await connection.executemany(
        "INSERT INTO fact_shares (scope, fact_tenant, fact_id, audience) VALUES ($1, $2, $3, $4)", grant_rows()
    )
    await connection.executemany(
        "INSERT INTO utterances (tenant, place_id, seq, external_id, speaker_id, audience, text, said_at, sensitive)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        line_rows(),
    )


async def settle(connection: "asyncpg.Connection[asyncpg.Record]", world: World) -> None:
    await connection.execute("TRUNCATE place_members, space_members")
    await connection.execute("UPDATE people SET share_across = $1", world.across)
    stands = [
        (NUMBERS[key], OWNERS[account], account, _came(key, early=account in world.early))
        for account, keys in world.members.items()
        for key in keys
    ]
    await connection.executemany("INSERT INTO place_members VALUES ($1, $2, $3, $4)", stands)
    spaces = {(PLACES[key].space, OWNERS[account], account) for account, keys in world.members.items() for key in keys}
    await connection.executemany(
        "INSERT INTO space_members VALUES ($1, $2, $3)", [each for each in spaces if each[0] is not None]
    )


def _came(key: str, *, early: bool) -> str:
    audience = PRIVATE if early and key == "s:opened" else PUBLIC if key == "s:shut" else PLACES[key].audience
    return audience.value


def readers() -> Iterable[tuple[PersonId, str]]:
    return product((ANNA, BO, CY, STRANGER), (*PLACES, "nowhere"))


async def visible_facts(database: Database, person: PersonId, place: str) -> list[int]:
    return [row["id"] for row in await database.fetch("SELECT id FROM visible_facts($1, $2)", person, place)]


async def visible_lines(database: Database, person: PersonId, place: str) -> set[int]:
    asked = [(row[1], row[2]) for row in line_rows()]
    statement = "SELECT seq FROM visible_lines($1, $2, $3, $4, 0)"
    rows = await database.fetch(statement, person, place, [each[0] for each in asked], [each[1] for each in asked])
    return {row["seq"] for row in rows}


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
# group), Bo (s; closed, group), Cy (t; group). Sensitive things: only the direct columns stay.
COLUMNS = "hall yard closed other th tc group d:anna d:bo d:cy"
TABLE = """
s:hall     yes  yes  yes    yes   no no no    yes    yes  no
s:yard     yes  yes  yes    yes   no no no    yes    yes  no
s:closed   no   no   yes    no    no no no    yes    yes  no
s:other    no   no   no     yes   no no no    yes    no   no
t:hall     no   no   no     no    yes yes no  no     no   yes
t:closed   no   no   no     no    no yes no   no     no   yes
group      no   no   no     no    no no yes   yes    yes  yes
d:anna     no   no   no     no    no no no    yes    no   no
d:anna2    no   no   no     no    no no no    no     no   no
d:bo       no   no   no     no    no no no    no     yes  no
d:cy       no   no   no     no    no no no    no     no   yes
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

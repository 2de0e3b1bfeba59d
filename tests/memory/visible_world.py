"""An exhaustive small world: two spaces, four people, every kind of place, and all that could be said in it."""

from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product

import asyncpg

from memory.store.database import Database
from memory.types import Audience, PersonId
from memory.visibility import Asker, Grant, Origin, Presence, Standing

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
        # Threads: s:lone is a channel that was never met itself.
        Standing("s:hall#1", "s", PUBLIC, room="s:hall"),
        Standing("s:closed#1", "s", PRIVATE, room="s:closed"),
        Standing("s:closed#2", "s", PRIVATE, room="s:closed"),
        Standing("s:opened#1", "s", PUBLIC, room="s:opened"),
        Standing("s:lone#1", "s", PRIVATE, room="s:lone"),
        Standing("s:lone#2", "s", PRIVATE, room="s:lone"),
        Standing("group#1", None, PRIVATE, room="group"),
        Standing("d:anna#1", None, DIRECT, ANNA, room="d:anna"),
    )
}


NUMBERS = {key: number for number, key in enumerate(PLACES, 1)}


OWNERS = {11: ANNA, 12: ANNA, 21: BO, 31: CY}


CHANGED = {"s:opened": (PRIVATE, PUBLIC), "s:opened#1": (PRIVATE, PUBLIC), "s:shut": (PUBLIC, PRIVATE)}


EVERYBODY_IN = {
    11: ("s:hall", "s:closed", "s:other", "s:opened", "s:shut", "group", "d:anna"),
    12: ("t:hall", "t:closed", "d:anna2"),
    21: ("s:hall", "s:yard", "s:closed", "s:opened", "group", "d:bo"),
    31: ("t:hall", "t:closed", "group", "d:cy"),
}

IN_THREADS = {  # the same people, met in threads only
    11: ("s:hall#1", "s:closed#1", "s:other", "s:opened#1", "s:shut", "s:lone#1", "group#1", "d:anna#1"),
    12: ("t:hall", "t:closed", "d:anna2"),
    21: ("s:hall", "s:closed#2", "s:opened#1", "group", "d:bo"),
    31: ("t:hall", "t:closed", "group#1", "d:cy"),
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
        around = frozenset(PLACES[key].around for key in places)
        closed = frozenset({"s:opened"} & around) if account in self.early else frozenset()
        return Presence(account, around, frozenset(spaces), closed)


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
            IN_THREADS,
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
    (Grant(None, PLACES["s:closed#1"], PRIVATE),),
    (Grant(None, PLACES["s:hall#1"], PUBLIC), Grant(None, PLACES["s:opened#1"], PRIVATE)),
)
IN_A_THREAD = (GRANTS[0], GRANTS[3], GRANTS[9])  # what is said there is shared no further than elsewhere


def origins() -> Iterator[Origin]:
    for place in PLACES.values():
        for audience in CHANGED.get(place.key, (place.audience,)):
            for sensitive, grants in product((False, True), GRANTS if place.room is None else IN_A_THREAD):
                yield Origin(place, audience, sensitive, grants)


ORIGINS = list(origins())


def tenant(place: Standing) -> str:
    if place.person is not None:
        return f"person:{place.person}"
    return f"place:{NUMBERS[place.key]}" if place.space is None else f"space:{place.space}"


def scope(grant: Grant) -> str:
    return f"space:{grant.space}" if grant.place is None else f"place:{NUMBERS[grant.place.key]}"


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
            yield scope(grant), tenant(origin.place), 3 * number + by, grant.audience.value


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
        "INSERT INTO places (key, space, audience, person_id, tenant, room) VALUES ($1, $2, $3, $4, $5, $6)",
        [(each.key, each.space, each.audience.value, each.person, tenant(each), each.room) for each in PLACES.values()],
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
    audience = (
        PRIVATE if early and PLACES[key].around == "s:opened" else PUBLIC if key == "s:shut" else PLACES[key].audience
    )
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

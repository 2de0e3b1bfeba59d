"""What could be told by whom, about whom and of which kind, and the rules by which people could share it."""

from collections.abc import Iterator, Sequence
from itertools import product

import asyncpg

from memory.store.database import Database
from memory.types import Kind, PersonId
from memory.visibility import Grant, Origin, Rule
from tests.memory.visible_world import (
    ANNA,
    BO,
    CHANGED,
    CY,
    DIRECT,
    NOW,
    NUMBERS,
    PLACES,
    PRIVATE,
    PUBLIC,
    scope,
    tenant,
)

FIRST = 100_000  # ids before it are those of the other world

WHERE = ("d:anna", "d:anna2", "d:bo", "s:closed", "s:opened", "s:hall", "d:anna#1")
SPACE, OTHER_SPACE = Grant("s", None, PUBLIC), Grant("t", None, PUBLIC)
CLOSED, HALL = Grant(None, PLACES["s:closed"], PRIVATE), Grant(None, PLACES["s:hall"], PUBLIC)
OPENED, GROUP = Grant(None, PLACES["s:opened"], PRIVATE), Grant(None, PLACES["group"], PRIVATE)
NOWHERE = Grant(None, PLACES["d:bo"], DIRECT)  # such a rule cannot be made; if there were one, it would not count


def _told() -> Iterator[Origin]:
    shares: tuple[tuple[Grant, ...], ...] = ((), (SPACE,), (OPENED,))
    people: tuple[PersonId | None, ...] = (ANNA, BO, None)
    for key, sensitive, grants, speaker in product(WHERE, (False, True), shares, (ANNA, BO, CY)):
        for audience in CHANGED.get(key, (PLACES[key].audience,)):
            for subject, kind in product(people, (Kind.FACT, Kind.PREFERENCE)):
                yield Origin(PLACES[key], audience, sensitive, grants, speaker, subject, kind)


TOLD = list(_told())


def _preferences(person: PersonId, *grants: Grant) -> tuple[Rule, ...]:
    return tuple(Rule(person, Kind.PREFERENCE, grant) for grant in grants)


RULES: tuple[tuple[Rule, ...], ...] = (
    (),
    *(_preferences(ANNA, grant) for grant in (SPACE, OTHER_SPACE, CLOSED, HALL, OPENED, GROUP, NOWHERE)),
    _preferences(ANNA, SPACE, CLOSED, HALL),  # more than once within reach: still one fact
    (*_preferences(BO, CLOSED), *_preferences(ANNA, GROUP), Rule(ANNA, Kind.FACT, HALL)),
)


async def tell(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Writes all that was told, each with one quote."""
    rows = [
        (tenant(each.place), number, NUMBERS[each.place.key], each.audience.value, each.speaker, each.subject, "x",
         each.kind.value, "x", NOW, 0.5, "health" if each.sensitive else "none", str(number))
        for number, each in enumerate(TOLD, FIRST)
    ]  # fmt: skip
    await connection.executemany(
        "INSERT INTO facts (tenant, id, place_id, audience, speaker_id, subject_id, subject_name, kind, text,"
        " valid_from, confidence, sensitivity, fingerprint)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        rows,
    )
    await connection.executemany(
        "INSERT INTO fact_shares (scope, fact_tenant, fact_id, audience) VALUES ($1, $2, $3, $4)",
        [
            (scope(grant), tenant(each.place), number, grant.audience.value)
            for number, each in enumerate(TOLD, FIRST)
            for grant in each.grants
        ],
    )
    await connection.execute(
        "INSERT INTO fact_sources SELECT tenant, id, place_id, id, 'x', valid_from FROM facts WHERE id >= $1", FIRST
    )


async def rule(connection: "asyncpg.Connection[asyncpg.Record]", rules: Sequence[Rule]) -> None:
    """Makes these the only rules."""
    await connection.execute("TRUNCATE share_rules")
    await connection.executemany(
        "INSERT INTO share_rules (person_id, kind, scope, audience) VALUES ($1, $2, $3, $4)",
        [(each.person, each.kind.value, scope(each.grant), each.grant.audience.value) for each in rules],
    )


async def quoted_facts(database: Database, person: PersonId, place: str) -> list[int]:
    """The facts whose words may be told there."""
    every = list(range(FIRST, FIRST + len(TOLD)))
    rows = await database.fetch("SELECT fact_id FROM visible_sources($1, $2, $3)", person, place, every)
    return sorted(row["fact_id"] for row in rows)

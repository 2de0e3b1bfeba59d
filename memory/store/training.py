"""What people allow to be given out as training data; each statement looks itself whether they do."""

from memory.preference import Exchange
from memory.store.database import Database
from memory.types import PersonId, PlaceId, Spot, TurnId

PEOPLE = "SELECT people_for_training() AS id"
EXCHANGES = "SELECT * FROM exchanges_for_training($1)"
NAMES = "SELECT names_for_training($1) AS name"


async def people(database: Database) -> tuple[PersonId, ...]:
    """Who allows it."""
    return tuple(PersonId(row["id"]) for row in await database.fetch(PEOPLE))


async def exchanges(database: Database, person: PersonId) -> tuple[Exchange, ...]:
    """What they said to us and we answered, by place and in order; nothing of who does not allow it."""
    rows = await database.fetch(EXCHANGES, person)
    return tuple(
        Exchange(
            TurnId(row["turn_id"]),
            Spot(PlaceId(row["place_id"]), row["asked_seq"]),
            row["asked"],
            row["answer"],
            row["answered_at"],
        )
        for row in rows
    )


async def names(database: Database, person: PersonId) -> tuple[str, ...]:
    """What people are called whom they may have named."""
    return tuple(row["name"] for row in await database.fetch(NAMES, person) if row["name"])

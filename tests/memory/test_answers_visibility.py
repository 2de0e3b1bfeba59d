"""Whose answer may be rated and asked about: the database and the oracle of the audience rule agree on every case."""

from memory.doors import Answers
from memory.store.database import Database, open_database
from memory.types import Audience, PersonId, Place, Viewer
from memory.visibility import Origin, may_use
from tests.memory.visible_world import CHANGED, NUMBERS, PLACES, WORLDS, build, owner, readers, settle, tenant

# An answer a place and audience: its message id tells both, and its seq stands beyond the lines of that world.
ORIGINS = {
    f"{key} {audience.value}": Origin(place, audience, False)
    for key, place in PLACES.items()
    for audience in CHANGED.get(key, (place.audience,))
}
SEQS = {message: 1_000_000 + number for number, message in enumerate(ORIGINS)}
LINE = """
INSERT INTO utterances (tenant, place_id, seq, external_id, audience, text, said_at)
VALUES ($1, $2, $3, $4, $5, 'x', now())"""
TURN = """
INSERT INTO turns (tenant, person_id, place_id, asked_seq, answered_seq) VALUES ($1, 1, $2, 0, $3)"""


async def found(database: Database, person: PersonId, key: str) -> set[str]:
    """The answers of the place that the person may ask about there."""
    viewer = Viewer(person, Place(key, None, Audience.DIRECT))  # the database goes by the key, and knows the rest
    answers = Answers(database)
    here = [message for message, origin in ORIGINS.items() if origin.place.key in (key, "s:hall", "d:bo")]
    return {message for message in here if await answers.turn(viewer, message) is not None}


async def test_the_database_and_the_oracle_agree_on_every_answer(database_dsn: str) -> None:
    seen = unseen = 0
    async with owner(database_dsn) as connection, open_database(database_dsn) as database:
        await build(connection)
        for message, origin in ORIGINS.items():
            where = tenant(origin.place), NUMBERS[origin.place.key]
            await connection.execute(LINE, *where, SEQS[message], message, origin.audience.value)
            await connection.execute(TURN, *where, SEQS[message])
        for world in WORLDS:
            await settle(connection, world)
            for person, key in readers():
                allowed = {
                    message
                    for message, origin in ORIGINS.items()
                    if origin.place.key == key and may_use(origin, world.asker(person), PLACES.get(key))
                }
                assert await found(database, person, key) == allowed, (world, person, key)
                seen, unseen = seen + len(allowed), unseen + (key in PLACES and not allowed)
    assert seen > 100 and unseen > 100

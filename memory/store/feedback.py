"""Thumbs on answers, one row for an answer and a person; found by the platform's id of the answer's message."""

from datetime import timedelta
from functools import partial

from memory.feedback import Feedback
from memory.keepable import keepable
from memory.store.database import NAME_TENANT, Database
from memory.store.removal import tried
from memory.types import PersonId, TurnId, Viewer

RATE = "SELECT turn_id, person_id, value, reason, given_at FROM rate_answer($1, $2, $3, $4, $5, $6)"
PLACE = "SELECT id, tenant FROM places WHERE key = $1"
CLEAR = """
UPDATE feedback f SET value = 0, reason = NULL, given_at = now()
FROM utterances u JOIN turns t ON t.tenant = u.tenant AND t.place_id = u.place_id AND t.answered_seq = u.seq
WHERE u.tenant = $1 AND u.place_id = $2 AND u.external_id = first_part($3, $4) AND u.speaker_id IS NULL
  AND f.tenant = t.tenant AND f.turn_id = t.id AND f.value <> 0 AND ($5::smallint IS NULL OR f.value = $5)"""
ASK = "SELECT ask_for_reason($1, $2, $3, $4)"
UNASK = "SELECT unask_for_reason($1, $2, $3)"


async def rate(
    database: Database, viewer: Viewer, message_id: str, *, value: int, reason: str | None, undone: int | None
) -> Feedback | None:
    """The viewer's feedback on that answer as it stands now; None: no answer that may be read there, or no feedback."""
    place = keepable(viewer.place.key)
    row = await database.fetchrow(RATE, viewer.person, place, keepable(message_id), value, reason, undone)
    if row is None:
        return None
    return Feedback(TurnId(row["turn_id"]), PersonId(row["person_id"]), row["value"], row["reason"], row["given_at"])


async def clear(database: Database, place_key: str, message_id: str, *, value: int | None) -> None:
    """Everybody's feedback on that answer is taken back, or all of one value."""
    await tried(partial(_clear, database, keepable(place_key), keepable(message_id), value))


async def _clear(database: Database, place_key: str, message_id: str, value: int | None) -> None:
    async with database.transaction() as connection:
        place = await connection.fetchrow(PLACE, place_key)
        if place is not None:
            await connection.execute(NAME_TENANT, place["tenant"])
            await connection.execute(CLEAR, place["tenant"], place["id"], place_key, message_id, value)


async def ask(database: Database, viewer: Viewer, message_id: str, *, rest: timedelta) -> bool:
    """Whether the viewer is to be asked now why that answer was bad: once for each, and so long not for another."""
    about = (keepable(viewer.place.key), keepable(message_id))
    return await database.fetchval(ASK, viewer.person, *about, rest, once=True) is True


async def unask(database: Database, viewer: Viewer, message_id: str) -> None:
    """The viewer could not be asked."""
    await database.execute(UNASK, viewer.person, keepable(viewer.place.key), keepable(message_id))

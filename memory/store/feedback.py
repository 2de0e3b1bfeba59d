"""Thumbs on answers, one row for an answer and a person; found by the platform's id of the answer's message."""

from datetime import timedelta

from memory.feedback import Feedback
from memory.keepable import keepable
from memory.store.database import Database
from memory.types import PersonId, TurnId, Viewer

RATE = "SELECT turn_id, person_id, value, reason, given_at FROM rate_answer($1, $2, $3, $4, $5, $6)"
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


async def ask(database: Database, viewer: Viewer, message_id: str, *, rest: timedelta) -> bool:
    """Whether the viewer is to be asked now why that answer was bad: once for each, and so long not for another."""
    about = (keepable(viewer.place.key), keepable(message_id))
    return await database.fetchval(ASK, viewer.person, *about, rest, once=True) is True


async def unask(database: Database, viewer: Viewer, message_id: str) -> None:
    """The viewer could not be asked."""
    await database.execute(UNASK, viewer.person, keepable(viewer.place.key), keepable(message_id))

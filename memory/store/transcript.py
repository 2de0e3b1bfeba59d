"""What was said, word for word and in order; also the queue that learning works off."""

from collections.abc import Mapping
from datetime import timedelta

import asyncpg

from memory.errors import PlaceUnknown
from memory.keepable import keepable
from memory.store.database import Database
from memory.types import Line, PlaceId, Spot, Utterance, Viewer

NOTE = """
SELECT place_id, seq, fresh
FROM note_utterance($1, $2, $3, $4, $5, $6, first_part($1, $7), $8, $9, $10, $11)"""
NOTE_IN_PARTS = f"SELECT n.* FROM ({NOTE}) n CROSS JOIN LATERAL note_parts(n.place_id, n.seq, $12)"
RECENT = "SELECT place_id, seq, speaker_id, speaker, text, said_at FROM recent_lines($1, $2, $3)"


async def note(
    database: Database, utterance: Utterance, *, postings: Mapping[str, int], quiet: timedelta, delicate: bool
) -> tuple[Spot, bool]:
    """Keeps the utterance, a `delicate` one for direct only; where it stands and whether it is new.

    Raises PlaceUnknown, PlaceMismatch.
    """
    parts = [keepable(each) for each in utterance.more]
    row = await database.fetchrow(
        NOTE_IN_PARTS if parts else NOTE,
        keepable(utterance.place.key),
        utterance.place.audience.value,
        keepable(utterance.id),
        utterance.speaker,
        utterance.text,
        utterance.said_at,
        None if utterance.reply_to is None else keepable(utterance.reply_to),
        list(postings),
        list(postings.values()),
        quiet,
        delicate,
        *([parts] if parts else ()),
    )
    if row is None:
        raise PlaceUnknown()
    return Spot(PlaceId(row["place_id"]), row["seq"]), row["fresh"]


async def recent(database: Database, viewer: Viewer, limit: int) -> tuple[Line, ...]:
    """The last lines of the viewer's own place that may be used there, oldest first."""
    rows = await database.fetch(RECENT, viewer.person, keepable(viewer.place.key), limit)
    return tuple(line(row) for row in rows)


def line(row: asyncpg.Record) -> Line:
    """A transcript line from a row of visible_lines or recent_lines, whose columns begin with these."""
    place_id, seq, speaker_id, speaker, text, said_at, *_ = row
    return Line(Spot(place_id, seq), speaker_id, speaker, text, said_at)

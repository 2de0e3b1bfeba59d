"""What is always worth knowing about the asker: how they want to be treated, then the plainest facts about them."""

from typing import TYPE_CHECKING

from memory.keepable import keepable
from memory.store.database import Database
from memory.types import Audience, Fact, FactId, Kind, PersonId, Sensitivity, Source, Viewer

if TYPE_CHECKING:
    import asyncpg

MOST = 8
MOST_WISHES = 5

# Only what the asker said about themselves: nobody else gives the bot instructions in their name.
PROFILE = """
WITH own AS (
    SELECT f.*, f.kind IN ('preference', 'instruction') AS wish
    FROM visible_facts($1, $2) f
    WHERE f.speaker_id = $1 AND f.subject_id = $1 AND f.superseded_at IS NULL
      AND f.kind IN ('preference', 'instruction', 'fact') AND (f.valid_until IS NULL OR f.valid_until > now())
), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY wish ORDER BY confidence DESC, recorded_at DESC, id DESC) AS rank FROM own
), chosen AS (
    SELECT * FROM ranked WHERE NOT wish OR rank <= $4 ORDER BY wish DESC, rank LIMIT $3
)
SELECT chosen.*, who.name AS speaker_name, coalesce(nullif(p.title, ''), p.key) AS place
FROM chosen JOIN people who ON who.id = chosen.speaker_id JOIN places p ON p.id = chosen.place_id
ORDER BY chosen.recorded_at DESC, chosen.id DESC"""


async def profile(database: Database, viewer: Viewer) -> tuple[Fact, ...]:
    """At most `MOST` current facts, newest first, without their sources; only what may be used where the viewer is."""
    rows = await database.fetch(PROFILE, viewer.person, keepable(viewer.place.key), MOST, MOST_WISHES)
    return tuple(fact(row) for row in rows)


def fact(row: "asyncpg.Record", sources: tuple[Source, ...] = ()) -> Fact:
    """A fact from a row of visible_facts that also has speaker_name and place."""
    subject, superseded = row["subject_id"], row["superseded_by"]
    return Fact(
        id=FactId(row["id"]),
        tenant=row["tenant"],
        subject=None if subject is None else PersonId(subject),
        subject_name=row["subject_name"],
        speaker=PersonId(row["speaker_id"]),
        speaker_name=row["speaker_name"],
        kind=Kind(row["kind"]),
        text=row["text"],
        valid_from=row["valid_from"],
        valid_until=row["valid_until"],
        recorded_at=row["recorded_at"],
        superseded_by=None if superseded is None else FactId(superseded),
        superseded_at=row["superseded_at"],
        confidence=row["confidence"],
        sensitivity=Sensitivity(row["sensitivity"]),
        place=row["place"],
        audience=Audience(row["audience"]),
        sources=sources,
    )

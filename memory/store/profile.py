"""What is always worth knowing about the asker: how they want to be treated, then the plainest facts about them."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from memory.keepable import keepable
from memory.store.database import Database
from memory.types import Audience, Fact, FactId, Kind, PersonId, Sensitivity, Source, Viewer

if TYPE_CHECKING:
    import asyncpg

MOST = 8
MOST_WISHES = 5

PROFILE = """
WITH chosen AS MATERIALIZED (SELECT profile_facts($1, $2, $3, $4) AS ids)
SELECT f.* FROM chosen, recalled_facts($1, $2, chosen.ids) f ORDER BY array_position(chosen.ids, f.id)"""


async def profile(database: Database, viewer: Viewer) -> tuple[Fact, ...]:
    """At most `MOST` current facts, worthiest first, without sources; only what may be used where the viewer is."""
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
        uncertain_since=_begun(row["uncertain_since"]),
    )


def _begun(since: datetime | None) -> datetime | None:
    """A fact whose ground runs out only later is certain until then."""
    return since if since is not None and since <= datetime.now(UTC) else None

"""Tones of which more than a tenth rests on lines that are gone, or that were measured in an older way, made anew.

What one message gave cannot be taken out of a mean. So what is deleted is counted, fading as the rest does, and the
tone is measured again from the newest of the lines that remain. Until then, and below a tenth, a deleted message leaves
a share of a mean, which fades: no words.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime

from memory.store.database import Database
from memory.store.tones import LONGEST, Kept, Register, register_of
from memory.tone.measured import VERSION

MOST_LINES = 600  # older ones weigh less than a sixteenth of all
MOST_LOSSES = 1_000

COUNT = "SELECT count_tone_losses($1)"
DUE = "SELECT tenant, person_id, register::text AS register, room FROM tone_to_remeasure($1)"
HOLD = """
SELECT revision, lost FROM tones WHERE tenant = $1 AND person_id = $2 AND register = $3::audience AND room = $4
FOR UPDATE"""
# After the row is held, so that what was counted into it, and nothing else, is at or before each place's tone_seq.
LINES = """
SELECT left(u.text, $5) AS text, u.said_at FROM utterances u
JOIN places p ON p.id = u.place_id JOIN people who ON who.id = u.speaker_id
WHERE u.speaker_id = $2 AND u.tenant = $1 AND u.audience = $3::audience AND $4 IN ('', coalesce(p.room, p.key))
  AND u.seq <= p.tone_seq AND u.erased_at IS NULL AND u.off_record_until IS NULL
  AND u.recorded_at > coalesce(who.tone_since, '-infinity')
ORDER BY u.said_at DESC, u.place_id, u.seq DESC LIMIT $6"""
REPLACE = """
UPDATE tones SET weight = $6, lost = greatest(lost - $7, 0), version = $8, means = $9, variances = $10, weights = $11,
    habits = $12, habit_counts = $13, heard_at = $14, revision = revision + 1
WHERE tenant = $1 AND person_id = $2 AND register = $3::audience AND room = $4 AND revision = $5"""
DROP = """
DELETE FROM tones WHERE tenant = $1 AND person_id = $2 AND register = $3::audience AND room = $4 AND revision = $5"""


@dataclass(frozen=True, slots=True)
class Worn:
    """A tone to be made anew, as it was when its lines were read, oldest first; `lost` of it is what they lack."""

    tenant: str
    register: Register
    revision: int
    lost: float
    lines: tuple[tuple[str, datetime], ...]


async def count_losses(database: Database) -> int:
    """Counts some of what is gone against the tones that it was part of; how many lines."""
    return int(await database.fetchval(COUNT, MOST_LOSSES, once=True))


async def next_worn(database: Database) -> Worn | None:
    """A tone to be made anew; None where there is none."""
    due = await database.fetchrow(DUE, VERSION)
    if due is None:
        return None
    register, tenant = register_of(due), due["tenant"]
    async with database.transaction(tenant) as connection:
        held = await connection.fetchrow(HOLD, *_where(tenant, register))
        if held is None:
            return None
        rows = await connection.fetch(LINES, *_where(tenant, register), LONGEST, MOST_LINES)
    lines = tuple((row["text"], row["said_at"]) for row in reversed(rows))
    return Worn(tenant, register, held["revision"], held["lost"], lines)


async def replace(database: Database, worn: Worn, kept: Kept | None) -> bool:
    """Puts what was measured anew in its place, None: nothing; False where more was heard meanwhile."""
    where = (*_where(worn.tenant, worn.register), worn.revision)
    async with database.transaction(worn.tenant) as connection:
        if kept is None:
            return await connection.execute(DROP, *where) != "DELETE 0"
        values: Sequence[object] = (kept.weight, worn.lost, *astuple(kept.stored))
        return await connection.execute(REPLACE, *where, *values) != "UPDATE 0"


def _where(tenant: str, register: Register) -> tuple[str, int, str, str]:
    return tenant, register.person, register.audience.value, register.room

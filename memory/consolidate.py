"""Tidying what is remembered of one person: duplicates become one fact, contradictions become a question.

Nothing here needs a model, so it costs no more than its queries, and nothing is deleted. A person is due after many
new facts, a week after a few, and soon after answering a question. Dying anywhere loses nothing: all is written in one
transaction, and the lease runs out.
"""

import asyncio
import logging
from datetime import timedelta

from memory.clashes import Clash, clashes
from memory.duplicates import Held, Merge, merges
from memory.store import consolidation
from memory.store.database import Database
from memory.types import Consolidated

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)  # much longer than any person takes; who fails waits that long for the next try


async def consolidate_next(database: Database) -> Consolidated | None:
    """Tidies what one person said in one tenant; None: nothing due."""
    leased = await consolidation.claim(database, lease=LEASE)
    if leased is None:
        return None
    tidying = await consolidation.read(database, leased)
    merged, found = await asyncio.to_thread(_decide, tidying.facts)
    written = await consolidation.write(database, leased, merged, found, seen=tidying.queued)
    if written is None:
        log.warning("lease lost while tidying", extra={"person": leased.person})
        return Consolidated(leased.person)
    return Consolidated(leased.person, written.merged, written.flagged, written.settled)


def _decide(facts: tuple[Held, ...]) -> tuple[tuple[Merge, ...], tuple[Clash, ...]]:
    merged = merges(facts)
    gone = {merge.duplicate for merge in merged}
    return merged, clashes(fact for fact in facts if fact.id not in gone)

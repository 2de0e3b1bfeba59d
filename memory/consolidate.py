"""Tidying what is remembered of one person: duplicates become one fact, contradictions a question, old events chapters.

Only the last needs a model, one call at most each time, and is left out without one; nothing is deleted. A person is
due after many new facts, a week after a few, and soon after answering a question. Dying anywhere loses nothing: what
belongs together is written in one transaction, and the lease runs out.
"""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from memory.chapters import Chapter, ask, next_chapter, told
from memory.clashes import clashes
from memory.duplicates import Held, merges
from memory.errors import ExtractorPreempted, ExtractorUnavailable
from memory.outcomes import Consolidated
from memory.ports import Extractor
from memory.store import chapters, consolidation
from memory.store.consolidation import Decided, Leased
from memory.store.database import Database

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)  # longer than the model may take; who fails waits that long for the next try
DEADLINE_S = 5 * 60  # for the model


async def consolidate_next(database: Database, extractor: Extractor | None = None) -> Consolidated | None:
    """Tidies what one person said in one tenant, with at most one call; None: nothing due."""
    leased = await consolidation.claim(database, lease=LEASE)
    if leased is None:
        return None
    tidying = await consolidation.read(database, leased)
    decided, chapter = await asyncio.to_thread(_decide, tidying.facts, datetime.now(UTC))
    written = await consolidation.write(database, leased, decided, seen=tidying.queued)
    if written is None:
        log.warning("lease lost while tidying", extra={"person": leased.person})
        return Consolidated(leased.person)
    asked = chapter is not None and extractor is not None
    summaries = await _tell(database, leased, chapter, extractor) if chapter and extractor else 0
    await consolidation.release(database, leased)
    return Consolidated(leased.person, written.merged, written.flagged, written.settled, summaries, asked)


def _decide(facts: tuple[Held, ...], now: datetime) -> tuple[Decided, Chapter | None]:
    merged = merges(facts)
    gone = {merge.duplicate for merge in merged}
    left = [fact for fact in facts if fact.id not in gone]
    chapter = next_chapter(left, now)
    return Decided(merged, clashes(left), chapter.members[0].id if chapter else None), chapter


async def _tell(database: Database, leased: Leased, chapter: Chapter, extractor: Extractor) -> int:
    """Asks for the chapter and writes what holds of the answer; how many sentences. A model that fails costs a week."""
    try:
        async with asyncio.timeout(DEADLINE_S):
            sentences = told(await extractor(ask(chapter)), chapter)
    except (ExtractorUnavailable, ExtractorPreempted, TimeoutError):
        log.info("chapter put off", extra={"person": leased.person})
        return 0
    if sentences is None:
        log.warning("chapter not told", extra={"person": leased.person})
        return 0
    return await chapters.write_chapter(database, leased, chapter, sentences)

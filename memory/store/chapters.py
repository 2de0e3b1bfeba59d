"""Writing what a chapter tells: facts that rest on every quote of their events, and go when one of those goes.

A chapter depends on its events as any fact on its grounds: when one of them changes, it is told as uncertain.
"""

from collections.abc import Sequence

from memory.chapters import Chapter, Sentence
from memory.store import beliefs
from memory.store.beliefs import Belief, Quote
from memory.store.consolidation import HOLD, Leased, hold
from memory.store.database import Connection, Database
from memory.store.stays import TAKE_SOURCES
from memory.terms import postings
from memory.types import PLAINLY, FactId, Kind, PlaceId, Sensitivity, Spot
from memory.wording import fingerprint

CONFIDENCE = PLAINLY  # less than what was said in these words: a model joined it
FIRST = """
SELECT place_id, seq, quote, said_at FROM fact_sources WHERE tenant = $1 AND fact_id = $2
ORDER BY said_at, place_id, seq LIMIT 1"""
GROUND = "INSERT INTO fact_grounds (tenant, fact_id, ground_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
FOLD = "INSERT INTO folded_facts (tenant, fact_id, into_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"


async def write_chapter(database: Database, leased: Leased, chapter: Chapter, sentences: Sequence[Sentence]) -> int:
    """Writes those sentences whose events are all still held, and marks the events; how many sentences."""
    async with database.transaction(leased.tenant) as connection:
        if await connection.fetchrow(HOLD, leased.tenant, leased.until) is None:
            return 0
        held = await hold(connection, leased.tenant, {member.id for member in chapter.members})
        kept = [each for each in sentences if all(member.id in held for member in each.members)]
        for sentence in kept:
            await _write(connection, leased, sentence)
        for fact in sorted(held):
            await connection.execute(FOLD, leased.tenant, fact, None)
    return len(kept)


async def _write(connection: Connection, leased: Leased, sentence: Sentence) -> None:
    first = await connection.fetchrow(FIRST, leased.tenant, sentence.members[0].id)
    if first is None:
        return
    quote = Quote(Spot(PlaceId(first["place_id"]), first["seq"]), first["quote"], first["said_at"])
    (number,) = await beliefs.new_ids(connection, 1)
    fact, _ = await beliefs.insert(connection, _belief(leased, number, sentence, quote))
    for member in sentence.members:
        if member.id != fact:
            await connection.execute(TAKE_SOURCES, leased.tenant, fact, member.id)
            await connection.execute(GROUND, leased.tenant, fact, member.id)
            await connection.execute(FOLD, leased.tenant, member.id, fact)


def _belief(leased: Leased, number: FactId, sentence: Sentence, quote: Quote) -> Belief:
    first, every = sentence.members[0], sentence.members
    subject = f"person:{first.subject}" if first.subject is not None else first.subject_name
    return Belief(
        tenant=leased.tenant,
        id=number,
        audience=first.audience,
        speaker=leased.person,
        subject=first.subject,
        subject_name=first.subject_name,
        kind=Kind.EVENT,
        text=sentence.text,
        quote=quote,
        valid_from=min(member.valid_from for member in every),
        valid_until=None,
        confidence=CONFIDENCE,
        sensitivity=next((m.sensitivity for m in every if m.sensitivity is not Sensitivity.NONE), Sensitivity.NONE),
        fingerprint=fingerprint(subject, sentence.text),
        postings=postings(sentence.text),
    )

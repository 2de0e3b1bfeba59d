"""What a platform takes back: messages that read differently now, and messages that are gone, whoever wrote them.

An edited line keeps its place in the transcript and is learned anew. Facts whose quote still stands in it stay; those
that rest only on words that are no longer there go as if they were forgotten, and so do the answers that used them, or
that used the line and say most of what was taken out of it. The place's row lock decides between an edit and whoever
learns, notes or forgets at the same time.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

import asyncpg

from memory.grounding import locate
from memory.keepable import keepable
from memory.outcomes import Receipt
from memory.reading import Read
from memory.store import removal
from memory.store.database import NAME_TENANT, Connection, Database
from memory.store.reach import PASSAGE_RADIUS, TURNS, Plan, hold
from memory.store.removal import carry_out, erase, recount, telling, tried, unfound
from memory.terms import tokenise
from memory.types import FactId, PlaceId, Spot, Utterance

SLICE = 100  # messages in one transaction

PLACE = "SELECT id, tenant FROM places WHERE key = $1"
LINES = """
SELECT seq FROM utterances WHERE tenant = $1 AND place_id = $2 AND external_id = ANY ($3) AND erased_at IS NULL"""
RETRACT = """
INSERT INTO retractions (place_id, external_id)
SELECT $2, gone.id FROM unnest($3::text[]) gone(id) WHERE NOT EXISTS (
    SELECT FROM utterances u WHERE u.tenant = $1 AND u.place_id = $2 AND u.external_id = gone.id)
ON CONFLICT DO NOTHING"""
PRUNE = """
DELETE FROM retractions WHERE (place_id, external_id) IN (
    SELECT place_id, external_id FROM retractions WHERE recorded_at < now() - $1::interval
    ORDER BY recorded_at LIMIT $2 FOR UPDATE SKIP LOCKED)"""
LINE = """
SELECT place_id, seq, text, speaker_id, edited_at, term_count,
       speaker_id IS NOT NULL AND learned_at IS NULL AND parked_at IS NULL AS waiting FROM utterances
WHERE tenant = $1 AND place_id = $2 AND external_id = $3 AND erased_at IS NULL"""
DATE = "UPDATE utterances SET edited_at = $4 WHERE tenant = $1 AND place_id = $2 AND seq = $3"
SAYING = """
SELECT x.place_id, x.document::integer AS seq FROM unnest($2::bigint[], $3::integer[]) w(place_id, seq)
JOIN terms x ON x.tenant = $1 AND x.source = 'u' AND x.place_id = w.place_id AND x.document = w.seq
WHERE x.term = ANY ($4) GROUP BY x.place_id, x.document HAVING count(*) * 2 > cardinality($4)"""
# What is said now was heard by those who read the place now, and before by those who read it then.
REWRITE = """
UPDATE utterances SET text = $4, edited_at = $5, audience = least(audience, $6::audience), sensitive = $7,
    term_count = $8, learned_at = CASE WHEN speaker_id IS NULL THEN learned_at END, parked_at = NULL, attempts = 0,
    embedded_at = NULL
WHERE tenant = $1 AND place_id = $2 AND seq = $3 RETURNING off_record_until IS NULL"""
OFF_RECORD = "UPDATE utterances SET term_count = 0 WHERE tenant = $1 AND place_id = $2 AND seq = $3"
POST = """
INSERT INTO terms (tenant, source, term, place_id, document, audience, tf, length)
SELECT u.tenant, 'u', w.term, u.place_id, u.seq, u.audience, w.tf, u.term_count
FROM utterances u, unnest($4::text[], $5::smallint[]) w(term, tf)
WHERE u.tenant = $1 AND u.place_id = $2 AND u.seq = $3 AND u.off_record_until IS NULL"""
LEARN = """
UPDATE places SET learn_after = least(learn_after, now() + CASE
    WHEN learn_calls >= 1 OR $2::interval = interval '0' THEN $2 ELSE interval '12 hours' END) WHERE id = $1"""


async def deleted(database: Database, place_key: str, ids: Sequence[str]) -> Receipt:
    """Erases these messages of the place with all that came of them; what is not noted yet will not be.

    What was removed, counted; nothing where the place is unknown.
    """
    kept = [keepable(each) for each in dict.fromkeys(ids)]
    parts = [kept[at : at + SLICE] for at in range(0, len(kept), SLICE)]
    done = [await tried(partial(_deleted, database, keepable(place_key), part)) for part in parts]
    return Receipt(sum(r.facts for r in done), sum(r.messages for r in done), sum(r.replies for r in done))


async def _deleted(database: Database, place_key: str, ids: list[str]) -> Receipt:
    async with database.transaction() as connection:
        place = await _held(connection, place_key, ids)
        if place is None:
            return Receipt(0, 0, 0)
        tenant, plan = place["tenant"], Plan()
        await connection.execute(NAME_TENANT, tenant)
        rows = await connection.fetch(LINES, tenant, place["id"], ids)
        await connection.execute(RETRACT, tenant, place["id"], ids)
        plan.spots[tenant] |= {Spot(PlaceId(place["id"]), row["seq"]) for row in rows}
        return await carry_out(connection, plan)


async def _held(connection: Connection, place_key: str, ids: list[str]) -> asyncpg.Record | None:
    """The place, held with all that these messages reach before they are read to be changed; None: unknown."""
    place = await connection.fetchrow(PLACE, place_key)
    if place is None:
        return None
    tenant, plan = place["tenant"], Plan()
    await connection.execute(NAME_TENANT, tenant)
    rows = await connection.fetch(LINES, tenant, place["id"], ids)
    plan.spots[tenant] |= {Spot(PlaceId(place["id"]), row["seq"]) for row in rows}
    return place if place["id"] in await hold(connection, plan, PlaceId(place["id"])) else None


async def prune(database: Database, *, older: timedelta, most: int) -> int:
    """Drops at most `most` deletions of messages that never came, from longer than `older` ago; how many."""
    return int((await database.execute(PRUNE, older, most)).removeprefix("DELETE "))


async def edited(
    database: Database, utterance: Utterance, *, known: Read, edited_at: datetime, quiet: timedelta
) -> Receipt | None:
    """Puts what was read into the place of what the message said; what went with its old words, counted.

    None where nothing changes: the message is unknown, erased or another's, reads the same, or was edited later still.
    """
    return await tried(partial(_edited, database, utterance, known=known, edited_at=edited_at, quiet=quiet))


async def _edited(
    database: Database, utterance: Utterance, *, known: Read, edited_at: datetime, quiet: timedelta
) -> Receipt | None:
    async with database.transaction() as connection:
        place = await _held(connection, keepable(utterance.place.key), [keepable(utterance.id)])
        if place is None:
            return None
        await connection.execute(NAME_TENANT, place["tenant"])
        line = await connection.fetchrow(LINE, place["tenant"], place["id"], keepable(utterance.id))
        if line is None or line["speaker_id"] != utterance.speaker or _is_older(edited_at, line["edited_at"]):
            return None
        where = (place["tenant"], line["place_id"], line["seq"])
        if line["text"] == known.redacted.text:
            await connection.execute(DATE, *where, edited_at)
            return None
        plan = await _lost(connection, place["tenant"], line, known.redacted.text)
        receipt = await erase(connection, plan)
        await connection.execute(NAME_TENANT, place["tenant"])
        revision = (known.redacted.text, edited_at, utterance.place.audience.value, known.delicate)
        plan.lost.append(await _rewrite(connection, line, (place["tenant"], revision, known), quiet))
        await recount(connection, plan)
    return receipt


def _is_older(edited_at: datetime, last: datetime | None) -> bool:
    """Two edits of one moment, where the platform counts in seconds, are taken as they come."""
    return last is not None and edited_at < last


async def _lost(connection: Connection, tenant: str, line: asyncpg.Record, now: str) -> Plan:
    """The facts that rest on words of the line that are gone, and the answers that told such words."""
    plan, spot = Plan(), Spot(PlaceId(line["place_id"]), line["seq"])
    sources = await connection.fetch(removal.SOURCES_AT, tenant, [spot.place], [spot.seq])
    lost = [source for source in sources if locate(source["quote"], now) is None]
    await connection.fetch(removal.HOLD_FACTS, tenant, [source["fact_id"] for source in lost])
    await unfound(connection, plan, tenant, lost)
    left = set(tokenise(now))
    gone = [source["quote"] for source in lost if FactId(source["fact_id"]) in plan.facts[tenant]]
    plan.words += [(tenant, spot, told) for quote in gone if (told := [t for t in telling(quote) if t not in left])]
    removed = [term for term in telling(line["text"]) if term not in left]
    if removed:
        await _add_tellers(connection, plan, spot, removed)
    return plan


async def _add_tellers(connection: Connection, plan: Plan, spot: Spot, removed: list[str]) -> None:
    """The answers that used the line and hold most of its removed words."""
    turns = await connection.fetch(TURNS, [], [spot.place], [spot.seq], PASSAGE_RADIUS)
    for tenant in {row["tenant"] for row in turns}:
        used = [row for row in turns if row["tenant"] == tenant and row["answered_seq"] is not None]
        await connection.execute(NAME_TENANT, tenant)
        places, seqs = [row["place_id"] for row in used], [row["answered_seq"] for row in used]
        for row in await connection.fetch(SAYING, tenant, places, seqs, removed):
            plan.spots[tenant].add(Spot(PlaceId(row["place_id"]), row["seq"]))


async def _rewrite(
    connection: Connection, line: asyncpg.Record, new: tuple[str, tuple[object, ...], Read], quiet: timedelta
) -> tuple[PlaceId, int, int, int]:
    """Writes the new words with all that is derived from them, as far as the speaker lets anything be.

    What its place has less by that, for `recount`.
    """
    tenant, revision, known = new
    where, total = (tenant, line["place_id"], line["seq"]), sum(known.postings.values())
    beside = [row["seq"] for row in await connection.fetch(removal.BESIDE, *where[:2], [line["seq"]])]
    await connection.fetch(removal.HOLD_LINES, *where[:2], [line["seq"], *beside])
    recorded = await connection.fetchval(REWRITE, *where, *revision, total)
    await connection.execute(removal.DELETE_TERMS, *where[:2], [line["seq"]])
    if recorded:
        await connection.execute(POST, *where, list(known.postings), list(known.postings.values()))
    else:
        await connection.execute(OFF_RECORD, *where)
    await connection.execute(removal.DELETE_VECTORS, *where[:2], [line["seq"], *beside])
    await connection.execute(removal.EMBED_AGAIN, *where[:2], beside)
    waits = recorded and line["speaker_id"] is not None
    if waits:
        await connection.execute(LEARN, line["place_id"], quiet)
    place, words = PlaceId(line["place_id"]), total if recorded else 0
    return place, 0, line["term_count"] - words, line["waiting"] - waits

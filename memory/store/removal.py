"""What goes with what is erased: the facts that rest on it, the answers that used or repeat it, and every derived row.

A plan grows by tenant while the pieces are found, and is carried out in the transaction that found them. An erased line
leaves a tombstone without text, which is what keeps a redelivery from bringing it back. Answers are erased where the
turn says that it used the thing, and where the bot's later words there repeat most of it; that may take an innocent
answer too.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import asyncpg

from memory.errors import DatabaseBusy
from memory.grounding import locate, overlap
from memory.outcomes import Receipt
from memory.store import beliefs, closings, tellings
from memory.store.database import NAME_TENANT, Connection
from memory.store.reach import CHAPTERS, HOLD_PLACES, PASSAGE_RADIUS, TURNS, Plan, hold
from memory.terms import tokenise
from memory.types import FactId, PlaceId, Spot

log = logging.getLogger(__name__)
T = TypeVar("T")

TRIES = 3

SAID_IN = "SELECT DISTINCT place_id FROM fact_sources WHERE tenant = $1 AND fact_id = ANY ($2)"
HOLD_FACTS = "SELECT id FROM facts WHERE tenant = $1 AND id = ANY ($2) ORDER BY id FOR UPDATE"
SOURCES_OF = """
SELECT s.fact_id, s.place_id, s.seq, s.quote, u.text FROM fact_sources s
JOIN utterances u ON u.tenant = s.tenant AND u.place_id = s.place_id AND u.seq = s.seq
WHERE s.tenant = $1 AND s.fact_id = ANY ($2)"""
SOURCES_AT = """
SELECT s.fact_id, s.place_id, s.seq, s.quote, u.text FROM fact_sources s
JOIN unnest($2::bigint[], $3::integer[]) w(place_id, seq) ON s.place_id = w.place_id AND s.seq = w.seq
JOIN utterances u ON u.tenant = s.tenant AND u.place_id = s.place_id AND u.seq = s.seq
WHERE s.tenant = $1"""
REPEATS = """
SELECT x.place_id, x.document::integer AS seq FROM terms x
JOIN utterances u ON u.tenant = x.tenant AND u.place_id = x.place_id AND u.seq = x.document
WHERE x.tenant = $1 AND x.source = 'u' AND x.term = ANY ($4) AND x.place_id = $2 AND x.document > $3
  AND u.speaker_id IS NULL
GROUP BY x.place_id, x.document HAVING count(*) * 2 > cardinality($4)"""
DROP_SOURCES = """
DELETE FROM fact_sources s USING unnest($2::bigint[], $3::bigint[], $4::integer[]) w(fact_id, place_id, seq)
WHERE s.tenant = $1 AND s.fact_id = w.fact_id AND s.place_id = w.place_id AND s.seq = w.seq"""
UNFOUNDED = """
SELECT id FROM facts f WHERE tenant = $1 AND id = ANY ($2)
AND NOT EXISTS (SELECT FROM fact_sources s WHERE s.tenant = f.tenant AND s.fact_id = f.id)"""
DELETE_FACTS = "DELETE FROM facts WHERE tenant = $1 AND id = ANY ($2)"
DELETE_FACT_TERMS = "DELETE FROM terms WHERE tenant = $1 AND source = 'f' AND document = ANY ($2)"
BLANK = """
UPDATE utterances u SET text = '', erased_at = now(), sensitive = false, term_count = 0,
    learned_at = coalesce(u.learned_at, now()), embedded_at = coalesce(u.embedded_at, now())
FROM (SELECT seq, term_count, speaker_id, learned_at, parked_at FROM utterances
      WHERE tenant = $1 AND place_id = $2 AND seq = ANY ($3) AND erased_at IS NULL FOR UPDATE) was
WHERE u.tenant = $1 AND u.place_id = $2 AND u.seq = was.seq
RETURNING was.seq, was.term_count, was.speaker_id,
    was.speaker_id IS NOT NULL AND was.learned_at IS NULL AND was.parked_at IS NULL AS waiting"""
DELETE_TERMS = "DELETE FROM terms WHERE tenant = $1 AND source = 'u' AND place_id = $2 AND document = ANY ($3)"
BESIDE = """
SELECT n.seq FROM unnest($3::integer[]) w(seq) CROSS JOIN LATERAL (
    (SELECT seq FROM utterances WHERE tenant = $1 AND place_id = $2 AND seq < w.seq AND seq <> ALL ($3)
       AND erased_at IS NULL
     ORDER BY seq DESC LIMIT 1)
    UNION ALL
    (SELECT seq FROM utterances WHERE tenant = $1 AND place_id = $2 AND seq > w.seq AND seq <> ALL ($3)
       AND erased_at IS NULL
     ORDER BY seq LIMIT 1)) n"""
HOLD_LINES = """
SELECT seq FROM utterances WHERE tenant = $1 AND place_id = $2 AND seq = ANY ($3) ORDER BY seq FOR UPDATE"""
DELETE_VECTORS = "DELETE FROM utterance_vectors WHERE tenant = $1 AND place_id = $2 AND seq = ANY ($3)"
EMBED_AGAIN = "UPDATE utterances SET embedded_at = NULL WHERE tenant = $1 AND place_id = $2 AND seq = ANY ($3)"
RECOUNT = """
UPDATE places p SET documents = p.documents - w.lines, term_count = p.term_count - w.terms,
    pending = greatest(p.pending - w.waiting, 0)
FROM (
    SELECT id, sum(lines) AS lines, sum(terms) AS terms, sum(waiting) AS waiting
    FROM unnest($1::bigint[], $2::integer[], $3::bigint[], $4::integer[]) u(id, lines, terms, waiting) GROUP BY id
) w WHERE p.id = w.id"""
UNLINK_TURN = """
UPDATE turns t SET fact_ids = ARRAY(SELECT f FROM unnest(fact_ids) f WHERE f <> ALL ($3)),
    passage_places = kept.places, passage_seqs = kept.seqs
FROM (
    SELECT t.id, coalesce(array_agg(p.place_id) FILTER (WHERE p.keep), '{}') AS places,
           coalesce(array_agg(p.seq) FILTER (WHERE p.keep), '{}') AS seqs
    FROM turns t LEFT JOIN LATERAL (
        SELECT u.place_id, u.seq, NOT EXISTS (
            SELECT FROM unnest($4::bigint[], $5::integer[]) w(place_id, seq)
            WHERE w.place_id = u.place_id AND w.seq = u.seq) AS keep
        FROM unnest(t.passage_places, t.passage_seqs) u(place_id, seq)) p ON true
    WHERE t.tenant = $1 AND t.id = ANY ($2) GROUP BY t.id
) kept WHERE t.tenant = $1 AND t.id = kept.id"""


async def tried(act: Callable[[], Awaitable[T]]) -> T:
    """What `act` gives, tried again where it met another change."""
    for _ in range(TRIES - 1):
        try:
            return await act()
        except DatabaseBusy:
            log.info("erasing met another change, once more")
    return await act()


async def carry_out(connection: Connection, plan: Plan) -> Receipt:
    """Finds all that goes with what the plan names, and erases it; what was removed, counted."""
    await hold(connection, plan)
    for tenant in sorted(plan.facts.keys() | plan.spots.keys()):
        await connection.execute(NAME_TENANT, tenant)
        await _follow(connection, plan, tenant)
    receipt = await erase(connection, plan)
    await recount(connection, plan)
    return receipt


async def erase(connection: Connection, plan: Plan) -> Receipt:
    """Erases what the plan names, and the answers that used or repeat it; what was removed, counted.

    To be followed by `recount`, once all else is done.
    """
    await _find_answers(connection, plan)
    await connection.fetch(HOLD_PLACES, sorted(set(plan.all_spots()[0])))  # what was told since the first look, too
    counts = [
        await _erase_tenant(connection, plan, tenant)
        for tenant in sorted(plan.facts.keys() | plan.spots.keys() | plan.turns.keys())
    ]
    return Receipt(*(sum(column) for column in zip(*counts, strict=True))) if counts else Receipt(0, 0, 0)


async def recount(connection: Connection, plan: Plan) -> None:
    """Takes from each place what it lost: at once and last, since others wait meanwhile to count in the same space."""
    if plan.lost:
        await connection.execute(RECOUNT, *map(list, zip(*plan.lost, strict=True)))


async def _follow(connection: Connection, plan: Plan, tenant: str) -> None:
    """Adds the lines behind the facts, and the facts that rest on nothing but those words."""
    whole_lines = set(plan.spots[tenant])
    # Places before facts before lines, as learning takes them: the other way round, each would wait for the other.
    said_in = {row["place_id"] for row in await connection.fetch(SAID_IN, tenant, list(plan.facts[tenant]))}
    await connection.fetch(HOLD_PLACES, sorted(said_in | {spot.place for spot in whole_lines}))
    await connection.fetch(HOLD_FACTS, tenant, list(plan.facts[tenant]))
    forgotten = await connection.fetch(SOURCES_OF, tenant, list(plan.facts[tenant]))
    plan.spots[tenant] |= {Spot(PlaceId(row["place_id"]), row["seq"]) for row in forgotten}
    places = [spot.place for spot in plan.spots[tenant]]
    seqs = [spot.seq for spot in plan.spots[tenant]]
    others = [
        row
        for row in await connection.fetch(SOURCES_AT, tenant, places, seqs)
        if row["fact_id"] not in plan.facts[tenant]
    ]
    lost = [
        row for row in others
        if Spot(row["place_id"], row["seq"]) in whole_lines or any(_same_words(row, gone) for gone in forgotten)
    ]  # fmt: skip
    await unfound(connection, plan, tenant, lost)
    plan.words += [(tenant, Spot(PlaceId(row["place_id"]), row["seq"]), telling(row["quote"])) for row in forgotten]


async def unfound(connection: Connection, plan: Plan, tenant: str, lost: Sequence[asyncpg.Record]) -> None:
    """Takes these sources from their facts, and plans for those to go that rest on nothing else."""
    await tellings.undo(connection, tenant, lost)
    await connection.execute(
        DROP_SOURCES, tenant, [r["fact_id"] for r in lost], [r["place_id"] for r in lost], [r["seq"] for r in lost]
    )
    unfounded = await connection.fetch(UNFOUNDED, tenant, [row["fact_id"] for row in lost])
    plan.facts[tenant] |= {FactId(row["id"]) for row in unfounded}
    # A chapter tells in one sentence what many events say: it goes with the first of them.
    chapters = await connection.fetch(CHAPTERS, tenant, list(plan.facts[tenant]), [row["fact_id"] for row in lost])
    plan.facts[tenant] |= {FactId(row["id"]) for row in chapters}


def telling(quote: str) -> list[str]:
    """The terms by which an answer that repeats the quote is known: without the tiny ones, which every answer has."""
    return sorted({term for term in tokenise(quote) if len(term) > 2 or not term.isascii()})


def _same_words(one: asyncpg.Record, other: asyncpg.Record) -> bool:
    """True where two sources quote overlapping words of one line, or where that cannot be told."""
    if (one["place_id"], one["seq"]) != (other["place_id"], other["seq"]):
        return False
    spans = [locate(source["quote"], source["text"]) for source in (one, other)]
    return spans[0] is None or spans[1] is None or overlap(spans[0], spans[1])


async def _find_answers(connection: Connection, plan: Plan) -> None:
    erased = [fact for facts in plan.facts.values() for fact in facts]
    for row in await connection.fetch(TURNS, erased, *plan.all_spots(), PASSAGE_RADIUS):
        plan.turns[row["tenant"]].add(row["id"])
        if row["answered_seq"] is not None:
            plan.spots[row["tenant"]].add(Spot(PlaceId(row["place_id"]), row["answered_seq"]))
    for tenant, spot, words in plan.words:
        await connection.execute(NAME_TENANT, tenant)
        for row in await connection.fetch(REPEATS, tenant, spot.place, spot.seq, words):
            plan.spots[tenant].add(Spot(PlaceId(row["place_id"]), row["seq"]))


async def _erase_tenant(connection: Connection, plan: Plan, tenant: str) -> tuple[int, int, int]:
    await connection.execute(NAME_TENANT, tenant)
    facts = list(plan.facts[tenant])
    await connection.execute(DELETE_FACT_TERMS, tenant, facts)
    await closings.undo(connection, tenant, facts)
    await beliefs.shake(connection, tenant, facts)  # before the links go with the facts
    deleted = await connection.execute(DELETE_FACTS, tenant, facts)
    messages = replies = 0
    for place in sorted({spot.place for spot in plan.spots[tenant]}):
        seqs = [spot.seq for spot in plan.spots[tenant] if spot.place == place]
        people, bot = await _erase_lines(connection, plan, (tenant, place), seqs)
        messages, replies = messages + people, replies + bot
    every = [fact for facts in plan.facts.values() for fact in facts]
    await connection.execute(UNLINK_TURN, tenant, list(plan.turns[tenant]), every, *plan.all_spots())
    return int(deleted.removeprefix("DELETE ")), messages, replies


async def _erase_lines(
    connection: Connection, plan: Plan, where: tuple[str, PlaceId], seqs: list[int]
) -> tuple[int, int]:
    beside = [row["seq"] for row in await connection.fetch(BESIDE, *where, seqs)]
    await connection.fetch(HOLD_LINES, *where, seqs + beside)
    blanked = await connection.fetch(BLANK, *where, seqs)
    await connection.execute(DELETE_TERMS, *where, seqs)
    await connection.execute(DELETE_VECTORS, *where, seqs + beside)
    await connection.execute(EMBED_AGAIN, *where, beside)
    waiting, terms = sum(row["waiting"] for row in blanked), sum(row["term_count"] for row in blanked)
    plan.lost.append((where[1], len(blanked), terms, waiting))
    people = sum(row["speaker_id"] is not None for row in blanked)
    return people, len(blanked) - people

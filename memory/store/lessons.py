"""Both ends of one batch: the known facts beside it, read before the model is asked, and all that came of it, written.

Facts are read through visible_facts even here, as each of the batch's speakers would see them in that place, with what
they themselves said there of delicate matters, which nobody is told there and which changes all the same. The write is
one transaction under the place's row lock, in which everything that may have changed meanwhile is looked at again: the
lease, the lines that were erased, the facts that were corrected.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

import asyncpg

from memory.ports import Vector
from memory.prompts import Neighbour
from memory.stays import Said
from memory.store import beliefs
from memory.store.beliefs import Belief, Quote
from memory.store.database import Connection, Database
from memory.store.learning import HOLD, RETRIES, SETTLE, Leased
from memory.types import Audience, FactId, Kind, PersonId, PlaceId, Sensitivity

MOST_NEIGHBOURS = 8

NEAR = """
WITH said AS MATERIALIZED (SELECT line::halfvec AS line FROM unnest($5::text[]) v(line))
SELECT f.id, f.speaker_id, f.subject_id, f.subject_name, f.kind, f.text, f.valid_from, f.valid_until,
       f.audience, f.sensitivity,
       CASE WHEN f.place_id = ANY ($8) THEN $9 ELSE f.place_id END AS place_id,  -- a thread reads as its channel does
       (SELECT max(s.said_at) FROM fact_sources s WHERE s.tenant = f.tenant AND s.fact_id = f.id) AS said_at
FROM (
    SELECT DISTINCT ON (f.id) f.* FROM unnest($1::bigint[]) s(speaker), visible_facts(s.speaker, $2, true) f
    WHERE f.tenant = $3 AND f.superseded_at IS NULL AND (f.valid_until IS NULL OR f.valid_until > now())
      AND (f.speaker_id = ANY ($1) OR (f.kind = 'vocabulary' AND f.audience <> 'direct'))
) f LEFT JOIN (
    SELECT document, count(*) AS overlap FROM terms
    WHERE tenant = $3 AND source = 'f' AND term = ANY ($4) GROUP BY document
) o ON o.document = f.id
LEFT JOIN LATERAL (
    SELECT max(-(f.embedding <#> said.line)) AS similarity FROM said WHERE f.model = $6
) d ON true
WHERE f.speaker_id = ANY ($1) OR o.overlap > 0
ORDER BY coalesce(d.similarity, 0) + coalesce(o.overlap, 0) * 0.2 DESC, f.id DESC LIMIT $7"""
ROOM = "SELECT room_of(p) FROM places p WHERE p.id = $1"
MODEL = "SELECT id FROM embedding_models WHERE name = $1 AND active"
# With the words that were read: what was edited meanwhile is learned anew.
STILL_OPEN = """
SELECT u.seq FROM utterances u JOIN unnest($3::integer[], $4::text[]) w(seq, text) ON w.seq = u.seq AND w.text = u.text
WHERE u.tenant = $1 AND u.place_id = $2 AND u.learned_at IS NULL AND u.erased_at IS NULL
ORDER BY u.seq FOR UPDATE OF u"""
STILL_HELD = """
SELECT id FROM facts WHERE tenant = $1 AND id = ANY ($2) AND superseded_at IS NULL ORDER BY id FOR UPDATE"""
LEARNED = """
UPDATE utterances SET learned_at = now(), parked_at = NULL, sensitive = sensitive OR seq = ANY ($4)
WHERE tenant = $1 AND place_id = $2 AND seq = ANY ($3)"""
RETURN = """
UPDATE utterances SET parked_at = NULL
WHERE tenant = $1 AND place_id = $2 AND parked_at IS NOT NULL AND attempts = 0 AND learned_at IS NULL"""


@dataclass(frozen=True, slots=True)
class NearFact:
    """A current fact beside the batch: as the model sees it, and where it may be changed from."""

    neighbour: Neighbour
    place: PlaceId
    audience: Audience
    said_at: datetime
    valid_until: datetime | None


async def near(
    database: Database, leased: Leased, *, words: Collection[str], vectors: Sequence[Vector], embedder: str | None
) -> tuple[NearFact, ...]:
    """The current facts of the batch's speakers nearest to its lines, and what others call things there, best first."""
    speakers = sorted({line.speaker_id for line in leased.batch.lines if line.speaker_id is not None})
    async with database.transaction(leased.tenant) as connection:
        model = await connection.fetchval(MODEL, embedder) if vectors else None
        # As text, because the driver takes an array of arrays for one array of more dimensions.
        lines = [f"[{','.join(map(str, vector.tolist()))}]" for vector in vectors] if model else []
        room = await connection.fetchval(ROOM, leased.place)
        where, here = (speakers, leased.key, leased.tenant), (room, leased.place)
        rows = await connection.fetch(NEAR, *where, list(words), lines, model, MOST_NEIGHBOURS, *here)
    return tuple(_near(row) for row in rows)


def _near(row: asyncpg.Record) -> NearFact:
    subject = None if row["subject_id"] is None else PersonId(row["subject_id"])
    neighbour = Neighbour(
        FactId(row["id"]), PersonId(row["speaker_id"]), subject, row["subject_name"], Kind(row["kind"]), row["text"],
        row["valid_from"], Sensitivity(row["sensitivity"]),
    )  # fmt: skip
    said_at = row["said_at"] or row["valid_from"]
    return NearFact(neighbour, PlaceId(row["place_id"]), Audience(row["audience"]), said_at, row["valid_until"])


@dataclass(frozen=True, slots=True)
class Closing:
    """A fact that the new one ends, and when; None: which it only says more exactly.

    `instead`: the new one takes its place, rather than only saying that it is over.
    """

    old: FactId
    held_until: datetime | None
    instead: bool = True


@dataclass(frozen=True, slots=True)
class Writing:
    """One fact to write, and what it closes."""

    belief: Belief
    closing: Closing | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """A fact that holds until the plan `by` begins."""

    fact: FactId
    by: FactId
    held_until: datetime


@dataclass(frozen=True, slots=True)
class Repeating:
    """One fact that was said again, and the dates told with it."""

    fact: FactId
    quote: Quote
    said: Said


@dataclass(frozen=True, slots=True)
class Resting:
    """A fact that would not hold without `ground`; None where that went while the model read."""

    fact: FactId
    ground: FactId | None


Step = Writing | Ending | Repeating | Resting


@dataclass(frozen=True, slots=True)
class Standing:
    """What is true at the moment of writing: lines still to learn, facts still held, ids, and the vectors' model."""

    open: frozenset[int]
    held: frozenset[FactId]
    ids: tuple[FactId, ...]
    model: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What writing a batch needs: neighbours to hold, how many ids, the embedder's name, calls of the model it cost."""

    neighbours: Collection[FactId]
    ids: int
    embedder: str | None
    calls: int


async def write_batch(
    database: Database,
    leased: Leased,
    decide: Callable[[Standing], Sequence[Step]],
    *,
    asked: Asked,
    sensitive: Collection[int],
) -> bool:
    """Everything of one batch in one transaction; False where the lease was lost and nothing was written.

    `decide` is pure and runs under the locks.
    """
    async with database.transaction(leased.tenant) as connection:
        if await connection.fetchval(HOLD, leased.place, leased.until) is None:
            return False
        standing = await _standing(connection, leased, asked)
        stands: dict[FactId, FactId] = {}
        for step in decide(standing):
            await _write(connection, leased.tenant, step, stands)
        await connection.execute(LEARNED, leased.tenant, leased.place, list(standing.open), list(sensitive))
        await connection.execute(RETURN, leased.tenant, leased.place)
        await connection.execute(SETTLE, leased.place, leased.tenant, RETRIES, asked.calls)
    return True


async def _standing(connection: Connection, leased: Leased, asked: Asked) -> Standing:
    texts = [line.text for line in leased.batch.lines if line.speaker_id is not None]
    seqs = await connection.fetch(STILL_OPEN, leased.tenant, leased.place, leased.fresh, texts)
    held = await connection.fetch(STILL_HELD, leased.tenant, list(asked.neighbours))
    ids = await beliefs.new_ids(connection, asked.ids)
    model = await connection.fetchval(MODEL, asked.embedder) if asked.embedder else None
    return Standing(frozenset(row[0] for row in seqs), frozenset(FactId(row[0]) for row in held), tuple(ids), model)


async def _write(connection: Connection, tenant: str, step: Step, stands: dict[FactId, FactId]) -> None:
    """Does one step; `stands`: under which id each new fact stands, as it may have stood already."""
    match step:
        case Repeating():
            await beliefs.repeat(connection, tenant, step.fact, step.quote, step.said)
        case Ending():
            fact = stands.get(step.fact, step.fact)
            await beliefs.close(connection, tenant, fact, by=step.by, held_until=step.held_until)
        case Resting():
            ground = None if step.ground is None else stands.get(step.ground, step.ground)
            await beliefs.rest(connection, tenant, stands.get(step.fact, step.fact), ground)
        case Writing():
            fact, new = await beliefs.insert(connection, step.belief)
            stands[step.belief.id] = fact
            if step.closing and step.closing.old != fact:
                mentions = new and beliefs.told_by(step.belief).mentions
                await _close(connection, tenant, step.closing, fact, mentions=mentions)
        case _:
            assert_never(step)


async def _close(connection: Connection, tenant: str, closing: Closing, by: FactId, *, mentions: bool) -> None:
    if closing.held_until is None:
        await beliefs.refine(connection, tenant, closing.old, by=by, mentions=mentions)
    else:
        await beliefs.close(connection, tenant, closing.old, by=by, held_until=closing.held_until)
        await beliefs.call_off(connection, tenant, closing.old, instead=by if closing.instead else None)

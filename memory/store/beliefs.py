"""How a fact is written: with its postings, its vector and its exact words, inside a transaction that named its tenant.

Said twice is stored once: the unique index on (tenant, speaker, place, fingerprint) is the last wall behind the pure
decision, so a statement that meets it becomes one more source of the fact that stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from memory.ports import Vector
from memory.store.database import Connection
from memory.types import Audience, FactId, Kind, PersonId, Sensitivity, Spot

IDS = "SELECT nextval('fact_ids') FROM generate_series(1, $1::integer)"
RETIRE_OVER = """
UPDATE facts SET superseded_at = now(), superseded_by = $5
WHERE tenant = $1 AND speaker_id = $2 AND place_id = $3 AND fingerprint = $4
  AND superseded_at IS NULL AND valid_until <= $6"""
INSERT = """
INSERT INTO facts (tenant, id, place_id, audience, speaker_id, subject_id, subject_name, kind, text, valid_from,
                   valid_until, confidence, sensitivity, fingerprint, model, embedding)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (tenant, speaker_id, place_id, fingerprint) WHERE superseded_at IS NULL DO NOTHING"""
STANDING = """
SELECT id FROM facts
WHERE tenant = $1 AND speaker_id = $2 AND place_id = $3 AND fingerprint = $4 AND superseded_at IS NULL"""
POST = """
INSERT INTO terms (tenant, source, term, place_id, document, audience, tf, length)
SELECT $1, 'f', w.term, $2, $3, $4, w.tf, $7 FROM unnest($5::text[], $6::smallint[]) w(term, tf)
ON CONFLICT DO NOTHING"""
SOURCE = """
INSERT INTO fact_sources (tenant, fact_id, place_id, seq, quote, said_at)
SELECT $1, id, $3, $4, $5, $6 FROM facts WHERE tenant = $1 AND id = $2
ON CONFLICT DO NOTHING RETURNING fact_id"""
SURER = """
UPDATE facts SET confidence = 1 - (1 - confidence) / 2, uncertain_since = NULL WHERE tenant = $1 AND id = $2"""
GROUND = """
INSERT INTO fact_grounds (tenant, fact_id, ground_id) SELECT $1, $2, id FROM facts WHERE tenant = $1 AND id = $3
ON CONFLICT DO NOTHING"""
# What ends only later still holds until then.
CLOSE = """
UPDATE facts SET superseded_by = $3, superseded_at = CASE WHEN $4 <= now() THEN now() END,
    valid_until = greatest(valid_from, least(coalesce(valid_until, $4), $4))
WHERE tenant = $1 AND id = $2 AND superseded_at IS NULL"""
SHAKE = """
WITH RECURSIVE shaken AS (
    SELECT fact_id FROM fact_grounds WHERE tenant = $1 AND ground_id = $2
    UNION SELECT g.fact_id FROM fact_grounds g JOIN shaken s ON g.tenant = $1 AND g.ground_id = s.fact_id
)
UPDATE facts SET uncertain_since = now()
WHERE tenant = $1 AND id IN (SELECT fact_id FROM shaken) AND id <> $3 AND superseded_at IS NULL"""


@dataclass(frozen=True, slots=True)
class Quote:
    """The exact words at a spot, and when they were said."""

    spot: Spot
    words: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Belief:
    """A fact to be written; `model` names the vector's embedding model."""

    tenant: str
    id: FactId
    audience: Audience
    speaker: PersonId
    subject: PersonId | None
    subject_name: str
    kind: Kind
    text: str
    quote: Quote
    valid_from: datetime
    valid_until: datetime | None
    confidence: float
    sensitivity: Sensitivity
    fingerprint: str
    postings: Mapping[str, int]
    model: int | None = None
    embedding: Vector | None = None
    ground: FactId | None = None


async def new_ids(connection: Connection, amount: int) -> list[FactId]:
    """Fresh fact ids; an unused one leaves a gap."""
    return [FactId(row[0]) for row in await connection.fetch(IDS, amount)]


async def insert(connection: Connection, belief: Belief) -> tuple[FactId, bool]:
    """Writes the belief; the fact that now says it, and False where one stood already and got one more source."""
    where = (belief.tenant, belief.speaker, belief.quote.spot.place, belief.fingerprint)
    await connection.execute(RETIRE_OVER, *where, belief.id, belief.valid_from)
    written = await connection.execute(INSERT, *_values(belief))
    if written == "INSERT 0 0":
        standing = FactId(await connection.fetchval(STANDING, *where))
        await reinforce(connection, belief.tenant, standing, belief.quote)
        return standing, False
    await connection.execute(SOURCE, *_source(belief.tenant, belief.id, belief.quote))
    if belief.ground is not None:
        await connection.execute(GROUND, belief.tenant, belief.id, belief.ground)
    await _post(connection, belief)
    return belief.id, True


async def reinforce(connection: Connection, tenant: str, fact: FactId, quote: Quote) -> bool:
    """One more source for the fact, once; False where it has that one already or is gone."""
    if await connection.fetchval(SOURCE, *_source(tenant, fact, quote)) is None:
        return False
    await connection.execute(SURER, tenant, fact)
    return True


async def close(connection: Connection, tenant: str, old: FactId, *, by: FactId, held_until: datetime) -> bool:
    """Ends the fact in the world at `held_until` and names its successor; False where that was done before.

    What rests on it is uncertain from now on.
    """
    done: str = await connection.execute(CLOSE, tenant, old, by, held_until)
    if done == "UPDATE 1":
        await connection.execute(SHAKE, tenant, old, by)
    return done == "UPDATE 1"


def _values(belief: Belief) -> tuple[object, ...]:
    return (
        belief.tenant, belief.id, belief.quote.spot.place, belief.audience.value, belief.speaker, belief.subject,
        belief.subject_name, belief.kind.value, belief.text, belief.valid_from, belief.valid_until,
        belief.confidence, belief.sensitivity.value, belief.fingerprint, belief.model, belief.embedding,
    )  # fmt: skip


def _source(tenant: str, fact: FactId, quote: Quote) -> tuple[object, ...]:
    return tenant, fact, quote.spot.place, quote.spot.seq, quote.words, quote.said_at


async def _post(connection: Connection, belief: Belief) -> None:
    counts = list(belief.postings.values())
    await connection.execute(
        POST, belief.tenant, belief.quote.spot.place, belief.id, belief.audience.value,
        list(belief.postings), counts, sum(counts),
    )  # fmt: skip

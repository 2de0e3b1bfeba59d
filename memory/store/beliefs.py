"""How a fact is written: with its postings, its vector and its exact words, inside a transaction that named its tenant.

Said twice is stored once: a statement of which one stands for the same time becomes one more source of that. The unique
index on what has no end (tenant, speaker, place, fingerprint) is the last wall behind that.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from memory.ports import Vector
from memory.stays import Said, Stay, holds_now, join, met
from memory.store import closings, stays, tellings
from memory.store.database import Connection
from memory.types import PLAINLY, Audience, FactId, Kind, PersonId, Sensitivity, Spot

IDS = "SELECT nextval('fact_ids') FROM generate_series(1, $1::integer)"
INSERT = """
INSERT INTO facts (tenant, id, place_id, audience, speaker_id, subject_id, subject_name, kind, text, valid_from,
                   valid_until, confidence, sensitivity, fingerprint, model, embedding)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (tenant, speaker_id, place_id, fingerprint) WHERE superseded_at IS NULL AND valid_until IS NULL
DO NOTHING"""
POST = """
INSERT INTO terms (tenant, source, term, place_id, document, audience, tf, length)
SELECT $1, 'f', w.term, $2, $3, $4, w.tf, $7 FROM unnest($5::text[], $6::smallint[]) w(term, tf)
ON CONFLICT DO NOTHING"""
SOURCE = """
INSERT INTO fact_sources (tenant, fact_id, place_id, seq, quote, said_at)
SELECT $1, id, $3, $4, $5, $6 FROM facts WHERE tenant = $1 AND id = $2
ON CONFLICT DO NOTHING RETURNING fact_id"""
# Who says it again says that it holds whatever became of its grounds: it rests on those only that still hold.
SURER = """
WITH over AS (
    DELETE FROM fact_grounds r USING facts g
    WHERE r.tenant = $1 AND r.fact_id = $2 AND g.tenant = $1 AND g.id = r.ground_id
      AND (g.superseded_at IS NOT NULL OR g.valid_until <= now())
)
UPDATE facts f SET confidence = 1 - (1 - f.confidence) / 2, uncertain_since = (
    SELECT min(least(g.valid_until, g.uncertain_since))
    FROM fact_grounds r JOIN facts g ON g.tenant = $1 AND g.id = r.ground_id
    WHERE r.tenant = $1 AND r.fact_id = $2 AND g.superseded_at IS NULL
      AND least(g.valid_until, g.uncertain_since) > now())
WHERE f.tenant = $1 AND f.id = $2"""
GROUND = """
INSERT INTO fact_grounds (tenant, fact_id, ground_id)
SELECT $1, $2, id FROM facts WHERE tenant = $1 AND id = $3 AND id <> $2
  AND EXISTS (SELECT FROM facts WHERE tenant = $1 AND id = $2)
ON CONFLICT DO NOTHING"""
SINCE = "SELECT least(valid_until, uncertain_since, superseded_at) FROM facts WHERE tenant = $1 AND id = $2"
# What ends only later still holds until then; what is to end before it begins never holds.
CLOSE = """
UPDATE facts SET superseded_by = $3, superseded_at = CASE WHEN $4 <= greatest(now(), valid_from) THEN now() END,
    valid_until = greatest(valid_from, least(coalesce(valid_until, $4), $4))
WHERE tenant = $1 AND id = $2 AND superseded_at IS NULL"""
NEVER = "SELECT superseded_at IS NOT NULL AND valid_until <= valid_from FROM facts WHERE tenant = $1 AND id = $2"
BEGINS = "SELECT valid_from FROM facts WHERE tenant = $1 AND id = $2"
# All that rests on them in turn, but not what the message that changed them says itself.
SHAKE = """
WITH RECURSIVE shaken AS (
    SELECT fact_id FROM fact_grounds WHERE tenant = $1 AND ground_id = ANY ($2)
    UNION SELECT g.fact_id FROM fact_grounds g JOIN shaken s ON g.tenant = $1 AND g.ground_id = s.fact_id
)
UPDATE facts f SET uncertain_since = least(f.uncertain_since, greatest($4, now()))
WHERE f.tenant = $1 AND f.id IN (SELECT fact_id FROM shaken) AND f.id <> ALL ($2) AND f.id <> $3
  AND f.superseded_at IS NULL AND (coalesce($4 > now(), false) OR NOT EXISTS (
    SELECT FROM fact_sources n JOIN fact_sources s ON s.tenant = $1 AND s.place_id = n.place_id AND s.seq = n.seq
    WHERE n.tenant = $1 AND n.fact_id = $3 AND s.fact_id = f.id))"""
DOUBT = """
WITH RECURSIVE doubted AS (
    SELECT $2::bigint AS fact_id
    UNION SELECT g.fact_id FROM fact_grounds g JOIN doubted d ON g.tenant = $1 AND g.ground_id = d.fact_id
)
UPDATE facts SET uncertain_since = least(uncertain_since, coalesce($3, now()))
WHERE tenant = $1 AND id IN (SELECT fact_id FROM doubted) AND superseded_at IS NULL"""
# A fact that was shared as it stands stays beside the one that says more: nobody shared that.
REFINED = """
UPDATE facts SET superseded_by = $3, superseded_at = now()
WHERE tenant = $1 AND id = $2 AND superseded_at IS NULL
  AND NOT EXISTS (SELECT FROM fact_shares x WHERE x.fact_tenant = $1 AND x.fact_id = $2)"""


NONE = FactId(0)


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


async def new_ids(connection: Connection, amount: int) -> list[FactId]:
    """Fresh fact ids; an unused one leaves a gap."""
    return [FactId(row[0]) for row in await connection.fetch(IDS, amount)]


async def insert(connection: Connection, belief: Belief) -> tuple[FactId, bool]:
    """Writes the belief; the fact that now says it, and False where one stood already and got one more source."""
    key = (belief.tenant, belief.speaker, belief.quote.spot.place, belief.fingerprint)
    said = told_by(belief)
    standing = await stays.saying(connection, *key)
    if met(standing, said) is None:
        await connection.execute(stays.RETIRE_OVER, *key, belief.id, belief.valid_from)
        if await connection.execute(INSERT, *_values(belief)) != "INSERT 0 0":
            await connection.execute(SOURCE, *_source(belief.tenant, belief.id, belief.quote))
            await _post(connection, belief)
            told, dates = (belief.id, belief.quote.spot), (belief.valid_from, belief.valid_until)
            await tellings.keep(connection, belief.tenant, told, dates=dates, before=(belief.valid_from, None))
            return belief.id, True
        standing = await stays.saying(connection, *key)
    return await _tell_again(connection, belief.tenant, standing, belief.quote, said), False


def told_by(belief: Belief) -> Said:
    """The dates that are told by the words behind the belief."""
    surely = belief.confidence >= PLAINLY
    holds = holds_now(belief.kind, belief.text, belief.quote.words)
    return Said(belief.valid_from, belief.valid_until, belief.quote.said_at, surely, holds)


async def repeat(connection: Connection, tenant: str, fact: FactId, quote: Quote, said: Said) -> None:
    """One more source for the fact, and the dates that were told with it; nothing where it is gone."""
    standing = await stays.beside(connection, tenant, fact)
    if standing:
        await _tell_again(connection, tenant, standing, quote, said)


async def _tell_again(
    connection: Connection, tenant: str, standing: Sequence[Stay], quote: Quote, said: Said
) -> FactId:
    """The fact of which it was said."""
    stay = met(standing, said) or standing[0]
    if await _reinforce(connection, tenant, stay.id, quote, surely=said.surely) and said.surely:
        joined = join(stay, standing, said)
        await stays.move(connection, tenant, stay, joined)
        dates, before = (joined.since, joined.until), (stay.since, stay.until)
        await tellings.keep(connection, tenant, (stay.id, quote.spot), dates=dates, before=before)
    return stay.id


async def _reinforce(connection: Connection, tenant: str, fact: FactId, quote: Quote, *, surely: bool) -> bool:
    """One more source for the fact, once; False where it has that one already.

    What was only hedged again is no surer than before.
    """
    if await connection.fetchval(SOURCE, *_source(tenant, fact, quote)) is None:
        return False
    if surely:
        await connection.execute(SURER, tenant, fact)
    return True


async def rest(connection: Connection, tenant: str, fact: FactId, ground: FactId | None) -> None:
    """Lets the fact rest on `ground`: it is uncertain from when that is over; None: that is gone already."""
    since = None
    if ground is not None:
        if await connection.execute(GROUND, tenant, fact, ground) == "INSERT 0 0":
            return
        since = await connection.fetchval(SINCE, tenant, ground)
    if ground is None or since is not None:
        await connection.execute(DOUBT, tenant, fact, since)


async def shake(
    connection: Connection, tenant: str, grounds: Sequence[FactId], *, at: datetime | None = None, by: FactId = NONE
) -> None:
    """What rests on the grounds is uncertain from `at`, or from now; except what the message behind `by` says too."""
    await connection.execute(SHAKE, tenant, list(grounds), by, at)


async def close(connection: Connection, tenant: str, old: FactId, *, by: FactId, held_until: datetime) -> bool:
    """Ends the fact in the world at `held_until` and names its successor; False where that was done before.

    What rests on it is uncertain from then on.
    """
    await closings.keep(connection, tenant, old, by=by, held_until=held_until)
    done: str = await connection.execute(CLOSE, tenant, old, by, held_until)
    if done == "UPDATE 1":
        await shake(connection, tenant, [old], at=held_until, by=by)
    return done == "UPDATE 1"


async def call_off(connection: Connection, tenant: str, plan: FactId, *, instead: FactId | None) -> None:
    """What a plan that never held was to end goes on, or until `instead` begins; nothing where it held."""
    if not await connection.fetchval(NEVER, tenant, plan):
        return
    begins = await connection.fetchval(BEGINS, tenant, instead)
    for fact in await closings.reopen(connection, tenant, [plan]):
        if begins is not None and instead is not None and fact != instead:
            await close(connection, tenant, fact, by=instead, held_until=begins)


async def refine(connection: Connection, tenant: str, old: FactId, *, by: FactId, mentions: bool = False) -> bool:
    """Puts `by` in the place of the vaguer `old`, for all the time that it held; False where it stays.

    What rested on `old` rests on `by`, and is as certain as before; `mentions`: it says no date of the plan that it is.
    """
    if await connection.execute(REFINED, tenant, old, by) != "UPDATE 1":
        return False
    await connection.execute(stays.INHERIT, tenant, old, by, mentions)
    await connection.execute(stays.TAKE_GROUNDS, tenant, old, by)
    return True


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

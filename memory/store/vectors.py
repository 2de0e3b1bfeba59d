"""The vectors of lines and facts, made in the background, and the one model that makes them.

A line has two: of its own text, and of itself between its neighbours with date and, where several talk, names, because
a line alone often says too little ("Yes, in May"). A tenant is leased, read, embedded with no connection held, and
written only where the texts are still the same: what was erased or edited meanwhile is not written back. The bot's own
lines are neighbours and never found by themselves, so they have no vectors, which halves the largest table. Beside the
vectors stands what ranking wants to know of the text: how much of it asks, whether it follows a question, who speaks.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from memory.errors import EmbedderUnavailable, EmbeddingMismatch
from memory.grounding import LOOKED_AT
from memory.ports import Embedder, Vector
from memory.store.database import Connection, Database
from memory.store.windows import LONGEST, Job, Spoken, plan
from memory.tenure import LeaseLost, Tenure
from memory.types import PlaceId, Spot

if TYPE_CHECKING:
    import asyncpg

BATCH = 64
DEADLINE_S = 5 * 60
LEASE = timedelta(seconds=60)  # renewed at half time while the embedder works

REGISTER = "INSERT INTO embedding_models (name, dimensions, active) VALUES ($1, $2, true) ON CONFLICT DO NOTHING"
ACTIVE = "SELECT id, name, dimensions FROM embedding_models WHERE active"
LEASE_TENANT = "SELECT tenant, lease_until FROM lease_embedding($1)"
RENEW = """
UPDATE embedding_leases SET lease_until = clock_timestamp() + $3 WHERE tenant = $1 AND lease_until = $2
RETURNING lease_until"""
RELEASE = "DELETE FROM embedding_leases WHERE tenant = $1 AND lease_until = $2"
DUE = """
SELECT place_id, seq FROM utterances WHERE tenant = $1 AND embedded_at IS NULL ORDER BY place_id, seq LIMIT $2"""
NEAR = """
WITH wanted AS (
    SELECT DISTINCT d.place_id, d.seq + step AS seq
    FROM unnest($2::bigint[], $3::integer[]) d(place_id, seq), generate_series(-2, 1) step
)
SELECT u.place_id, u.seq, who.name, left(u.text, $4) AS text, u.said_at, u.embedded_at IS NOT NULL AS embedded,
    u.audience = 'direct' AS direct, CASE WHEN length(u.text) > $4 THEN right(u.text, $5) ELSE '' END AS ending
FROM wanted w JOIN utterances u ON u.tenant = $1 AND u.place_id = w.place_id AND u.seq = w.seq
LEFT JOIN people who ON who.id = u.speaker_id
WHERE u.erased_at IS NULL AND u.off_record_until IS NULL"""
STILL = """
SELECT place_id, seq, left(text, $4) AS text FROM utterances
WHERE tenant = $1 AND (place_id, seq) IN (SELECT * FROM unnest($2::bigint[], $3::integer[])) AND erased_at IS NULL
ORDER BY place_id, seq FOR UPDATE"""
PUT = """
INSERT INTO utterance_vectors
    (tenant, model, place_id, seq, audience, embedding, signature, around, around_signature, companion,
     speaker_id, asks, follows_question)
SELECT u.tenant, $4, u.place_id, u.seq, u.audience, $5, $6, $7, $8, $9, u.speaker_id, $10, $11
FROM utterances u WHERE u.tenant = $1 AND u.place_id = $2 AND u.seq = $3
ON CONFLICT (tenant, model, place_id, seq) DO UPDATE SET audience = excluded.audience, embedding = excluded.embedding,
    signature = excluded.signature, around = excluded.around, around_signature = excluded.around_signature,
    companion = excluded.companion, speaker_id = excluded.speaker_id, asks = excluded.asks,
    follows_question = excluded.follows_question"""
PUT_AROUND = """
UPDATE utterance_vectors SET around = $5, around_signature = $6, follows_question = $7
WHERE tenant = $1 AND place_id = $2 AND seq = $3 AND model = $4"""
STALE = "DELETE FROM utterance_vectors WHERE tenant = $1 AND place_id = $2 AND seq = $3 AND model <> $4"
MARK = """
UPDATE utterances SET embedded_at = now()
WHERE tenant = $1 AND (place_id, seq) IN (SELECT * FROM unnest($2::bigint[], $3::integer[]))"""
FACTS_DUE = "SELECT id, text FROM facts WHERE tenant = $1 AND embedding IS NULL ORDER BY id LIMIT $2"
PUT_FACT = "UPDATE facts SET model = $3, embedding = $4 WHERE tenant = $1 AND id = $2 AND text = $5"


@dataclass(frozen=True, slots=True)
class Made:
    """The vectors of a job; `line` and `companion` None where they stand already, or there is no companion."""

    job: Job
    line: Vector | None
    around: Vector
    companion: Vector | None


async def vectors_of(jobs: Sequence[Job], embedder: Embedder, companion: Embedder | None) -> list[Made]:
    """Both embedders at work side by side. Raises EmbedderUnavailable; without the companion's vectors it goes on."""
    texts = [text for job in jobs for text in (job.own, job.around) if text is not None]
    if not texts:
        return []
    own = [job.own for job in jobs if job.own is not None]
    found, others = await asyncio.gather(embedder.embed(texts), beside(companion, own))
    vectors, more = iter(found), iter(others)
    return [
        Made(job, None, next(vectors), None) if job.own is None else Made(job, next(vectors), next(vectors), next(more))
        for job in jobs
    ]


async def beside(companion: Embedder | None, texts: Sequence[str], *, urgent: bool = False) -> list[Vector | None]:
    """The companion's vector of each text; None where there is no companion or it does not answer."""
    if companion is None or not texts:
        return [None] * len(texts)
    try:
        return list(await companion.embed(texts, urgent=urgent))
    except EmbedderUnavailable:
        return [None] * len(texts)


async def ensure_model(database: Database, name: str, dimensions: int) -> int:
    """The id of the model that this memory is made with, which is the first that came; raises EmbeddingMismatch."""
    found = await database.fetchrow(ACTIVE)
    if found is None:
        await database.execute(REGISTER, name, dimensions)
        found = await database.fetchrow(ACTIVE)
    if found is None or (found["name"], found["dimensions"]) != (name, dimensions):
        raise EmbeddingMismatch()
    return int(found["id"])


async def embed_next(database: Database, embedder: Embedder, companion: Embedder | None = None) -> int:
    """Embeds some lines and facts of one tenant and says how many; 0: nothing due. Raises EmbedderUnavailable."""
    model = await ensure_model(database, embedder.name, embedder.dimensions)
    lease = await database.fetchrow(LEASE_TENANT, LEASE, once=True)
    if lease is None or lease["tenant"] is None:
        return 0
    tenant = lease["tenant"]

    async def renew(until: datetime) -> datetime | None:
        later: datetime | None = await database.fetchval(RENEW, tenant, until, LEASE, once=True)
        return later

    tenure = Tenure(lease["lease_until"], renew, every=LEASE / 2)
    try:
        async with asyncio.timeout(DEADLINE_S):
            return await tenure.during(_embed_tenant(database, (embedder, companion), tenant, model))
    except TimeoutError as fault:
        raise EmbedderUnavailable from fault
    except LeaseLost:
        return 1  # another worker has it: something was due, and may be still
    finally:
        await database.execute(RELEASE, tenant, tenure.lease)


async def _embed_tenant(
    database: Database, embedders: tuple[Embedder, Embedder | None], tenant: str, model: int
) -> int:
    lines = await _embed_lines(database, embedders, tenant, model)
    return lines + await _embed_facts(database, embedders[0], tenant, model)


async def _embed_lines(database: Database, embedders: tuple[Embedder, Embedder | None], tenant: str, model: int) -> int:
    async with database.transaction(tenant) as connection:
        due = [_spot(row) for row in await connection.fetch(DUE, tenant, BATCH)]
        lines = await near(connection, tenant, due)
    made = await vectors_of(plan(due, lines), *embedders)
    async with database.transaction(tenant) as connection:
        same = await unchanged(connection, tenant, lines)
        kept = [each for each in made if same.issuperset(each.job.window)]
        await _write(connection, tenant, model, kept)
        waiting = {each.job.spot for each in made} - {each.job.spot for each in kept}
        await connection.execute(MARK, tenant, *columns(spot for spot in due if spot not in waiting))
    return len(due)


async def _write(connection: Connection, tenant: str, model: int, made: Sequence[Made]) -> None:
    await put(connection, tenant, model, made)
    moved = [
        (tenant, each.job.spot.place, each.job.spot.seq, model, each.around, each.around > 0, each.job.follows)
        for each in made
        if each.line is None
    ]
    await connection.executemany(PUT_AROUND, moved)
    # A re-embedding under way has older vectors of these lines; it finds them missing and makes them again.
    spots = [each.job.spot for each in made]
    await connection.executemany(STALE, [(tenant, spot.place, spot.seq, model) for spot in spots])


async def _embed_facts(database: Database, embedder: Embedder, tenant: str, model: int) -> int:
    async with database.transaction(tenant) as connection:
        facts = await connection.fetch(FACTS_DUE, tenant, BATCH)
    await put_facts(database, embedder, (tenant, model), [(row["id"], row["text"]) for row in facts])
    return len(facts)


async def near(connection: Connection, tenant: str, due: Collection[Spot]) -> dict[Spot, Spoken]:
    """The lines from two before to one after each spot, as they are now."""
    rows = await connection.fetch(NEAR, tenant, *columns(due), LONGEST, LOOKED_AT)
    return {
        _spot(row): Spoken(row["text"], row["name"], row["said_at"], row["embedded"], row["direct"], row["ending"])
        for row in rows
    }


async def unchanged(connection: Connection, tenant: str, lines: Mapping[Spot, Spoken]) -> set[Spot]:
    """Those of the lines whose text is still the same, locked until the transaction ends."""
    rows = await connection.fetch(STILL, tenant, *columns(lines), LONGEST)
    return {spot for row in rows if lines[spot := _spot(row)].text == row["text"]}


async def put(connection: Connection, tenant: str, model: int, made: Iterable[Made]) -> None:
    """Writes the vectors of each line that has one of its own, with their signatures."""
    rows = [
        (
            tenant,
            *at,
            model,
            each.line,
            each.line > 0,
            each.around,
            each.around > 0,
            each.companion,
            job.asks,
            job.follows,
        )
        for each in made
        if each.line is not None
        for job, at in ((each.job, (each.job.spot.place, each.job.spot.seq)),)
    ]
    await connection.executemany(PUT, rows)


def _at(job: Job) -> tuple[int, int]:
    return job.spot.place, job.spot.seq


def _shown(job: Job) -> tuple[float, bool]:
    return job.asks, job.follows


async def put_facts(
    database: Database, embedder: Embedder, where: tuple[str, int], facts: Sequence[tuple[int, str]]
) -> None:
    """Embeds facts of one tenant with one model, unless their text changes meanwhile."""
    if facts:
        tenant, model = where
        found = await embedder.embed([text[:LONGEST] for _, text in facts])
        rows = [(tenant, each, model, vector, text) for (each, text), vector in zip(facts, found, strict=True)]
        async with database.transaction(tenant) as connection:
            await connection.executemany(PUT_FACT, rows)


def columns(spots: Iterable[Spot]) -> tuple[list[int], list[int]]:
    """The spots as two columns for unnest."""
    listed = list(spots)
    return [spot.place for spot in listed], [spot.seq for spot in listed]


def _spot(row: "asyncpg.Record") -> Spot:
    return Spot(PlaceId(row["place_id"]), row["seq"])

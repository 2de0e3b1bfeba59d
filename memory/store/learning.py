"""The transcript is the learning queue: one place's unlearned lines are leased, and written back in one transaction.

A lease is a time on the place's row, so a worker that dies gives its batch back by itself and no connection is held
while a model thinks. After a failure the batch is halved, which finds the one line that a model chokes on; five
strikes set that line aside for a day. The price is a few more calls when the model, not the line, was at fault.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg

from memory.ports import Vector
from memory.prompts import Batch, Neighbour
from memory.store import beliefs
from memory.store.beliefs import Belief, Quote
from memory.store.database import NAME_TENANT, Connection, Database
from memory.types import Audience, FactId, Kind, Line, PersonId, PlaceId, Spot

MOST_LINES, MOST_CHARACTERS, BEFORE = 10, 4_000, 4
STRIKES, RETRIES = 5, 12
MOST_NEIGHBOURS = 8

LEASE = """
WITH due AS (
    SELECT id FROM places WHERE learn_after <= now() AND (learn_lease IS NULL OR learn_lease < now())
    ORDER BY learn_after LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE places p SET learn_lease = clock_timestamp() + $1 FROM due WHERE p.id = due.id
RETURNING p.id, p.key, p.tenant, p.learn_lease"""
LINES = """
WITH open AS (
    SELECT u.seq FROM utterances u
    WHERE u.tenant = $1 AND u.place_id = $2 AND u.learned_at IS NULL AND u.speaker_id IS NOT NULL
      AND u.parked_at IS NULL
    UNION ALL
    SELECT u.seq FROM utterances u
    WHERE u.tenant = $1 AND u.place_id = $2 AND u.learned_at IS NULL AND u.parked_at < now() - interval '1 day'
      AND u.attempts < $3
    ORDER BY seq LIMIT $4
)
SELECT u.place_id, u.seq, u.speaker_id, who.name AS speaker, u.text, u.said_at, u.audience, u.attempts,
       o.seq IS NOT NULL AS fresh
FROM utterances u LEFT JOIN people who ON who.id = u.speaker_id LEFT JOIN open o ON o.seq = u.seq
WHERE u.tenant = $1 AND u.place_id = $2 AND u.erased_at IS NULL
  AND u.seq BETWEEN (SELECT min(seq) FROM open) - $5 AND (SELECT max(seq) FROM open)
ORDER BY u.seq"""
PEOPLE = """
SELECT DISTINCT who.name, who.id FROM place_members m JOIN people who ON who.id = m.person_id
WHERE m.place_id = $1 ORDER BY who.id LIMIT 200"""
NEAR = """
SELECT f.id, f.speaker_id, f.subject_id, f.subject_name, f.kind, f.text, f.valid_from, f.place_id, f.audience
FROM (
    SELECT DISTINCT ON (f.id) f.* FROM unnest($1::bigint[]) s(speaker), visible_facts(s.speaker, $2) f
    WHERE f.tenant = $3 AND f.speaker_id = ANY ($1) AND f.superseded_at IS NULL
      AND (f.valid_until IS NULL OR f.valid_until > now())
) f LEFT JOIN (
    SELECT document, count(*) AS overlap FROM terms
    WHERE tenant = $3 AND source = 'f' AND term = ANY ($4) GROUP BY document
) o ON o.document = f.id
LEFT JOIN LATERAL (
    SELECT max(-(f.embedding <#> v.line::halfvec)) AS similarity FROM unnest($5::text[]) v(line)
    WHERE f.model = $6
) d ON true
ORDER BY coalesce(d.similarity, 0) + coalesce(o.overlap, 0) * 0.2 DESC, f.id DESC LIMIT $7"""
MODEL = "SELECT id FROM embedding_models WHERE name = $1 AND active"
HOLD = "SELECT id FROM places WHERE id = $1 AND learn_lease = $2 FOR NO KEY UPDATE"
STILL_OPEN = """
SELECT seq FROM utterances WHERE tenant = $1 AND place_id = $2 AND seq = ANY ($3)
  AND learned_at IS NULL AND erased_at IS NULL FOR UPDATE"""
STILL_HELD = "SELECT id FROM facts WHERE tenant = $1 AND id = ANY ($2) AND superseded_at IS NULL FOR UPDATE"
LEARNED = """
UPDATE utterances SET learned_at = now(), parked_at = NULL, sensitive = sensitive OR seq = ANY ($4)
WHERE tenant = $1 AND place_id = $2 AND seq = ANY ($3)"""
STRIKE = """
UPDATE utterances SET attempts = attempts + 1, parked_at = CASE WHEN attempts + 1 >= $4 THEN now() END
WHERE tenant = $1 AND place_id = $2 AND seq = $3 AND learned_at IS NULL RETURNING attempts"""
RELEASE = "UPDATE places SET learn_lease = NULL, learn_after = now() + $3 WHERE id = $1 AND learn_lease = $2"
SETTLE = """
UPDATE places p SET learn_lease = NULL, pending = w.waiting, learn_after = CASE
    WHEN w.waiting > 0 THEN coalesce(p.learn_after, now()) WHEN w.aside THEN now() + interval '1 day' END
FROM (
    SELECT count(*) FILTER (WHERE parked_at IS NULL)::integer AS waiting,
           coalesce(bool_or(parked_at IS NOT NULL AND attempts < $3), false) AS aside
    FROM utterances WHERE tenant = $2 AND place_id = $1 AND learned_at IS NULL AND speaker_id IS NOT NULL
) w WHERE p.id = $1"""


@dataclass(frozen=True, slots=True)
class Leased:
    """One place's batch, ours until `until`, which also proves that the lease is still ours."""

    place: PlaceId
    key: str
    tenant: str
    audience: Audience
    until: datetime
    batch: Batch

    @property
    def fresh(self) -> list[int]:
        """The seq of every line that is to be learned."""
        return [line.spot.seq for line in self.batch.lines if line.speaker_id is not None]


@dataclass(frozen=True, slots=True)
class NearFact:
    """A current fact beside the batch: as the model sees it, and where it may be changed from."""

    neighbour: Neighbour
    place: PlaceId
    audience: Audience


async def claim_batch(database: Database, *, lease: timedelta) -> Leased | None:
    """Leases the place that has waited longest; None where nothing is due."""
    async with database.transaction() as connection:
        place = await connection.fetchrow(LEASE, lease)
        if place is None:
            return None
        await connection.execute(NAME_TENANT, place["tenant"])
        rows = await connection.fetch(LINES, place["tenant"], place["id"], RETRIES, MOST_LINES, BEFORE)
        if not any(row["fresh"] for row in rows):
            await connection.execute(SETTLE, place["id"], place["tenant"], RETRIES)
            return None
        people = tuple((name, PersonId(number)) for name, number in await connection.fetch(PEOPLE, place["id"]))
        lines, before, audience = _chosen(rows)
        batch = Batch(lines=lines, before=before, people=people)
        return Leased(place["id"], place["key"], place["tenant"], audience, place["learn_lease"], batch)


def _chosen(rows: Sequence[asyncpg.Record]) -> tuple[tuple[Line, ...], tuple[Line, ...], Audience]:
    """The lines to learn with the bot's between them, the ones before, and the audience that all of them share."""
    first = next(at for at, row in enumerate(rows) if row["fresh"])
    audience, most = rows[first]["audience"], max(1, MOST_LINES >> rows[first]["attempts"])
    before = tuple(_line(row) for row in rows[:first] if row["audience"] == audience)
    lines = list(_taken(rows[first:], audience, most))
    while lines[-1].speaker_id is None:
        lines.pop()
    return tuple(lines), before, Audience(audience)


def _taken(rows: Sequence[asyncpg.Record], audience: str, most: int) -> Iterator[Line]:
    people, characters = 0, 0
    for row in rows:
        characters += min(len(row["text"]), MOST_CHARACTERS)
        people += row["fresh"]
        if row["audience"] != audience or people > most or (characters > MOST_CHARACTERS and people > 1):
            return
        if row["fresh"] or row["speaker_id"] is None:
            yield _line(row)


def _line(row: asyncpg.Record) -> Line:
    speaker = None if row["speaker_id"] is None else PersonId(row["speaker_id"])
    return Line(Spot(PlaceId(row["place_id"]), row["seq"]), speaker, row["speaker"], row["text"], row["said_at"])


async def near(
    database: Database, leased: Leased, *, words: Collection[str], vectors: Sequence[Vector], embedder: str | None
) -> tuple[NearFact, ...]:
    """The current facts of the batch's speakers nearest to its lines, best first."""
    speakers = sorted({line.speaker_id for line in leased.batch.lines if line.speaker_id is not None})
    async with database.transaction(leased.tenant) as connection:
        model = await connection.fetchval(MODEL, embedder) if vectors else None
        # As text, because the driver takes an array of arrays for one array of more dimensions.
        lines = [f"[{','.join(map(str, vector.tolist()))}]" for vector in vectors] if model else []
        rows = await connection.fetch(
            NEAR, speakers, leased.key, leased.tenant, list(words), lines, model, MOST_NEIGHBOURS
        )
    return tuple(_near(row) for row in rows)


def _near(row: asyncpg.Record) -> NearFact:
    subject = None if row["subject_id"] is None else PersonId(row["subject_id"])
    neighbour = Neighbour(
        FactId(row["id"]), PersonId(row["speaker_id"]), subject, row["subject_name"], Kind(row["kind"]), row["text"],
        row["valid_from"],
    )  # fmt: skip
    return NearFact(neighbour, PlaceId(row["place_id"]), Audience(row["audience"]))


@dataclass(frozen=True, slots=True)
class Closing:
    """A fact that the new one ends, and when."""

    old: FactId
    held_until: datetime


@dataclass(frozen=True, slots=True)
class Writing:
    """One fact to write, and what it closes."""

    belief: Belief
    closing: Closing | None = None


@dataclass(frozen=True, slots=True)
class Repeating:
    """One fact that was said again."""

    fact: FactId
    quote: Quote


Step = Writing | Repeating


@dataclass(frozen=True, slots=True)
class Standing:
    """What is true at the moment of writing: lines still to learn, facts still held, ids, and the vectors' model."""

    open: frozenset[int]
    held: frozenset[FactId]
    ids: tuple[FactId, ...]
    model: int | None


async def write_batch(
    database: Database,
    leased: Leased,
    decide: Callable[[Standing], Sequence[Step]],
    *,
    asked: tuple[Collection[FactId], int, str | None],
    sensitive: Collection[int],
) -> bool:
    """Everything of one batch in one transaction; False where the lease was lost and nothing was written.

    `asked`: the neighbours to hold, the ids needed, the embedder's name. `decide` is pure and runs under the locks.
    """
    async with database.transaction(leased.tenant) as connection:
        if await connection.fetchval(HOLD, leased.place, leased.until) is None:
            return False
        standing = await _standing(connection, leased, asked)
        for step in decide(standing):
            await _write(connection, leased.tenant, step)
        await connection.execute(LEARNED, leased.tenant, leased.place, leased.fresh, list(sensitive))
        await connection.execute(SETTLE, leased.place, leased.tenant, RETRIES)
    return True


async def _standing(
    connection: Connection, leased: Leased, asked: tuple[Collection[FactId], int, str | None]
) -> Standing:
    facts, amount, embedder = asked
    seqs = await connection.fetch(STILL_OPEN, leased.tenant, leased.place, leased.fresh)
    held = await connection.fetch(STILL_HELD, leased.tenant, list(facts))
    ids = await beliefs.new_ids(connection, amount)
    model = await connection.fetchval(MODEL, embedder) if embedder else None
    return Standing(frozenset(row[0] for row in seqs), frozenset(FactId(row[0]) for row in held), tuple(ids), model)


async def _write(connection: Connection, tenant: str, step: Step) -> None:
    if isinstance(step, Repeating):
        await beliefs.reinforce(connection, tenant, step.fact, step.quote)
        return
    fact, _ = await beliefs.insert(connection, step.belief)
    if step.closing and step.closing.old != fact:
        await beliefs.close(connection, tenant, step.closing.old, by=fact, held_until=step.closing.held_until)


async def release_batch(database: Database, leased: Leased, *, strike: bool, after: timedelta) -> int:
    """Gives the batch back, due again in `after`, or later the more strikes it has; how many those are now.

    The strike is the first line's: batches shrink with it, until the line that fails stands alone.
    """
    async with database.transaction(leased.tenant) as connection:
        strikes = 0
        if await connection.fetchval(HOLD, leased.place, leased.until) is None:
            return strikes
        if strike:
            strikes = await connection.fetchval(STRIKE, leased.tenant, leased.place, leased.fresh[0], STRIKES) or 0
            after = min(after * 4 ** min(strikes, 9), timedelta(hours=1))
        await connection.execute(RELEASE, leased.place, leased.until, after)
    return strikes

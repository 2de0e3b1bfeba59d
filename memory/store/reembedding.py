"""Another embedding model for everything remembered, while people go on talking.

The new model's vectors are filled in beside the old ones; then one transaction makes it the active model, facts take
the vectors that lie ready for them, what was said meanwhile is caught up, and the old vectors go. Each step does only
what is missing, so a run that was killed is simply run again. The price is a second set of vectors on disk for the
time, and that facts are found by words alone for the moment in which they take theirs.
"""

from collections.abc import Awaitable, Callable, Sequence

from memory.errors import EmbeddingMismatch
from memory.ports import Embedder
from memory.store.database import Database
from memory.store.vectors import BATCH, near, put, put_facts, unchanged, vectors_of
from memory.store.windows import LONGEST, plan
from memory.types import PlaceId, Spot

Progress = Callable[[int, int], None]  # lines and facts done in this run, lines there are in all

ADD = "INSERT INTO embedding_models (name, dimensions) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING"
MODEL = "SELECT id, dimensions FROM embedding_models WHERE name = $1"
SPREAD = "SELECT coalesce(sum(last_seq), 0) FROM places"
TENANTS = "SELECT DISTINCT tenant FROM places ORDER BY tenant"
MISSING = """
SELECT u.place_id, u.seq FROM utterances u
WHERE u.tenant = $1 AND u.embedded_at IS NOT NULL AND u.erased_at IS NULL AND u.speaker_id IS NOT NULL
  AND (u.place_id, u.seq) > ($3, $4)
  AND NOT EXISTS (SELECT FROM utterance_vectors v
                  WHERE v.tenant = $1 AND v.model = $2 AND v.place_id = u.place_id AND v.seq = u.seq
                    AND (v.companion IS NOT NULL OR NOT $6))
ORDER BY u.place_id, u.seq LIMIT $5"""
OLD_FACTS = """
SELECT id, text FROM facts WHERE tenant = $1 AND model IS DISTINCT FROM $2 AND id > $3 ORDER BY id LIMIT $4"""
AHEAD = """
SELECT id, text FROM facts f WHERE f.tenant = $1 AND f.model IS DISTINCT FROM $2 AND f.id > $3
  AND NOT EXISTS (SELECT FROM next_fact_vectors n
                  WHERE n.tenant = $1 AND n.fact_id = f.id AND n.model = $2 AND n.digest = md5(f.text))
ORDER BY id LIMIT $4"""
KEEP_AHEAD = """
INSERT INTO next_fact_vectors (tenant, fact_id, model, digest, embedding)
SELECT f.tenant, f.id, $3, md5(f.text), $4 FROM facts f WHERE f.tenant = $1 AND f.id = $2 AND f.text = $5
ON CONFLICT (tenant, fact_id) DO UPDATE SET (model, digest, embedding) =
    (excluded.model, excluded.digest, excluded.embedding)"""
TAKE = """
UPDATE facts f SET model = n.model, embedding = n.embedding FROM next_fact_vectors n
WHERE f.tenant = $1 AND n.tenant = $1 AND n.fact_id = f.id AND n.model = $2 AND n.digest = md5(f.text)"""
TAKEN = "DELETE FROM next_fact_vectors WHERE tenant = $1"
RETIRE = "UPDATE embedding_models SET active = false WHERE active AND id <> $1"
ACTIVATE = "UPDATE embedding_models SET active = true WHERE id = $1 AND NOT active"
CLEAR = "DELETE FROM utterance_vectors WHERE tenant = $1 AND model <> $2"
FORGET = "DELETE FROM embedding_models WHERE id <> $1"


async def reembed(
    database: Database, embedder: Embedder, progress: Progress, *, companion: Embedder | None = None
) -> None:
    """Makes `embedder` the model of this memory, with its vectors for everything; may be killed and run again."""
    model = await _add(database, embedder)
    work = _Work(database, (embedder, companion), model, progress)
    for step in (work.lines, work.facts_ahead):
        await work.each_tenant(step)
    async with database.transaction() as connection:
        await connection.execute(RETIRE, model)
        await connection.execute(ACTIVATE, model)
    for step in (work.take, work.lines, work.facts, work.clear):
        await work.each_tenant(step)
    await database.execute(FORGET, model)


async def _add(database: Database, embedder: Embedder) -> int:
    await database.execute(ADD, embedder.name, embedder.dimensions)
    found = await database.fetchrow(MODEL, embedder.name)
    if found is None or found["dimensions"] != embedder.dimensions:
        raise EmbeddingMismatch("A model of that name was used with another number of dimensions before.")
    return int(found["id"])


class _Work:
    """The steps of one run, a tenant at a time."""

    def __init__(
        self, database: Database, embedders: tuple[Embedder, Embedder | None], model: int, progress: Progress
    ) -> None:
        self._database, self._model, self._progress = database, model, progress
        self._embedder, self._companion = embedders
        self._done = 0

    async def each_tenant(self, step: Callable[[str], Awaitable[None]]) -> None:
        for row in await self._database.fetch(TENANTS):
            await step(row["tenant"])

    async def lines(self, tenant: str) -> None:
        last = Spot(PlaceId(0), 0)
        while due := await self._missing(tenant, last):
            await self._embed(tenant, due)
            last = due[-1]
            await self._tell(len(due))

    async def facts(self, tenant: str) -> None:
        last = 0
        while found := await self._facts(OLD_FACTS, tenant, last):
            await put_facts(self._database, self._embedder, (tenant, self._model), found)
            last = found[-1][0]
            await self._tell(len(found))

    async def facts_ahead(self, tenant: str) -> None:
        last = 0
        while found := await self._facts(AHEAD, tenant, last):
            made = await self._embedder.embed([text[:LONGEST] for _, text in found])
            rows = [(tenant, each, self._model, vector, text) for (each, text), vector in zip(found, made, strict=True)]
            async with self._database.transaction(tenant) as connection:
                await connection.executemany(KEEP_AHEAD, rows)
            last = found[-1][0]
            await self._tell(len(found))

    async def take(self, tenant: str) -> None:
        async with self._database.transaction(tenant) as connection:
            await connection.execute(TAKE, tenant, self._model)
            await connection.execute(TAKEN, tenant)

    async def clear(self, tenant: str) -> None:
        async with self._database.transaction(tenant) as connection:
            await connection.execute(CLEAR, tenant, self._model)

    async def _missing(self, tenant: str, after: Spot) -> list[Spot]:
        async with self._database.transaction(tenant) as connection:
            beside = self._companion is not None
            rows = await connection.fetch(MISSING, tenant, self._model, after.place, after.seq, BATCH, beside)
        return [Spot(PlaceId(row["place_id"]), row["seq"]) for row in rows]

    async def _facts(self, statement: str, tenant: str, after: int) -> list[tuple[int, str]]:
        async with self._database.transaction(tenant) as connection:
            rows = await connection.fetch(statement, tenant, self._model, after, BATCH)
        return [(row["id"], row["text"]) for row in rows]

    async def _embed(self, tenant: str, due: Sequence[Spot]) -> None:
        async with self._database.transaction(tenant) as connection:
            lines = await near(connection, tenant, due)
        jobs = [job for job in plan(due, lines) if job.own is not None]
        made = await vectors_of(jobs, self._embedder, self._companion)
        async with self._database.transaction(tenant) as connection:
            same = await unchanged(connection, tenant, lines)
            kept = [each for each in made if same.issuperset(each.job.window)]
            await put(connection, tenant, self._model, kept)

    async def _tell(self, amount: int) -> None:
        self._done += amount
        self._progress(self._done, int(await self._database.fetchval(SPREAD)))

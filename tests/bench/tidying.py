"""Time and judgement of tidying: python -m tests.bench.tidying [--msc FILE]

A person with many facts is tidied, the next one is looked for among a million waiting facts, and the profile is chosen.
With the dialogues of Multi-Session Chat (session 2), all persona facts in it are taken for one person's, and every pair
that would be merged is printed to be judged by eye; within one person's own facts, which are consistent, each question
would be a silly one.
"""

import argparse
import asyncio
import json
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import numpy as np

from bot.packaged import LocalEmbedder
from memory.clashes import clashes
from memory.consolidate import consolidate_next
from memory.duplicates import Held, merges
from memory.embedded import embedded_postgres
from memory.ports import Vector
from memory.store import consolidation, profile
from memory.store.codecs import register_codecs
from memory.store.database import open_database
from memory.store.migrate import migrate
from memory.types import Audience, FactId, Kind, PersonId, Place, PlaceId, Viewer
from tests.bench.people import Size, build
from tests.bench.talk import Talk

START = datetime(2026, 1, 1, tzinfo=UTC)
DUE = "UPDATE facts_to_consolidate SET recorded_at = recorded_at - interval '8 days'"
CROWD = """
INSERT INTO facts_to_consolidate SELECT 'person:' || n / 5, 1000000 + n, n / 5, now() - n * interval '0.5 s'
FROM generate_series(50, 1000000) n"""


async def timed(name: str, ask: Callable[[], Awaitable[object]], times: int) -> None:
    """Prints how long it takes."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        await ask()
        taken.append((time.perf_counter() - began) * 1000)
    p50, p95 = np.percentile(taken, [50, 95])
    print(f"{name:<44}{p50:>9.1f}{p95:>9.1f}", flush=True)


async def times(facts: int) -> None:
    """The table of times, on a database of its own."""
    home = Path(tempfile.mkdtemp(prefix="rapport-bench-"))
    try:
        home.chmod(0o711)
        async with embedded_postgres(home) as dsn:
            await migrate(dsn)
            owner = await asyncpg.connect(dsn)
            await register_codecs(owner)
            talk = Talk(7, dimensions=LocalEmbedder.dimensions)
            await build(owner, Size(1, 500, facts), model=LocalEmbedder.name, talk=talk)
            await _times(dsn, owner, facts)
            await owner.close()
    finally:
        shutil.rmtree(home)


async def _times(dsn: str, owner: "asyncpg.Connection[asyncpg.Record]", facts: int) -> None:
    print(f"\n{'':<44}{'p50 ms':>9}{'p95 ms':>9}")
    viewer = Viewer(PersonId(1), Place("direct:1", None, Audience.DIRECT))
    async with open_database(dsn) as database:
        await owner.execute(DUE)
        await timed(f"tidy one person with {facts} facts", lambda: consolidate_next(database), 1)
        await timed("profile", lambda: profile.profile(database, viewer), 200)
        await owner.execute("SET session_replication_role = replica")  # these facts exist in the queue only
        await owner.execute(CROWD)
        await owner.execute("VACUUM ANALYZE facts_to_consolidate")
        lease = timedelta(minutes=1)
        await timed("who is due, a million waiting", lambda: consolidation.claim(database, lease=lease), 50)


async def judgement(path: Path) -> None:
    """What would be merged and asked."""
    people = [facts for line in path.read_text().splitlines() for facts in json.loads(line)["personas"]]
    texts = sorted({text for facts in people for text in facts})
    async with LocalEmbedder() as embedder:
        slices = [texts[at : at + 32] for at in range(0, len(texts), 32)]
        vectors = [row for each in slices for row in await embedder.embed(each)]
    found = merges(_held(texts, vectors))
    for merge in found:
        print(f"  {texts[merge.keeper - 1]} | {texts[merge.duplicate - 1]}")
    asked = sum(len(clashes(_held(facts, [None] * len(facts)))) for facts in people)
    print(f"{len(texts)} facts of {len(people)} people: {len(found)} merged, {asked} questions to somebody consistent")


def _held(texts: Sequence[str], vectors: Sequence[Vector | None]) -> list[Held]:
    return [
        Held(
            FactId(number), PersonId(1), "Speaker", Kind.FACT, text, PlaceId(1), Audience.DIRECT,
            START + timedelta(minutes=number), vector=vector,
        )
        for number, (text, vector) in enumerate(zip(texts, vectors, strict=True), 1)
    ]  # fmt: skip


async def main() -> None:
    """Prints both parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=2_000)
    parser.add_argument("--msc", type=Path)
    chosen = parser.parse_args()
    await times(chosen.facts)
    if chosen.msc is not None:
        await judgement(chosen.msc)


if __name__ == "__main__":
    asyncio.run(main())

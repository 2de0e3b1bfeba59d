"""Time of one message outside the model, as people grow: python -m tests.bench.recall_latency --people 100

Builds one person's past from a seeded vocabulary with the word frequencies of talk, copies it to other people with
their rows interleaved, then notes and recalls through `Memory` for people at random. The copying stops by itself when
the disk gets scarce and says how far it came. The database can be kept by giving its DSN.
"""

import argparse
import asyncio
import shutil
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import numpy as np
from numpy.typing import NDArray

from bot.embedding import LocalEmbedder
from memory import recall as recall_module
from memory.embedded import embedded_postgres
from memory.memory import Memory
from memory.store import candidates
from memory.store.codecs import register_codecs
from memory.store.database import open_database
from memory.store.migrate import migrate
from memory.terms import tokenise
from memory.types import Audience, PersonId, Place, Utterance, Viewer

WORDS, TOPICS = 30_000, 200
CHUNK = 50  # people copied at once; their rows lie interleaved, as they would after years of use
DISK_RESERVE = 12 * 2**30
START = datetime(2026, 1, 1, tzinfo=UTC)
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]

COPY = (
    """INSERT INTO utterances SELECT 'person:' || g, g, seq, external_id, CASE WHEN speaker_id IS NOT NULL THEN g END,
       audience, text, said_at, reply_to, recorded_at, sensitive, term_count, learned_at, attempts, parked_at,
       embedded_at, erased_at
       FROM utterances, generate_series($1::bigint, $2::bigint) g WHERE tenant = 'person:1' ORDER BY seq, g""",
    """INSERT INTO utterance_vectors
       SELECT 'person:' || g, model, g, seq, audience, embedding, around, signature, around_signature
       FROM utterance_vectors, generate_series($1::bigint, $2::bigint) g WHERE tenant = 'person:1' ORDER BY seq, g""",
    """INSERT INTO facts (tenant, id, place_id, audience, speaker_id, subject_id, subject_name, kind, text, valid_from,
           recorded_at, confidence, fingerprint, model, embedding)
       SELECT 'person:' || g, g * 1000000 + id, g, audience, g, g, subject_name, kind, text, valid_from, recorded_at,
           confidence, fingerprint, model, embedding
       FROM facts, generate_series($1::bigint, $2::bigint) g WHERE tenant = 'person:1' ORDER BY id, g""",
    """INSERT INTO fact_sources SELECT 'person:' || g, g * 1000000 + fact_id, g, seq, quote, said_at
       FROM fact_sources, generate_series($1::bigint, $2::bigint) g WHERE tenant = 'person:1' ORDER BY fact_id, g""",
    """INSERT INTO terms SELECT 'person:' || g, source, term, g,
           CASE source WHEN 'f' THEN g * 1000000 ELSE 0 END + document, audience, tf, length
       FROM terms, generate_series($1::bigint, $2::bigint) g WHERE tenant = 'person:1' ORDER BY document, g""",
)

PEOPLE = """
WITH who AS (
    INSERT INTO people (name) SELECT 'Person ' || g FROM generate_series($1::bigint, $2::bigint) g RETURNING id),
account AS (INSERT INTO accounts (platform, handle, person_id) SELECT 'bench', id, id FROM who RETURNING id),
place AS (
    INSERT INTO places (key, audience, person_id, tenant, last_seq, documents, term_count)
    SELECT 'direct:' || who.id, 'direct', who.id, 'person:' || who.id, $3, $3, $4 FROM who RETURNING id)
SELECT count(*) FROM account, place"""
MEMORY = "SET work_mem = '1GB'; SET maintenance_work_mem = '1GB'; SET synchronous_commit = off"
UNINDEX = "ALTER TABLE terms DROP CONSTRAINT terms_pkey; DROP INDEX terms_by_document"
INDEX = """
ALTER TABLE terms ADD PRIMARY KEY (tenant, source, term, place_id, document) INCLUDE (audience, tf, length);
CREATE INDEX terms_by_document ON terms (tenant, source, place_id, document)"""
MEMBERS = "INSERT INTO place_members SELECT id, id, id FROM people WHERE id BETWEEN $1 AND $2"


@dataclass(frozen=True)
class Size:
    """How much there is to remember."""

    people: int
    utterances: int
    facts: int


class Talk:
    """Seeded talk: words as frequent as in real talk, lengths as in chat."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        weights = 1 / (np.arange(WORDS) + 2.7) ** 1.07
        self._shares = weights / weights.sum()
        self._words = np.array([_word(number) for number in range(WORDS)])

    def text(self, length: int) -> str:
        return " ".join(self.random.choice(self._words, size=length, p=self._shares))

    def lines(self, amount: int) -> list[str]:
        return [self.text(max(3, int(length))) for length in self.random.gamma(2, 7, size=amount)]

    def question(self, lines: Sequence[str]) -> str:
        """A few words of something that was said, among others."""
        said = lines[int(self.random.integers(len(lines)))].split()
        return " ".join([*self.random.permutation(said)[:5], self.text(5)])

    def vectors(self, amount: int) -> NDArray[np.float32]:
        topics = self.random.normal(size=(TOPICS, LocalEmbedder.dimensions))
        mixed = topics[self.random.integers(TOPICS, size=amount)] * 0.6
        return _unit(mixed + self.random.normal(size=mixed.shape))


def _word(number: int) -> str:
    number += len(_SYLLABLES)
    syllables = []
    while number:
        number, rest = divmod(number, len(_SYLLABLES))
        syllables.append(_SYLLABLES[rest])
    return "".join(syllables)


def _unit(rows: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


async def build(owner: asyncpg.Connection, size: Size) -> int:
    """Fills an empty database, or adds people to a built one; how many people there are."""
    there = int(await owner.fetchval("SELECT count(*) FROM people"))
    if there == 0:
        await _first_person(owner, size, Talk(7))
        there = 1
    many = size.people - there > CHUNK
    await owner.execute(MEMORY)
    if many:
        await owner.execute(UNINDEX)  # ten times as fast as keeping them in order
    for first in range(there + 1, size.people + 1, CHUNK):
        if shutil.disk_usage(tempfile.gettempdir()).free < DISK_RESERVE:
            print(f"the disk is getting full: stopped at {there} people")
            break
        there = min(first + CHUNK - 1, size.people)
        started = time.perf_counter()
        await _copy(owner, first, there)
        print(f"{there} people, the last {there - first + 1} in {time.perf_counter() - started:.0f} s", flush=True)
    if many:
        await owner.execute(INDEX, timeout=7200)
    await owner.execute("VACUUM ANALYZE", timeout=7200)
    return there


async def _copy(owner: asyncpg.Connection, first: int, last: int) -> None:
    lines = await owner.fetchval("SELECT documents FROM places WHERE id = 1")
    terms = await owner.fetchval("SELECT term_count FROM places WHERE id = 1")
    async with owner.transaction():
        await owner.execute(PEOPLE, first, last, lines, terms)
        await owner.execute(MEMBERS, first, last)
        for statement in COPY:
            await owner.execute(statement, first, last, timeout=3600)


async def _first_person(owner: asyncpg.Connection, size: Size, talk: Talk) -> None:
    await owner.execute(
        "INSERT INTO embedding_models (name, dimensions, active) VALUES ($1, $2, true)",
        LocalEmbedder.name,
        LocalEmbedder.dimensions,
    )
    lines = talk.lines(size.utterances)
    counts = [Counter(tokenise(line)) for line in lines]
    total = sum(count.total() for count in counts)
    await owner.execute(PEOPLE, 1, 1, size.utterances, total)
    await owner.execute(MEMBERS, 1, 1)
    await _put(
        owner,
        "utterances",
        "tenant place_id seq external_id speaker_id audience text said_at recorded_at "
        "term_count learned_at embedded_at",
        (
            (
                "person:1",
                1,
                at,
                f"m{at}",
                at % 2 or None,
                "direct",
                line,
                START + timedelta(minutes=at),
                START,
                count.total(),
                START,
                START,
            )
            for at, (line, count) in enumerate(zip(lines, counts, strict=True), 1)
        ),
    )
    turn = talk.vectors(size.utterances)
    around = _unit(turn + 0.7 * np.roll(turn, 1, 0) + 0.7 * np.roll(turn, -1, 0))
    await _put(
        owner,
        "utterance_vectors",
        "tenant model place_id seq audience embedding around signature around_signature",
        (
            ("person:1", 1, 1, at, "direct", turn[at - 1], around[at - 1], turn[at - 1] > 0, around[at - 1] > 0)
            for at in range(1, size.utterances + 1, 2)
        ),
    )
    await _postings(owner, b"u", counts)
    facts = [talk.text(8) for _ in range(size.facts)]
    vectors = talk.vectors(size.facts)
    await _put(
        owner,
        "facts",
        "tenant id place_id audience speaker_id subject_id subject_name kind text valid_from "
        "confidence fingerprint model embedding",
        (
            ("person:1", at, 1, "direct", 1, 1, "Person 1", "fact", fact, START, 0.9, str(at), 1, vectors[at - 1])
            for at, fact in enumerate(facts, 1)
        ),
    )
    await _postings(owner, b"f", [Counter(tokenise(fact)) for fact in facts])
    await owner.execute("INSERT INTO fact_sources SELECT tenant, id, 1, id, text, valid_from FROM facts")


async def _postings(owner: asyncpg.Connection, source: bytes, counts: Sequence[Counter[str]]) -> None:
    await _put(
        owner,
        "terms",
        "tenant source term place_id document audience tf length",
        (
            ("person:1", source, word, 1, at, "direct", times, count.total())
            for at, count in enumerate(counts, 1)
            for word, times in count.items()
        ),
    )


async def _put(owner: asyncpg.Connection, table: str, names: str, rows: Iterator[tuple[object, ...]]) -> None:
    await owner.copy_records_to_table(table, records=rows, columns=names.split())


@dataclass
class Stages:
    """Milliseconds by stage."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.taken[name].append((time.perf_counter() - started) * 1000)

    def wrap(self, owner: object, name: str) -> None:
        """Times every call of an async function from now on."""
        real: Callable[..., Awaitable[object]] = getattr(owner, name)

        async def timed(*values: object, **named: object) -> object:
            with self.timed(name):
                return await real(*values, **named)

        setattr(owner, name, timed)

    def wrap_plain(self, owner: object, name: str) -> None:
        """Times every call of a plain function from now on."""
        real: Callable[..., object] = getattr(owner, name)

        def timed(*values: object, **named: object) -> object:
            with self.timed(name):
                return real(*values, **named)

        setattr(owner, name, timed)

    def show(self) -> None:
        for name, taken in self.taken.items():
            p50, p95 = np.percentile(taken, [50, 95])
            print(f"{name:<12} p50 {p50:6.1f} ms   p95 {p95:6.1f} ms")


async def measure(dsn: str, people: int, lines: Sequence[str], messages: int) -> None:
    """Notes and recalls `messages` times, each for a person at random."""
    talk, stages = Talk(int(time.time())), Stages()
    stages.wrap_plain(recall_module, "tokenise")
    stages.wrap_plain(recall_module, "rank_spots")
    for name in ("signals", "lines", "facts"):
        stages.wrap(candidates, name)
    async with LocalEmbedder() as embedder, open_database(dsn) as database:
        await embedder.load()
        memory = Memory(database, embedder)
        for _ in range(30):
            await _one(memory, int(talk.random.integers(people)) + 1, talk.question(lines), Stages())
        stages.taken.clear()
        stages.wrap(embedder, "embed")
        for _ in range(messages):
            await _one(memory, int(talk.random.integers(people)) + 1, talk.question(lines), stages)
    stages.show()


async def _one(memory: Memory, number: int, text: str, stages: Stages) -> None:
    place = Place(f"direct:{number}", None, Audience.DIRECT)
    person = PersonId(number)
    with stages.timed("note+recall"):
        with stages.timed("note"):
            noted = await memory.note(Utterance(f"b{time.time_ns()}", person, place, text, datetime.now(UTC)))
        with stages.timed("recall"):
            found = await memory.recall(Viewer(person, place), text, skip=(noted.spot,))
    assert found.passages or found.facts


@asynccontextmanager
async def _server(dsn: str | None) -> AsyncIterator[str]:
    if dsn is not None:
        yield dsn
        return
    home = Path(tempfile.mkdtemp(prefix="rapport-bench-"))
    try:
        home.chmod(0o711)
        async with embedded_postgres(home) as own:
            yield own
    finally:
        shutil.rmtree(home)


async def main() -> None:
    """Builds what is missing, measures, and prints sizes and times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1)
    parser.add_argument("--utterances", type=int, default=10_000)
    parser.add_argument("--facts", type=int, default=2_000)
    parser.add_argument("--messages", type=int, default=200)
    parser.add_argument("--dsn")
    chosen = parser.parse_args()
    async with _server(chosen.dsn) as dsn:
        await migrate(dsn)
        owner = await asyncpg.connect(dsn)
        await register_codecs(owner)
        started = time.perf_counter()
        people = await build(owner, Size(chosen.people, chosen.utterances, chosen.facts))
        size = await owner.fetchval("SELECT pg_database_size(current_database())")
        print(f"{people} people, {size / 2**30:.1f} GiB, built in {time.perf_counter() - started:.0f} s")
        lines = [
            row[0] for row in await owner.fetch("SELECT text FROM utterances WHERE tenant = 'person:1' LIMIT 10000")
        ]
        await owner.close()
        await measure(dsn, people, lines, chosen.messages)


if __name__ == "__main__":
    asyncio.run(main())

"""Fills a database with people who all have the past of one: seeded once, then copied.

Lines, vectors and facts are copied line by line for all people, so that each person's lie scattered over the whole
table as after years of use. Only the postings are copied person by person, in the order of their index: a search never
reads them anywhere else. The copies have the same words, so caches of the database see more repetition than in life;
each person's rows are their own all the same.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg
import numpy as np
from numpy.typing import NDArray

from memory.grounding import asking_share
from memory.terms import tokenise
from tests.bench.talk import Talk, unit

DISK_RESERVE = 15 * 2**30
LINE_BYTES = 5 * 2**10  # what a line takes, with its postings, its share of vectors and facts, and all indexes
START = datetime(2026, 1, 1, tzinfo=UTC)

PEOPLE = """
WITH who AS (
    INSERT INTO people (name) SELECT 'Person ' || g FROM generate_series($1::bigint, $2::bigint) g RETURNING id),
account AS (INSERT INTO accounts (platform, handle, person_id) SELECT 'bench', id, id FROM who RETURNING id),
place AS (
    INSERT INTO places (key, audience, person_id, tenant, last_seq, documents, term_count)
    SELECT 'direct:' || who.id, 'direct', who.id, 'person:' || who.id, $3, $3, $4 FROM who RETURNING id)
SELECT count(*) FROM account, place"""
MEMBERS = "INSERT INTO place_members SELECT id, id, id FROM people WHERE id BETWEEN $1 AND $2"

QUICKLY = """SET session_replication_role = replica; SET work_mem = '256MB'; SET maintenance_work_mem = '1GB';
SET synchronous_commit = off; SET jit = off"""
# What is copied, by which order, as which columns; g is the person's number.
SCATTERED = {
    "utterances": (
        "seq",
        "tenant, place_id, seq, external_id, speaker_id, audience, text, said_at, recorded_at, term_count, learned_at,"
        " embedded_at",
        "'person:' || g, g, seq, external_id, CASE WHEN speaker_id IS NOT NULL THEN g END, audience, text, said_at,"
        " recorded_at, term_count, learned_at, embedded_at",
    ),
    "utterance_vectors": (
        "seq",
        "tenant, model, place_id, seq, audience, embedding, around, signature, around_signature, speaker_id, asks",
        "'person:' || g, model, g, seq, audience, embedding, around, signature, around_signature, g, asks",
    ),
    "facts": (
        "id",
        "tenant, id, place_id, audience, speaker_id, subject_id, subject_name, kind, text, valid_from, recorded_at,"
        " confidence, fingerprint, model, embedding",
        "'person:' || g, g::bigint * 1000000 + id, g, audience, g, g, subject_name, kind, text, valid_from,"
        " recorded_at, confidence, fingerprint, model, embedding",
    ),
    "fact_sources": (
        "fact_id",
        "tenant, fact_id, place_id, seq, quote, said_at",
        "'person:' || g, g::bigint * 1000000 + fact_id, g, seq, quote, said_at",
    ),
}
SCATTER = """INSERT INTO {table} ({columns}) SELECT {values} FROM (
    SELECT one.*, generate_series($1::bigint, $2::bigint) g
    FROM (SELECT * FROM {table} WHERE tenant = 'person:1' ORDER BY {order} OFFSET 0) one OFFSET 0) every"""
POSTINGS = """INSERT INTO terms SELECT 'person:' || $1::bigint, source, term, $1::bigint,
    CASE source WHEN 'f' THEN $1::bigint * 1000000 ELSE 0 END + document, audience, tf, length
    FROM terms WHERE tenant = 'person:1' ORDER BY source, term, document"""
# Indexes that no foreign key needs: made anew after the copying, which is many times as fast as keeping them in order.
INDEXES = """
SELECT i.indexrelid::regclass::text AS name, c.conname AS rule, pg_get_indexdef(i.indexrelid) AS index,
       pg_get_constraintdef(c.oid) AS definition
FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('p', 'u')
WHERE i.indrelid = $1::regclass
  AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = i.indexrelid)"""
LONG = 7200


@dataclass(frozen=True)
class Size:
    """How much there is to remember."""

    people: int
    utterances: int
    facts: int


async def build(owner: asyncpg.Connection, size: Size, *, model: str, talk: Talk) -> int:
    """Fills an empty database, unless it is filled; how many people there are: fewer where the disk is small."""
    there = int(await owner.fetchval("SELECT count(*) FROM people"))
    if there > 0:
        return there
    await _first_person(owner, size, model=model, talk=talk)
    room = (shutil.disk_usage(tempfile.gettempdir()).free - DISK_RESERVE) // (LINE_BYTES * size.utterances)
    last = max(1, min(size.people, room))
    if last > 1:
        await owner.execute(QUICKLY)
        await _copy_people(owner, last)
        for table in SCATTERED:
            await _scatter(owner, table, last)
        await _copy_postings(owner, last)
        await owner.execute("RESET ALL")
    await owner.execute("VACUUM ANALYZE", timeout=LONG)
    return last


async def _copy_people(owner: asyncpg.Connection, last: int) -> None:
    place = await owner.fetchrow("SELECT documents, term_count FROM places WHERE id = 1")
    assert place is not None
    await owner.execute(PEOPLE, 2, last, *place)
    await owner.execute(MEMBERS, 2, last)


async def _scatter(owner: asyncpg.Connection, table: str, last: int) -> None:
    order, columns, values = SCATTERED[table]
    indexes = await owner.fetch(INDEXES, table)
    await owner.execute(f"CREATE INDEX one_first ON {table} ({order}) WHERE tenant = 'person:1'")
    for each in indexes:
        rule = each["rule"]
        await owner.execute(f"ALTER TABLE {table} DROP CONSTRAINT {rule}" if rule else f"DROP INDEX {each['name']}")
    filled = SCATTER.format(table=table, columns=columns, values=values, order=order)
    await owner.execute(filled, 2, last, timeout=LONG)
    for each in indexes:
        rule = each["rule"]
        again = f"ALTER TABLE {table} ADD CONSTRAINT {rule} {each['definition']}" if rule else each["index"]
        await owner.execute(again, timeout=LONG)
    await owner.execute("DROP INDEX one_first")
    print(f"{table} of {last} people", flush=True)


async def _copy_postings(owner: asyncpg.Connection, last: int) -> None:
    by_document = await owner.fetchval("SELECT pg_get_indexdef('terms_by_document'::regclass)")
    await owner.execute("DROP INDEX terms_by_document")
    for number in sorted(range(2, last + 1), key=str):  # the order of the index
        await owner.execute(POSTINGS, number, timeout=LONG)
    await owner.execute(by_document, timeout=LONG)
    print(f"postings of {last} people", flush=True)


async def _first_person(owner: asyncpg.Connection, size: Size, *, model: str, talk: Talk) -> None:
    await owner.execute(
        "INSERT INTO embedding_models (name, dimensions, active) VALUES ($1, $2, true)",
        model,
        talk.dimensions,
    )
    lines = talk.lines(size.utterances)
    counts = [Counter(tokenise(line)) for line in lines]
    total = sum(count.total() for count in counts)
    await owner.execute(PEOPLE, 1, 1, size.utterances, total)
    await owner.execute(MEMBERS, 1, 1)
    await _lines(owner, lines, counts)
    await _vectors(owner, lines, talk.vectors(size.utterances))
    await _postings(owner, b"u", counts)
    await _facts(owner, [talk.text(8) for _ in range(size.facts)], talk.vectors(size.facts))


async def _lines(owner: asyncpg.Connection, lines: Sequence[str], counts: Sequence[Counter[str]]) -> None:
    rows = zip(lines, counts, strict=True)
    await _put(
        owner,
        "utterances",
        "tenant place_id seq external_id speaker_id audience text said_at recorded_at "
        "term_count learned_at embedded_at",
        (_line(at, line, count.total()) for at, (line, count) in enumerate(rows, 1)),
    )


def _line(at: int, line: str, terms: int) -> tuple[object, ...]:
    said = START + timedelta(minutes=at)
    return ("person:1", 1, at, f"m{at}", at % 2 or None, "direct", line, said, START, terms, START, START)


async def _vectors(owner: asyncpg.Connection, lines: Sequence[str], turn: NDArray[np.float32]) -> None:
    around = unit(turn + 0.7 * np.roll(turn, 1, 0) + 0.7 * np.roll(turn, -1, 0))
    await _put(
        owner,
        "utterance_vectors",
        "tenant model place_id seq audience embedding around signature around_signature speaker_id asks",
        (
            ("person:1", 1, 1, at, "direct", own, near, own > 0, near > 0, 1, asking_share(line))
            for at, line, own, near in zip(range(1, len(turn) + 1), lines, turn, around, strict=True)
            if at % 2  # every second line is the bot's
        ),
    )


async def _facts(owner: asyncpg.Connection, facts: Sequence[str], vectors: NDArray[np.float32]) -> None:
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

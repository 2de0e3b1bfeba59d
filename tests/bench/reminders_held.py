"""Many reminders that are pending: python -m tests.bench.reminders held [--many N] [--peers FOLDER]

How long they take to be loaded, one by one through the door and all at once; their size on disk; how long a process
needs until it waits for the first of them, and its memory; how the next one is found; how long it takes to claim some
and to settle them. Beside it the same of APScheduler with its SQLAlchemyJobStore on the same server, in an environment
in FOLDER. Prints a line of JSON for each.
"""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from memory.embedded import embedded_postgres
from memory.memory import Memory
from memory.reminder import NewReminder
from memory.store.database import open_database
from memory.store.migrate import migrate
from memory.store.outbox import NEXT
from memory.types import Account, Audience, PersonId, Place
from tests.bench.peers.environments import Package, interpreter
from tests.memory.test_reminder_index import plans

PINS = ("apscheduler==3.11.3", "sqlalchemy==2.1.9", "psycopg2-binary==2.9.13")
PEER = Path(__file__).with_name("reminders_peer.py")
WAITING = "tests.bench.reminders_waiting"
PLATFORM, TABLES = "bench", ("reminders", "occurrences", "outbox")
SLICE, EACH, CLAIMED, ASKED = 50_000, 10, 1_000, 200
PEOPLE = "INSERT INTO people (name) SELECT 'Somebody' FROM generate_series(1, $1::integer)"
LOAD = """
WITH numbered AS (
    SELECT n, 1 + n % $3::integer AS person, now() + interval '1 hour' + n * interval '2 s' AS due_at
    FROM generate_series($1::integer, $2::integer) n
), made AS (
    INSERT INTO reminders (tenant, person_id, platform, handle, text, schedule, zone, zone_data, floating, origin_key,
        origin_audience, language, standing, source)
    SELECT 'person:' || person, person, 'bench', person::text, 'water the plants in room ' || n, $4,
        'Europe/Lisbon', '2026.6', false, 'bench:' || person, 'direct', 'en', 'active', 'event ' || n FROM numbered
    RETURNING tenant, id, person_id, handle, source
), timed AS (
    INSERT INTO occurrences (tenant, reminder_id, due_at)
    SELECT m.tenant, m.id, n.due_at FROM made m JOIN numbered n ON 'event ' || n.n = m.source
    RETURNING tenant, id, reminder_id, due_at
)
INSERT INTO outbox (tenant, person_id, platform, handle, occurrence_id, reminder_id, plans, way, ready_at)
SELECT t.tenant, m.person_id, 'bench', m.handle, t.id, t.reminder_id, true, 'direct', t.due_at
FROM timed t JOIN made m ON m.id = t.reminder_id"""
SCHEDULE = '{"kind": "recurring", "wall": "09:00", "zone": "Europe/Lisbon", "rule": "FREQ=WEEKLY;BYDAY=MO,WE,FR"}'
SIZE = "SELECT pg_total_relation_size($1::regclass)"
READY = """
UPDATE outbox SET ready_at = now() - interval '1 s'
WHERE (tenant, id) IN (SELECT tenant, id FROM outbox WHERE state = 'waiting' ORDER BY ready_at LIMIT $1)"""


def say(what: str, **figures: object) -> None:
    """One line."""
    print(json.dumps({"what": what} | figures), flush=True)


async def main(words: Sequence[str]) -> None:
    """Measures ours and, with a folder for its environment, the peer."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.reminders held")
    options.add_argument("--many", type=int, default=1_000_000)
    options.add_argument("--singly", type=int, default=5_000, help="how many are added one by one")
    options.add_argument("--peers", type=Path, default=None)
    chosen = options.parse_args(words)
    home = Path(tempfile.mkdtemp(prefix="rapport-bench-"))
    try:
        home.chmod(0o711)
        async with embedded_postgres(home) as dsn:
            await _ours(dsn, chosen.many, chosen.singly)
            if chosen.peers is not None:
                python = await interpreter(Package("apscheduler", PINS, postgres=False), chosen.peers)
                await _peer(dsn, python, chosen.many, singly=chosen.singly)
    finally:
        shutil.rmtree(home)


async def _ours(dsn: str, many: int, singly: int) -> None:
    await migrate(dsn)
    owner = await asyncpg.connect(dsn)
    say("ours: a process that waits for none", **await _waiting(dsn))
    await _singly(dsn, singly)
    say("ours: loaded at once", seconds=await _load(owner, many), reminders=many)
    await owner.execute("VACUUM (ANALYZE) reminders, occurrences, outbox")
    sizes = {table: await owner.fetchval(SIZE, table) for table in TABLES}
    say("ours: on disk", bytes_each=round(sum(sizes.values()) / (many + singly)), **sizes)
    say("ours: a process that waits", **await _waiting(dsn))
    (plan,) = await plans(owner, NEXT, [PLATFORM])
    say("ours: the next one", plan=[line.strip() for line in plan.splitlines() if "Scan" in line or "Heap" in line])
    await owner.execute(READY, CLAIMED)
    await _drain(dsn)
    await owner.close()


async def _load(owner: "asyncpg.Connection[asyncpg.Record]", many: int) -> float:
    began, people = time.perf_counter(), max(1, many // EACH)
    await owner.execute(PEOPLE, people, timeout=600)
    for first in range(1, many + 1, SLICE):
        await owner.execute(LOAD, first, min(first + SLICE - 1, many), people, SCHEDULE, timeout=600)
    return round(time.perf_counter() - began, 1)


async def _singly(dsn: str, amount: int) -> None:
    """Adds some as a person does, one after another on one connection."""
    async with open_database(dsn, size=1) as database:
        memory = Memory(database, None)
        place = Place("bench:asker", None, Audience.DIRECT)
        person = await memory.person(Account(PLATFORM, "asker", "Somebody"), place)
        began = time.perf_counter()
        for number in range(amount):
            await memory.reminders.add(_new(person, place, number))
        say("ours: added one by one", each_ms=round(1000 * (time.perf_counter() - began) / amount, 2), reminders=amount)


def _new(person: PersonId, place: Place, number: int) -> NewReminder:
    due_at = datetime.now(UTC) + timedelta(days=40, seconds=number)
    return NewReminder(
        person,
        PLATFORM,
        "asker",
        f"water the plants in room {number}",
        SCHEDULE,
        "Europe/Lisbon",
        "2026.6",
        due_at,
        place,
        "en",
        f"asked {number}",
    )


async def _waiting(dsn: str) -> dict[str, object]:
    """What a process of its own tells that waits for what is due."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", WAITING, dsn, str(ASKED), stdout=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(120):
        told, _ = await process.communicate()
    figures: dict[str, object] = json.loads(told)
    return figures


async def _drain(dsn: str) -> None:
    """Claims what is ready at once, and settles it one after another."""
    async with open_database(dsn, size=1) as database:
        outbox = Memory(database, None).outbox
        began = time.perf_counter()
        claimed = await outbox.claim([PLATFORM], most=CLAIMED)
        took = time.perf_counter() - began
        following = datetime.now(UTC) + timedelta(days=7)
        began = time.perf_counter()
        for due in claimed:
            await outbox.sent(due, str(due.id), "bench:place", following=following)
        settled = time.perf_counter() - began
    say("ours: claimed", sends=len(claimed), seconds=round(took, 3), settled_each_ms=_each_ms(settled, len(claimed)))


def _each_ms(seconds: float, amount: int) -> float:
    return round(1000 * seconds / max(1, amount), 2)


async def _peer(dsn: str, python: Path, many: int, *, singly: int) -> None:
    """The same of APScheduler, in a database beside ours."""
    owner = await asyncpg.connect(dsn)
    await owner.execute("CREATE DATABASE peer")
    await owner.close()
    beside = urlunsplit(urlsplit(dsn)._replace(path="/peer"))
    url = urlunsplit(urlsplit(beside)._replace(scheme="postgresql+psycopg2"))
    await _told(python, "empty", url)
    await _told(python, "add", url, str(singly))
    await _told(python, "load", url, str(many))
    owner = await asyncpg.connect(beside)
    await owner.execute("VACUUM (ANALYZE) apscheduler_jobs", timeout=600)
    size = await owner.fetchval(SIZE, "apscheduler_jobs")
    say("apscheduler: on disk", bytes_each=round(size / (many + singly)), jobs=size)
    await _told(python, "start", url, str(ASKED))
    plan = await owner.fetch(
        "EXPLAIN (ANALYZE, COSTS OFF) SELECT next_run_time FROM apscheduler_jobs WHERE next_run_time IS NOT NULL"
        " ORDER BY next_run_time LIMIT 1"
    )
    say("apscheduler: the next one", plan=[row[0].strip() for row in plan if "Scan" in row[0] or "Heap" in row[0]])
    await _told(python, "drain", url, str(CLAIMED))
    await owner.close()


async def _told(python: Path, *words: str) -> None:
    """Prints what the peer's program says."""
    process = await asyncio.create_subprocess_exec(str(python), str(PEER), *words, stdout=asyncio.subprocess.PIPE)
    async with asyncio.timeout(7200):
        told, _ = await process.communicate()
    print(told.decode(), end="", flush=True)

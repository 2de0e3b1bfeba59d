"""How late reminders come: python -m tests.bench.reminders late [--minutes N] [--rate N] [--burst N] [--processes N]

First so many a second for some minutes, then many that are all due in the same second, both over several processes that
share one database and one Discord, which stands beside them. Late is when a reminder reached Discord, less when it was
due. Says also how many were lost or came twice. With a folder for its environment (--peers), the same of APScheduler.
Prints a line of JSON for each.
"""

import argparse
import asyncio
import json
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from bot.when import Once
from bot.when.stored import stored
from memory.embedded import embedded_postgres
from memory.store.migrate import migrate
from tests.bench.peers.environments import Package, interpreter
from tests.bench.platform_processes import Child, started, used
from tests.bench.reminders_held import PINS

PEER = Path(__file__).with_name("reminder_late_peer.py")
START_SECONDS, TELL_SECONDS, WAIT_SECONDS = 60.0, 60.0, 600.0
LEAD_SECONDS = 10.0  # between loading and the first that is due
PEOPLE = "INSERT INTO people (name) SELECT 'Somebody' FROM generate_series(1, $1::integer)"
LOAD = """
WITH numbered AS (
    SELECT n, 1 + n % cardinality($2::text[]) AS person, $1::float8 + (n - $3) / $4::float8 AS due
    FROM generate_series($3::integer, $5::integer) n
), made AS (
    INSERT INTO reminders (tenant, person_id, platform, handle, text, schedule, zone, zone_data, floating, origin_key,
        origin_audience, language, standing, source)
    SELECT 'person:' || person, person, 'discord', ($2::text[])[person],
        'number ' || n || ' due ' || to_char(due, 'FM9999999999.000'), $6, 'UTC', '2026.6', false,
        'discord//@' || ($2::text[])[person] || '/', 'direct', 'en', 'active', 'event ' || n FROM numbered
    RETURNING tenant, id, person_id, handle, source
), timed AS (
    INSERT INTO occurrences (tenant, reminder_id, due_at)
    SELECT m.tenant, m.id, to_timestamp(n.due) FROM made m JOIN numbered n ON 'event ' || n.n = m.source
    RETURNING tenant, id, reminder_id, due_at
)
INSERT INTO outbox (tenant, person_id, platform, handle, occurrence_id, reminder_id, plans, way, ready_at)
SELECT t.tenant, m.person_id, 'discord', m.handle, t.id, t.reminder_id, true, 'direct', t.due_at
FROM timed t JOIN made m ON m.id = t.reminder_id"""
LEFT = "SELECT count(*) FROM outbox WHERE state <> 'sent'"


@dataclass(frozen=True, slots=True)
class Stand:
    """What the measurement stands on: the database, Discord, and the processes that deliver."""

    owner: "asyncpg.Connection[asyncpg.Record]"
    world: Child
    people: list[str]
    processes: list[Child]


def say(what: str, **figures: object) -> None:
    """One line."""
    print(json.dumps({"what": what} | figures), flush=True)


async def main(words: Sequence[str]) -> None:
    """Measures both."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.reminders late")
    options.add_argument("--minutes", type=float, default=5.0)
    options.add_argument("--rate", type=int, default=100, help="reminders a second")
    options.add_argument("--burst", type=int, default=10_000, help="how many are due in the same second")
    options.add_argument("--processes", type=int, default=4)
    options.add_argument("--people", type=int, default=500)
    options.add_argument("--peers", type=Path, default=None)
    chosen = options.parse_args(words)
    steady = round(chosen.rate * chosen.minutes * 60)
    async with _standing(chosen.people, chosen.processes) as stand:
        await _steady(stand, chosen.rate, steady)
        await _burst(stand, chosen.burst, first=steady + 1)
    if chosen.peers is not None:
        python = await interpreter(Package("apscheduler", PINS, postgres=False), chosen.peers)
        await _peer(python, (chosen.rate, steady // chosen.rate, chosen.burst))


async def _peer(python: Path, figures: tuple[int, ...]) -> None:
    """The same of APScheduler on a server of its own."""
    home = Path(tempfile.mkdtemp(prefix="rapport-bench-"))
    try:
        home.chmod(0o711)
        async with embedded_postgres(home) as dsn:
            url = urlunsplit(urlsplit(dsn)._replace(scheme="postgresql+psycopg2"))
            words = (str(python), str(PEER), url, *map(str, figures))
            process = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE)
            async with asyncio.timeout(7200):
                told, _ = await process.communicate()
    finally:
        shutil.rmtree(home)
    print(told.decode(), end="", flush=True)


@asynccontextmanager
async def _standing(people: int, processes: int) -> AsyncIterator[Stand]:
    home = Path(tempfile.mkdtemp(prefix="rapport-bench-"))
    try:
        home.chmod(0o711)
        async with AsyncExitStack() as stack:
            dsn = await stack.enter_async_context(embedded_postgres(home))
            await migrate(dsn)
            owner = await asyncpg.connect(dsn)
            stack.push_async_callback(owner.close)
            await owner.execute(PEOPLE, people)
            shape = ("--people", str(people), "--shards", str(processes))
            world = await stack.enter_async_context(started("tests.bench.reminder_late_world", *shape))
            seed = await world.hear(START_SECONDS)
            found = []
            for number in range(processes):
                given = (dsn, seed["api"], seed["token"], str(number), str(processes))
                found.append(await stack.enter_async_context(started("tests.bench.reminder_late_process", *given)))
            for each in found:
                await each.hear(START_SECONDS)
            yield Stand(owner, world, seed["people"], found)
    finally:
        shutil.rmtree(home)


async def _steady(stand: Stand, rate: int, many: int) -> None:
    begin = time.time() + LEAD_SECONDS
    await _load(stand, begin, rate, first=1, last=many)
    before = _used(stand)
    told = await _arrived(stand, many, until=begin + many / rate + WAIT_SECONDS)
    _say_late("steady", told, many, rate=rate, seconds=round(many / rate, 1))
    say("steady: processor", **{name: round(_used(stand)[name] - before[name], 2) for name in before})


async def _burst(stand: Stand, many: int, *, first: int) -> None:
    seen = len((await stand.world.ask({}, TELL_SECONDS))["late"])
    begin = float(int(time.time() + LEAD_SECONDS + many / 1_000))
    await _load(stand, begin, many, first=first, last=first + many - 1)
    before = _used(stand)
    told = await _arrived(stand, seen + many, until=begin + WAIT_SECONDS)
    told["late"] = told["late"][seen:]
    drained = told["last"] - begin
    _say_late("burst", told, many, drained_s=round(drained, 2), each_second=round(many / max(drained, 0.001)))
    say("burst: processor", **{name: round(_used(stand)[name] - before[name], 2) for name in before})
    say("database", not_sent=await stand.owner.fetchval(LEFT))


async def _load(stand: Stand, begin: float, rate: float, *, first: int, last: int) -> None:
    schedule = stored(Once(datetime.fromtimestamp(begin, UTC).replace(tzinfo=None), "UTC"))
    await stand.owner.execute(LOAD, begin, stand.people, first, float(rate), last, schedule, timeout=600)
    await stand.owner.execute("ANALYZE reminders, occurrences, outbox", timeout=600)
    await stand.owner.execute("SELECT pg_notify('rapport_reminders', 'discord')")


async def _arrived(stand: Stand, many: int, *, until: float) -> dict[str, Any]:
    """What Discord was told, once it was told all or the time is over."""
    while True:
        await asyncio.sleep(1)
        told: dict[str, Any] = await stand.world.ask({}, TELL_SECONDS)
        if told["arrived"] >= many or time.time() > until:
            return told


def _say_late(what: str, told: dict[str, Any], many: int, **more: object) -> None:
    late = sorted(told["late"]) or [0.0]
    quantiles = {f"p{share}_ms": round(1000 * late[min(len(late) - 1, len(late) * share // 100)]) for share in (50, 99)}
    lost = many - len(told["late"])
    say(what, reminders=many, lost=lost, twice=told["twice"], **quantiles, most_ms=round(1000 * late[-1]), **more)


def _used(stand: Stand) -> dict[str, float]:
    """Seconds of processor time so far."""
    return {"processes": sum(used(each.pid) for each in stand.processes), "discord": used(stand.world.pid)}

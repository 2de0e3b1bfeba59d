"""The wake-up query among many: it reads the index alone, and no more of it than the first entry of each platform."""

from datetime import datetime, timedelta

import asyncpg

from memory.store.database import Database
from memory.store.outbox import NEXT
from tests.memory.learning_world import ANA, World
from tests.memory.reminder_world import LEASE, PLATFORM

MANY = 50_000
LOAD = """
WITH numbered AS (SELECT n, now() + n * interval '1 second' AS due_at FROM generate_series(1, $2::integer) n), made AS (
    INSERT INTO reminders (tenant, person_id, platform, handle, text, schedule, zone, zone_data, floating, origin_key,
        origin_audience, language, standing, source)
    SELECT 'person:' || $1::bigint, $1, $3, 'ana', 'water the basil', '{}', 'UTC', '2026b', false, 'console:ana',
        'direct', 'en', 'active', n::text FROM numbered
    RETURNING tenant, id, source
), timed AS (
    INSERT INTO occurrences (tenant, reminder_id, due_at)
    SELECT m.tenant, m.id, n.due_at FROM made m JOIN numbered n ON n.n::text = m.source
    RETURNING tenant, id, reminder_id, due_at
)
INSERT INTO outbox (tenant, person_id, platform, handle, occurrence_id, reminder_id, plans, way, ready_at)
SELECT t.tenant, $1, $3, 'ana', t.id, t.reminder_id, true, 'direct', t.due_at FROM timed t"""


async def plans(connection: "asyncpg.Connection[asyncpg.Record]", query: str, *values: object) -> list[str]:
    """How the statements inside of it were carried out."""
    told: list[str] = []
    connection.add_log_listener(lambda _connection, message: told.append(str(message)))
    await connection.execute("LOAD 'auto_explain'")
    for name, value in {
        "log_min_duration": "0",
        "log_nested_statements": "on",
        "log_analyze": "on",
        "log_buffers": "on",
        "log_level": "notice",
    }.items():
        await connection.execute(f"SET auto_explain.{name} = '{value}'")
    await connection.fetch(query, *values)
    await connection.execute("SET auto_explain.log_min_duration = -1")
    return [text for text in told if "outbox" in text]


async def test_the_next_thing_to_send_is_found_in_the_index_alone(
    world: World, database: Database, owner: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    person = (await world.viewer(ANA)).person
    await owner.execute(LOAD, person, MANY, PLATFORM)
    await owner.execute("VACUUM (ANALYZE) outbox")
    (plan,) = await plans(owner, NEXT, [PLATFORM, "elsewhere"])
    assert "Index Only Scan using outbox_due" in plan and "Heap Fetches: 0" in plan
    assert "Seq Scan" not in plan and "Sort" not in plan
    due: datetime = await database.fetchval(NEXT, [PLATFORM])
    assert due == await owner.fetchval("SELECT min(ready_at) FROM outbox")


async def test_a_claim_reads_what_it_claims_and_not_all_that_waits(
    world: World, owner: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    person = (await world.viewer(ANA)).person
    await owner.execute(LOAD, person, MANY, PLATFORM)
    await owner.execute("UPDATE outbox SET ready_at = now() - interval '1 day' WHERE id % 5 = 0")
    await owner.execute("VACUUM (ANALYZE) outbox, occurrences, reminders")
    told = await plans(owner, "SELECT * FROM claim_sends($1, 20, $2)", [PLATFORM], LEASE + timedelta(0))
    assert any("LockRows" in plan for plan in told)
    assert not [plan for plan in told if "Seq Scan on" in plan or "Sort Key: s.ready_at" in plan]

"""The few facts that go into every answer."""

from datetime import UTC, datetime, timedelta

import asyncpg

from memory.memory import open_memory
from memory.types import Account, Audience, Place, Viewer

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HALL = Place("s:hall", "s", Audience.PUBLIC)
DIRECT = Place("d:anna", None, Audience.DIRECT, "you and me")

ADD = """
INSERT INTO facts (tenant, place_id, audience, speaker_id, subject_id, subject_name, kind, text, valid_from,
                   valid_until, confidence, sensitivity, fingerprint, recorded_at, superseded_at)
SELECT tenant, id, audience, $2, $3, 'Anna', $4, $5, $6, $7, 0.9, $8, $5, $6, $9 FROM places WHERE key = $1"""


async def test_profile_is_what_the_asker_says_of_themselves_and_may_be_used_here(database_dsn: str) -> None:
    connection = await asyncpg.connect(database_dsn)
    ages = iter(range(1000, 0, -1))

    async def add(
        key: str, text: str, kind: str = "fact", *, by: int, about: int | None, until: datetime | None = None,
        gone: datetime | None = None, sensitivity: str = "none",
    ) -> None:  # fmt: skip
        at = NOW - timedelta(hours=next(ages))
        await connection.execute(ADD, key, by, about, kind, text, at, until, sensitivity, gone)

    async with open_memory(database_dsn, None) as memory:
        anna = await memory.person(Account("p", "anna", "Anna"), HALL)
        bo = await memory.person(Account("p", "bo", "Bo"), HALL)
        assert await memory.person(Account("p", "anna", "Anna"), DIRECT) == anna
        await add("d:anna", "Anna has a secret", by=anna, about=anna)
        await add("s:hall", "Anna is ill", by=anna, about=anna, sensitivity="health")
        await add("s:hall", "Anna is rude", by=bo, about=anna)
        await add("s:hall", "Answer Anna in verse", "instruction", by=bo, about=anna)
        await add("s:hall", "Anna lived in Linz", by=anna, about=anna, until=NOW - timedelta(days=1))
        await add("s:hall", "Anna is 30", by=anna, about=anna, gone=NOW)
        await add("s:hall", "Bo likes tea", by=anna, about=bo)
        for number in range(7):
            await add("s:hall", f"Anna wishes {number}", "preference", by=anna, about=anna)
        for number in range(7):
            await add("s:hall", f"Anna is {number}", by=anna, about=anna)
        here = await memory.profile(Viewer(anna, HALL))
        assert [fact.text for fact in here] == [
            *(f"Anna wishes {number}" for number in (6, 5, 4, 3, 2)),
            *(f"Anna is {number}" for number in (6, 5, 4)),
        ]
        assert {fact.speaker_name for fact in here} == {"Anna"}
        assert {fact.place for fact in here} == {"s:hall"}
        await connection.execute("DELETE FROM facts WHERE text LIKE 'Anna wishes%' OR text LIKE 'Anna is _'")
        assert [fact.text for fact in await memory.profile(Viewer(anna, HALL))] == []
        assert [fact.text for fact in await memory.profile(Viewer(anna, DIRECT))] == [
            "Anna is ill",
            "Anna has a secret",
        ]
        assert await memory.profile(Viewer(bo, DIRECT)) == ()
    await connection.close()

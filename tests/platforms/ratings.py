"""What memory keeps of how people found answers, read past the bot."""

import asyncio

import asyncpg

Kept = list[tuple[str, int, str | None]]
KEPT = """
SELECT a.handle, f.value, f.reason FROM feedback f JOIN accounts a USING (person_id)
ORDER BY f.given_at, a.handle
"""


async def ratings(dsn: str) -> Kept:
    """The handle, the thumb and the reason of each, the oldest first."""
    connection = await asyncpg.connect(dsn)
    try:
        return [(row["handle"], row["value"], row["reason"]) for row in await connection.fetch(KEPT)]
    finally:
        await connection.close()


async def rated(dsn: str, wanted: Kept, *, seconds: float = 15.0) -> None:
    """Wait until exactly this is kept; raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while await ratings(dsn) != wanted:
            await asyncio.sleep(0.05)

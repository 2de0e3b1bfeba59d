"""Which pages of people's own may be open, and who keeps them true; the triggers on what they show are in 0033."""

from datetime import timedelta

from memory.keepable import keepable
from memory.store.database import Database

OPENED = """
INSERT INTO open_pages (digest, keeper, until) VALUES (digest_of_page($1, $2), $3, now() + $4)
ON CONFLICT (digest) DO UPDATE SET keeper = excluded.keeper, until = excluded.until"""
PRUNE = """
DELETE FROM open_pages WHERE digest IN (
    SELECT digest FROM open_pages WHERE until < now() ORDER BY until LIMIT $1 FOR UPDATE SKIP LOCKED)"""


async def opened(database: Database, platform: str, handle: str, *, keeper: str, lasting: timedelta) -> None:
    """The account's page may be open for so long, and that one is told of what changes on it."""
    await database.execute(OPENED, keepable(platform), keepable(handle), keeper, lasting)


async def prune(database: Database, *, most: int) -> int:
    """Drops at most `most` pages that nobody looks at any more; how many."""
    return int((await database.execute(PRUNE, most)).removeprefix("DELETE "))

"""Which platform events were taken and which are done, so that each is answered once by any number of processes.

A claim is a lease: an event whose process died is given out again when the lease ends. A settled one never is.
"""

from datetime import timedelta

from memory.keepable import keepable
from memory.store.database import Database

CLAIM = """
INSERT INTO inbox AS i (platform, event_id, lease_until) VALUES ($1, $2, now() + $3)
ON CONFLICT (platform, event_id) DO UPDATE SET lease_until = excluded.lease_until
WHERE i.done_at IS NULL AND (i.lease_until IS NULL OR i.lease_until < now())
RETURNING true"""
SETTLE = """
INSERT INTO inbox (platform, event_id, done_at) VALUES ($1, $2, now())
ON CONFLICT (platform, event_id) DO UPDATE SET done_at = coalesce(inbox.done_at, now()), lease_until = NULL
RETURNING true"""
PRUNE = """
DELETE FROM inbox WHERE (platform, event_id) IN (
    SELECT platform, event_id FROM inbox
    WHERE received_at < now() - $1::interval AND (lease_until IS NULL OR lease_until < now())
    ORDER BY received_at LIMIT $2 FOR UPDATE SKIP LOCKED)"""


async def claim_event(database: Database, platform: str, event_id: str, *, lease: timedelta) -> bool:
    """True for one caller at a time until the lease ends, and for none once the event is settled."""
    return await database.fetchval(CLAIM, keepable(platform), keepable(event_id), lease, once=True) is True


async def settle_event(database: Database, platform: str, event_id: str) -> None:
    """The event is done and is never given out again."""
    await database.fetchval(SETTLE, keepable(platform), keepable(event_id))


async def prune(database: Database, *, older: timedelta, most: int) -> int:
    """Drops at most `most` events that came longer than `older` ago, when no platform sends them again; how many."""
    done = await database.execute(PRUNE, older, most)
    return int(done.removeprefix("DELETE "))

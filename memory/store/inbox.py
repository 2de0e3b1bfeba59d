"""Which platform events were taken and which are done, so that each is answered once by any number of processes.

A claim is a lease: an event whose process died is given out again when the lease ends. A settled one never is. Where
somebody waits for an answer, the claim says so, and who was left waiting is found.
"""

from collections.abc import Collection
from datetime import timedelta

from memory.keepable import keepable
from memory.outcomes import LeftWaiting
from memory.store.database import Database

CLAIM = """
INSERT INTO inbox AS i (platform, event_id, lease_until, place, claimant) VALUES ($1, $2, now() + $3, $4, $5)
ON CONFLICT (platform, event_id)
DO UPDATE SET lease_until = excluded.lease_until, place = excluded.place, claimant = excluded.claimant
WHERE i.done_at IS NULL AND (i.lease_until IS NULL OR i.lease_until < now() OR i.claimant = excluded.claimant)
RETURNING true"""
SETTLE = """
INSERT INTO inbox (platform, event_id, done_at) VALUES ($1, $2, now())
ON CONFLICT (platform, event_id)
DO UPDATE SET done_at = coalesce(inbox.done_at, now()), lease_until = NULL, place = NULL
RETURNING true"""
KNOWN = "SELECT EXISTS (SELECT FROM inbox WHERE platform = $1 AND event_id = $2)"
RENEW = """
UPDATE inbox SET lease_until = now() + $3 WHERE platform = $1 AND event_id = ANY($2::text[]) AND done_at IS NULL"""
STOP = """
UPDATE inbox SET done_at = now(), lease_until = NULL, place = NULL
WHERE platform = $1 AND place = $2 AND done_at IS NULL
    AND (cardinality($3::text[]) = 0 OR event_id = ANY($3::text[]))"""
ENDED = "SELECT event_id FROM inbox WHERE platform = $1 AND event_id = ANY($2::text[]) AND done_at IS NOT NULL"
LEFT_WAITING = """
WITH oldest AS (
    SELECT place FROM inbox WHERE platform = $1 AND place IS NOT NULL AND done_at IS NULL AND lease_until < now()
        AND event_id <> ALL($4::text[])
    ORDER BY lease_until LIMIT 1
), waiting AS (
    SELECT i.platform, i.event_id FROM inbox i JOIN oldest USING (place)
    WHERE i.platform = $1 AND i.done_at IS NULL AND i.lease_until < now() AND i.event_id <> ALL($4::text[])
    ORDER BY i.received_at DESC LIMIT $3 FOR UPDATE OF i SKIP LOCKED
)
UPDATE inbox i SET lease_until = now() + $2 FROM waiting w
WHERE i.platform = w.platform AND i.event_id = w.event_id
RETURNING i.event_id, i.place, i.received_at"""
PRUNE = """
DELETE FROM inbox WHERE (platform, event_id) IN (
    SELECT platform, event_id FROM inbox
    WHERE received_at < now() - $1::interval AND (lease_until IS NULL OR lease_until < now())
    ORDER BY received_at LIMIT $2 FOR UPDATE SKIP LOCKED)"""


async def claim_event(
    database: Database, event: tuple[str, str], *, lease: timedelta, place: str | None = None, by: str | None = None
) -> bool:
    """True for one caller at a time until the lease ends, and for none once the event, of a platform, is settled.

    `place` is the key of where somebody waits for an answer to it; `by` names a caller who may ask again.
    """
    known = None if place is None else keepable(place)
    return await database.fetchval(CLAIM, *map(keepable, event), lease, known, by, once=True) is True


async def is_known(database: Database, platform: str, event_id: str) -> bool:
    """Whether somebody ever claimed the event, as far back as that is kept."""
    return await database.fetchval(KNOWN, keepable(platform), keepable(event_id)) is True


async def renew_events(database: Database, platform: str, event_ids: Collection[str], *, lease: timedelta) -> None:
    """These events are being worked on still."""
    await database.execute(RENEW, keepable(platform), [keepable(each) for each in event_ids], lease)


async def stop_events(database: Database, platform: str, place: str, *, event_ids: Collection[str] = ()) -> None:
    """Nobody waits in that place any more for answers to these, or without any, to whatever is in work there."""
    await database.execute(STOP, keepable(platform), keepable(place), [keepable(each) for each in event_ids])


async def ended_events(database: Database, platform: str, event_ids: Collection[str]) -> list[str]:
    """Those of the events that are done, whoever said so."""
    rows = await database.fetch(ENDED, keepable(platform), [keepable(each) for each in event_ids])
    return [row["event_id"] for row in rows]


async def claim_left_waiting(
    database: Database, platform: str, *, lease: timedelta, most: int, but: Collection[str] = ()
) -> LeftWaiting | None:
    """Claims what the dead left unanswered in one place, at most `most` of it and none of `but`; None: nobody waits."""
    known = [keepable(each) for each in but]
    rows = await database.fetch(LEFT_WAITING, keepable(platform), lease, most, known, once=True)
    if not rows:
        return None
    ordered = sorted(rows, key=lambda row: row["received_at"])
    return LeftWaiting(ordered[0]["place"], tuple(row["event_id"] for row in ordered))


async def settle_event(database: Database, platform: str, event_id: str) -> None:
    """The event is done and is never given out again."""
    await database.fetchval(SETTLE, keepable(platform), keepable(event_id))


async def prune(database: Database, *, older: timedelta, most: int) -> int:
    """Drops at most `most` events that came longer than `older` ago, when no platform sends them again; how many."""
    done = await database.execute(PRUNE, older, most)
    return int(done.removeprefix("DELETE "))

"""Who stands where by what the platform says: accounts that left, places and spaces that ended, and since when we know.

An end is a row first: memberships go at once, so that nothing is used any more, and what was said is put down to be
erased, which `clearing` does a slice at a time.
"""

from collections.abc import Sequence
from datetime import timedelta

from memory.keepable import keepable
from memory.store.database import Database
from memory.types import Membership, PersonId

KEPT_SPACE = timedelta(days=30)

LEAVE_PLACE = """
DELETE FROM place_members m USING accounts a
WHERE a.platform = $1 AND a.handle = $2 AND m.person_id = a.person_id AND m.account_id = a.id
  AND m.place_id = ANY (room_around($3))"""
LEAVE_SPACE = """
WITH who AS (SELECT id, person_id FROM accounts WHERE platform = $1 AND handle = $2), left_places AS (
    DELETE FROM place_members m USING who, places p
    WHERE m.person_id = who.person_id AND m.account_id = who.id AND p.id = m.place_id AND p.space = $3
)
DELETE FROM space_members s USING who WHERE s.person_id = who.person_id AND s.account_id = who.id AND s.space = $3"""
CLOSE = """
WITH gone AS (SELECT id FROM places WHERE key = $1 OR room = $1), nobody AS (
    DELETE FROM place_members m USING gone, places p
    WHERE m.place_id = gone.id AND p.id = gone.id AND p.audience <> 'direct'
)
INSERT INTO erasures (place_id) SELECT id FROM gone
ON CONFLICT (place_id) DO UPDATE SET asked_at = now(), due_at = now(), after_place = 0, after_seq = 0"""
PUT_OUT = """
WITH nobody AS (DELETE FROM joined_spaces WHERE space = $1 AND application = $3)
SELECT put_out($1, $2)"""
LET_IN = """
WITH joined AS (
    INSERT INTO joined_spaces (application, space) SELECT $2, $1 WHERE $2::text IS NOT NULL ON CONFLICT DO NOTHING
)
DELETE FROM erasures WHERE space = $1 AND due_at > now()"""
STANDING = """
SELECT a.handle, s.space, NULL AS place, s.confirmed_at
FROM accounts a JOIN space_members s ON s.person_id = a.person_id AND s.account_id = a.id
WHERE a.person_id = $1 AND a.platform = $2
UNION ALL
SELECT a.handle, NULL, coalesce(o.room, o.key), max(m.confirmed_at)
FROM accounts a JOIN place_members m ON m.person_id = a.person_id AND m.account_id = a.id
JOIN places o ON o.id = m.place_id
WHERE a.person_id = $1 AND a.platform = $2 AND o.audience <> 'direct' AND 'public' > least(o.audience, m.audience)
GROUP BY a.handle, coalesce(o.room, o.key)
ORDER BY handle, space, place"""
CONFIRM = """
WITH seen AS (
    SELECT a.id, a.person_id, w.space, w.place FROM unnest($3::text[], $4::text[], $5::text[]) w(handle, space, place)
    JOIN accounts a ON a.platform = $2 AND a.handle = w.handle AND a.person_id = $1
), spaces AS (
    UPDATE space_members s SET confirmed_at = now() FROM seen
    WHERE s.person_id = seen.person_id AND s.account_id = seen.id AND s.space = seen.space
)
UPDATE place_members m SET confirmed_at = now() FROM seen, places o
WHERE m.person_id = seen.person_id AND m.account_id = seen.id AND o.id = m.place_id
  AND coalesce(o.room, o.key) = seen.place"""


async def left_place(database: Database, platform: str, handle: str, *, place_key: str) -> None:
    """The account no longer reads the place nor the threads around it; nothing where one of them is unknown."""
    await database.execute(LEAVE_PLACE, keepable(platform), keepable(handle), keepable(place_key))


async def left_space(database: Database, platform: str, handle: str, *, space: str) -> None:
    """The account no longer reads anything of the space; nothing where one of them is unknown."""
    await database.execute(LEAVE_SPACE, keepable(platform), keepable(handle), keepable(space))


async def closed(database: Database, place_key: str) -> None:
    """Nobody reads the place or its threads any more, and all that was said there is to be erased."""
    await database.execute(CLOSE, keepable(place_key))


async def closed_space(database: Database, space: str, application: str | None) -> None:
    """Nobody reads anything of the space any more, and in 30 days all of it is to be erased."""
    await database.fetchval(PUT_OUT, keepable(space), KEPT_SPACE, application)


async def opened_space(database: Database, space: str, application: str | None) -> None:
    """Who is met in the space again stands in it; where it is being erased, as soon as that is done."""
    await database.execute(LET_IN, keepable(space), application)


async def standing(database: Database, person: PersonId, platform: str) -> tuple[Membership, ...]:
    """The spaces and closed places in which the person's accounts of the platform stand."""
    rows = await database.fetch(STANDING, person, keepable(platform))
    return tuple(Membership(row["handle"], row["space"], row["place"], row["confirmed_at"]) for row in rows)


async def confirmed(database: Database, person: PersonId, platform: str, memberships: Sequence[Membership]) -> None:
    """These memberships hold as of now; one that ended meanwhile stays ended."""
    each = [[keepable(m.handle) for m in memberships], [m.space for m in memberships], [m.place for m in memberships]]
    await database.execute(CONFIRM, person, keepable(platform), *each)

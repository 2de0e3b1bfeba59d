"""With which applications this database was used at a platform, and which spaces each of them has joined."""

from collections.abc import Sequence
from datetime import datetime

from memory.keepable import keepable
from memory.store.database import Connection, Database

USED = """
INSERT INTO applications (platform, application) VALUES ($1, $2)
ON CONFLICT (platform, application) DO UPDATE SET used_at = now()"""
JOINED = "INSERT INTO joined_spaces (application, space) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING"
SPACES = """
SELECT j.space FROM joined_spaces j
WHERE j.application = $4 AND starts_with(j.space, $1) AND j.space > $2
  AND EXISTS (
    SELECT FROM places p WHERE p.tenant = 'space:' || j.space
      AND (p.documents > 0 OR EXISTS (SELECT FROM place_members m WHERE m.place_id = p.id)))
  AND NOT EXISTS (SELECT FROM erasures e WHERE e.space = j.space)
ORDER BY j.space LIMIT $3"""

# One that was used since is asked itself, and tells anew of where it stands each time that it begins.
FORGET = """
DELETE FROM joined_spaces j WHERE j.space = $1
  AND NOT EXISTS (SELECT FROM applications a WHERE a.application = j.application AND a.used_at > $2)"""


async def began(database: Database, platform: str, application: str, *, spaces: Sequence[str]) -> None:
    """The application is used here now, and stands in these spaces."""
    await database.execute(USED, keepable(platform), keepable(application))
    await database.execute(JOINED, keepable(application), [keepable(each) for each in spaces])


async def joined(database: Database, application: str, prefix: str, *, after: str, most: int) -> tuple[str, ...]:
    """The names of spaces that it had joined and of which something is there that is not to be erased: names only."""
    rows = await database.fetch(SPACES, keepable(prefix), keepable(after), most, keepable(application))
    return tuple(row["space"] for row in rows)


async def forget_joined(connection: Connection, space: str, since: datetime) -> None:
    """None that was not used since then has joined the space any more, of which nothing is left."""
    await connection.execute(FORGET, space, since)

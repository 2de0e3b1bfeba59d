"""Where the bot is installed, with sealed tokens, and what may be used only once.

Tokens that end are renewed by one process at a time: it claims the version that it renews, and only that version is
replaced. No claim is held in a transaction, since the platform is asked in between.
"""

from datetime import datetime, timedelta

from memory.installed import Installed
from memory.keepable import keepable
from memory.store.database import Database

FIND = "SELECT space, sealed, version, installed_at FROM installation_of($1, $2)"
KEEP = """
INSERT INTO installations (tenant, holder, organisation, sealed, installed_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (tenant, holder) DO UPDATE SET organisation = excluded.organisation, sealed = excluded.sealed,
    installed_at = excluded.installed_at, renewing_until = NULL, version = DEFAULT"""
POINT = """
INSERT INTO installations (tenant, holder, organisation, installed_at) VALUES ($1, '', $2, $3)
ON CONFLICT (tenant, holder) DO UPDATE SET organisation = excluded.organisation, installed_at = excluded.installed_at
WHERE installations.organisation IS NOT NULL"""
SPACES_WITH = "SELECT space FROM spaces_with($1) AS space"
CLAIM = """
UPDATE installations SET renewing_until = now() + $4 WHERE tenant = $1 AND holder = $2 AND version = $3
AND (renewing_until IS NULL OR renewing_until < now()) RETURNING true"""
REPLACE = """
UPDATE installations SET sealed = $4, renewing_until = NULL, version = DEFAULT
WHERE tenant = $1 AND holder = $2 AND version = $3 RETURNING true"""
DROP = """
DELETE FROM installations WHERE tenant = $1 AND ($2::text IS NULL OR holder = $2) AND installed_at <= $3"""
SPEND = """
WITH old AS (
    DELETE FROM spent_passes WHERE digest IN (
        SELECT digest FROM spent_passes WHERE until < now() ORDER BY until LIMIT 3 FOR UPDATE SKIP LOCKED)
)
INSERT INTO spent_passes (digest, until) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING true"""
GIVE_BACK = "DELETE FROM spent_passes WHERE digest = $1"


async def find(database: Database, space: str, holder: str) -> Installed | None:
    """What is installed for the space, by itself or with its organisation."""
    row = await database.fetchrow(FIND, keepable(space), keepable(holder))
    if row is None:
        return None
    return Installed(row["space"], holder, row["sealed"], row["version"], row["installed_at"])


async def keep(database: Database, space: str, holder: str, *, sealed: bytes, at: datetime) -> None:
    """Keeps the tokens in place of what was there."""
    async with database.transaction(_tenant(space)) as connection:
        await connection.execute(KEEP, _tenant(space), keepable(holder), None, sealed, at)


async def point(database: Database, space: str, organisation: str, *, at: datetime) -> None:
    """From now on the space has what its organisation has, unless it has tokens of its own."""
    async with database.transaction(_tenant(space)) as connection:
        await connection.execute(POINT, _tenant(space), keepable(organisation), at)


async def spaces_with(database: Database, organisation: str) -> list[str]:
    """The spaces that have what the organisation has."""
    return [row["space"] for row in await database.fetch(SPACES_WITH, keepable(organisation))]


async def claim(database: Database, known: Installed, *, lease: timedelta) -> bool:
    """True for one caller at a time until the lease ends, and for none once another version is there."""
    async with database.transaction(_tenant(known.space)) as connection:
        return bool(await connection.fetchval(CLAIM, *_version(known), lease))


async def replace(database: Database, known: Installed, *, sealed: bytes) -> bool:
    """Puts new tokens in place of that version; False: it is not there any more."""
    async with database.transaction(_tenant(known.space)) as connection:
        return bool(await connection.fetchval(REPLACE, *_version(known), sealed))


async def drop(database: Database, space: str, holder: str | None, *, until: datetime) -> None:
    """Drops what was installed until then, for everybody or for one holder."""
    async with database.transaction(_tenant(space)) as connection:
        await connection.execute(DROP, _tenant(space), None if holder is None else keepable(holder), until)


async def spend(database: Database, digest: bytes, *, until: datetime) -> bool:
    """True once for a digest; what is past its time is forgotten a little with each."""
    return bool(await database.fetchval(SPEND, digest, until, once=True))


async def give_back(database: Database, digest: bytes) -> None:
    """It may be spent again."""
    await database.fetchval(GIVE_BACK, digest)


def _tenant(space: str) -> str:
    return f"space:{keepable(space)}"


def _version(known: Installed) -> tuple[str, str, int]:
    return _tenant(known.space), keepable(known.holder), known.version

"""How people write in a place, and in groups: made from the tones of many, and made anew from those now and then."""

from collections.abc import Mapping
from dataclasses import astuple
from datetime import timedelta

from memory.store.database import Database
from memory.store.tones import TONE, Register, stored_of
from memory.tone.measured import VERSION
from memory.tone.stored import Stored

MOST_PEOPLE, MOST_GROUPED = 200, 5_000  # who were heard last
STALE, NIGHT = timedelta(minutes=1), timedelta(hours=20)

FRESH = """
SELECT EXISTS (SELECT FROM place_tones
    WHERE tenant = $1 AND register = $2::audience AND room = $3 AND made_at > now() - $4::interval)"""
OF_PLACE = f"""
SELECT {TONE} FROM tones WHERE tenant = $1 AND register = $2::audience AND room = $3 ORDER BY heard_at DESC LIMIT $4"""
PUT_PLACE = """
INSERT INTO place_tones (tenant, register, room, version, means, variances, weights, habits, habit_counts, heard_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (tenant, register, room) DO UPDATE SET version = excluded.version, means = excluded.means,
    variances = excluded.variances, weights = excluded.weights, habits = excluded.habits,
    habit_counts = excluded.habit_counts, heard_at = excluded.heard_at, made_at = now()"""
DROP_PLACE = "DELETE FROM place_tones WHERE tenant = $1 AND register = $2::audience AND room = $3"
CLAIM_NIGHT = """
UPDATE tone_grouping SET made_at = now() WHERE made_at < now() - $1::interval RETURNING made_at"""
TO_GROUP = f"SELECT {TONE} FROM tones_to_group($1, $2)"
GROUPS = f"SELECT id, {TONE} FROM tone_groups"
DROP_GROUPS = "DELETE FROM tone_groups"
PUT_GROUP = """
INSERT INTO tone_groups (id, version, means, variances, weights, habits, habit_counts, heard_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"""


async def tones_in(database: Database, tenant: str, register: Register, *, anew: bool) -> list[Stored] | None:
    """The tones of those who spoke there last; None where the place's was made of them just now, but for `anew`."""
    where = (tenant, register.audience.value, register.room)
    async with database.transaction(tenant) as connection:
        if not anew and await connection.fetchval(FRESH, *where, STALE):
            return None
        return [stored_of(row) for row in await connection.fetch(OF_PLACE, *where, MOST_PEOPLE)]


async def put_place(database: Database, tenant: str, register: Register, stored: Stored | None) -> None:
    """Writes how people write there; None where there are too few to say."""
    where = (tenant, register.audience.value, register.room)
    async with database.transaction(tenant) as connection:
        if stored is None:
            await connection.execute(DROP_PLACE, *where)
        else:
            await connection.execute(PUT_PLACE, *where, *astuple(stored))


async def claim_night(database: Database) -> tuple[list[Stored], dict[int, Stored]] | None:
    """One tone of each of many people, and the groups so far; None where groups were made not long ago."""
    if await database.fetchval(CLAIM_NIGHT, NIGHT, once=True) is None:
        return None
    people = [stored_of(row) for row in await database.fetch(TO_GROUP, VERSION, MOST_GROUPED)]
    return people, {row["id"]: stored_of(row) for row in await database.fetch(GROUPS)}


async def put_groups(database: Database, groups: Mapping[int, Stored]) -> None:
    """Puts these groups in the place of all before."""
    async with database.transaction() as connection:
        await connection.execute(DROP_GROUPS)
        await connection.executemany(PUT_GROUP, [(number, *astuple(stored)) for number, stored in groups.items()])

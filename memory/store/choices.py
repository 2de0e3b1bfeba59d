"""A person's choices on their own row, and the end of what they said off the record.

Each choice is written by itself, so that two processes that change different ones undo nothing of each other's.
"""

from datetime import time

import asyncpg

from memory.choices import Choices
from memory.errors import NotVisible
from memory.store.database import Connection, Database
from memory.types import PersonId

_CHOSEN = "learning, chosen_zone, chosen_locale, persona, quiet_from, quiet_until, has_waiting, training"
READ = f"SELECT {_CHOSEN} FROM people WHERE id = $1"
LEARNING = f"UPDATE people SET learning = $2 WHERE id = $1 RETURNING {_CHOSEN}"
ZONE = f"UPDATE people SET chosen_zone = $2 WHERE id = $1 RETURNING {_CHOSEN}"
LOCALE = f"UPDATE people SET chosen_locale = $2 WHERE id = $1 RETURNING {_CHOSEN}"
PERSONA = f"UPDATE people SET persona = $2 WHERE id = $1 RETURNING {_CHOSEN}"
TRAINING = f"UPDATE people SET training = $2 WHERE id = $1 RETURNING {_CHOSEN}"
QUIET = f"UPDATE people SET quiet_from = $2, quiet_until = $3 WHERE id = $1 RETURNING {_CHOSEN}"
ERASE = "SELECT erase_off_record($1)"
FORGET = "SELECT forget_choices($1)"


async def choices(database: Database, person: PersonId) -> Choices:
    """The person's choices; raises NotVisible where there is no such person."""
    return _choices(await database.fetchrow(READ, person))


async def choose(database: Database, person: PersonId, statement: str, *values: bool | str | time | None) -> Choices:
    """Makes one choice, by its statement here, and gives all of them; raises NotVisible."""
    return _choices(await database.fetchrow(statement, person, *values))


async def erase_off_record(database: Database, *, most: int) -> int:
    """Erases at most `most` lines, of one place, whose time off the record is over; 0: nothing left."""
    return int(await database.fetchval(ERASE, most, once=True))


async def forget_choices(connection: Connection, person: int) -> None:
    """Drops what the person chose and how they found answers, and no longer names them in changes of settings."""
    await connection.execute(FORGET, person)


def _choices(row: asyncpg.Record | None) -> Choices:
    if row is None:
        raise NotVisible("There is nobody like that.")
    since, until = row["quiet_from"], row["quiet_until"]
    quiet = None if since is None or until is None else (since, until)
    names = (row["chosen_zone"], row["chosen_locale"], row["persona"])
    return Choices(row["learning"], *names, quiet, row["has_waiting"], row["training"])

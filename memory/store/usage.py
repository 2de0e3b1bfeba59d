"""What answers took since a time, summed up from the turns in two indexes and nothing else."""

from datetime import datetime

from memory.feedback import Usage, Used
from memory.keepable import keepable
from memory.store.database import Database
from memory.types import PersonId

USED = "SELECT person_answers, person_tokens, space_answers, space_tokens FROM usage_since($1, $2, $3)"


async def used(database: Database, person: PersonId, space: str | None, since: datetime) -> Used:
    """The person's usage everywhere and the space's by everybody; none of a space where there is none."""
    row = await database.fetchrow(USED, person, None if space is None else keepable(space), since)
    assert row is not None  # the function always gives a row
    person_used = Usage(row["person_answers"], row["person_tokens"])
    return Used(person_used, Usage(row["space_answers"], row["space_tokens"]))

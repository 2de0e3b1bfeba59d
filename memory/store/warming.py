"""Readies connections for recall, so that the first questions after a start are not the slow ones.

A connection learns each statement at its first use, and the server plans each function anew for each connection, which
together takes the time of five questions. So what each question asks is asked on a few connections at once, as anybody
who is there, without words and for a model that no line has: everything is planned, and nothing is read.
"""

import asyncio
from datetime import UTC, datetime

import numpy as np

from memory.store.candidates import BETWEEN, FACTS, LINES, NEAREST, SOUGHT, WORDS
from memory.store.database import Database

AT_ONCE = 3  # statements that one question has under way
NO_MODEL = 0
ANYBODY = "SELECT m.person_id, p.key FROM place_members m JOIN places p ON p.id = m.place_id LIMIT 1"
_VECTOR = np.zeros(1, np.float32)
_SIGNATURE = _VECTOR > 0
_NEVER = datetime(1, 1, 2, tzinfo=UTC)
STATEMENTS: tuple[tuple[str, tuple[object, ...]], ...] = (
    (WORDS, ([], 0)),
    (NEAREST, ([], NO_MODEL, _VECTOR, _SIGNATURE, None, 0, [], [])),  # all lines, then the nearest of many
    (NEAREST, ([], NO_MODEL, _VECTOR, _SIGNATURE, 0, 0, [], [])),
    (SOUGHT, (NO_MODEL, _VECTOR, _SIGNATURE, None, None, 0, 0)),
    (BETWEEN, (NO_MODEL, _VECTOR, _SIGNATURE, _NEVER, _NEVER, 0, 0)),
    (LINES, ([], [], 0)),
    (FACTS, ([], [], [])),
)


async def warm(database: Database) -> None:
    """Asks each statement of recall on a few connections. Raises the faults of a database that cannot be reached."""
    somebody = await database.fetchrow(ANYBODY)
    viewer = (somebody["person_id"], somebody["key"]) if somebody else (0, "")
    await asyncio.gather(*(_ask_all(database, viewer) for _ in range(AT_ONCE)))


async def _ask_all(database: Database, viewer: tuple[int, str]) -> None:
    async with database.transaction() as connection:
        for statement, values in STATEMENTS:
            await connection.fetch(statement, *viewer, *values)

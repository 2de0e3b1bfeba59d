"""Readies connections for recall, so that the first questions after a start are not the slow ones.

A connection learns each statement at its first use, and the server compiles each function anew for each connection,
which together takes the time of five questions. So nobody asks, on a few connections at once, what is asked for every
question; nothing is found.
"""

import asyncio

import numpy as np

from memory.store.candidates import BETWEEN, FACTS, LINES, NEAREST, SOUGHT, WORDS
from memory.store.database import Database

AT_ONCE = 3  # statements that one question has under way
_VECTOR = np.zeros(1, np.float32)
_SIGNATURE = _VECTOR > 0
NOBODY = 0, ""
STATEMENTS: tuple[tuple[str, tuple[object, ...]], ...] = (
    (WORDS, ([], 0)),
    (NEAREST, ([], 0, _VECTOR, _SIGNATURE, None, 0, [], [])),
    (SOUGHT, (0, _VECTOR, _SIGNATURE, None, None, 0, 0)),
    (BETWEEN, (0, _VECTOR, _SIGNATURE, None, None, 0, 0)),
    (LINES, ([], [], 0)),
    (FACTS, ([], [], [])),
)


async def warm(database: Database) -> None:
    """Asks each statement of recall on a few connections. Raises the faults of a database that cannot be reached."""
    await asyncio.gather(*(_ask_all(database) for _ in range(AT_ONCE)))


async def _ask_all(database: Database) -> None:
    async with database.transaction() as connection:
        for statement, values in STATEMENTS:
            await connection.fetch(statement, *NOBODY, *values)

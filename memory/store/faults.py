"""What asyncpg and the operating system raise, in memory's own words: the one edge where database errors are mapped.

Errors that are nobody's circumstance (a wrong statement, a broken constraint) pass as they are: they are bugs.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from memory.errors import (
    DatabaseBusy,
    DatabaseRefused,
    DatabaseTooOld,
    DatabaseUnreachable,
    DiskFull,
    DsnInvalid,
    MemoryFault,
    PlaceMismatch,
    PlaceUnknown,
    ReadOnlyStorage,
    VectorExtensionMissing,
)

OLDEST_SERVER = 150000
OLDEST_VECTOR = (0, 8)

_BY_STATE: dict[str, tuple[type[MemoryFault], str | None]] = {
    "RP001": (PlaceMismatch, None),
    "P0002": (PlaceUnknown, None),
    "25006": (ReadOnlyStorage, "The database accepts no writes. It is a replica, or it was set to read only."),
    "40001": (DatabaseBusy, None),
    "40P01": (DatabaseBusy, None),
    "53100": (DiskFull, None),
    "53300": (
        DatabaseUnreachable,
        "The database has no free connection. Raise max_connections, or run fewer processes.",
    ),
    "57014": (DatabaseUnreachable, "The database did not answer in time."),
    "57P01": (DatabaseUnreachable, None),
    "57P02": (DatabaseUnreachable, None),
    "57P03": (DatabaseUnreachable, "The database is starting or stopping. Try again in a moment."),
    "28000": (DatabaseRefused, None),
    "28P01": (DatabaseRefused, None),
    "3D000": (DatabaseRefused, None),
    "22023": (
        DatabaseRefused,
        "The login may not act as rapport_app. An administrator runs: GRANT rapport_app TO <login>",
    ),
}


@contextmanager
def named_faults(*, login: bool = False) -> Iterator[None]:
    """Raises a `MemoryFault` instead of what the driver raised; `login` adds what only a connect can mean."""
    try:
        yield
    except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError, ValueError) as fault:
        named = _named(fault, login=login)
        if named is None:
            raise
        raise named from fault


def _named(fault: Exception, *, login: bool) -> MemoryFault | None:
    match fault:
        case asyncpg.ProtocolViolationError() if login and "startup parameter" in str(fault):
            return DatabaseRefused("There is a pooler in front of the database. Add pooler=transaction to the DSN.")
        case asyncpg.PostgresConnectionError() | OSError() | asyncpg.InternalClientError():
            return DatabaseUnreachable()  # TimeoutError is an OSError
        case asyncpg.PostgresError():
            return _by_state(fault.sqlstate or "", login=login)
        case asyncpg.InterfaceError() if "clos" in str(fault) or "released" in str(fault):
            return DatabaseUnreachable()
        case ValueError() if login:  # asyncpg.ClientConfigurationError is one
            return DsnInvalid()
    return None


def _by_state(state: str, *, login: bool) -> MemoryFault | None:
    if state not in _BY_STATE or (state == "22023" and not login):
        return None
    kind, sentence = _BY_STATE[state]
    return kind(sentence)


def check_versions(server: int, vector: str | None) -> None:
    """Raises DatabaseTooOld or VectorExtensionMissing; `server` is server_version_num, `vector` the version we get."""
    if server < OLDEST_SERVER:
        raise DatabaseTooOld(f"PostgreSQL {server // 10000} is too old. Use version 15 or newer.")
    if vector is None:
        raise VectorExtensionMissing()
    if tuple(int(part) for part in vector.split(".")[:2]) < OLDEST_VECTOR:
        raise VectorExtensionMissing(
            f"pgvector {vector} is too old. Install 0.8 or newer, "
            "then an administrator runs: ALTER EXTENSION vector UPDATE"
        )

"""The database as its owner sees it: time that passes for the dead, connections that are cut, and what is believed."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self, TypeVar

import asyncpg

from memory.memory import Memory
from memory.store.database import open_database
from memory.types import PersonId

T = TypeVar("T")
TENANTS = "tenant = ANY ($1)"
# The lease or the pause of what somebody tried is over; what nobody tried yet waits for its time.
ELAPSE = f"""
UPDATE outbox SET ready_at = CASE WHEN way <> 'talk' THEN now() END, leased_until = NULL
WHERE {TENANTS} AND state = 'waiting' AND attempts > 0 AND (ready_at > now() OR leased_until > now())"""
RIPEN = f"UPDATE outbox SET ready_at = now() WHERE {TENANTS} AND state = 'waiting' AND round = 1"
TALK = f"UPDATE outbox SET way = 'talk', ready_at = NULL WHERE {TENANTS} AND state = 'waiting'"
LEFT = f"""
SELECT count(*) FROM outbox
WHERE {TENANTS} AND state = 'waiting' AND (ready_at <= now() OR attempts > 0 OR way = 'talk')"""
CUT = """
SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""
SENDS = f"SELECT id, round, state, way, attempts, message_id, ready_at, claimed FROM outbox WHERE {TENANTS} ORDER BY id"
OCCURRENCES = f"SELECT id, due_at, state FROM occurrences WHERE {TENANTS} ORDER BY due_at"
REMINDERS = f"SELECT standing FROM reminders WHERE {TENANTS}"

CLEAR = "DELETE FROM outbox; DELETE FROM reminders"


@dataclass(frozen=True, slots=True)
class Send:
    """A row of the outbox."""

    id: int
    round: int
    state: str
    way: str
    attempts: int
    message_id: str | None
    ready_at: datetime | None
    claimed: bool = False


@dataclass(frozen=True, slots=True)
class Belief:
    """All that the database says of some people's reminders."""

    sends: tuple[Send, ...]
    occurrences: tuple[tuple[int, datetime, str], ...]
    standings: tuple[str, ...]


class Owner:
    """Asks without an event loop that goes on; nothing of it runs while a process is forked."""

    def __init__(self, dsn: str) -> None:
        self.dsn = dsn
        self._runner = asyncio.Runner()
        self._connection: asyncpg.Connection[asyncpg.Record]

    def __enter__(self) -> Self:
        self._runner.__enter__()
        self._connection = self._runner.run(self._connected())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.run(self._connection.close())
        self._runner.__exit__(kind, error, trace)

    def by_door(self, do: Callable[[Memory], Awaitable[T]]) -> T:
        """What comes of that, with the door open for so long."""

        async def done() -> T:
            async with open_database(self.dsn, size=2) as database:
                return await do(Memory(database, None))

        return self._runner.run(done())

    def elapse(self, people: Iterable[PersonId]) -> None:
        """What the dead had claimed may be claimed again."""
        self._run(self._connection.execute(ELAPSE, _tenants(people)))

    def ripen(self, people: Iterable[PersonId]) -> None:
        """The second round is due."""
        self._run(self._connection.execute(RIPEN, _tenants(people)))

    def divert(self, people: Iterable[PersonId]) -> None:
        """What is to be sent waits until they talk."""
        self._run(self._connection.execute(TALK, _tenants(people)))

    def left(self, people: Iterable[PersonId]) -> bool:
        """Whether anything is still to be sent now."""
        return bool(self._run(self._connection.fetchval(LEFT, _tenants(people))))

    def cut(self) -> None:
        """Every other connection to the database is gone."""
        self._run(self._connection.fetchval(CUT))

    def belief(self, people: Iterable[PersonId]) -> Belief:
        """What the database says of them."""
        tenants = _tenants(people)
        sends = [Send(**dict(row)) for row in self._run(self._connection.fetch(SENDS, tenants))]
        times = [
            (row["id"], row["due_at"], row["state"]) for row in self._run(self._connection.fetch(OCCURRENCES, tenants))
        ]
        standings = [str(row["standing"]) for row in self._run(self._connection.fetch(REMINDERS, tenants))]
        return Belief(tuple(sends), tuple(times), tuple(standings))

    def clear(self) -> None:
        """Nothing of any reminder is there any more."""
        self._run(self._connection.execute(CLEAR))

    def _run(self, asking: Awaitable[T]) -> T:
        async def done() -> T:
            return await asking

        return self._runner.run(done())

    async def _connected(self) -> "asyncpg.Connection[asyncpg.Record]":
        return await asyncpg.connect(self.dsn)


def _tenants(people: Iterable[PersonId]) -> Sequence[str]:
    return [f"person:{each}" for each in people]

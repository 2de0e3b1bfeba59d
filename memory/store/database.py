"""A pool of connections that can do only what the application may: role rapport_app, row-level security on.

Nothing is kept in a session, so a connection is given back without the driver's usual reset, which saves a round trip.
A read that meets a dead connection is asked once more; what writes says `once=True` unless doing it twice is harmless.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import asyncpg

from memory.errors import DatabaseUnreachable, RowSecurityOff
from memory.store.codecs import register_codecs
from memory.store.dsn import login
from memory.store.faults import named_faults

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

Connection: TypeAlias = "PoolConnectionProxy[asyncpg.Record]"
T = TypeVar("T")

CONNECT_S = 10
STATEMENT_S = 15
ROLE = "rapport_app"
TAKE_ROLE = f"SET LOCAL ROLE {ROLE}"
NAME_TENANT = "SELECT set_config('rapport.tenant', $1, true)"
GUARDED = """
SELECT bool_and(row_security_active(content)) FROM unnest('{
    utterances,utterance_vectors,terms,facts,fact_sources,fact_grounds,fact_beginnings,fact_closings,fact_ends,fact_tellings,
    fact_shares,share_rules,folded_facts,turns,conflicts,feedback,space_settings,setting_changes,next_fact_vectors,
    installations,reminders,reminder_followers,occurrences,outbox,weighed_commitments,
    tones,place_tones,tone_losses,tone_wishes,preferences,refinements
}'::regclass[]) content"""


class Database:
    """The application's way to PostgreSQL; every call has a deadline, and circumstances are raised as `MemoryFault`."""

    def __init__(
        self,
        pool: "asyncpg.Pool[asyncpg.Record]",
        *,
        pooled: bool = False,
        apart: Callable[[], Coroutine[Any, Any, "asyncpg.Connection[asyncpg.Record]"]] | None = None,
    ) -> None:
        self._pool = pool
        self._pooled = pooled
        self._apart = apart

    @property
    def can_listen(self) -> bool:
        """Whether a connection can be held."""
        return self._apart is not None and not self._pooled

    @asynccontextmanager
    async def apart(self) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
        """A connection of one's own, which may be held for as long as one likes; what it raises is not mapped."""
        if self._apart is None:
            raise DatabaseUnreachable()
        with named_faults(login=True):
            connection = await self._apart()
        try:
            yield connection
        finally:
            connection.terminate()  # nothing is under way on it that would have to be ended in order

    @asynccontextmanager
    async def transaction(self, tenant: str | None = None) -> AsyncIterator[Connection]:
        """One transaction; with `tenant`, that tenant's content may be read, changed and deleted directly."""
        with named_faults():
            async with self._pool.acquire(timeout=CONNECT_S) as connection, connection.transaction():
                if self._pooled:
                    await connection.execute(TAKE_ROLE)
                if tenant is not None:
                    await connection.execute(NAME_TENANT, tenant)
                yield connection

    async def fetch(self, statement: str, *values: object, once: bool = False) -> Sequence[asyncpg.Record]:
        """All rows."""
        return await self._run(lambda connection: connection.fetch(statement, *values), once)

    async def fetchrow(self, statement: str, *values: object, once: bool = False) -> asyncpg.Record | None:
        """The first row, or None."""
        return await self._run(lambda connection: connection.fetchrow(statement, *values), once)

    async def fetchval(self, statement: str, *values: object, once: bool = False) -> Any:
        """The first column of the first row, or None."""
        return await self._run(lambda connection: connection.fetchval(statement, *values), once)

    async def execute(self, statement: str, *values: object) -> str:
        """The command's tag; never tried twice."""
        return await self._run(lambda connection: connection.execute(statement, *values), True)

    async def _run(self, ask: Callable[[Connection], Awaitable[T]], once: bool) -> T:
        try:
            async with self._connection() as connection:
                return await ask(connection)
        except DatabaseUnreachable as fault:
            if once or isinstance(fault.__cause__, TimeoutError | asyncpg.QueryCanceledError):
                raise
        async with self._connection() as connection:
            return await ask(connection)

    def _connection(self) -> AbstractAsyncContextManager[Connection]:
        return self.transaction() if self._pooled else self._bare()

    @asynccontextmanager
    async def _bare(self) -> AsyncIterator[Connection]:
        with named_faults():
            async with AsyncExitStack() as stack:
                async with asyncio.timeout(CONNECT_S):  # the pool's own way to wait makes a task for each statement
                    connection = await stack.enter_async_context(self._pool.acquire())
                yield connection


@asynccontextmanager
async def open_database(dsn: str, *, size: int = 10) -> AsyncIterator[Database]:
    """Opens at most `size` connections to a migrated database; raises RowSecurityOff and the faults of connecting."""
    where = login(dsn)
    settings = {} if where.pooled else {"role": ROLE, "application_name": "rapport", "jit": "off"}
    pool = asyncpg.create_pool(
        where.dsn,
        min_size=1,
        max_size=size,
        timeout=CONNECT_S,
        command_timeout=STATEMENT_S,
        statement_cache_size=where.cached_statements,
        server_settings=settings,
        init=register_codecs,
        reset=_as_it_is,
    )
    with named_faults(login=True):
        await pool
    try:
        apart = partial(
            asyncpg.connect, where.dsn, timeout=CONNECT_S, command_timeout=STATEMENT_S, server_settings=settings
        )
        database = Database(pool, pooled=where.pooled, apart=apart)
        if not await database.fetchval(GUARDED):
            raise RowSecurityOff()
        yield database
    finally:
        await _close(pool)


async def _as_it_is(_connection: "asyncpg.Connection[asyncpg.Record]") -> None: ...


async def _close(pool: "asyncpg.Pool[asyncpg.Record]") -> None:
    try:
        async with asyncio.timeout(CONNECT_S):
            await pool.close()
    except TimeoutError:
        pool.terminate()

"""A database whose user is gone before its nth statement: what a killed process leaves behind."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from memory.store.database import Connection, Database


class Gone(Exception):
    """The process is gone."""


class Mortal(Database):
    """The same database for `steps` statements."""

    def __init__(self, database: Database, steps: int) -> None:
        self._database = database
        self._left = steps

    @asynccontextmanager
    async def transaction(self, tenant: str | None = None) -> AsyncIterator[Connection]:
        """A transaction whose statements count."""
        async with self._database.transaction(tenant) as connection:
            yield cast(Connection, _Counted(connection, self))

    async def fetchrow(self, statement: str, *values: object, once: bool = False) -> Any:
        """One statement."""
        self.step()
        return await self._database.fetchrow(statement, *values, once=once)

    async def execute(self, statement: str, *values: object) -> str:
        """One statement."""
        self.step()
        return await self._database.execute(statement, *values)

    def step(self) -> None:
        """Counts one statement; raises `Gone` when there were enough."""
        self._left -= 1
        if self._left < 0:
            raise Gone


class _Counted:
    def __init__(self, connection: Connection, owner: Mortal) -> None:
        self._connection, self._owner = connection, owner

    def __getattr__(self, name: str) -> Any:
        self._owner.step()
        return getattr(self._connection, name)

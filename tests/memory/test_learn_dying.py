"""Learning in a process that dies before any of its statements: nothing lost, nothing twice."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from memory.learn import learn_next
from memory.ports import Extraction
from memory.store.database import Connection, Database
from memory.types import Account, Audience, Place
from tests.memory.learning_world import World, item

OSLO = item(1, "I live in Oslo", "Ana lives in Oslo.")


class _Gone(Exception):
    """The process is gone."""


class _Mortal(Database):
    """A database whose user is gone before its nth statement."""

    def __init__(self, database: Database, steps: int) -> None:
        self._database = database
        self.left = steps

    @asynccontextmanager
    async def transaction(self, tenant: str | None = None) -> AsyncIterator[Connection]:
        async with self._database.transaction(tenant) as connection:
            yield cast(Connection, _Counted(connection, self))

    def step(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise _Gone


class _Counted:
    def __init__(self, connection: Connection, owner: _Mortal) -> None:
        self._connection, self._owner = connection, owner

    def __getattr__(self, name: str) -> Any:
        self._owner.step()
        return getattr(self._connection, name)


BERGEN = item(1, "I live in Bergen now", "Ana lives in Bergen.", relation="updates", known=1)


async def updating(_: Extraction) -> object:
    return {"facts": [BERGEN]}


async def test_dying_before_any_statement_loses_nothing_and_doubles_nothing(world: World) -> None:
    survived = False
    for steps in range(60):
        ana, place = Account("console", f"ana{steps}", "Ana"), Place(f"console:ana{steps}", None, Audience.DIRECT)
        await world.say(ana, "I live in Oslo", place)
        await world.learn(OSLO)
        await world.say(ana, "I live in Bergen now", place)
        try:
            survived = await learn_next(_Mortal(world.database, steps), updating, None) is not None
        except _Gone:
            await world.owner("UPDATE places SET learn_lease = now() WHERE learn_lease IS NOT NULL")
            await world.learn(BERGEN)
        assert await world.current(ana, place) == ["Ana lives in Bergen."]
        assert len(await world.facts(ana, place, history=True)) == 2
        if survived:
            break
    assert survived and steps > 12
    assert await world.owner("SELECT seq FROM utterances WHERE learned_at IS NULL") == []

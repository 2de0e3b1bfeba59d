"""What was said before tone was measured is measured with the next version; and erasing while it is measured."""

import asyncio
from datetime import timedelta

from memory.memory import Memory
from memory.store.database import open_database
from memory.store.migrate import migrate, shipped
from memory.tones import Tones
from memory.types import Account, Audience, Place
from tests.memory.learning_world import START, World, open_world
from tests.memory.test_clearing import cleared
from tests.memory.test_migrate import connected, empty_dsn
from tests.memory.tone.tone_world import length, measure, observed, then, weight

__all__ = ["empty_dsn"]

ANA, HALL = Account("console", "ana", "Ana"), Place("club:hall", "club", Audience.PUBLIC)
ENTER = "SELECT person_id FROM enter_place('console', 'ana', 'Ana', NULL, NULL, 'club:hall', 'club', 'public', '')"
NOTE = "SELECT note_utterance('club:hall', 'public', $1, $2, $3, $4, NULL, '{}', '{}', '0', false)"


async def test_the_past_is_measured(empty_dsn: str) -> None:
    before = {name: text for name, text in shipped().items() if name < "0025"}
    await migrate(empty_dsn, migrations=before)
    async with connected(empty_dsn) as connection:
        ana = await connection.fetchval(ENTER)
        for n in range(120):
            await connection.execute(NOTE, f"m{n}", ana, "3", START + timedelta(minutes=n))
    await migrate(empty_dsn)
    async with open_database(empty_dsn) as database:
        memory = Memory(database, None)
        memory.tones = Tones(database, observed, now=then)
        world = World(memory, database, empty_dsn)
        assert await measure(world) == 120
        assert await length(world, ANA, HALL) == 3
        assert 60 < await weight(world, ANA, HALL) < 120


async def test_measuring_while_people_are_erased_neither_stops_nor_leaves_anything(database_dsn: str) -> None:
    async with open_world(database_dsn) as world, open_database(database_dsn) as other:
        people = [Account("console", f"p{n}", f"P{n}") for n in range(6)]
        for who in people:
            for place in (HALL, Place(f"console:{who.handle}", None, Audience.DIRECT)):
                for _ in range(4):
                    await world.say(who, "2", place)

        async def measuring(tones: Tones) -> None:
            for _ in range(30):
                await tones.measure_next()

        async def erasing() -> None:
            for who in people:
                await world.memory.following.erase_account("console", who.handle)
                await world.memory.following.erase_next()

        workers = [Tones(database, observed, now=then) for database in (world.database, other)]
        async with asyncio.timeout(60):
            await asyncio.gather(erasing(), *(measuring(tones) for tones in workers))
        await cleared(world)
        world.memory.tones = workers[0]
        await world.owner("UPDATE places SET tone_lease = NULL")
        await measure(world)
        for table in ("tones", "tone_losses", "tone_wishes", "people"):
            assert await world.owner(f"SELECT FROM {table}") == []

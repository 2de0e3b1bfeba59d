"""Many processes at once: nothing is claimed by two within a lease, nothing is lost, and each hears of the others."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from memory.errors import DatabaseUnreachable
from memory.outbox import Outbox
from memory.reminder import Due, Standing
from memory.reminders import Reminders
from memory.store import listening
from memory.store.database import Database, open_database
from tests.memory.learning_world import ANA, World
from tests.memory.pooler import pooler
from tests.memory.reminder_world import LATER, LEASE, PAST, PLATFORM, SOON, held, lapse, new

MANY = 300


async def others(stack: AsyncExitStack, world: World, amount: int) -> list[Database]:
    """Other processes."""
    return [await stack.enter_async_context(open_database(world.dsn, size=2)) for _ in range(amount)]


async def many(world: World, amount: int = MANY) -> None:
    """That many reminders of Ana's, due already."""
    ana = (await world.viewer(ANA)).person
    for number in range(amount):
        due_at = PAST + timedelta(milliseconds=number)
        await world.memory.reminders.add(new(ana, due_at, source=f"e{number}"))


async def test_no_two_claim_the_same_and_nothing_is_left(world: World) -> None:
    await many(world)
    got: list[Due] = []

    async def drain(outbox: Outbox) -> None:
        while claimed := await outbox.claim([PLATFORM], most=7, lease=LEASE):
            got.extend(claimed)
            for due in claimed:
                assert await outbox.sent(due, f"m{due.id}", "p", following=None)

    async with AsyncExitStack() as stack, asyncio.timeout(60):
        await asyncio.gather(*(drain(Outbox(each)) for each in await others(stack, world, 8)))
    assert Counter(due.id for due in got).most_common(1)[0][1] == 1
    assert len(got) == MANY and {due.attempt for due in got} == {1}
    rows = await world.owner("SELECT standing, count(*) AS n FROM reminders GROUP BY 1")
    assert [(row["standing"], row["n"]) for row in rows] == [("ended", MANY)]


async def test_what_the_dead_had_claimed_is_claimed_once_more(world: World) -> None:
    await many(world, 40)
    dead = await world.memory.outbox.claim([PLATFORM], most=25, lease=LEASE)
    assert [due.due_at for due in dead] == sorted(PAST + timedelta(milliseconds=number) for number in range(25))
    await lapse(world)
    async with AsyncExitStack() as stack, asyncio.timeout(60):
        doors = [Outbox(each) for each in await others(stack, world, 4)]
        claims = await asyncio.gather(*(door.claim([PLATFORM], most=40, lease=LEASE) for door in doors))
        again = await doors[0].claim([PLATFORM], most=40, lease=LEASE)
    got = [due for claim in (*claims, again) for due in claim]
    assert len(got) == len({due.id for due in got}) == 40
    assert Counter(due.attempt for due in got) == {2: 25, 1: 15}


async def test_the_same_event_in_many_processes_makes_one_reminder(world: World) -> None:
    ana = (await world.viewer(ANA)).person
    async with AsyncExitStack() as stack, asyncio.timeout(60):
        doors = [Reminders(each) for each in await others(stack, world, 8)]
        made = await asyncio.gather(*(door.add(new(ana)) for door in doors))
    assert sorted(fresh for _, fresh in made) == [False] * 7 + [True]
    assert len({reminder.id for reminder, _ in made}) == 1
    assert len(await world.owner("SELECT FROM outbox")) == 1


async def test_who_cancels_and_who_settles_never_leave_a_next_time(world: World) -> None:
    await many(world, 30)
    claimed = await world.memory.outbox.claim([PLATFORM], most=30, lease=LEASE)
    async with AsyncExitStack() as stack, asyncio.timeout(60):
        one, other = await others(stack, world, 2)
        settled = [Outbox(one).sent(due, "m", "p", following=SOON, again_at=LATER) for due in claimed]
        cancelled = [Reminders(other).cancel(due.person, due.reminder.id) for due in claimed if due.reminder]
        await asyncio.gather(*(each for pair in zip(settled, cancelled, strict=True) for each in pair))
    assert await world.memory.outbox.next_due([PLATFORM]) is None
    standings = await world.owner("SELECT DISTINCT standing FROM reminders")
    assert [row["standing"] for row in standings] == [Standing.CANCELLED.value]
    assert {row["state"] for row in await world.owner("SELECT state FROM outbox")} == {"sent", "cancelled"}


async def test_a_settling_that_comes_twice_at_once_counts_once(world: World) -> None:
    await held(world, PAST)
    (due,) = await world.memory.outbox.claim([PLATFORM], most=1, lease=LEASE)
    async with AsyncExitStack() as stack, asyncio.timeout(60):
        doors = [Outbox(each) for each in await others(stack, world, 6)]
        counted = await asyncio.gather(*(door.sent(due, "m", "p", following=SOON) for door in doors))
    assert sorted(counted) == [False] * 5 + [True]
    assert len(await world.owner("SELECT FROM outbox WHERE state = 'waiting'")) == 1


class Heard:
    """How often somebody was woken."""

    def __init__(self) -> None:
        self.times = 0
        self._rang = asyncio.Event()

    def __call__(self) -> None:
        self.times += 1
        self._rang.set()

    async def more(self) -> None:
        """Until they are woken again."""
        async with asyncio.timeout(20):
            await self._rang.wait()
        self._rang.clear()


async def test_what_is_brought_forward_elsewhere_wakes_who_listens(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "FIRST_PAUSE_S", 0.01)
    heard, deaf = Heard(), Heard()
    async with open_database(world.dsn) as database:
        listener = asyncio.create_task(Outbox(database).listen([PLATFORM], heard))
        other = asyncio.create_task(Outbox(database).listen(["elsewhere"], deaf))
        try:
            await heard.more()  # hearing begins
            await deaf.more()
            await held(world, datetime.now(UTC) + timedelta(seconds=30), source="soon")
            await heard.more()
            await world.owner(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"
                " AND datname = current_database() AND pid <> pg_backend_pid()"
            )
            await heard.more()  # it hears again
            await deaf.more()
            await held(world, PAST, source="past")
            await heard.more()
            assert deaf.times == 2
        finally:
            for task in (listener, other):
                task.cancel()
            await asyncio.wait((listener, other), timeout=10)


async def test_a_silent_connection_is_asked_whether_it_is_there(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "PULSE_S", 0.01)
    asked: list[str] = []
    really = asyncpg.Connection.fetchval
    rang = asyncio.Event()

    async def fetchval(self: "asyncpg.Connection[asyncpg.Record]", query: str) -> object:
        asked.append(query)
        rang.set()
        return await really(self, query)

    monkeypatch.setattr(asyncpg.Connection, "fetchval", fetchval)
    listener = asyncio.create_task(world.memory.outbox.listen([PLATFORM], lambda: None))
    try:
        async with asyncio.timeout(20):
            await rang.wait()
        assert asked[0] == "SELECT 1"
    finally:
        listener.cancel()
        await asyncio.wait((listener,), timeout=10)


async def test_without_a_database_it_is_tried_again(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr(listening, "FIRST_PAUSE_S", 0.001)
    tries, heard = 0, Heard()
    really = world.database._apart
    assert really is not None

    async def sometimes() -> "asyncpg.Connection[asyncpg.Record]":
        nonlocal tries
        tries += 1
        if tries < 3:
            raise OSError("gone")
        return await really()

    monkeypatch.setattr(world.database, "_apart", sometimes)
    listener = asyncio.create_task(world.memory.outbox.listen([PLATFORM], heard))
    try:
        await heard.more()
        assert tries == 3
    finally:
        listener.cancel()
        await asyncio.wait((listener,), timeout=10)


async def test_behind_a_pooler_all_works_but_hearing(world: World) -> None:
    async with pooler(world.dsn) as (dsn, _), open_database(f"{dsn}?pooler=transaction") as database:
        kept = await held(world, PAST)
        async with asyncio.timeout(20):
            await Outbox(database).listen([PLATFORM], lambda: pytest.fail("nobody can hear"))
        (due,) = await Outbox(database).claim([PLATFORM], most=5, lease=LEASE)
        assert await Outbox(database).sent(due, "m", "p", following=SOON)
        assert (await Reminders(database).get(kept.person, kept.id)).next_due == SOON
        assert await Outbox(database).next_due([PLATFORM]) == SOON


async def test_a_connection_apart_is_none_where_there_is_no_server(world: World) -> None:
    with pytest.raises(DatabaseUnreachable):
        async with Database(world.database._pool).apart():
            pass

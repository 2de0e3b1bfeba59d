"""Events are handled once, also when the process that took one is killed."""

import asyncio
import signal
import sys
from datetime import timedelta

from memory.memory import Memory
from memory.store.database import open_database
from memory.store.inbox import claim_event, claim_left_waiting, ended_events, prune, settle_event, stop_events

TAKE_AND_HANG = """
import asyncio, sys
from datetime import timedelta
from memory.store.database import open_database
from memory.store.inbox import claim_event

async def main():
    async with open_database(sys.argv[1]) as database:
        print(await claim_event(database, ("p", "e"), lease=timedelta(seconds=3)), flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


async def test_the_event_of_a_killed_process_is_given_out_again_after_its_lease(database_dsn: str) -> None:
    async with open_database(database_dsn) as database:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", TAKE_AND_HANG, database_dsn, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        assert await asyncio.wait_for(process.stdout.readline(), 30) == b"True\n"
        process.send_signal(signal.SIGKILL)
        await process.wait()
        assert not await claim_event(database, ("p", "e"), lease=timedelta(minutes=1))
        async with asyncio.timeout(10):
            while not await claim_event(database, ("p", "e"), lease=timedelta(minutes=1)):
                await asyncio.sleep(0.1)
        assert not await claim_event(database, ("p", "e"), lease=timedelta(minutes=1))


async def test_a_settled_event_stays_settled_whatever_became_of_its_lease(database_dsn: str) -> None:
    nothing = timedelta(0)
    async with open_database(database_dsn) as database:
        assert await claim_event(database, ("p", "e"), lease=nothing)
        assert await claim_event(database, ("p", "e"), lease=nothing)  # the lease was over at once
        await settle_event(database, "p", "e")
        for lease in (nothing, timedelta(minutes=1)):
            assert not await claim_event(database, ("p", "e"), lease=lease)
        await settle_event(database, "p", "never claimed")
        assert not await claim_event(database, ("p", "never claimed"), lease=nothing)


async def test_old_events_are_dropped_a_slice_at_a_time(database_dsn: str) -> None:
    week = timedelta(days=7)
    async with open_database(database_dsn) as database:
        for number in range(5):
            await settle_event(database, "p", f"old {number}")
        await claim_event(database, ("p", "old, in somebody's hands"), lease=timedelta(minutes=1))
        await database.execute("UPDATE inbox SET received_at = now() - interval '8 days'")
        await settle_event(database, "p", "young")
        assert [await prune(database, older=week, most=3) for _ in range(3)] == [3, 2, 0]
        left = await database.fetch("SELECT event_id FROM inbox ORDER BY event_id")
        assert [row["event_id"] for row in left] == ["old, in somebody's hands", "young"]
        assert await Memory(database, None).tidy() == 0


async def test_what_is_stopped_in_a_place_is_done_there_alone(database_dsn: str) -> None:
    lease = timedelta(minutes=1)
    async with open_database(database_dsn) as database:
        for event, place in (("a", "here"), ("b", "here"), ("c", "there")):
            assert await claim_event(database, ("p", event), lease=lease, place=place)
        assert await claim_event(database, ("q", "a"), lease=lease, place="here")
        await stop_events(database, "p", "here", event_ids=["b", "c", "never claimed"])
        assert await ended_events(database, "p", ["a", "b", "c", "never claimed"]) == ["b"]
        await stop_events(database, "p", "here")
        assert sorted(await ended_events(database, "p", ["a", "b", "c"])) == ["a", "b"]
        assert await ended_events(database, "q", ["a"]) == []
        assert await ended_events(database, "p", []) == []
        assert not await claim_event(database, ("p", "a"), lease=timedelta(0)), "it is never given out again"


async def test_who_was_told_to_stop_is_not_left_waiting(database_dsn: str) -> None:
    async with open_database(database_dsn) as database:
        assert await claim_event(database, ("p", "a"), lease=timedelta(0), place="here")
        await stop_events(database, "p", "here")
        assert await claim_left_waiting(database, "p", lease=timedelta(minutes=1), most=10) is None

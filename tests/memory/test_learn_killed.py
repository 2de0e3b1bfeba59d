"""kill -9 while the model thinks: the lease runs out by itself, and the next worker learns what the dead one held."""

import asyncio
import sys
import time

from memory.outcomes import Learned
from tests.memory.learning_world import ANA, World, item
from tests.memory.other_process import ROOT

OSLO = item(1, "I live in Oslo", "Ana lives in Oslo.")
LEASE_S = 1.5


async def test_a_killed_workers_batch_is_free_when_its_lease_has_run_out(world: World) -> None:
    await world.say(ANA, "I live in Oslo")
    arguments = ("-m", "tests.memory.learner", world.dsn, str(LEASE_S))
    worker = await asyncio.create_subprocess_exec(sys.executable, *arguments, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    try:
        assert worker.stdout
        async with asyncio.timeout(60):
            assert await worker.stdout.readline() == b"READING\n"
            await asyncio.sleep(2 * LEASE_S)
        assert await world.learn(OSLO) is None, "the lease is renewed for as long as its worker lives"
    finally:
        worker.kill()
        await worker.wait()
    killed = time.monotonic()
    async with asyncio.timeout(60):
        while (learned := await world.learn(OSLO)) is None:
            await asyncio.sleep(0.05)
    assert learned == Learned(1, added=1)
    assert time.monotonic() - killed < 30
    (fact,) = await world.facts()
    assert len(fact.sources) == 1
    assert await world.learn(OSLO) is None
    (line,) = await world.owner("SELECT attempts, parked_at FROM utterances")
    assert (line["attempts"], line["parked_at"]) == (0, None), "nobody's fault"

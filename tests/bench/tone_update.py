"""What tone costs: python -m tests.bench.tone_update [--people 10000] [--messages 4000]

Processor time of measuring and gathering a message by themselves; then time with the database, claimed, measured and
counted in the background, in batches of a place; and how long it takes to know who is to be answered, first unknown to
the process and then at hand, while so many people have tones. Everything is made up from a seed; no message is twice.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from memory.embedded import embedded_postgres
from memory.memory import Memory
from memory.store.database import Database, open_database
from memory.store.migrate import migrate
from memory.store.tones import Kept, Register, put
from memory.tone.gathering import heard
from memory.tone.measured import Feature, Gauge, Tone
from memory.tone.observing import observe
from memory.tone.stored import packed
from memory.tones import Tones
from memory.types import Account, Audience, PersonId, Place, Utterance, Viewer
from tests.bench.tone_texts import messages as said

START = datetime(2026, 5, 4, tzinfo=UTC)
SPACES = 50


def percentiles(name: str, taken: Sequence[float]) -> str:
    """One line of a table, of milliseconds."""
    ordered = sorted(taken)
    return f"{name:<44}{statistics.median(ordered):>9.3f}{ordered[int(len(ordered) * 0.95)]:>9.3f}"


def alone(messages: int) -> list[tuple[float, float]]:
    """Measuring and gathering, each message by itself."""
    taken, tone = [], None
    for n, text in enumerate(said(messages, seed=3)):
        began = time.thread_time()
        observation = observe(text)
        measured = time.thread_time()
        if observation is not None:
            tone = heard(tone, observation, START + timedelta(minutes=n))
        taken.append(((measured - began) * 1000, (time.thread_time() - measured) * 1000))
    return taken


async def populate(database: Database, memory: Memory, people: int) -> list[Viewer]:
    """So many people with three tones each, over some spaces."""
    draw, viewers = random.Random(1), list[Viewer]()
    for n in range(people):
        account, hall = Account("p", f"h{n}", f"N{n}"), Place(f"s{n % SPACES}:hall", f"s{n % SPACES}", Audience.PUBLIC)
        person = await memory.person(account, Place(f"d{n}", None, Audience.DIRECT))
        await memory.person(account, hall)
        viewers += [Viewer(person, hall), Viewer(person, Place(f"d{n}", None, Audience.DIRECT))]
        for tenant, audience in ((f"space:s{n % SPACES}", Audience.PUBLIC), (f"person:{person}", Audience.DIRECT)):
            await _put(database, tenant, Register(person, audience, ""), draw)
    return viewers


async def _put(database: Database, tenant: str, register: Register, draw: random.Random) -> None:
    tone = Tone({feature: Gauge(draw.random(), draw.random(), draw.uniform(1, 200)) for feature in Feature}, at=START)
    async with database.transaction(tenant) as connection:
        await put(connection, tenant, {register: Kept(packed(tone, START), tone.weight())})


async def background(memory: Memory, messages: int) -> tuple[float, float]:
    """Milliseconds a message of measuring what was said, all told, and processor time of this process in that."""
    for n, text in enumerate(said(messages, seed=2)):
        place = Place(f"s{n % 4}:talk", f"s{n % 4}", Audience.PUBLIC)
        person: PersonId = await memory.person(Account("p", f"h{n % 5}", f"N{n % 5}"), place)
        await memory.note(Utterance(f"m{n}", person, place, text, START + timedelta(seconds=n)))
    began, busy = time.perf_counter(), time.process_time()
    while await memory.tones.measure_next():
        pass
    return (time.perf_counter() - began) * 1000 / messages, (time.process_time() - busy) * 1000 / messages


async def asking(tones: Tones, viewers: Sequence[Viewer]) -> list[float]:
    """Milliseconds of each question who is to be answered."""
    taken = []
    for viewer in viewers:
        began = time.perf_counter()
        found = await tones.of(viewer)
        taken.append((time.perf_counter() - began) * 1000)
        assert found.tone is not None
    return taken


async def run(people: int, messages: int) -> None:
    """All of it, printed."""
    costs = alone(messages)
    print(f"{'':<44}{'p50 ms':>9}{'p95 ms':>9}")
    print(percentiles("measuring a message", [measured for measured, _ in costs]))
    print(percentiles("gathering it", [gathered for _, gathered in costs]))
    print(percentiles("both", [sum(cost) for cost in costs]))
    with tempfile.TemporaryDirectory(prefix="rapport-tone-") as folder:
        Path(folder).chmod(0o711)
        async with embedded_postgres(Path(folder)) as dsn:
            await migrate(dsn)
            async with open_database(dsn) as database:
                await measured(database, people, messages)


async def measured(database: Database, people: int, messages: int) -> None:
    """What needs the database."""
    memory = Memory(database, None)
    viewers = await populate(database, memory, people)
    each, ours = await background(memory, messages)
    asked = random.Random(4).sample(viewers, min(2_000, len(viewers)))
    await asking(memory.tones, asked[:50])
    began = time.perf_counter()
    groups = await memory.tones.regroup()
    grouped = time.perf_counter() - began
    fresh = Tones(database)
    print(percentiles(f"who is answered, {people:,} people, not at hand", await asking(fresh, asked)))
    print(percentiles("who is answered, at hand", await asking(fresh, asked)))
    print(f"in the background, with the database: {each:.3f} ms a message, {ours:.3f} of it our processor time")
    print(f"{groups} groups of {people:,} people in {grouped:.2f} s")


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--messages", type=int, default=4_000)
    given = parser.parse_args()
    asyncio.run(run(given.people, given.messages))


if __name__ == "__main__":
    main()

"""Time of one message outside the model, as people and their pasts grow: python -m tests.bench.recall_latency

--people and --utterances say how much there is to remember. Each message is noted and made into a prompt by the parts
that the bot itself is made of: memory, embedder, context. First one person talks, message after message; then each
message comes from somebody else, who has not been heard since the server started: that is the price of coming back to
a memory that is not in any cache. Stages of a prompt run side by side, so their times do not add up to its own. The
database can be kept by giving its DSN.
"""

import argparse
import asyncio
import os
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import numpy as np

from adapters.types import Address, Author, Message
from adapters.types import Audience as HeardIn
from bot import context as context_module
from bot.context import Context, Heard
from bot.packaged import LocalEmbedder
from bot.persona import load_persona
from bot.prompt import budget_for
from bot.window import Windows
from memory import choosing as choosing_module
from memory.embedded import embedded_postgres
from memory.memory import Memory
from memory.store import candidates, profile, transcript
from memory.store.codecs import register_codecs
from memory.store.database import Database, open_database
from memory.store.migrate import migrate
from memory.types import Audience, PersonId, Place, Utterance, Viewer
from tests.bench.people import Size, build
from tests.bench.talk import Talk

WARM_UP = 30
CONTEXT = 32_768
PAGE = b"\0" * 8192


@dataclass
class Stages:
    """Milliseconds by stage."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.taken[name].append((time.perf_counter() - started) * 1000)

    def wrap(self, owner: object, name: str, shown: str = "") -> None:
        """Times every call of an async function from now on."""
        real: Callable[..., Awaitable[object]] = getattr(owner, name)

        async def timed(*values: object, **named: object) -> object:
            with self.timed(shown or name):
                return await real(*values, **named)

        setattr(owner, name, timed)

    def wrap_plain(self, owner: object, name: str, shown: str = "") -> None:
        """Times every call of a plain function from now on."""
        real: Callable[..., object] = getattr(owner, name)

        def timed(*values: object, **named: object) -> object:
            with self.timed(shown or name):
                return real(*values, **named)

        setattr(owner, name, timed)

    def show(self, title: str) -> None:
        print(f"\n{title}\n{'stage':<28}{'p50 ms':>8}{'p95 ms':>8}")
        for name, taken in self.taken.items():
            p50, p95 = np.percentile(taken, [50, 95])
            print(f"{name:<28}{p50:>8.2f}{p95:>8.2f}", flush=True)
        self.taken.clear()


@dataclass(frozen=True)
class Bot:
    """The parts of the bot that a message passes through before the model."""

    memory: Memory
    context: Context

    async def hear(self, number: int, text: str, stages: Stages) -> bool:
        """Notes the message and makes its prompt; whether memory had something to say to it."""
        person, place = PersonId(number), Place(f"direct:{number}", None, Audience.DIRECT)
        now, began = datetime.now(UTC), time.perf_counter()
        message = Message(
            id=f"b{time.time_ns()}",
            address=Address("bench", None, str(number)),
            audience=HeardIn.DIRECT,
            author=Author(str(number), f"Person {number}"),
            text=text,
            sent_at=now,
        )
        with stages.timed("total"):
            with stages.timed("note"):
                noted = await self.memory.note(Utterance(message.id, person, place, text, now))
            heard = Heard(Viewer(person, place), message, noted, began, 0.0)
            with stages.timed("prepare"):
                prepared = await self.context.prepare(heard, budget_for(CONTEXT, slow=False))
        return bool(prepared.recall.passages or prepared.recall.facts)


async def floors(database: Database, stages: Stages) -> None:
    """What nothing can be faster than: a round trip to the database, and a page put on the disk."""
    for _ in range(200):
        with stages.timed("SELECT 1"):
            await database.fetchval("SELECT 1")
    with tempfile.TemporaryFile() as file:
        for _ in range(200):
            file.seek(0)
            file.write(PAGE)
            file.flush()
            with stages.timed("fdatasync of a page"):
                os.fdatasync(file.fileno())
    stages.show("floors")


async def measure(dsn: str, people: int, lines: Sequence[str], messages: int) -> None:
    """Both tables."""
    stages = Stages()
    talk = Talk(time.time_ns(), dimensions=LocalEmbedder.dimensions)
    _watch(stages)
    async with LocalEmbedder() as embedder, open_database(dsn) as database:
        await embedder.load()
        stages.wrap(embedder, "embed")
        await floors(database, stages)
        memory = Memory(database, embedder)
        bot = Bot(memory, Context(memory, load_persona("rapport"), windows=Windows(), clock=lambda: datetime.now(UTC)))
        one = people // 2 + 1
        for _ in range(WARM_UP):
            await bot.hear(one, talk.question(lines), stages)
        stages.taken.clear()
        found = [await bot.hear(one, talk.question(lines), stages) for _ in range(messages)]
        assert np.mean(found) > 0.5, "most questions quote something that was said"
        stages.show(f"one person talks, {people} in the database")
        if people > 1:
            others = talk.random.permutation(np.setdiff1d(np.arange(1, people + 1), [one]))[:messages]
            for number in others:
                await bot.hear(int(number), talk.question(lines), stages)
            stages.show(f"each message from another of {people} people, for the first time")


def _watch(stages: Stages) -> None:
    for name in ("said", "signals", "lines", "facts"):
        stages.wrap(candidates, name)
    stages.wrap_plain(choosing_module, "rank_spots", "rank")
    stages.wrap(profile, "profile")
    stages.wrap(transcript, "recent")
    stages.wrap_plain(context_module, "write_notes", "notes")
    stages.wrap_plain(context_module, "compose")
    stages.wrap(Memory, "find")


@asynccontextmanager
async def _server(dsn: str | None) -> AsyncIterator[str]:
    if dsn is not None:
        yield dsn
        return
    home = Path(tempfile.mkdtemp(prefix="rapport-bench-"))
    try:
        home.chmod(0o711)
        async with embedded_postgres(home) as own:
            yield own
    finally:
        shutil.rmtree(home)


async def main() -> None:
    """Builds what is missing, measures, and prints sizes and times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1)
    parser.add_argument("--utterances", type=int, default=10_000, help="lines a person, every second one the bot's")
    parser.add_argument("--facts", type=int, default=2_000, help="facts a person")
    parser.add_argument("--messages", type=int, default=300)
    parser.add_argument("--dsn")
    chosen = parser.parse_args()
    async with _server(chosen.dsn) as dsn:
        await migrate(dsn)
        owner = await asyncpg.connect(dsn)
        await register_codecs(owner)
        started = time.perf_counter()
        size = Size(chosen.people, chosen.utterances, chosen.facts)
        talk = Talk(7, dimensions=LocalEmbedder.dimensions)
        people = await build(owner, size, model=LocalEmbedder.name, talk=talk)
        used = await owner.fetchval("SELECT pg_database_size(current_database())")
        print(f"{people} people, {used / 2**30:.1f} GiB, built in {time.perf_counter() - started:.0f} s")
        lines = [
            row[0] for row in await owner.fetch("SELECT text FROM utterances WHERE tenant = 'person:1' LIMIT 10000")
        ]
        await owner.close()
        await measure(dsn, people, lines, chosen.messages)


if __name__ == "__main__":
    asyncio.run(main())

"""What is measured at a platform, all of it started: the bot, people at the platform, a model; and what they cost."""

import asyncio
import json
import os
import shutil
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from adapters.types import direct_with
from bot.packaged import LocalEmbedder
from memory.embedded import embedded_postgres
from memory.store.codecs import register_codecs
from memory.store.migrate import migrate
from tests.bench.people import Size, build
from tests.bench.platform_processes import (
    Child,
    postmaster,
    started,
    used,
    used_by_family,
    used_by_loop,
)
from tests.bench.talk import Talk

SETTINGS = "[limits]\nperson_answers_per_minute = 0\nspace_answers_per_minute = 0\n"
START_SECONDS = 120.0
RUN = ("bot", "run")
IDLE_SECONDS, IDLE = 120.0, 0.05  # seconds of processor time in a second
ADOPT = "UPDATE accounts SET platform = $1, handle = $2"
MOVE = "UPDATE places SET key = $1"
COUNTS = """
SELECT count(*) FILTER (WHERE speaker_id IS NOT NULL) AS heard, count(*) FILTER (WHERE embedded_at IS NOT NULL)
    AS embedded, count(*) FILTER (WHERE learned_at IS NOT NULL AND speaker_id IS NOT NULL) AS learned,
    (SELECT count(*) FROM facts) AS facts FROM utterances"""


@dataclass(frozen=True, slots=True)
class Bench:
    """All that runs."""

    world: Child
    bot: Child
    model: Child
    model_url: str
    dsn: str
    database: int

    async def talk(self, texts: list[str], *, talkers: int = 1, pause: float = 0.0, seconds: float) -> Any:
        """Let people say these texts, for so long at most."""
        order = {"texts": texts, "talkers": talkers, "pause": pause, "seconds": seconds}
        asking = asyncio.ensure_future(self.world.ask(order, seconds + START_SECONDS))
        ending = asyncio.ensure_future(self.bot.process.wait())
        try:
            await asyncio.wait((asking, ending), return_when=asyncio.FIRST_COMPLETED)
            if ending.done():
                raise RuntimeError("the bot has ended")
            return await asking
        finally:
            asking.cancel()
            ending.cancel()

    def spent(self) -> dict[str, float]:
        """Seconds of processor time so far."""
        return {
            "bot": used(self.bot.pid),
            "bot, event loop": used_by_loop(self.bot.pid),
            "database": used_by_family(self.database),
            "platform and people": used(self.world.pid),
            "model": used(self.model.pid),
        }

    async def idle(self, within: float = IDLE_SECONDS) -> None:
        """Return when the bot and its database have nothing to do, such as what is done once after the start."""
        end, before = time.monotonic() + within, float("-inf")
        while time.monotonic() < end:
            now = used(self.bot.pid) + used_by_family(self.database)
            if now - before < IDLE:
                return
            before = now
            await asyncio.sleep(1.0)
        print("the bot did not come to rest")

    async def figures(self) -> Any:
        """What the model has done since it was asked last."""
        address = self.model_url.removesuffix("/v1") + "/figures"
        return json.loads(await asyncio.to_thread(lambda: urllib.request.urlopen(address, timeout=10).read()))

    async def counted(self) -> Mapping[str, int]:
        """What is in the memory."""
        owner = await asyncpg.connect(self.dsn)
        try:
            row = await owner.fetchrow(COUNTS)
            assert row is not None
            return dict(row)
        finally:
            await owner.close()


@dataclass(frozen=True, slots=True)
class Past:
    """How much the first person has said before; `lines` gets some of it."""

    utterances: int
    facts: int
    lines: list[str]


@asynccontextmanager
async def bench(
    platform: str, people: int, past: Past | None = None, *, program: Sequence[str] = RUN, by: str | None = None
) -> AsyncIterator[Bench]:
    """Everything started, the bot connected and its model found; `by`: over which transport, where there are several.

    `program` is the bot, or what is to take its place.
    """
    async with AsyncExitStack() as stack:
        home = Path(tempfile.mkdtemp(prefix="rapport-bench-"))
        stack.callback(shutil.rmtree, home)
        home.chmod(0o711)
        dsn = await stack.enter_async_context(embedded_postgres(home / "data"))
        await migrate(dsn)
        told = ("--people", str(people), *(("--by", by) if by else ()))
        world = await stack.enter_async_context(started(f"tests.bench.{platform}_world", *told))
        seed = await world.hear(START_SECONDS)
        if past is not None:
            await _remember(dsn, past, platform, handle=seed["people"][0])
        model = await stack.enter_async_context(started("tests.bench.platform_model"))
        url = (await model.hear(START_SECONDS))["url"]
        (home / "rapport.toml").write_text(SETTINGS, "utf-8")
        environment = _environment(home, dsn, seed["environment"]) | {
            "RAPPORT_MODEL_URL": url,
            "RAPPORT_MODEL": "bench",
        }
        bot = await stack.enter_async_context(started(*program, environment=environment))
        yield Bench(world, bot, model, url, dsn, postmaster(home))


def _environment(home: Path, dsn: str, known: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAPPORT_")}
    return kept | {
        "RAPPORT_CONFIG": str(home / "rapport.toml"),
        "RAPPORT_HOME": str(home / "bot"),
        "RAPPORT_DATABASE": dsn,
        **known,
    }


async def _remember(dsn: str, past: Past, platform: str, *, handle: str) -> None:
    """Give the person with that account a past."""
    owner = await asyncpg.connect(dsn)
    try:
        await register_codecs(owner)
        talk = Talk(7, dimensions=LocalEmbedder.dimensions)
        await build(owner, Size(1, past.utterances, past.facts), model=LocalEmbedder.name, talk=talk)
        await owner.execute(ADOPT, platform, handle)
        await owner.execute(MOVE, direct_with(platform, handle).key)
        past.lines.extend(row[0] for row in await owner.fetch("SELECT text FROM utterances LIMIT 10000"))
    finally:
        await owner.close()

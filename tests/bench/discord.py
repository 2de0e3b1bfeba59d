"""The bot at Discord, over sockets: python -m tests.bench.discord latency|throughput|memory

`rapport run` as people start it, a Discord with people in it, and a model that answers at once over HTTP: each is a
process of its own. `latency`: somebody with a long past writes again and again; from the gateway event that leaves to
the first requests for it that arrive, the model's own time included and shown. `throughput`: many talk at once, each
as soon as they were answered. `memory`: the same for long, with a look at the bot's resident memory.
"""

import argparse
import asyncio
import json
import os
import shutil
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Mapping
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
from tests.bench.discord_figures import LEAST_SAMPLES, Sample, Wait, growth, shares, wait, waits
from tests.bench.discord_processes import (
    Child,
    postmaster,
    resident,
    started,
    used,
    used_by_family,
    used_by_loop,
)
from tests.bench.people import Size, build
from tests.bench.talk import Talk

SETTINGS = "[limits]\nperson_answers_per_minute = 0\nspace_answers_per_minute = 0\n"
START_SECONDS, WARM_UP, WARM_SECONDS = 120.0, 40, 120.0
EVERY, FILLING = 5_000, 20_000
IDLE_SECONDS, IDLE = 120.0, 0.05  # seconds of processor time in a second
WAITING = "waiting, threads at work"
ADOPT = "UPDATE accounts SET platform = 'discord', handle = $1"
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
            "Discord and people": used(self.world.pid),
            "model": used(self.model.pid),
        }

    async def idle(self) -> None:
        """Return when the bot and its database have nothing to do, such as what is done once after the start."""
        end, before = time.monotonic() + IDLE_SECONDS, float("-inf")
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
async def bench(people: int, past: Past | None = None, *, sampled: Path | None = None) -> AsyncIterator[Bench]:
    """Everything started, the bot connected and its model found."""
    async with AsyncExitStack() as stack:
        home = Path(tempfile.mkdtemp(prefix="rapport-bench-"))
        stack.callback(shutil.rmtree, home)
        home.chmod(0o711)
        dsn = await stack.enter_async_context(embedded_postgres(home / "data"))
        await migrate(dsn)
        world = await stack.enter_async_context(started("tests.bench.discord_world", "--people", str(people)))
        seed = await world.hear(START_SECONDS)
        if past is not None:
            await _remember(dsn, past, seed["people"][0])
        model = await stack.enter_async_context(started("tests.bench.discord_model"))
        url = (await model.hear(START_SECONDS))["url"]
        (home / "rapport.toml").write_text(SETTINGS, "utf-8")
        environment = _environment(home, dsn, seed) | {"RAPPORT_MODEL_URL": url, "RAPPORT_MODEL": "bench"}
        program = ("bot", "run") if sampled is None else ("tests.bench.discord_sampled", str(sampled))
        bot = await stack.enter_async_context(started(*program, environment=environment))
        yield Bench(world, bot, model, url, dsn, postmaster(home))


def _environment(home: Path, dsn: str, seed: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RAPPORT_")}
    return kept | {
        "RAPPORT_CONFIG": str(home / "rapport.toml"),
        "RAPPORT_HOME": str(home / "bot"),
        "RAPPORT_DATABASE": dsn,
        "RAPPORT_DISCORD_TOKEN": seed["token"],
        "RAPPORT_DISCORD_API": seed["api"],
    }


async def _remember(dsn: str, past: Past, handle: str) -> None:
    """Give the person with that account a past."""
    owner = await asyncpg.connect(dsn)
    try:
        await register_codecs(owner)
        talk = Talk(7, dimensions=LocalEmbedder.dimensions)
        await build(owner, Size(1, past.utterances, past.facts), model=LocalEmbedder.name, talk=talk)
        await owner.execute(ADOPT, handle)
        await owner.execute(MOVE, direct_with("discord", handle).key)
        past.lines.extend(row[0] for row in await owner.fetch("SELECT text FROM utterances LIMIT 10000"))
    finally:
        await owner.close()


def texts_of(amount: int, lines: list[str] | None = None) -> list[str]:
    """What people say: questions that quote lines, or lines of all kinds."""
    talk = Talk(time.time_ns(), dimensions=LocalEmbedder.dimensions)
    if lines is not None:
        return [f"{talk.question(lines)}?" for _ in range(amount)]
    stock = talk.lines(min(amount, 2_000))
    chosen = talk.random.integers(len(stock), size=(amount, 2))
    return [f"{stock[one]} {' '.join(stock[other].split()[:3])}." for one, other in chosen]


async def latency(asked: argparse.Namespace) -> None:
    """From the gateway event to typing and to the first words."""
    past = Past(asked.lines, asked.facts, [])
    async with bench(1, past) as running:
        await running.talk(texts_of(WARM_UP, past.lines), pause=0.2, seconds=WARM_SECONDS)
        await running.idle()
        await running.figures()
        heard = await running.talk(texts_of(asked.messages, past.lines), pause=asked.pause, seconds=asked.seconds)
        model = (await running.figures())["taken"]
    typed, posted = (waits(heard["asked"], heard[name]) for name in ("typed", "posted"))
    print(f"{len(posted)} messages answered, {heard['unanswered']} not; ms{'':<22}{'p50':>8}{'p95':>8}{'most':>8}")
    shown = {"to the call for typing": typed, "to the first words": posted, "of that in the model": model}
    shown["without the model"] = [all_ - own for all_, own in zip(posted, model, strict=False)]
    for name, taken in shown.items():
        if taken:
            _show(name, wait(taken))


def _show(name: str, taken: Wait) -> None:
    print(f"{name:<45}{taken.p50:>8.1f}{taken.p95:>8.1f}{taken.most:>8.1f}", flush=True)


async def throughput(asked: argparse.Namespace) -> None:
    """Messages answered a second, and who used the processors for that."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sampled.json" if asked.parts else None
        async with bench(asked.people, sampled=file) as running:
            await running.talk(texts_of(asked.people), talkers=asked.people, seconds=WARM_SECONDS)
            await running.idle()
            await running.figures()
            before, there = running.spent(), await running.counted()
            heard = await running.talk(texts_of(asked.messages), talkers=asked.talkers, seconds=asked.seconds)
            after, here, model = running.spent(), await running.counted(), await running.figures()
        answered = len(heard["posted"])
        seconds = heard["ended"] - heard["began"]
        print(f"{answered} answered, {heard['unanswered']} not, {answered / seconds:.1f} a second, by {asked.talkers}")
        print(f"{heard['calls'] / answered:.2f} requests at Discord a message; in the memory: ", end="")
        print(", ".join(f"{here[name] - there[name]} {name}" for name in here), f"; {model['learned']} calls to learn")
        _show("ms from a message to the first words", wait(waits(heard["asked"], heard["posted"])))
        _show("ms of that in the model", wait(model["taken"]))
        print(f"{'':<36}{'ms a message':>14}{'processors':>12}")
        for name in after:
            spent = after[name] - before[name]
            print(f"{name:<36}{spent * 1000 / answered:>14.2f}{spent / seconds:>12.2f}")
        if file is not None:
            _show_parts(json.loads(file.read_text("utf-8")))


def _show_parts(seen: Mapping[str, Mapping[str, int]]) -> None:
    print("the event loop's time by part, with start and end; then by function, with all that it calls")
    for name, share in shares(seen["parts"], leave=WAITING):
        print(f"  {name:<58}{share:>8.1%}")
    working = sum(count for name, count in seen["parts"].items() if name != WAITING) or 1
    for name, count in seen["functions"].items():
        print(f"    {name:<56}{count / working:>8.1%}")


async def memory(asked: argparse.Namespace) -> None:
    """Resident memory as messages pass."""
    samples: list[Sample] = []
    end, passed = time.monotonic() + asked.seconds, 0
    async with bench(asked.people) as running:
        while passed < asked.messages and time.monotonic() < end:
            texts = texts_of(min(asked.every, asked.messages - passed))
            heard = await running.talk(texts, talkers=asked.talkers, seconds=max(1.0, end - time.monotonic()))
            passed += len(heard["posted"])
            samples.append(Sample(passed, resident(running.bot.pid)))
            rate = len(heard["posted"]) / (heard["ended"] - heard["began"])
            held = samples[-1].bytes / 2**20
            print(f"{passed:>8} messages{held:>9.1f} MiB, {rate:.0f} a second, {heard['unanswered']} not", flush=True)
    if sum(each.messages > asked.filling for each in samples) < LEAST_SAMPLES:
        print("too few messages to tell whether it grows")
        return
    found = growth(samples, after=asked.filling)
    print(f"{found.bytes_a_message:.1f} bytes a message, last third {found.share:+.2%} above the first")


def main() -> None:
    """Reads what is to be measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    kinds = parser.add_subparsers(required=True)
    one = kinds.add_parser("latency")
    one.set_defaults(measure=latency, messages=300, seconds=600.0)
    one.add_argument("--lines", type=int, default=10_000)
    one.add_argument("--facts", type=int, default=2_000)
    one.add_argument("--pause", type=float, default=0.2, help="seconds between an answer and the next message")
    many = kinds.add_parser("throughput")
    many.set_defaults(measure=throughput, messages=6_000, seconds=120.0)
    many.add_argument("--parts", action="store_true", help="look where the bot's time goes, which costs a little")
    long = kinds.add_parser("memory")
    long.set_defaults(measure=memory, messages=100_000, seconds=7200.0)
    long.add_argument("--every", type=int, default=EVERY)
    long.add_argument("--filling", type=int, default=FILLING, help="messages until every cache is full")
    for each in (one, many, long):
        each.add_argument("--messages", type=int)
        each.add_argument("--seconds", type=float, help="the longest it may take")
    many.add_argument("--people", type=int, default=400)
    long.add_argument("--people", type=int, default=200)
    for each in (many, long):
        each.add_argument("--talkers", type=int, default=64)
    asked = parser.parse_args()
    asyncio.run(asked.measure(asked))


if __name__ == "__main__":
    main()

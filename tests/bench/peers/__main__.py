"""Recall without a model call, ours beside others: python -m tests.bench.peers DATA [--peer NAME] [--set NAME]

DATA is a folder with locomo/, beam/ and prefeval/, which are not part of this project. One peer at a time is installed
if need be, told all conversations of a set, and then asked; every run is kept as JSON, so a table may be put together
from several goes, and `--show` prints what is kept. Times of different goes compare only on a quiet machine, those of
peers asked `--together` on any.
"""

import argparse
import asyncio
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from bot.packaged import LocalEmbedder
from memory.embedded import embedded_postgres
from memory.errors import MemoryFault
from memory.ports import Embedder
from tests.bench.peers.endpoint import endpoint
from tests.bench.peers.environments import PACKAGES, interpreter
from tests.bench.peers.floors import Bm25, Dense
from tests.bench.peers.ours import Served, ours
from tests.bench.peers.peer import Peer, PeerFailed
from tests.bench.peers.plot import draw
from tests.bench.peers.remote import remote
from tests.bench.peers.report import table
from tests.bench.peers.scores import DEEPEST, Asked, Run, judge, kept, save
from tests.bench.peers.wire import Settings
from tests.bench.sets import LOADERS, Conversation, DataMissing, count, load

OURS, SERVED = "rapport", "rapport-served"
FLOORS = ("bm25", "bm25-windows", "dense")
TICK_S, STOOD_S = 0.5, 3.0
NAMES = (OURS, SERVED, *PACKAGES, *FLOORS)


async def measure(peers: Mapping[str, Peer], conversations: Sequence[Conversation], over: str) -> list[Run]:
    """Tells all to each peer, then asks all; each question of one peer after the other, under the same load."""
    machine = _machine()
    async with _stops() as stops:
        ingest_ms = {name: sum([await peer.ingest(each) for each in conversations]) for name, peer in peers.items()}
        asked: dict[str, list[Asked]] = {name: [] for name in peers}
        for conversation in conversations:
            for question in conversation.questions:
                for name, peer in peers.items():
                    found, ms = await peer.search(conversation.name, question.text, DEEPEST)
                    asked[name].append(judge(question, found, ms))
    if stops:
        machine += f", stopped for {sum(stops):.0f} s meanwhile"
    turns = count(conversations)[0]
    return [
        Run(over, name, machine, dict(peer.versions), turns, ingest_ms[name], asked[name])
        for name, peer in peers.items()
    ]


@asynccontextmanager
async def _stops() -> AsyncIterator[list[float]]:
    """Seconds for which this process did not run at all, as when somebody halts it for a measurement of their own."""
    stops: list[float] = []

    async def watch() -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(TICK_S)
            if (stood := time.monotonic() - before - TICK_S) > STOOD_S:
                stops.append(stood)

    watching = asyncio.create_task(watch())
    try:
        yield stops
    finally:
        watching.cancel()
        await asyncio.wait([watching])


def _machine() -> str:
    """Enough to know which runs belong together, and how busy it was."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, load {load} before it, {now} UTC"


@asynccontextmanager
async def opened(name: str, dsn: str, environments: Path, folder: Path) -> AsyncIterator[Peer]:
    """The peer, ready to be told; an embedder of its own, so that no vector is remembered from another's run."""
    folder.mkdir()
    async with AsyncExitStack() as stack:
        packaged = await stack.enter_async_context(LocalEmbedder())
        await packaged.load()
        embedder: Embedder = packaged
        if name in (OURS, SERVED):
            database = await stack.enter_async_context(_database(dsn, name))
            if name == SERVED:
                embedder = Served(embedder, await stack.enter_async_context(endpoint(embedder)))
            yield await stack.enter_async_context(ours(database, embedder))
        elif name in PACKAGES:
            package = PACKAGES[name]
            python = await interpreter(package, environments)
            database = await stack.enter_async_context(_database(dsn, name)) if package.postgres else ""
            url = await stack.enter_async_context(endpoint(embedder))
            settings = Settings(url, embedder.name, embedder.dimensions, database, str(folder))
            yield await stack.enter_async_context(remote(python, package.module, settings, folder / "driver.log"))
        else:
            yield Dense(embedder) if name == "dense" else Bm25(1 if name == "bm25-windows" else 0)


@asynccontextmanager
async def _database(dsn: str, name: str) -> AsyncIterator[str]:
    """The DSN of a database that is made on that server and dropped afterwards."""
    called = f"peers_{name.replace('-', '_')}_{os.getpid()}"
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(f"CREATE DATABASE {called}")
        try:
            yield urlunsplit(urlsplit(dsn)._replace(path=f"/{called}"))
        finally:
            await connection.execute(f"DROP DATABASE {called} WITH (FORCE)")
    finally:
        await connection.close()


async def run_all(chosen: argparse.Namespace, dsn: str) -> int:
    """Every chosen peer over every chosen set; how many could not be measured."""
    failed = 0
    for over in chosen.set or LOADERS:
        conversations = load(over, chosen.data)
        print("{}: {} turns, {} questions".format(over, *count(conversations)), flush=True)
        names = tuple(dict.fromkeys(chosen.peer or NAMES))
        for some in [names] if chosen.together else [(name,) for name in names]:
            folder = Path(tempfile.mkdtemp(prefix=f"rapport-{some[0]}-"))
            try:
                async with AsyncExitStack() as stack:
                    peers = {
                        name: await stack.enter_async_context(opened(name, dsn, chosen.environments, folder / name))
                        for name in some
                    }
                    for run in await measure(peers, conversations, over):
                        save(run, chosen.results)
            except (PeerFailed, MemoryFault, TimeoutError) as fault:
                failed += 1
                print(f"{', '.join(some)} over {over}: {fault or type(fault).__name__}", file=sys.stderr)
            else:
                shutil.rmtree(folder)
                print(f"{', '.join(some)} over {over}: done", flush=True)
    return failed


@asynccontextmanager
async def _server(dsn: str | None) -> AsyncIterator[str]:
    if dsn:
        yield dsn
        return
    home = Path(tempfile.mkdtemp(prefix="rapport-bench-"))
    try:
        home.chmod(0o711)
        async with embedded_postgres(home) as own:
            yield own
    finally:
        shutil.rmtree(home)


def show(chosen: argparse.Namespace) -> None:
    """Prints the tables of all that is kept, and draws."""
    for over in chosen.set or LOADERS:
        if runs := kept(chosen.results, over):
            print(f"\n{over}\n\n{table(over, runs, NAMES)}")
            if chosen.plots:
                shown = [run for run in runs if run.peer != SERVED]
                draw(over, shown, OURS, FLOORS, file=chosen.plots / f"{over}.svg")


def _arguments() -> argparse.Namespace:
    temp = Path(tempfile.gettempdir())
    parser = argparse.ArgumentParser(prog="python -m tests.bench.peers", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--peer", action="append", choices=NAMES, help="may be given several times; else all")
    parser.add_argument("--set", action="append", choices=list(LOADERS), help="may be given several times; else all")
    parser.add_argument("--dsn", help="a server on this machine where databases may be made; else one of its own")
    parser.add_argument("--environments", type=Path, default=temp / "rapport-peers" / "environments")
    parser.add_argument("--results", type=Path, default=temp / "rapport-peers" / "results")
    parser.add_argument("--together", action="store_true", help="ask each question of one peer after the other")
    parser.add_argument("--show", action="store_true", help="measure nothing, print what is kept")
    parser.add_argument("--plots", type=Path, help="the folder for a picture of each set")
    return parser.parse_args()


async def main() -> int:
    """Measures, then shows."""
    chosen = _arguments()
    failed = 0
    if not chosen.show:
        try:
            async with _server(chosen.dsn) as dsn:
                failed = await run_all(chosen, dsn)
        except DataMissing as missing:
            print(missing, file=sys.stderr)
            failed = 1
    show(chosen)
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

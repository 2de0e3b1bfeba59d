"""The bot at a platform, over sockets: python -m tests.bench.discord (or slack) latency|throughput|memory

`rapport run` as people start it, the platform with people in it, and a model that answers at once over HTTP: each is a
process of its own. `latency`: somebody with a long past writes again and again; from the event that leaves to
the first requests for it that arrive, the model's own time included and shown. `throughput`: many talk at once, each
as soon as they were answered. `memory`: the same for long, with a look at the bot's resident memory each
second, of which the one in the middle is told, and now and then at what it keeps once all are answered, all is
learned, and it rests.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.heap import EVERY_SECONDS
from bot.packaged import LocalEmbedder
from tests.bench.platform_bench import RUN, Bench, Past, bench
from tests.bench.platform_figures import LEAST_SAMPLES, Sample, Wait, growth, shares, wait, waits
from tests.bench.platform_processes import (
    resident,
)
from tests.bench.talk import Talk

WARM_UP, WARM_SECONDS = 40, 120.0
LEAST_REFUSED, MOST_REFUSED = 5, 0.01  # requests, and of all; a method that a platform lacks is asked for once
EVERY, RESTING, FILLING, LOOK_S = 5_000, 20_000, 20_000, 1.0
REST_WITHIN_S = 600.0  # what is embedded and learned after so many messages takes minutes
REST_S = 2.5 * EVERY_SECONDS  # by then free memory was given back
WAITING = "waiting, threads at work"


def texts_of(amount: int, lines: list[str] | None = None) -> list[str]:
    """What people say: questions that quote lines, or lines of all kinds."""
    talk = Talk(time.time_ns(), dimensions=LocalEmbedder.dimensions)
    if lines is not None:
        return [f"{talk.question(lines)}?" for _ in range(amount)]
    stock = talk.lines(min(amount, 2_000))
    chosen = talk.random.integers(len(stock), size=(amount, 2))
    return [f"{stock[one]} {' '.join(stock[other].split()[:3])}." for one, other in chosen]


def sound(heard: dict[str, Any]) -> dict[str, Any]:
    """What was heard, where the platform did what it was asked for; ends the program where it refused much of it."""
    if heard["refused"] > max(LEAST_REFUSED, heard["calls"] * MOST_REFUSED):
        raise SystemExit(f"{heard['refused']} of {heard['calls']} requests were refused: that is not how people talk.")
    return heard


async def latency(asked: argparse.Namespace) -> None:
    """From the event to the sign of work and to the first words."""
    past = Past(asked.lines, asked.facts, [])
    async with bench(asked.platform, 1, past, program=_program(asked), by=asked.by) as running:
        await running.talk(texts_of(WARM_UP, past.lines), pause=0.2, seconds=WARM_SECONDS)
        await running.idle()
        await running.figures()
        heard = sound(
            await running.talk(texts_of(asked.messages, past.lines), pause=asked.pause, seconds=asked.seconds)
        )
        model = (await running.figures())["taken"]
    typed, posted = (waits(heard["asked"], heard[name]) for name in ("typed", "posted"))
    print(f"{len(posted)} messages answered, {heard['unanswered']} not; ms{'':<22}{'p50':>8}{'p95':>8}{'most':>8}")
    shown = {"to the sign of work": typed, "to the first words": posted, "of that in the model": model}
    shown["without the model"] = [all_ - own for all_, own in zip(posted, model, strict=False)]
    for name, taken in shown.items():
        if taken:
            _show(name, wait(taken))


def _program(asked: argparse.Namespace, sampled: Path | None = None) -> Sequence[str]:
    """The bot, looked at or not, or the least program in its place."""
    if asked.floor:
        return (f"tests.bench.{asked.platform}_floor",)
    return RUN if sampled is None else ("tests.bench.platform_sampled", str(sampled))


def _show(name: str, taken: Wait) -> None:
    print(f"{name:<45}{taken.p50:>8.1f}{taken.p95:>8.1f}{taken.most:>8.1f}", flush=True)


async def throughput(asked: argparse.Namespace) -> None:
    """Messages answered a second, and who used the processors for that."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sampled.json" if asked.parts else None
        async with bench(asked.platform, asked.people, program=_program(asked, file), by=asked.by) as running:
            await running.talk(texts_of(asked.people), talkers=asked.people, seconds=WARM_SECONDS)
            await running.idle()
            await running.figures()
            before, there = running.spent(), await running.counted()
            heard = sound(await running.talk(texts_of(asked.messages), talkers=asked.talkers, seconds=asked.seconds))
            after, here, model = running.spent(), await running.counted(), await running.figures()
        answered = len(heard["posted"])
        seconds = heard["ended"] - heard["began"]
        print(f"{answered} answered, {heard['unanswered']} not, {answered / seconds:.1f} a second, by {asked.talkers}")
        print(f"{heard['calls'] / answered:.2f} requests at the platform a message; in the memory: ", end="")
        print(", ".join(f"{here[name] - there[name]} {name}" for name in here), f"; {model['learned']} calls to learn")
        _show("ms from a message to the first words", wait(waits(heard["asked"], heard["posted"])))
        if model["taken"]:
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


@asynccontextmanager
async def _watched(pid: int) -> AsyncIterator[list[int]]:
    """Bytes of a process in memory, each second of the block: it gives back now and then, so one look tells little."""
    seen = [resident(pid)]

    async def look() -> None:
        while True:
            await asyncio.sleep(LOOK_S)
            seen.append(resident(pid))

    async with asyncio.TaskGroup() as group:
        looking = group.create_task(look())
        yield seen
        looking.cancel()


async def _at_rest(running: Bench) -> int:
    """Bytes in memory once nothing is left to do and free memory was given back."""
    await running.idle(within=REST_WITHIN_S)
    await asyncio.sleep(REST_S)
    return resident(running.bot.pid)


async def memory(asked: argparse.Namespace) -> None:
    """Resident memory as messages pass, at work and at rest."""
    work, rest = list[Sample](), list[Sample]()
    end, passed, resting = time.monotonic() + asked.seconds, 0, asked.resting
    async with bench(asked.platform, asked.people, program=_program(asked), by=asked.by) as running:
        while passed < asked.messages and time.monotonic() < end:
            texts = texts_of(min(asked.every, asked.messages - passed))
            async with _watched(running.bot.pid) as seen:
                left = max(1.0, end - time.monotonic())
                heard = sound(await running.talk(texts, talkers=asked.talkers, seconds=left))
            passed += len(heard["posted"])
            work.append(Sample(passed, round(statistics.median(seen))))
            rate = len(heard["posted"]) / (heard["ended"] - heard["began"])
            told = f"{passed:>8} messages{work[-1].bytes / 2**20:>9.1f} MiB"
            if passed >= resting or passed >= asked.messages:
                resting += asked.resting
                rest.append(Sample(passed, await _at_rest(running)))
                told += f", at rest{rest[-1].bytes / 2**20:>7.1f}"
            print(f"{told}, {rate:.0f} a second, {heard['unanswered']} not", flush=True)
    for name, samples in (("at work", work), ("at rest", rest)):
        if sum(each.messages > asked.filling for each in samples) < LEAST_SAMPLES:
            print(f"{name}: too few messages to tell whether it grows")
            continue
        found = growth(samples, after=asked.filling)
        print(f"{name}: {found.bytes_a_message:.1f} bytes a message, last third {found.share:+.2%} above the first")


def main(platform: str, transports: Sequence[str] = ()) -> None:
    """Reads what is to be measured, and over which of the transports where there are several."""
    parser = argparse.ArgumentParser(prog=f"python -m tests.bench.{platform}", description=__doc__)
    parser.set_defaults(platform=platform, by=None, floor=False)
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
    long.add_argument("--resting", type=int, default=RESTING, help="messages between two looks at rest")
    long.add_argument("--filling", type=int, default=FILLING, help="messages until every cache is full")
    for each in (one, many, long):
        if transports:
            each.add_argument("--by", choices=transports, default=transports[0])
            each.add_argument("--floor", action="store_true", help="the least app that answers, in the bot's place")
        each.add_argument("--messages", type=int)
        each.add_argument("--seconds", type=float, help="the longest it may take")
    many.add_argument("--people", type=int, default=400)
    long.add_argument("--people", type=int, default=200)
    for each in (many, long):
        each.add_argument("--talkers", type=int, default=64)
    asked = parser.parse_args()
    asyncio.run(asked.measure(asked))

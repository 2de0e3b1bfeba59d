"""Whether replies sound like whom they are for: python -m tests.bench.tone [--model strong|demo] [--questions 4]

Twelve writers of our own making have said forty messages each; the same neutral questions are answered for each of them
by the whole bot over HTTP: matched to them, matched to another of them, and matched to nobody. `strong` is scripted and
does as it is told nine times in ten; `demo` is the packaged model. Draws plots/tone.svg.
"""

import argparse
import asyncio
import random
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isnan, nan
from pathlib import Path
from uuid import uuid4

from adapters.console import home_of
from adapters.console.parse import author_of
from adapters.types import Message
from bot.demo_weights import DemoModel, weights_path
from bot.engine import is_slow, open_models
from bot.folders import weights_folder
from bot.llm.types import Endpoint
from bot.local_model import local_model, wait_ready
from bot.mind import Voice
from memory.embedded import embedded_postgres
from memory.store.migrate import migrate
from memory.tone.addressee import NOBODY, Addressee
from memory.tone.distance import distance
from memory.tone.measured import Tone
from memory.types import Viewer
from tests.bench.tone_model import QUESTIONS, serve
from tests.bench.tone_people import WRITERS, Writer, addressee, tone_of
from tests.bench.tone_plot import draw
from tests.bot.stage import Stage, staged
from tests.bot.stand_in import StandIn

REPLY_SECONDS = 300.0
PLOT = Path(__file__).parent / "plots" / "tone.svg"


class Known:
    """Addressees as the measurement says."""

    def __init__(self) -> None:
        self.addressee = NOBODY

    async def of(self, viewer: Viewer) -> Addressee:
        """Whoever was set."""
        return self.addressee


@dataclass(frozen=True, slots=True)
class Arm:
    """What was answered for one writer in one way: the replies' tone, and how many kept their bounds."""

    tone: Tone
    kept: int
    replies: int


@dataclass(frozen=True, slots=True)
class Result:
    """How far replies are from their writer, by how they were matched, and who of all is nearest to them."""

    writer: Writer
    matched: float
    nobody: float
    another: float
    rank: int
    kept: float


async def said(stage: Stage, text: str) -> str:
    """What the bot answers, however long its model takes."""
    who = stage.seat
    message = Message(uuid4().hex, who.address, who.audience, who.author, text, datetime.now(UTC))
    async with asyncio.timeout(REPLY_SECONDS):
        await stage.assembly.dispatch.handle(message, stage.sheet, trace=stage.records.append)
    return stage.sheet.sent[-1]


async def answered(stage: Stage, known: Known, whom: Addressee, writer: Writer, *, questions: int) -> Arm:
    """Answers the questions of the writer's language as for `whom`."""
    known.addressee = whom
    stage.seat = home_of(author_of(f"{writer.name} {len(stage.records)}"))  # a conversation of its own
    replies, kept = [], 0
    for question in QUESTIONS[writer.language][:questions]:
        replies.append(await said(stage, question))
        applied = stage.records[-1].tone
        kept += applied is None or not applied.broken
    return Arm(tone_of(replies), kept, len(replies))


async def measured(stage: Stage, known: Known, *, questions: int) -> list[Result]:
    """Each writer in three ways."""
    rng = random.Random(7)
    people = {writer.name: addressee(writer) for writer in WRITERS}
    tones = {name: whole.tone for name, whole in people.items() if whole.tone is not None}
    results = []
    for writer in WRITERS:
        other = rng.choice([each for each in WRITERS if each is not writer])
        arms = [
            await answered(stage, known, whom, writer, questions=questions)
            for whom in (people[writer.name], NOBODY, people[other.name])
        ]
        far = {name: _far(arms[0].tone, tone) for name, tone in tones.items()}
        matched, nobody, another = (_far(arm.tone, tones[writer.name]) for arm in arms)
        rank = len(far) if isnan(matched) else 1 + sum(each < far[writer.name] for each in far.values())
        results.append(Result(writer, matched, nobody, another, rank, arms[0].kept / arms[0].replies))
        print(f"{writer.name} is answered, {len(results)} of {len(WRITERS)}", file=sys.stderr, flush=True)
    return results


def _far(replies: Tone, writer: Tone) -> float:
    """The distance; not a number where nothing of the replies is prose, as of a table or of code alone."""
    return distance(replies, writer) if replies.gauges else nan


@asynccontextmanager
async def endpoint(model: str, home: Path) -> AsyncIterator[Endpoint]:
    """Where the chosen model answers."""
    if model == "strong":
        async with StandIn() as server:
            yield Endpoint(serve(server, "strong").url, "strong")
        return
    weights = weights_path(DemoModel.STANDARD, weights_folder())
    if weights is None:
        raise SystemExit("The packaged model is not there: start the program once with --demo-model standard.")
    async with local_model(weights, home) as found:
        await wait_ready(found, home)
        yield found


def show(results: Sequence[Result]) -> None:
    """Prints the table."""
    print(f"{'writer':<10}{'language':>9}{'matched':>9}{'nobody':>9}{'another':>9}{'rank':>6}{'kept':>7}")
    for each in results:
        print(
            f"{each.writer.name:<10}{each.writer.language:>9}{each.matched:>9.2f}{each.nobody:>9.2f}"
            f"{each.another:>9.2f}{each.rank:>6}{each.kept:>7.0%}"
        )
    count = len(results)
    every = [(each.matched, each.nobody, each.another) for each in results]
    whole = [each for each in every if not any(map(isnan, each))]
    if len(whole) < count:
        print(f"of {len(whole)} writers alone, since to the others some answers are no prose:")
    if not whole:
        return
    matched, nobody, another = (sum(values) / len(whole) for values in zip(*whole, strict=True))
    first = sum(each.rank == 1 for each in results) / count
    print(
        f"distance {matched:.2f}: {matched / nobody:.2f} of nobody's, {matched / another:.2f} of another's (goal .50)"
    )
    print(f"the addressee is the nearest of {count} in {first:.0%} (goal 80 %)")
    print(f"bounds met in {sum(each.kept for each in results) / count:.0%} (goal 95 %)")


@asynccontextmanager
async def whole_bot(model: str, known: Known) -> AsyncIterator[Stage]:
    """The whole bot with the chosen model, on a database of its own, for whom `known` says."""
    home = Path(tempfile.mkdtemp(prefix="rapport-bench-"))
    home.chmod(0o711)
    try:
        async with embedded_postgres(home) as dsn, endpoint(model, home) as found:
            await migrate(dsn)
            async with staged(dsn, home, tones=known) as stage, await open_models((found,)) as models:
                found_out = await models.probe()
                # The packaged model answers as it does in the program, whose choice of it says that it is slow.
                stage.mind.ready(Voice(models, slow=model == "demo" or is_slow(found_out)))
                yield stage
    finally:
        shutil.rmtree(home)


async def run(model: str, questions: int) -> list[Result]:
    """All writers answered."""
    known = Known()
    async with whole_bot(model, known) as stage:
        return await measured(stage, known, questions=questions)


def main() -> None:
    """Print the table and draw it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", choices=("strong", "demo"), default="strong")
    parser.add_argument("--questions", type=int, default=4)
    chosen = parser.parse_args()
    results = asyncio.run(run(chosen.model, chosen.questions))
    show(results)
    if chosen.model == "strong":
        draw([(each.writer.name, each.nobody, each.another, each.matched) for each in results], file=PLOT)


if __name__ == "__main__":
    main()

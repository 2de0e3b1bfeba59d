"""What recall finds on public sets, and when it knows that it does not: python -m tests.bench.recall_quality DATA

DATA is a folder with locomo/, beam/ and prefeval/, which are not part of this project; `--set` takes one of them. Two
people talk in a private place, and one of them asks in direct, where all that was said there may be used; one person
alone talks with the bot in direct. A hit is strict: the gold turn itself is among the first k. No model is called but
the embedder. Weights were chosen elsewhere (tests.bench.recall_weights); the columns a conversation show the spread.
"""

import argparse
import asyncio
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.packaged import EnglishCompanion, LocalEmbedder
from memory.embedded import embedded_postgres
from memory.errors import EmbedderUnavailable
from memory.memory import Memory, open_memory
from memory.recall import Recaller
from memory.recalled import FITS
from memory.store.database import open_database
from memory.types import Account, Audience, PersonId, Place, Spot, Utterance, Viewer
from tests.bench.peers.scores import Asked, Measure, all_at, any_at, judge, newer_first, recall_at
from tests.bench.sets import LOADERS, Conversation, DataMissing, load

DEEPEST = 20
MEASURES: dict[str, Measure] = {f"any@{k}": any_at(k) for k in (5, 10, 20)} | {
    "all@10": all_at(10),
    "recall@10": recall_at(10),
    "recall@20": recall_at(20),
    "newer 1st": newer_first,
}


@dataclass(frozen=True, slots=True)
class Told:
    """A conversation that the memory knows: who asks, and which turn stands where."""

    conversation: Conversation
    viewer: Viewer
    turns: dict[Spot, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for one question, how sure recall was, and how long all of `recall` took."""

    conversation: str
    asked: Asked
    confidence: float
    ms: float


async def tell(memory: Memory, conversation: Conversation) -> Told:
    """Notes one conversation; its first person asks in direct."""
    direct = Place(f"direct:{conversation.name}", None, Audience.DIRECT)
    alone = len(conversation.talkers) == 1
    place = direct if alone else Place(f"room:{conversation.name}", None, Audience.PRIVATE)
    people: dict[str, PersonId] = {}
    for name in conversation.talkers:
        people[name] = await memory.person(Account("bench", f"{conversation.name}:{name}", name), place)
    first = conversation.talkers[0]
    await memory.person(Account("bench", f"{conversation.name}:{first}", first), direct)
    turns = {}
    for turn in conversation.turns:
        speaker = None if turn.bot else people[turn.speaker]
        noted = await memory.note(Utterance(turn.id, speaker, place, turn.text, turn.at))
        turns[noted.spot] = turn.id
    return Told(conversation, Viewer(people[first], direct), turns)


async def ask(recaller: Recaller, told: Told) -> list[Answer]:
    """Asks all questions of one conversation."""
    answers = []
    for question in told.conversation.questions:
        started = time.perf_counter()
        recall = await recaller.recall(told.viewer, question.text)
        taken = (time.perf_counter() - started) * 1000
        found = await recaller.spots(told.viewer, question.text, DEEPEST)
        asked = judge(question, [told.turns[spot] for spot in found], taken)
        answers.append(Answer(told.conversation.name, asked, recall.confidence, taken))
    return answers


def auroc(yes: Sequence[float], no: Sequence[float]) -> float:
    """How often one of `yes` is above one of `no`; ties count half."""
    above = np.subtract.outer(np.array(yes), np.array(no))
    return float(np.mean((above > 0) + 0.5 * (above == 0)))


def show(answers: Sequence[Answer]) -> None:
    """Prints shares by kind and by conversation."""
    groups: dict[str, list[Asked]] = defaultdict(list)
    for answer in answers:
        for group in ("all", answer.asked.kind, f"conversation {answer.conversation}"):
            groups[group].append(answer.asked)
    print(f"{'':<28}{'questions':>9}" + "".join(f"{title:>11}" for title in MEASURES))
    for group, asked in groups.items():
        print(f"{group:<28}{len(asked):>9}" + "".join(f"{_mean(asked, each):>11}" for each in MEASURES.values()))
    sure, unsure = (
        [each.confidence for each in answers if (each.asked.kind == "unanswerable") == no] for no in (False, True)
    )
    if unsure:
        print(f"AUROC of the confidence, answerable against unanswerable: {auroc(sure, unsure):.3f}")
        doubted = [float(np.mean(np.array(each) < FITS)) for each in (unsure, sure)]
        print(f"told that nothing is remembered: unanswerable {doubted[0]:.3f}, answerable {doubted[1]:.3f}")
    p50, p95 = np.percentile([each.ms for each in answers], [50, 95])
    print(f"recall p50 {p50:.1f} ms, p95 {p95:.1f} ms a question, embedding included\n")


def _mean(asked: Sequence[Asked], measure: Measure) -> str:
    values = [value for each in asked if (value := measure(each)) is not None]
    return f"{np.mean(values):.3f}" if values else "-"


async def run(name: str, conversations: Sequence[Conversation], dsn: str) -> None:
    """Notes, embeds, asks and prints one set."""
    async with AsyncExitStack() as stack:
        embedder = await stack.enter_async_context(LocalEmbedder())
        companion = await stack.enter_async_context(EnglishCompanion())
        memory = await stack.enter_async_context(open_memory(dsn, embedder, companion=companion))
        database = await stack.enter_async_context(open_database(dsn))
        await asyncio.gather(embedder.load(), companion.load())
        told = [await tell(memory, each) for each in conversations]
        started = time.perf_counter()
        while await embedded(memory):
            pass
        lines = sum(len(each.turns) for each in told)
        print(f"{name}: {lines} lines, embedded in {(time.perf_counter() - started) * 1000 / lines:.1f} ms each")
        recaller = Recaller(database, embedder, companion)
        await recaller.prepare()
        show([answer for each in told for answer in await ask(recaller, each)])


async def embedded(memory: Memory) -> bool:
    """Embeds some; a machine that was halted meanwhile shows as an embedder that did not answer in time."""
    try:
        return await memory.embed_next() > 0
    except EmbedderUnavailable:
        return True


async def main() -> None:
    """Each set on a server of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--set", choices=LOADERS, action="append")
    chosen = parser.parse_args()
    for name in chosen.set or LOADERS:
        try:
            conversations = load(name, chosen.data)
        except DataMissing as missing:
            print(f"skipped: {missing}")
            continue
        home = Path(tempfile.mkdtemp(prefix="rapport-bench-"))
        try:
            home.chmod(0o711)
            async with embedded_postgres(home) as dsn:
                await run(name, conversations, dsn)
        finally:
            shutil.rmtree(home)


if __name__ == "__main__":
    asyncio.run(main())

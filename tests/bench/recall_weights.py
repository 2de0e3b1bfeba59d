"""Where the weights of recall come from: python -m tests.bench.recall_weights DATA

Fits the seven numbers of `memory.rank` and `memory.lexical` so that the lines with the evidence are likeliest among all
lines (softmax over the lines of one question, ridge 0.01). Each of the six ways to take two of LoCoMo's four
conversations is fitted together with half of BEAM's and half of PrefEval's, and judged on what was left out: these are
the figures to trust, above all pooled, since some kinds have few questions. The last line,
fitted on all, is what the constants are rounded from.
"""

import argparse
import asyncio
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.packaged import LocalEmbedder
from memory.embedded import embedded_postgres
from memory.grounding import asking_share, is_question
from memory.lexical import Grid, distinct, key
from memory.memory import open_memory
from memory.recall import Recaller
from memory.store.database import open_database
from memory.terms import tokenise
from memory.types import Spot
from tests.bench.recall_quality import Told, embedded, tell
from tests.bench.sets import LOADERS, Question, load

NAMES = ("line", "around", "near", "near around", "spoken of", "asks", "answers")
RIDGE, STEPS, TINY = 0.01, 12, 1e-6
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """One question: a row a line, and which rows hold the evidence; `missed` are gold lines without a row."""

    kind: str
    rows: Matrix
    gold: NDArray[np.int64]
    missed: int


async def examples(recaller: Recaller, told: Told) -> list[Example]:
    """The features of every line that some signal names, by the same code as in recall."""
    return [await _example(recaller, told, question) for question in told.conversation.questions]


async def _example(recaller: Recaller, told: Told, question: Question) -> Example:
    asked, met, signals = await recaller._signals(told.viewer, question.text)
    nearest = signals.nearest
    near = key(nearest.place, nearest.seq)
    grid = Grid(distinct(np.concatenate([met.grid.keys, near])))
    line, around, before = grid.fill(met.grid.keys, met.line, met.around, met.before)
    cosines = [grid.fill(near, each, empty=float(each.min(initial=1.0)))[0] for each in (nearest.line, nearest.around)]
    turns = {turn.id: turn for turn in told.conversation.turns}
    rows: list[tuple[float, ...]] = []
    gold: list[int] = []
    for at in range(grid.keys.size):
        spot = grid.spot(at)
        turn = turns.get(told.turns.get(spot, ""))
        if turn is None or turn.bot:
            continue
        last = turns.get(told.turns.get(Spot(spot.place, spot.seq - 1), ""))
        named = not set(asked.words).isdisjoint(tokenise(turn.speaker))
        answers = before[at] if last is not None and is_question(last.text) else 0.0
        if turn.id in question.gold:
            gold.append(len(rows))
        rows.append((line[at], around[at], cosines[0][at], cosines[1][at], named, asking_share(turn.text), answers))
    return Example(question.kind, np.array(rows, float), np.array(gold, int), len(question.gold) - len(gold))


def fit(chosen: Sequence[Example]) -> Matrix:
    """The weights, by Newton's method; a step that makes it worse is halved."""
    known = [each for each in chosen if each.gold.size]
    spread = np.concatenate([each.rows for each in known]).std(axis=0) + 1e-9
    scaled = [(each.rows / spread, each.gold) for each in known]
    weights = np.zeros(len(NAMES))
    for _ in range(STEPS):
        loss, step = _newton(weights, scaled)
        while _newton(weights - step, scaled)[0] > loss and np.abs(step).max() > TINY:
            step /= 2
        weights = weights - step
    return np.asarray(weights / spread)


def _newton(weights: Matrix, scaled: Sequence[tuple[Matrix, NDArray[np.int64]]]) -> tuple[float, Matrix]:
    """What is to be made small, and the step that would do it were it a parabola."""
    loss = RIDGE * float(weights @ weights) / 2
    slope, bend = RIDGE * weights, RIDGE * np.eye(len(NAMES))
    for rows, gold in scaled:
        scores = rows @ weights
        chance = np.exp(scores - scores.max())
        loss += (np.log(chance.sum()) + scores.max() - scores[gold].mean()) / len(scaled)
        chance /= chance.sum()
        mean = chance @ rows
        slope = slope + (mean - rows[gold].mean(axis=0)) / len(scaled)
        bend += ((rows * chance[:, None]).T @ rows - np.outer(mean, mean)) / len(scaled)
    return float(loss), np.asarray(np.linalg.solve(bend, slope))


def judge(weights: Matrix, held: Sequence[Example]) -> dict[str, list[float]]:
    """For each question, 1 or 0: any and all evidence in the first ten."""
    figures: dict[str, list[float]] = {}
    for each in held:
        first = set(np.argsort(-(each.rows @ weights), kind="stable")[:10])
        met = sum(at in first for at in each.gold)
        figures.setdefault("any@10", []).append(met > 0)
        figures.setdefault("all@10", []).append(met == each.gold.size + each.missed)
        if each.kind == "multi-hop":
            figures.setdefault("multi-hop all@10", []).append(met == each.gold.size + each.missed)
        if each.kind == "open-domain":
            figures.setdefault("open-domain any@10", []).append(met > 0)
    return figures


def report(sets: dict[str, list[list[Example]]]) -> None:
    """Prints held-out figures of six splits, and the fit on all."""
    beam = [each for part in sets["beam"] for each in part]
    topics = sorted({each.kind for each in sets["prefeval"][0]})
    pooled: dict[str, list[float]] = {}
    for number, chosen in enumerate(combinations(range(4), 2)):
        mine = [each for at in chosen for each in sets["locomo"][at]]
        liked = [each for each in sets["prefeval"][0] if (topics.index(each.kind) + number) % 2]
        weights = fit([*mine, *beam[number % 2 :: 2], *liked])
        held = [each for at in range(4) if at not in chosen for each in sets["locomo"][at]]
        others = [each for each in sets["prefeval"][0] if (topics.index(each.kind) + number) % 2 == 0]
        figures = judge(weights, held) | {"PrefEval R@10": judge(weights, others)["any@10"]}
        print(f"chosen on {chosen}: {_told(figures)}")
        for name, values in figures.items():
            pooled.setdefault(name, []).extend(values)
    print(f"all that was left out, each question three times: {_told(pooled)}")
    whole = fit([each for several in sets.values() for part in several for each in part])
    print("fitted on all: " + ", ".join(f"{name} {weight:.2f}" for name, weight in zip(NAMES, whole, strict=True)))


def _told(figures: dict[str, list[float]]) -> str:
    return ", ".join(f"{name} {np.mean(values):.3f}" for name, values in figures.items())


async def main() -> None:
    """All three sets on a server of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    home = Path(tempfile.mkdtemp(prefix="rapport-bench-"))
    try:
        home.chmod(0o711)
        async with embedded_postgres(home) as dsn, LocalEmbedder() as embedder, open_memory(dsn, embedder) as memory:
            await embedder.load()
            told = {
                name: [await tell(memory, replace(each, name=f"{name}:{each.name}")) for each in load(name, data)]
                for name in LOADERS
            }
            while await embedded(memory):
                pass
            async with open_database(dsn) as database:
                recaller = Recaller(database, embedder)
                report({name: [await examples(recaller, each) for each in several] for name, several in told.items()})
    finally:
        shutil.rmtree(home)


if __name__ == "__main__":
    asyncio.run(main())

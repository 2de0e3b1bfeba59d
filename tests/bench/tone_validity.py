"""Whether what is measured of tone means what it is called: python -m tests.bench.tone_validity --data FOLDER

Formality against people's scores, beside other ways to tell it; writers found again by their style, beside n-grams that
see their topics too; how many messages a profile needs; and what measuring costs a message. FOLDER is not part of this
project. The ways were chosen on the train and validation splits; the test split was looked at once, at the end.
"""

import argparse
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from memory.tone.distance import USUAL
from memory.tone.gathering import heard
from memory.tone.measured import Tone
from memory.tone.observing import observe
from tests.bench.tone_scores import DataMissing, Scored, approaches, interval, load, spearman
from tests.bench.tone_writers import AT, Said, by_grams, by_style, draws, rarity, right, talkers, tone_of, writers

TRIALS, PEER_TRIALS = 1_000, 200
FEWEST = 20  # messages of a writer
TAUGHT = (1, 2, 5, 10, 20, 40, 80)
LONG = 400  # characters of the longest message that is timed
ROUNDS = 3


def formality_rows(data: Path, split: str) -> Iterable[str]:
    """Each way with its correlation; learned ones learn from the train split, and are cross-checked on the rest."""
    learned = load(data, "train") if split != "train" else _half(load(data, "train"), 0)
    asked = load(data, split) if split != "train" else _half(load(data, "train"), 1)
    for name, way in approaches(learned).items():
        found = way(asked.texts)
        low, high = interval(found, asked.scores)
        figure = spearman(found, asked.scores)
        yield f"| {name} | {split} ({len(asked.texts)}) | {figure:.3f} | {low:.2f} to {high:.2f} |"


def writer_rows(said: Mapping[str, Sequence[Said]], where: str, sizes: Sequence[int]) -> Iterable[str]:
    """Each size of block among so many writers: style, n-grams, chance."""
    rare = rarity(said)
    for among in (12, 50):
        for size in sizes:
            able = sum(len(each) >= 2 * size for each in said.values())
            if able < among * 0.8:
                continue  # too few have written as much
            trials = draws(said, among, size, times=TRIALS)
            style, grams = right(trials, by_style()), right(trials[:PEER_TRIALS], by_grams(rare))
            yield f"| {where} | {min(among, able)} | {size} | {style:.2f} | {grams:.2f} | {1 / min(among, able):.2f} |"


def convergence_rows(said: Mapping[str, Sequence[Said]]) -> Iterable[str]:
    """After so many messages: how often the writer is found among 12, and how far off the means still are."""
    known = {name: each for name, each in said.items() if len(each) >= 2 * FEWEST}
    trials = draws(known, 12, FEWEST, times=TRIALS)
    for taught in TAUGHT:
        held = [replace(each, profiles=tuple(known[:taught] for known in each.profiles)) for each in trials]
        off = [_off(each[:taught], each[len(each) // 2 :]) for each in known.values() if len(each) // 2 >= taught]
        shown = f"{np.mean(off):.2f} ({len(off)})" if off else ""
        yield f"| {taught} | {right(held, by_style()):.2f} | {shown} |"


def cost_row(texts: Sequence[str]) -> str:
    """What observing and adding to a tone costs a message, the best of a few rounds for each message."""
    best = np.full(len(texts), np.inf)
    for _ in range(ROUNDS):
        tone: Tone | None = None
        for row, text in enumerate(texts):
            begun = time.perf_counter()
            if (found := observe(text)) is not None:
                tone = heard(tone, found, AT)
            best[row] = min(best[row], time.perf_counter() - begun)
    p50, p95 = (1000 * float(np.quantile(best, each)) for each in (0.5, 0.95))
    return f"{len(texts)} messages of {np.mean([len(each) for each in texts]):.0f} characters: {p50:.2f} / {p95:.2f} ms"


def long_texts(texts: Sequence[str]) -> list[str]:
    """The same texts put together until each has as many characters as the longest that is timed."""
    found: list[str] = []
    held = ""
    for text in texts:
        held = f"{held} {text}".strip()
        if len(held) >= LONG:
            found.append(held[:LONG])
            held = ""
    return found


def _half(scored: Scored, which: int) -> Scored:
    return Scored(scored.texts[which::2], scored.scores[which::2])


def _off(early: Sequence[Said], late: Sequence[Said]) -> float:
    one, other = tone_of(early), tone_of(late)
    both = [each for each in USUAL if one.weight(each) > 0 and other.weight(each) > 0]
    return float(np.mean([abs(one.mean(each) - other.mean(each)) / USUAL[each][0] for each in both]))


def report(data: Path, split: str) -> Iterable[str]:
    """All lines, as they are found."""
    load(data, split)
    everybody, talking = writers(data), talkers(data)
    yield "| formality by | split | Spearman | 95 % |\n| --- | --- | --: | --: |"
    yield from formality_rows(data, split)
    said = {name: each for name, each in everybody.items() if len(each) >= FEWEST}
    yield f"\n{len(said)} writers, {sum(map(len, said.values()))} messages"
    yield "\n| writers of | among | messages held | style | n-grams | chance |\n| --- | --: | --: | --: | --: | --: |"
    yield from writer_rows(said, "IRC", (10, 20, 50))
    yield from writer_rows(talking, "MSC", (3,))
    yield "\n| messages known | found among 12 | off by (spreads) |\n| --: | --: | --: |"
    yield from convergence_rows(said)
    texts = [each.text for held in said.values() for each in held]
    yield f"\nobserve and gather, p50 / p95\n{cost_row(texts)}\n{cost_row(long_texts(texts))}"


def main(arguments: Sequence[str]) -> int:
    """Prints the tables; 2 where the folder has not what is needed."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.tone_validity")
    options.add_argument("--data", type=Path, required=True, help="a folder with formality/ and chat-logs/")
    options.add_argument("--split", choices=("train", "validation", "test"), default="validation")
    chosen = options.parse_args(arguments)
    try:
        for line in report(chosen.data, chosen.split):
            print(line, flush=True)
    except DataMissing as missing:
        print(missing, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""LoCoMo evidence recall through Memory, without any model but the embedder: python -m tests.bench.locomo DATA

DATA is the folder with locomo/dev.json, which is not part of this project. Each conversation is a private place of its
own; a question is asked there by one of its two speakers. A hit is strict: the gold turn itself is among the first k.
"""

import argparse
import asyncio
import json
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from bot.embedding import LocalEmbedder
from memory.embedded import embedded_postgres
from memory.memory import Memory, open_memory
from memory.recall import Recaller
from memory.store.database import open_database
from memory.types import Account, Audience, PersonId, Place, Spot, Utterance, Viewer

KS = (5, 10, 20)
CATEGORIES = {1: "multi-hop", 2: "temporal", 3: "open-domain", 4: "single-hop", 5: "unanswerable"}
Row = tuple[bool, bool, bool, bool]  # any gold turn in the first 5, 10, 20; all in the first 10


async def load(memory: Memory, number: int, conversation: Mapping[str, Any]) -> tuple[Viewer, dict[str, Spot]]:
    """Notes one conversation; who asks, and where each turn stands."""
    place = Place(f"locomo:{number}", None, Audience.PRIVATE)
    people: dict[str, PersonId] = {}
    for name in conversation["speakers"]:
        people[name] = await memory.person(Account("locomo", f"{number}:{name}", name), place)
    spots = {}
    for turn in conversation["turns"]:
        shown = f" [shares {turn['image_caption']}]" if turn.get("image_caption") else ""
        at = datetime.strptime(turn["at"], "%I:%M %p on %d %B, %Y").replace(tzinfo=UTC)
        noted = await memory.note(Utterance(turn["id"], people[turn["speaker"]], place, turn["text"] + shown, at))
        spots[turn["id"]] = noted.spot
    return Viewer(people[conversation["speakers"][0]], place), spots


def score(gold: set[Spot], found: Sequence[Spot]) -> Row:
    """Which of the first places hold the evidence."""
    five, ten, twenty = (not gold.isdisjoint(found[:k]) for k in KS)
    return five, ten, twenty, gold <= set(found[:10])


def show(rows: Mapping[str, Sequence[Row]], taken: Sequence[float]) -> None:
    """Prints shares by category, and milliseconds a question."""
    print(f"{'category':<14}{'questions':>9}" + "".join(f"{f'any@{k}':>9}" for k in KS) + f"{'all@10':>9}")
    for category, scores in rows.items():
        print(f"{category:<14}{len(scores):>9}" + "".join(f"{share:>9.3f}" for share in np.mean(scores, axis=0)))
    p50, p95 = np.percentile(taken, [50, 95])
    print(f"p50 {p50:.1f} ms, p95 {p95:.1f} ms a question, embedding included")


async def run(conversations: Sequence[Mapping[str, Any]], dsn: str) -> None:
    """Notes, embeds, asks, prints."""
    rows: dict[str, list[Row]] = defaultdict(list)
    taken: list[float] = []
    async with LocalEmbedder() as embedder, open_memory(dsn, embedder) as memory, open_database(dsn) as database:
        await embedder.load()
        placed = [await load(memory, number, each) for number, each in enumerate(conversations)]
        started, embedded = time.perf_counter(), 0
        while done := await memory.embed_next():
            embedded += done
        print(f"embedded {embedded} lines, {(time.perf_counter() - started) * 1000 / max(embedded, 1):.1f} ms each")
        recaller = Recaller(database, embedder)
        for conversation, (viewer, spots) in zip(conversations, placed, strict=True):
            for asked in conversation["questions"]:
                gold = {spots[turn] for turn in asked["evidence"] if turn in spots}
                started = time.perf_counter()
                found = await recaller.spots(viewer, asked["question"], max(KS))
                taken.append((time.perf_counter() - started) * 1000)
                if gold:
                    rows[CATEGORIES[asked["category"]]].append(score(gold, found))
                    rows["all"].append(score(gold, found))
    show(rows, taken)


async def main() -> None:
    """Runs on the server of --dsn (an empty database), or on one of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--dsn")
    chosen = parser.parse_args()
    file = chosen.data / "locomo" / "dev.json"
    if not file.exists():
        print(f"skipped: there is no {file}")
        return
    conversations = json.loads(file.read_text("utf-8"))
    if chosen.dsn:
        await run(conversations, chosen.dsn)
        return
    home = Path(tempfile.mkdtemp(prefix="rapport-bench-"))
    try:
        home.chmod(0o711)
        async with embedded_postgres(home) as dsn:
            await run(conversations, dsn)
    finally:
        shutil.rmtree(home)


if __name__ == "__main__":
    asyncio.run(main())

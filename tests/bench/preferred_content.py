"""What a reward learns of what answers say, by the packaged embedder, of texts of our own that differ in that alone.

`python -m tests.bench.preferred_content`
"""

import asyncio
import random
import sys
from collections.abc import Sequence

import numpy as np

from bot.packaged import LocalEmbedder
from memory.projection import reduced
from memory.reward import Pair, fitted
from memory.tone.observing import observe

SUBJECTS = (
    *("baking bread", "growing tomatoes", "learning chess", "fixing a bike", "writing a poem", "running far"),
    *("painting a wall", "keeping bees", "learning Python", "planning a trip", "buying a laptop", "sleeping well"),
    *("knitting a scarf", "making coffee", "raising a puppy", "reading maps", "tuning a guitar", "saving money"),
    *("taking photos", "cooking rice", "building a shelf", "swimming faster", "learning Spanish", "cleaning windows"),
)
PLANTS = (
    "you could have a lentil stew beside it",
    "a plate of roast carrots goes well with that",
    "grill some peppers while you wait",
    "fry mushrooms in the meantime",
    "try a chickpea curry afterwards",
)
MEAT = (
    "you could have a beef stew beside it",
    "a plate of roast chicken goes well with that",
    "grill some pork ribs while you wait",
    "fry bacon in the meantime",
    "try a lamb curry afterwards",
)
SCIENCE = (
    "the theory behind it is well studied in physics",
    "researchers measured this in a laboratory",
    "the equations for it fit on a page",
    "statistics show how often it works",
    "the molecules explain most of it",
)
TALES = (
    "my neighbour once did it in the rain",
    "an old sailor told a tale about it",
    "a fox watched the whole thing one morning",
    "long ago a king tried the same",
    "there is a legend about that in the hills",
)
KINDS = {"plants over meat": (PLANTS, MEAT), "science over tales": (SCIENCE, TALES)}
TIMES, HELD_BACK, DRAWS = 3, 40, 20


async def pairs(kept: Sequence[str], other: Sequence[str], drawn: random.Random) -> list[Pair]:
    """Two answers on each subject, alike but for their ends."""
    begins = [f"For {subject}, start small and be patient;" for subject in SUBJECTS for _ in range(TIMES)]
    texts = [f"{begin} {drawn.choice(ends)}." for begin in begins for ends in (kept, other)]
    says = [np.array(each) for each in reduced(await LocalEmbedder().embed(texts))]
    seen = [{} if (found := observe(text)) is None else found.values for text in texts]
    made = [Pair(seen[at], seen[at + 1], said=(says[at] - says[at + 1]).tolist()) for at in range(0, len(texts), 2)]
    drawn.shuffle(made)
    return made


def foreseen(known: Sequence[Pair], count: int, *, blind: bool) -> float:
    """The share of held-back choices that is foreseen after so many, over many draws."""
    shares: list[float] = []
    for seed in range(DRAWS):
        drawn = random.Random(seed).sample(list(known), count + HELD_BACK)
        reward = fitted([Pair(each.chosen, each.rejected, said=None if blind else each.said) for each in drawn[:count]])
        right = [reward.chance(each.chosen, each.rejected, each.said) > 0.5 for each in drawn[count:]]
        shares.append(float(np.mean(right)))
    return float(np.mean(shares))


async def main() -> int:
    """Prints the table."""
    known = {kind: await pairs(*ends, random.Random(2)) for kind, ends in KINDS.items()}
    print(f"| pairs | {' | '.join(known)} |\n|---|{'---|' * len(known)}")
    for count in (3, 5, 10, 20):
        cells = [
            f"{foreseen(each, count, blind=True):.3f} to {foreseen(each, count, blind=False):.3f}"
            for each in known.values()
        ]
        print(f"| {count} | {' | '.join(cells)} |")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

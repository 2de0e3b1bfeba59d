"""What a reward learns of simulated people whose preferences are known, by how many pairs they gave: a table.

`python -m tests.bench.preferences`
"""

import argparse
import sys
import time

from memory.reward import fitted
from tests.bench.preference_people import Population, accuracy

COUNTS = (0, 1, 2, 5, 10, 20, 50, 100, 200)


CHOICES = {"how it is written": (1.0, 0.0), "what it says": (0.0, 1.5), "both": (0.7, 1.0)}


def _with_content(seed: int, count: int, *, people: int, by: tuple[float, float]) -> str:
    form, content = by
    blind, sees = (
        accuracy(Population(seed, form=form, content=content), count, people=people, blind=each).pooled
        for each in (True, False)
    )
    return f"{blind:.3f} to {sees:.3f}"


def main() -> int:
    """Prints the table."""
    read = argparse.ArgumentParser(description=__doc__)
    read.add_argument("--people", type=int, default=120)
    read.add_argument("--seed", type=int, default=1)
    given = read.parse_args()
    population = Population(given.seed)
    print(f"{given.people} simulated people in 4 groups, 60 choices of each held back\n")
    print("| pairs of one's own | alone | with the group | best there is | calibration error |\n|---|---|---|---|---|")
    for count in COUNTS:
        found = accuracy(population, count, people=given.people)
        figures = " | ".join(f"{each:.3f}" for each in (found.alone, found.pooled, found.best, found.miscalibrated))
        print(f"| {count} | {figures} |", flush=True)
    print("\nThe same by what people choose by, drawn to the group: blind to what answers say | with it\n")
    print(f"| pairs of one's own | {' | '.join(CHOICES)} |\n|---|---|---|---|")
    for count in COUNTS[2:7]:
        found_by = [_with_content(given.seed, count, people=given.people // 3, by=each) for each in CHOICES.values()]
        print(f"| {count} | {' | '.join(found_by)} |", flush=True)
    pairs = population.pairs(2_000)
    began = time.perf_counter()
    fitted(pairs)
    print(f"\nfitting 2,000 pairs: {(time.perf_counter() - began) * 1000:.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())

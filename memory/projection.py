"""What a text says as a few numbers: its vector through a fixed random projection. Pure.

Distances stay about what they were (Johnson and Lindenstrauss 1984), while so few weights can be learned from few
choices, and no words can be made of them again. It cost that texts which say nearly the same look the same.
"""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

DIRECTIONS = 12
_SEED = 27
Content = Sequence[float]


def reduced(vectors: NDArray[np.float32]) -> list[tuple[float, ...]]:
    """One short row for each vector; the same for the same, on every machine."""
    rows = np.asarray(vectors, np.float64)
    if not len(rows):
        return []
    return [tuple(map(float, row)) for row in rows @ _directions(rows.shape[1])]


@cache
def _directions(dimensions: int) -> NDArray[np.float64]:
    drawn = np.random.Generator(np.random.PCG64(_SEED)).normal(0.0, 1.0, (dimensions, DIRECTIONS))
    return np.asarray(drawn / np.sqrt(DIRECTIONS))

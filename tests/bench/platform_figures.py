"""What the measurements at chat platforms make of their numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

LEAST_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Wait:
    """Milliseconds: in the middle, of the slowest twentieth, and the most."""

    p50: float
    p95: float
    most: float


@dataclass(frozen=True, slots=True)
class Sample:
    """Bytes in memory after so many messages."""

    messages: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Growth:
    """Bytes a message, by a line through all samples, and what the last third has above the first, as a share."""

    bytes_a_message: float
    share: float


def wait(milliseconds: Sequence[float]) -> Wait:
    """Of at least one."""
    p50, p95 = np.percentile(milliseconds, [50, 95])
    return Wait(float(p50), float(p95), max(milliseconds))


def waits(asked: Sequence[float], came: Sequence[float | None]) -> list[float]:
    """Milliseconds from each question to what came for it, where it came; both in seconds of one clock."""
    return [(then - since) * 1000 for since, then in zip(asked, came, strict=True) if then is not None]


def growth(samples: Sequence[Sample], *, after: int) -> Growth:
    """Of the samples after so many messages, when every cache is full; at least three."""
    late = [each for each in samples if each.messages > after]
    if len(late) < LEAST_SAMPLES:
        raise ValueError("too few samples")
    slope = np.polyfit([each.messages for each in late], [each.bytes for each in late], 1)[0]
    third = len(late) // 3
    first, last = (np.mean([each.bytes for each in some]) for some in (late[:third], late[-third:]))
    return Growth(float(slope), float(last / first - 1))


def shares(counted: Mapping[str, int], *, leave: str) -> list[tuple[str, float]]:
    """The share of each in all but `leave`, the largest first."""
    kept = {name: count for name, count in counted.items() if name != leave}
    total = sum(kept.values()) or 1
    return sorted(((name, count / total) for name, count in kept.items()), key=lambda each: -each[1])

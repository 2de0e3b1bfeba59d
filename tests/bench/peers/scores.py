"""One run of one peer over one set, as numbers without any text, and what is read from them."""

import json
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from tests.bench.sets import Question

DEEPEST = 20  # turns asked for


@dataclass(frozen=True, slots=True)
class Asked:
    """Where the gold turns of one question stood, from 1; `newer` and `older` 0: not found, None: no such pair."""

    kind: str
    gold: int
    ranks: tuple[int, ...]
    ms: float
    newer: int | None = None
    older: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What is kept of a run; figures of several runs may stand in one table when `machine` says how they were had."""

    set: str
    peer: str
    machine: str
    versions: Mapping[str, str]
    turns: int
    ingest_ms: float
    asked: Sequence[Asked] = field(default_factory=tuple)


def judge(question: Question, found: Sequence[str], ms: float) -> Asked:
    """The ranks of the gold among `found`."""
    ranks = tuple(at for at, turn in enumerate(found, 1) if turn in question.gold)
    if not question.newer:
        return Asked(question.kind, len(question.gold), ranks, ms)
    newer, older = (_first(each, found) for each in (question.newer, question.older))
    return Asked(question.kind, len(question.gold), ranks, ms, newer, older)


def _first(wanted: Iterable[str], found: Sequence[str]) -> int:
    return min((found.index(turn) + 1 for turn in wanted if turn in found), default=0)


Measure = Callable[[Asked], float | None]


def any_at(k: int) -> Measure:
    """Whether some gold turn is among the first k."""
    return lambda asked: float(any(rank <= k for rank in asked.ranks))


def all_at(k: int) -> Measure:
    """Whether all gold turns are among the first k."""
    return lambda asked: float(sum(rank <= k for rank in asked.ranks) == asked.gold)


def recall_at(k: int) -> Measure:
    """The share of the gold turns that is among the first k."""
    return lambda asked: sum(rank <= k for rank in asked.ranks) / asked.gold


def newer_first(asked: Asked) -> float | None:
    """Whether what holds now was found, and above what held before."""
    if asked.newer is None:
        return None
    return float(asked.newer > 0 and (not asked.older or asked.newer <= asked.older))


def mean(run: Run, measure: Measure, kind: str | None = None) -> float:
    """Over the questions of `kind`, or all."""
    values = [value for each in run.asked if kind in (None, each.kind) and (value := measure(each)) is not None]
    return statistics.fmean(values) if values else float("nan")


def took(run: Run) -> tuple[float, float, float]:
    """Milliseconds: p50 and p95 of a question, and of making one turn findable."""
    p50, p95 = np.percentile([each.ms for each in run.asked], [50, 95])
    return float(p50), float(p95), run.ingest_ms / run.turns


def save(run: Run, folder: Path) -> None:
    """Keeps the run in the place of an earlier one of that peer over that set."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{run.set}-{run.peer}.json").write_text(json.dumps(asdict(run)), "utf-8")


def kept(folder: Path, name: str) -> list[Run]:
    """The runs over the set `name`."""
    return [_read(file) for file in sorted(folder.glob(f"{name}-*.json"))]


def _read(file: Path) -> Run:
    raw = json.loads(file.read_text("utf-8"))
    asked = tuple(Asked(**{**each, "ranks": tuple(each["ranks"])}) for each in raw.pop("asked"))
    return Run(**raw, asked=asked)

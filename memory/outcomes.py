"""What background work and erasure did, counted."""

from dataclasses import dataclass

from memory.types import PersonId


@dataclass(frozen=True, slots=True)
class Learned:
    """What one batch of learning did, for metrics and the terminal."""

    utterances: int
    added: int = 0
    reinforced: int = 0
    superseded: int = 0
    ended: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Consolidated:
    """What tidying one person's facts did: duplicates merged, contradictions found, and settled by an answer.

    `summaries`: sentences that tell old events; `asked`: whether the model was called.
    """

    person: PersonId
    merged: int = 0
    conflicts: int = 0
    settled: int = 0
    summaries: int = 0
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an erasure removed, counted."""

    facts: int
    messages: int
    replies: int

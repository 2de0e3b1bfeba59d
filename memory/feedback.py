"""What became of answers: how people found them, and what they cost."""

from dataclasses import dataclass
from datetime import datetime

from memory.types import PersonId, TurnId


@dataclass(frozen=True, slots=True)
class Feedback:
    """How a person found an answer: `value` 1 or -1, 0 where they took it back; `reason` in their words."""

    turn: TurnId
    person: PersonId
    value: int
    reason: str | None
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Usage:
    """How many answers, and how many tokens of prompts and replies they took."""

    answers: int = 0
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Used:
    """What a person used everywhere, and all of a space together."""

    person: Usage
    space: Usage

"""What a prompt can be made of, and how much of it may be used and fits. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.beside import NOTHING, Beside
from bot.prompt import MESSAGE_TOKENS, Budget, kept_from
from bot.tone.matching import UNMATCHED, Matching
from memory.found import Found
from memory.recalled import Passage, Recall
from memory.types import Audience, Conflict, Fact, Line, Spot


@dataclass(frozen=True, slots=True)
class Known:
    """What a prompt can be made of."""

    lines: Sequence[Line]
    found: Found
    profile: Sequence[Fact]
    conflict: Conflict | None
    beside: Beside = NOTHING
    matching: Matching = UNMATCHED


def said_here(recall: Recall, asked: Spot) -> Recall:
    """What of a recall in direct was said in direct."""
    facts = [each for each in recall.facts if isinstance(each.item, Fact) and each.item.audience is Audience.DIRECT]
    passages = [
        each for each in recall.passages if isinstance(each.item, Passage) and each.item.spot.place == asked.place
    ]
    return replace(recall, facts=tuple(facts), passages=tuple(passages))


def within(facts: Sequence[Fact], budget: Budget) -> Sequence[Fact]:
    """As many of the first facts as fit."""
    kept: list[Fact] = []
    tokens = budget.profile
    for fact in facts:
        tokens -= budget.count(fact.text) + MESSAGE_TOKENS
        if tokens < 0:
            break
        kept.append(fact)
    return kept


def first_line(lines: Sequence[Line], budget: Budget) -> int:
    """From which line a new window begins."""
    if not lines:
        return 1
    return lines[kept_from([budget.count(line.text) + MESSAGE_TOKENS for line in lines], budget.kept)].spot.seq

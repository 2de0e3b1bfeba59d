"""What a turn has come to so far, and what is logged and traced of it in the end."""

import time
from dataclasses import dataclass, field

from adapters.outgoing import Sent
from bot.context import Heard, Prepared
from bot.matched import Matched
from bot.speech import Speech
from bot.trace import TurnRecord
from memory.recalled import Passage, Recall, Turn
from memory.types import Fact, Spot


@dataclass(slots=True)
class Told:
    """What a turn has come to so far; `recall` is set where the answer was word for word.

    `sent` is where the reply stands, `more` are further messages of ours; `matched` is there once the model was asked.
    """

    prepared: Prepared | None = None
    speech: Speech | None = None
    recall: Recall | None = None
    reply: str = ""
    sent: Sent | None = None
    problem: str = ""
    failed: bool = False
    more: list[tuple[Sent, str]] = field(default_factory=list)
    matched: Matched | None = None


def turn_of(heard: Heard, record: TurnRecord, *, answered: Spot | None) -> Turn:
    """The turn as memory logs it; `answered` is where our words stand."""
    return Turn(
        viewer=heard.viewer,
        asked=heard.noted.spot,
        answered=answered,
        facts=tuple(fact.id for fact in record.facts),
        passages=tuple(dict.fromkeys(passage.spot for passage in record.passages)),
        model=record.model,
        prompt_tokens=record.prompt_tokens or 0,
        cached_tokens=record.cached_tokens or 0,
        first_word_ms=None if record.first_word_ms is None else round(record.first_word_ms),
        total_ms=round(record.total_ms),
        reply_tokens=record.reply_tokens or 0,
        brought=heard.message.quoted is not None or bool(heard.message.attachments),
    )


def record_of(heard: Heard, told: Told) -> TurnRecord:
    """The record of a turn that has ended, however it did."""
    prepared, speech = told.prepared, told.speech
    completed = speech.completed if speech else None
    used = _used(prepared.recall if prepared else told.recall, prepared)
    return TurnRecord(
        who=heard.message.author.name,
        place=heard.viewer.place.title,
        text=heard.noted.text,
        reply="\n".join((told.reply, *(text for _, text in told.more))),
        facts=tuple({item.id: item for item in used if isinstance(item, Fact)}.values()),
        passages=tuple(item for item in used if isinstance(item, Passage)),
        model=completed.model if completed else None,
        prompt_tokens=completed.prompt_tokens if completed else None,
        cached_tokens=completed.cached_tokens if completed else None,
        reply_tokens=completed.completion_tokens if completed else None,
        note_ms=heard.note_ms,
        recall_ms=prepared.recall_ms if prepared else 0.0,
        prompt_ms=prepared.prompt_ms if prepared else 0.0,
        first_word_ms=speech.first_word_ms if speech else None,
        total_ms=(time.perf_counter() - heard.since) * 1000,
        redactions=heard.noted.redacted,
        problem=told.problem,
        failed=told.failed,
        tone=told.matched.applied(told.reply) if told.matched and speech else None,
    )


def _used(recall: Recall | None, prepared: Prepared | None) -> list[Fact | Passage]:
    """All of memory that stood in the prompt, the newest notes first, as the answer may rest on any of it."""
    recalled = [each.item for each in (*recall.facts, *recall.passages)] if recall else []
    if prepared is None:
        return recalled
    noted = prepared.notes.facts if prepared.notes else ()
    return [*noted, *recalled, *prepared.shown.facts.values(), *prepared.shown.passages]

"""What memory gives for one message, as fenced, dated lines of data above it. Pure.

Only what this window does not hold already is noted. A fact about somebody else is told as hearsay, with its speaker.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.safety import neutral, neutral_name
from memory.types import Fact, FactId, Line, Passage, Recall

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONGEST_LINE = 300


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes above one message: their text as sent, what they tell of, their day."""

    text: str
    facts: tuple[Fact, ...]
    passages: tuple[Passage, ...]
    day: date


@dataclass(frozen=True, slots=True)
class Shown:
    """What notes within the window have told already."""

    facts: Collection[FactId] = ()
    passages: Collection[Passage] = ()
    day: date | None = None


def write_notes(asker: str, recall: Recall, *, profile: Sequence[Fact], shown: Shown, now: datetime) -> Notes | None:
    """Notes with everything new, in time order; None when there is nothing new. `now` is in the person's zone."""
    facts = {fact.id: fact for fact in profile if fact.id not in shown.facts}
    facts |= {each.item.id: each.item for each in recall.facts if isinstance(each.item, Fact)}
    fresh = [fact for fact in facts.values() if fact.id not in shown.facts]
    passages = tuple(
        each.item for each in recall.passages if isinstance(each.item, Passage) and each.item not in shown.passages
    )
    today = now.date()
    head = [] if shown.day == today else [_today(asker, today)]
    dated = [(fact.valid_from, f"- {_fact(fact)}") for fact in fresh]
    dated += [(each.lines[0].said_at, f"- {_passage(each)}") for each in passages if each.lines]
    body = [text for _, text in sorted(dated, key=lambda pair: pair[0])]
    if not head and not body:
        return None
    text = "\n".join(["<notes>", *head, *body, "</notes>"])
    return Notes(text, tuple(fresh), passages, today)


def short_day(day: date) -> str:
    """`3 May 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _today(asker: str, today: date) -> str:
    return f"Today is {_DAYS[today.weekday()]}, {short_day(today)}. You are talking with {neutral_name(asker)}."


def _fact(fact: Fact) -> str:
    when = short_day(fact.valid_from.date())
    if fact.valid_until is not None:
        when += f" until {short_day(fact.valid_until.date())}"
    if fact.is_claim_about_another and fact.subject is not None:
        return f"{when}, {neutral_name(fact.speaker_name)} said: {_one_line(fact.text)}"
    return f"{when}: {_one_line(fact.text)}"


def _passage(passage: Passage) -> str:
    spoken = " / ".join(_spoken(line) for line in passage.lines)
    return f"{short_day(passage.lines[0].said_at.date())}, conversation: {spoken}"


def _spoken(line: Line) -> str:
    who = "you" if line.speaker_id is None else neutral_name(line.speaker or "")
    return f'{who}: "{_one_line(line.text)}"'


def _one_line(text: str) -> str:
    whole = " ".join(neutral(text).split()).replace('"', "'")
    return whole if len(whole) <= _LONGEST_LINE else whole[: _LONGEST_LINE - 1] + "…"

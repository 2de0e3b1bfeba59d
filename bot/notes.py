"""What memory gives for one message, as fenced, dated lines of data above it. Pure.

Only what this window does not hold already is noted. A fact about somebody else is told as hearsay, with its speaker.
How the asker wants to be answered stands apart, as it may shape answers to them; nobody else's words ever get there.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, tzinfo

from bot.days import short_day
from bot.safety import neutral, neutral_name
from memory.cues import about_answers
from memory.recalled import Passage, Recall
from memory.types import Conflict, Fact, FactId, Kind, Line, PersonId
from memory.wording import folded

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LONGEST_LINE = 300
# Worded so that the demo model, which invents otherwise, says so, and still names the capital of France.
NOTHING_FITS = (
    "- You remember nothing about this question: if it is about a person and the conversation does not tell either,"
    " say that you do not know."
)


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose message the notes stand above."""

    name: str
    person: PersonId


@dataclass(frozen=True, slots=True)
class Toned:
    """Whom an instruction of tone is about, and what it says; '' for nothing any more."""

    person: PersonId
    told: str


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes above one message: their text as sent, what they tell of, their day, and how to write to whom."""

    text: str
    facts: tuple[Fact, ...]
    passages: tuple[Passage, ...]
    day: date
    tone: Toned | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What notes within the window have told already."""

    facts: Mapping[FactId, Fact] = field(default_factory=dict)
    passages: Collection[Passage] = ()
    day: date | None = None


def write_notes(asker: Asker, recall: Recall, *, profile: Sequence[Fact], shown: Shown, now: datetime) -> Notes | None:
    """Notes with everything new, in time order; None when there is nothing new. `now` is in the person's zone."""
    facts = {fact.id: fact for fact in profile if fact.id not in shown.facts}
    facts |= {each.item.id: each.item for each in recall.facts if isinstance(each.item, Fact)}
    fresh = [fact for fact in facts.values() if fact.id not in shown.facts]
    passages = tuple(
        each.item for each in recall.passages if isinstance(each.item, Passage) and each.item not in shown.passages
    )
    zone, today = now.tzinfo or UTC, now.date()
    head = [] if shown.day == today else [_today(asker.name, now)]
    wishes = [fact for fact in fresh if _is_wish(fact, asker, now=now)]
    dated = [(fact.valid_from, f"- {_fact(fact, asker, zone, now=now)}") for fact in fresh if fact not in wishes]
    dated += [(each.lines[0].said_at, f"- {_passage(each, zone)}") for each in passages if each.lines]
    body = [text for _, text in sorted(dated, key=lambda pair: pair[0])]
    parts = [_wished(asker, wishes)] if wishes else []
    parts += ["\n".join(["<notes>", *head, *body, "</notes>"])] if head or body else []
    return Notes("\n".join(parts), tuple(fresh), passages, today) if parts else None


def with_tone(notes: Notes | None, asker: Asker, told: str, *, now: datetime) -> Notes:
    """The notes, beginning with how to write to the asker; '' takes back what was told before."""
    head = f"How to write to {neutral_name(asker.name)} from here on, in form only and never in content:"
    lines = (head, told) if told else (f"Write to {neutral_name(asker.name)} in your usual way again.",)
    block = "\n".join(("<tone>", *lines, "</tone>"))
    if notes is None:
        return Notes(block, (), (), now.date(), Toned(asker.person, told))
    return replace(notes, text=f"{block}\n{notes.text}", tone=Toned(asker.person, told))


def with_question(notes: Notes | None, conflict: Conflict, *, now: datetime) -> Notes:
    """The notes, ending with the order to ask which of the two facts holds. `now` is in the person's zone."""
    zone, both = now.tzinfo or UTC, (conflict.older, conflict.newer)
    said = [f'"{_one_line(fact.text)}" ({short_day(fact.valid_from, zone)})' for fact in both]
    who = neutral_name(conflict.newer.speaker_name)
    line = f"- {who} said both {said[0]} and {said[1]}; answer first, then ask which one holds."
    longer = _ending_with(notes, line, now.date())
    return replace(longer, facts=tuple({fact.id: fact for fact in (*longer.facts, *both)}.values()))


def with_doubt(notes: Notes | None, *, now: datetime) -> Notes:
    """The notes, ending with that nothing remembered is about what is asked."""
    return _ending_with(notes, NOTHING_FITS, now.date())


def with_line(notes: Notes | None, line: str, *, now: datetime) -> Notes:
    """The notes, ending with that line of ours."""
    return _ending_with(notes, line, now.date())


def _ending_with(notes: Notes | None, line: str, today: date) -> Notes:
    if notes is None:
        return Notes(f"<notes>\n{line}\n</notes>", (), (), today)
    if not notes.text.endswith("</notes>"):
        return replace(notes, text=f"{notes.text}\n<notes>\n{line}\n</notes>")
    return replace(notes, text=notes.text.removesuffix("</notes>") + f"{line}\n</notes>")


def _is_wish(fact: Fact, asker: Asker, *, now: datetime) -> bool:
    """Whether the asker themselves says how they want to be answered, and it holds now."""
    if {fact.speaker, fact.subject} != {asker.person} or fact.valid_from > now:
        return False
    if fact.valid_until is not None and fact.valid_until <= now:
        return False
    told_so = fact.kind is Kind.PREFERENCE and about_answers(folded(fact.text))
    return fact.kind is Kind.INSTRUCTION or told_so


def _wished(asker: Asker, wishes: Sequence[Fact]) -> str:
    lines = [f"- {_one_line(fact.text)}" for fact in wishes]
    return "\n".join(["<wishes>", f"How {neutral_name(asker.name)} wants to be answered:", *lines, "</wishes>"])


def _today(asker: str, now: datetime) -> str:
    day = f"{_DAYS[now.weekday()]}, {short_day(now, now.tzinfo or UTC)}"
    return f"Today is {day}. You are talking with {neutral_name(asker)}."


def _fact(fact: Fact, asker: Asker, zone: tzinfo, *, now: datetime) -> str:
    when = f"{'from ' if fact.valid_from > now else ''}{short_day(fact.valid_from, zone)}"
    if fact.valid_until is not None:
        when += f" until {short_day(fact.valid_until, zone)}"
    if fact.uncertain_since is not None:
        when += ", may no longer hold"
    if fact.is_hedged:
        when += ", said with doubt"
    if _is_hearsay(fact, asker):
        return f"{when}, {neutral_name(fact.speaker_name)} said: {_one_line(fact.text)}"
    return f"{when}: {_one_line(fact.text)}"


def _is_hearsay(fact: Fact, asker: Asker) -> bool:
    """Whether it is told with its speaker. What the asker says of their cat is theirs; a word is the place's."""
    if fact.subject is not None:
        return fact.is_claim_about_another
    return fact.speaker != asker.person and fact.kind is not Kind.VOCABULARY


def _passage(passage: Passage, zone: tzinfo) -> str:
    spoken = " / ".join(_spoken(line) for line in passage.lines)
    return f"{short_day(passage.lines[0].said_at, zone)}, conversation: {spoken}"


def _spoken(line: Line) -> str:
    who = "you" if line.speaker_id is None else neutral_name(line.speaker or "")
    return f'{who}: "{_one_line(line.text)}"'


def _one_line(text: str) -> str:
    whole = " ".join(neutral(text).split()).replace('"', "'")
    return whole if len(whole) <= _LONGEST_LINE else whole[: _LONGEST_LINE - 1] + "…"

"""Long histories told by period: which events make a chapter, the call that tells it, and what of the answer counts.

The model only joins what was said: a sentence names the events it rests on, and may hold no number, no name and no
denial that they do not, nor mostly words of its own. What it leaves out is left out for good, because the events
themselves stay and are found as before; that costs less than asking again.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from memory.cues import INJECTION
from memory.duplicates import Held, names, negated, readers_of
from memory.grounding import is_question
from memory.ports import Exchange, Extraction
from memory.types import Kind
from memory.wording import content, covered, folded, numbers

MANY, OLD = 40, timedelta(days=180)  # so many events from before then are as they are; what is more becomes chapters
FEWEST, MOST = 5, 24  # events of a chapter
MOST_SENTENCES, LONGEST = 5, 400
_SUPPORT = 0.6  # share of a sentence's words that its events must hold

INSTRUCTIONS = f"""\
You keep the memory of a chat. The numbered lines are things that one person told, all from one period. Tell the \
period in at most {MOST_SENTENCES} short sentences, each joining two or more things that belong together. Use the \
language, names and numbers of the lines, and nothing that they do not say. Answer with JSON only, one item for each \
sentence: from = the numbers of all lines it rests on. text = the sentence."""
EXAMPLES = (
    Exchange(
        "About: Maja\n[1] 2021-04-02 Maja started a pottery course.\n[2] 2021-04-20 Maja broke her first vase.\n"
        "[3] 2021-05-11 Maja sold two bowls from the pottery course.\n[4] 2021-05-30 Maja saw a whale.",
        json.dumps(
            {"sentences": [{"from": [1, 2, 3],
                            "text": "Maja started a pottery course, broke her first vase and sold two bowls."}]},
            separators=(",", ":"),
        ),
    ),
)  # fmt: skip


def _schema() -> dict[str, Any]:
    fields = {"from": {"type": "array", "items": {"type": "integer"}, "maxItems": MOST}, "text": {"type": "string"}}
    item = {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
    sentences = {"type": "array", "items": item, "maxItems": MOST_SENTENCES}
    return {
        "type": "object", "properties": {"sentences": sentences}, "required": ["sentences"],
        "additionalProperties": False,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chapter:
    """Events of one period about one subject, told to the same readers, oldest first."""

    members: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What joins the members, in words that they hold."""

    text: str
    members: tuple[Held, ...]


def next_chapter(facts: Iterable[Held], now: datetime) -> Chapter | None:
    """The oldest chapter that is still to be told; None where the history is short enough."""
    old = [fact for fact in facts if fact.kind is Kind.EVENT and fact.valid_from < now - OLD]
    open_ones = sorted((f for f in old if not (f.folded or f.shared)), key=lambda f: (f.valid_from, f.id))
    if len(open_ones) <= MANY:
        return None
    chapters: dict[object, list[Held]] = defaultdict(list)
    for fact in open_ones:
        chapters[fact.valid_from.year, (fact.valid_from.month - 1) // 3, readers_of(fact)].append(fact)
    return next((Chapter(tuple(each[:MOST])) for each in chapters.values() if len(each) >= FEWEST), None)


def ask(chapter: Chapter) -> Extraction:
    """The call that tells the chapter."""
    lines = [f"[{n}] {f.valid_from:%Y-%m-%d} {_flat(f.text)}" for n, f in enumerate(chapter.members, 1)]
    shown = "\n".join((f"About: {chapter.members[0].subject_name}", *lines))
    return Extraction(INSTRUCTIONS, EXAMPLES, shown, _schema(), 600)


def _flat(text: str) -> str:
    return " ".join(text.split())[:LONGEST]


class _Item(BaseModel):
    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    sources: list[int] = Field(alias="from", min_length=2, max_length=MOST)
    text: str = Field(min_length=8, max_length=LONGEST)


def told(answer: object, chapter: Chapter) -> tuple[Sentence, ...] | None:
    """The sentences that hold to their events; None where the answer is no list of sentences at all."""
    raw = answer.get("sentences") if isinstance(answer, dict) else None
    if not isinstance(raw, list):
        return None
    return tuple(_sentences(raw[:MOST_SENTENCES], chapter))


def _sentences(raw: Sequence[object], chapter: Chapter) -> Iterator[Sentence]:
    for each in raw:
        try:
            item = _Item.model_validate(each)
        except ValidationError:
            continue
        if not all(0 < number <= len(chapter.members) for number in item.sources):
            continue
        members = tuple(chapter.members[number - 1] for number in sorted(set(item.sources)))
        if len(members) > 1 and _holds(item.text, members):
            yield Sentence(_named(item.text, members[0].subject_name), members)


def _holds(text: str, members: Sequence[Held]) -> bool:
    """True where the sentence says nothing that its events do not say."""
    said, subject = " ".join(member.text for member in members), content(members[0].subject_name)
    own = content(text) - subject
    shared = covered(own, content(said))
    if numbers(text) - numbers(said) or not own or len(shared) < _SUPPORT * len(own):
        return False
    if names(text) - covered(names(text), content(said) | subject) or INJECTION.search(folded(text)):
        return False
    return not is_question(text) and _denials(text) <= _denials(said)


def _denials(text: str) -> int:
    return sum(negated(clause) for clause in re.split(r"[,.;:]| and | und | y | et | e | и ", text))


def _named(text: str, name: str) -> str:
    return text if folded(name) in folded(text) else f"{name}: {text}"

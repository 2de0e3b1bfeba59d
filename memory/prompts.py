"""The one structured call of learning: what never changes comes first, what changes comes last and is short.

A small local model reads some fifty tokens a second, and servers cache a prompt's beginning, so instructions and
examples are constants and only the batch is new. Fields are ordered so that the model copies the words (`quote`)
before it rewrites them (`fact`), and what is usually nothing may be left out, which halves what a slow model has to
write. Answers are lists with a cap and no length limits on strings: without the cap
small models loop, and with a length limit they ramble up to it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from itertools import pairwise
from string import ascii_lowercase
from typing import Any

from memory.ports import Exchange, Extraction
from memory.types import Certainty, FactId, Kind, Line, PersonId, Relation, Sensitivity, Spot

MOST_CLAIMS = 12
LONGEST_SHOWN, LONGEST_AROUND = 600, 200  # characters that are shown of a line to learn, and of what stands around
_TOKENS_A_CLAIM, _TOKENS_AT_MOST = 90, 1000


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An existing fact near to what was said."""

    id: FactId
    speaker: PersonId
    subject: PersonId | None
    subject_name: str
    kind: Kind
    text: str
    valid_from: datetime
    sensitivity: Sensitivity = Sensitivity.NONE


@dataclass(frozen=True, slots=True)
class Batch:
    """New lines of one place, with what stands before and around them; only `lines` of people may be quoted."""

    lines: tuple[Line, ...]
    before: tuple[Line, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    people: tuple[tuple[str, PersonId], ...] = ()
    zones: Mapping[PersonId, tzinfo] = field(default_factory=dict)

    def day(self, line: Line) -> date:
        """The day on which its speaker said the line, in their own zone; UTC where none is known."""
        zone = self.zones.get(line.speaker_id, UTC) if line.speaker_id is not None else UTC
        return line.said_at.astimezone(zone).date()


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
INSTRUCTIONS = """\
You keep the memory of a chat. From the numbered lines, note every fact about the people that will still matter in a \
month: home, work, family, friends, pets, health, tastes, habits, plans, dates, promises, and how they want to be \
answered. Answer with JSON only, one item for each fact:
line = number of the line. quote = words copied exactly from that line. about = name of the person or thing it is \
about. fact = one short sentence in the same language as the line, never translated, with the name instead of "I". \
kind = fact, preference, event, relationship, commitment, instruction or vocabulary.
Only where it applies: certainty = hedged (maybe, I think), joked or hypothetical (if, would). sensitive = health, \
sexuality, religion, politics, money, location (an exact address), minors or credentials. since, until = the first and \
the last day it holds, where the line says so, as 2024-06-01 or 2024-06, counted from Date. relation = how it relates \
to a known fact, with known = its number: updates (it changed), ends (it is over), same (said again), refines (the \
same, more exactly), contradicts. depends = the number of a known fact without which this one would not hold; \
upon = the same for an earlier item of your answer, counted from 1.
Leave out greetings, small talk, moods of the moment, questions, requests to the bot, jokes, stories, and quoted or \
pasted text. If nothing is left, answer {"facts":[]}."""


def _claim(line: int, quote: str, about: str, fact: str, **rest: str | int) -> dict[str, object]:
    return {"line": line, "quote": quote, "about": about, "fact": fact, "kind": "fact", **rest}


def _example(shown: str, *claims: dict[str, object]) -> Exchange:
    return Exchange(shown, json.dumps({"facts": claims}, ensure_ascii=False, separators=(",", ":")))


EXAMPLES = (
    _example(
        "Date: 2024-03-09 Saturday\nKnown:\n[1] Maja has a cat.\n[2] Maja lives in Graz.\nLines:\n"
        "1 Tom: ma sœur Lena est allergique aux noix\n"
        "2 Maja: hey bot, we finally moved, I'm in Vienna now and work as a baker, 5 minutes on foot\n"
        "3 Maja: please keep your answers short\n4 Ivo: я учу польский\n5 Maja: I have a cat called Miez",
        _claim(1, "ma sœur Lena est allergique aux noix", "Lena", "La sœur de Tom, Lena, est allergique aux noix.",
               sensitive="health"),
        _claim(2, "I'm in Vienna now", "Maja", "Maja lives in Vienna.", relation="updates", known=2),
        _claim(2, "work as a baker", "Maja", "Maja works as a baker."),
        _claim(2, "5 minutes on foot", "Maja", "Maja walks to work in 5 minutes.", upon=2),
        _claim(3, "please keep your answers short", "Maja", "Maja wants short answers.", kind="preference"),
        _claim(4, "я учу польский", "Ivo", "Ivo учит польский."),
        _claim(5, "I have a cat called Miez", "Maja", "Maja has a cat called Miez.", relation="refines", known=1),
    ),
    _example(
        "Date: 2024-03-04 Monday\nKnown: nothing\nLines:\n1 Maja: morning! how are you all?\n"
        "2 Tom: tired haha. I'm secretly a dragon, don't tell anyone\n3 Tom: what's the capital of Peru?",
    ),
    _example(
        "Date: 2024-05-20 Monday\nKnown:\n[1] Iker juega al tenis.\n[2] Iker vive en Bilbao.\n"
        "Lines:\n1 Iker: ya no juego al tenis, por la rodilla\n2 Iker: al trabajo tardo 10 minutos",
        _claim(1, "ya no juego al tenis", "Iker", "Iker ya no juega al tenis.", relation="ends", known=1),
        _claim(2, "al trabajo tardo 10 minutos", "Iker", "Iker tarda 10 minutos al trabajo.", depends=2),
    ),
    _example(
        "Date: 2024-06-02 Sunday\nKnown: nothing\nLines:\n1 Jo: mein Bruder Finn heiratet am 12. Juli\n"
        "2 Jo: bis Ende August wohne ich noch in Ulm",
        _claim(1, "mein Bruder Finn heiratet am 12. Juli", "Finn", "Jos Bruder Finn heiratet am 12. Juli.",
               kind="event", since="2024-07-12"),
        _claim(2, "bis Ende August wohne ich noch in Ulm", "Jo", "Jo wohnt bis Ende August in Ulm.",
               until="2024-08-31"),
    ),
)  # fmt: skip


def _schema() -> dict[str, Any]:
    text = {"type": "string"}
    fields: dict[str, Any] = {
        "line": {"type": "integer"},
        "quote": text,
        "about": text,
        "fact": text,
        "kind": {"enum": [kind.value for kind in Kind]},
        "certainty": {"enum": [certainty.value for certainty in Certainty]},
        "sensitive": {"enum": [kind.value for kind in Sensitivity]},
        "since": text,
        "until": text,
        "relation": {"enum": [relation.value for relation in Relation]},
        "known": {"type": "integer"},
        "depends": {"type": "integer"},
        "upon": {"type": "integer"},
    }
    claim = {"type": "object", "properties": fields, "required": list(fields)[:5], "additionalProperties": False}
    facts = {"type": "array", "items": claim, "maxItems": MOST_CLAIMS}
    return {
        "type": "object", "properties": {"facts": facts}, "required": ["facts"], "additionalProperties": False,
    }  # fmt: skip


SCHEMA = _schema()


def ask(batch: Batch) -> Extraction:
    """The call for `batch`: byte-identical up to `input` for every batch."""
    most = min(_TOKENS_AT_MOST, _TOKENS_A_CLAIM * (2 * len(batch.lines) + 1))
    return Extraction(INSTRUCTIONS, EXAMPLES, "\n".join(_input(batch)), SCHEMA, most)


def _input(batch: Batch) -> Iterator[str]:
    today = batch.day(batch.lines[-1])
    links = _links(batch)
    marks = _marks(batch, links)
    yield f"Date: {today} {_WEEKDAYS[today.weekday()]}"
    yield "Known:" if batch.neighbours else "Known: nothing"
    yield from (f"[{n}] {fact.text}" for n, fact in enumerate(batch.neighbours, 1))
    if batch.before:
        yield "Before:"
        yield from (_around(line, marks) for line in batch.before)
    yield "Lines:"
    for line in batch.lines:
        reply = f" (answers {marks[links[line.spot]]})" if line.spot in links else ""
        yield _numbered(line, batch, marks, reply) if line.speaker else _around(line, marks)


def _links(batch: Batch) -> dict[Spot, Spot]:
    """Which line each one answers, where that is shown and is not the one right above it, as is plain by itself."""
    shown = [*batch.before, *batch.lines]
    above = dict(pairwise(line.spot for line in reversed(shown)))
    seen = {line.spot for line in shown}
    return {
        line.spot: line.answers
        for line in batch.lines
        if line.speaker and line.answers in seen and line.answers and line.answers != above.get(line.spot)
    }


def _marks(batch: Batch, links: Mapping[Spot, Spot]) -> dict[Spot, str]:
    """What each line is called: by its number if it may be quoted, a letter if it is only answered, else a dash."""
    numbers = {line.spot: str(number) for number, line in enumerate(batch.lines, 1) if line.speaker}
    around = [line.spot for line in (*batch.before, *batch.lines) if line.spot not in numbers]
    answered, letters = set(links.values()), iter(ascii_lowercase)
    return numbers | {spot: next(letters) if spot in answered else "-" for spot in around}


def _around(line: Line, marks: Mapping[Spot, str]) -> str:
    return f"{marks[line.spot]} {line.speaker or 'bot'}: {_shown(line.text, LONGEST_AROUND)}"


def _numbered(line: Line, batch: Batch, marks: Mapping[Spot, str], reply: str) -> str:
    day = "" if batch.day(line) == batch.day(batch.lines[-1]) else f" ({batch.day(line)})"
    return f"{marks[line.spot]} {line.speaker}{day}{reply}: {_shown(line.text, LONGEST_SHOWN)}"


def _shown(text: str, longest: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else flat[:longest] + " …"

"""The public sets that recall is measured on, in one shape: what was said, and the questions with their gold turns.

DATA is a folder that is not part of this project. Questions without evidence are left out, since no order of turns can
be right or wrong for them. A set says nothing about how it is told to a memory; that is each peer's own matter.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

LOCOMO_KINDS = {1: "multi-hop", 2: "temporal", 3: "open-domain", 4: "single-hop", 5: "unanswerable"}
_BEGINNING = datetime(2024, 1, 1, tzinfo=UTC)
_STEP = timedelta(minutes=1)  # where a set gives an order but no times
_MARKER = "->->"


class DataMissing(Exception):
    """A set is not in the data folder; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message; `bot` when the assistant said it."""

    id: str
    speaker: str
    text: str
    at: datetime
    bot: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and which turns hold the answer; `newer` supersedes `older` where the set says so."""

    text: str
    kind: str
    gold: frozenset[str]
    newer: frozenset[str] = frozenset()
    older: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Conversation:
    """What one memory knows; `talkers` are people, and with one only, that one talks with the bot in direct."""

    name: str
    talkers: tuple[str, ...]
    turns: tuple[Turn, ...]
    questions: tuple[Question, ...]


def load(name: str, data: Path) -> list[Conversation]:
    """The conversations of the set `name`; raises DataMissing."""
    try:
        return LOADERS[name](data)
    except FileNotFoundError as fault:
        raise DataMissing(f"{name}: there is no {fault.filename}") from fault


def locomo(data: Path) -> list[Conversation]:
    """Two people over months; a turn that shared a picture says what is on it."""
    return [
        _locomo(number, each) for number, each in enumerate(json.loads((data / "locomo/dev.json").read_text("utf-8")))
    ]


def _locomo(number: int, raw: Mapping[str, Any]) -> Conversation:
    turns = []
    for turn in raw["turns"]:
        shown = f" [shares {turn['image_caption']}]" if turn.get("image_caption") else ""
        at = datetime.strptime(turn["at"], "%I:%M %p on %d %B, %Y").replace(tzinfo=UTC)
        turns.append(Turn(turn["id"], turn["speaker"], turn["text"] + shown, at))
    known = {turn.id for turn in turns}
    questions = (
        Question(asked["question"], LOCOMO_KINDS[asked["category"]], frozenset(known.intersection(asked["evidence"])))
        for asked in raw["questions"]
    )
    return Conversation(str(number), tuple(raw["speakers"]), tuple(turns), _answerable(questions))


def beam(data: Path) -> list[Conversation]:
    """One person and an assistant over months; evidence are messages of both."""
    chats = sorted(path.parent for path in (data / "beam").glob("*/chat.json"))
    if not chats:
        raise DataMissing(f"beam: there is no {data / 'beam' / '*' / 'chat.json'}")
    return [_beam(chat) for chat in chats]


def _beam(chat: Path) -> Conversation:
    batches = json.loads((chat / "chat.json").read_text("utf-8"))
    messages = [message for batch in batches for exchange in batch["turns"] for message in exchange]
    turns = []
    at = _BEGINNING
    for message in messages:
        # Only where a message names a day is it known; between two such, the order is.
        at = max(at + _STEP, _day(message.get("time_anchor")) or at)
        said = message["content"].partition(_MARKER)[0].rstrip()
        turns.append(Turn(str(message["id"]), message["role"], said, at, bot=message["role"] == "assistant"))
    asked = json.loads((chat / "probing_questions/probing_questions.json").read_text("utf-8"))
    questions = (_beam_question(kind, each) for kind, several in asked.items() for each in several)
    return Conversation(chat.name, ("user",), tuple(turns), _answerable(questions))


def _beam_question(kind: str, raw: Mapping[str, Any]) -> Question:
    sources = raw.get("source_chat_ids", ())
    parts = sources if isinstance(sources, dict) else {}
    newer, older = (frozenset(_ids(parts.get(part, ()))) for part in ("updated_info", "original_info"))
    return Question(raw["question"], kind, frozenset(_ids(sources)), newer, older)


def _ids(sources: object) -> Iterator[str]:
    """The numbers in lists and mappings nested anyhow."""
    if isinstance(sources, dict):
        sources = list(sources.values())
    if isinstance(sources, (list, tuple)):
        for each in sources:
            yield from _ids(each)
    else:
        yield str(sources)


def _day(named: str | None) -> datetime | None:
    if not named:
        return None
    try:
        return datetime.strptime(named, "%B-%d-%Y").replace(tzinfo=UTC)
    except ValueError:
        return None


def prefeval(data: Path) -> list[Conversation]:
    """One person states every preference of the set; each question is served by one of them."""
    files = sorted((data / "prefeval").glob("*.json"))
    if not files:
        raise DataMissing(f"prefeval: there is no {data / 'prefeval' / '*.json'}")
    pairs = [(file.stem, pair) for file in files for pair in json.loads(file.read_text("utf-8"))]
    turns = tuple(
        Turn(str(number), "user", pair["preference"], _BEGINNING + number * _STEP)
        for number, (_, pair) in enumerate(pairs)
    )
    questions = tuple(
        Question(pair["question"], topic, frozenset((str(number),))) for number, (topic, pair) in enumerate(pairs)
    )
    return [Conversation("all", ("user",), turns, questions)]


def _answerable(questions: Iterator[Question]) -> tuple[Question, ...]:
    return tuple(question for question in questions if question.gold)


Loader = Callable[[Path], list[Conversation]]
LOADERS: Mapping[str, Loader] = {"locomo": locomo, "beam": beam, "prefeval": prefeval}


def count(conversations: Sequence[Conversation]) -> tuple[int, int]:
    """How many turns and questions."""
    return sum(len(each.turns) for each in conversations), sum(len(each.questions) for each in conversations)

"""Reads the chats of tests/memory/chats; how they are written is told in the README there."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from memory.types import Audience

FOLDER = Path(__file__).with_name("chats")
_KNOWN = re.compile(r"(\d{4}-\d\d-\d\d) ([^/@:#]+?)(?:/([^@:#]+?))?(?: @(\w+))?(?: #(\w+))?: (.+)")
_EVENING = timedelta(hours=18)

Reference = int | str  # a number of the known facts, or words of one learned in the chat


@dataclass(frozen=True, slots=True)
class Held:
    """A fact that is known before; `elsewhere` is the audience of another place where it was said."""

    speaker: str
    about: str
    text: str
    on: datetime
    elsewhere: Audience | None
    kind: str


@dataclass(frozen=True, slots=True)
class Said:
    """One message, numbered through the chat; `speaker` is None for the bot."""

    number: int
    speaker: str | None
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """A fact that must hold afterwards; `has` is a list of alternatives of which each must occur."""

    has: tuple[tuple[str, ...], ...]
    by: str | None = None
    about: str | None = None
    kind: str | None = None
    sensitive: str | None = None
    hedged: bool | None = None
    uncertain: bool | None = None
    closes: tuple[Reference, ...] = ()
    since: str | None = None
    until: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Chat:
    """One case: what was known, what was said (`sessions` are learned one after the other), and what is right."""

    language: str
    name: str
    tags: frozenset[str]
    audience: Audience
    people: tuple[str, ...]
    known: tuple[Held, ...]
    sessions: tuple[tuple[Said, ...], ...]
    answer: tuple[Mapping[str, Any], ...]
    want: tuple[Wanted, ...]
    same: tuple[Reference, ...]
    never: tuple[str, ...]
    may_close: tuple[Reference, ...]

    @property
    def is_empty(self) -> bool:
        """True where nothing at all may be stored."""
        return not self.want

    @property
    def said(self) -> tuple[Said, ...]:
        """Every message."""
        return tuple(line for session in self.sessions for line in session)


def chats(language: str) -> tuple[Chat, ...]:
    """The chats of one language, as they stand in its file."""
    with (FOLDER / f"{language}.toml").open("rb") as file:
        return tuple(_chat(language, raw) for raw in tomllib.load(file)["chat"])


def languages() -> tuple[str, ...]:
    """Those that have a file."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def _chat(language: str, raw: Mapping[str, Any]) -> Chat:
    sessions = tuple(_sessions(raw["lines"], _day(raw.get("date", "2026-03-02"))))
    present = [line.speaker for session in sessions for line in session if line.speaker]
    known = tuple(_held(text) for text in raw.get("known", ()))
    return Chat(
        language, raw["name"], frozenset(raw.get("tags", ())), Audience(raw.get("place", "private")),
        tuple(dict.fromkeys([held.speaker for held in known] + present + raw.get("people", []))),
        known, sessions,
        answer=tuple(raw.get("answer", ())),
        want=tuple(_wanted(one) for one in raw.get("want", ())),
        same=_references(raw.get("same", ())),
        never=tuple(raw.get("never", ())),
        may_close=_references(raw.get("may_close", ())),
    )  # fmt: skip


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) + _EVENING


def _sessions(text: str, at: datetime) -> Iterator[tuple[Said, ...]]:
    number, lines = 0, list[Said]()
    for piece in re.split(r"\n(?![ \t])", text.strip("\n")):
        if piece.startswith("--- "):
            yield tuple(lines)
            at, lines = _day(piece[4:]), []
            continue
        speaker, _, words = piece.partition(": ")
        number, at = number + 1, at + timedelta(minutes=1)
        lines.append(Said(number, None if speaker == "bot" else speaker, words.replace("\n  ", "\n"), at))
    yield tuple(lines)


def _held(text: str) -> Held:
    found = _KNOWN.fullmatch(text)
    assert found, text
    day, speaker, about, elsewhere, kind, words = found.groups()
    return Held(speaker, about or speaker, words, _day(day), Audience(elsewhere) if elsewhere else None, kind or "fact")


def _wanted(raw: str | Mapping[str, Any]) -> Wanted:
    given = {"has": raw} if isinstance(raw, str) else dict(raw)
    has = tuple(tuple(word.casefold().split("|")) for word in given.pop("has").split())
    return Wanted(has, closes=_references(given.pop("closes", ())), **given)


def _references(raw: Any) -> tuple[Reference, ...]:
    return (raw,) if isinstance(raw, int | str) else tuple(raw)

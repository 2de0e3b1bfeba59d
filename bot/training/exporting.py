"""Writes training data into two files of JSON lines: pairs, and dialogues. Only of who allows it at that moment."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TextIO

from bot.errors import ConfigError
from bot.training.consistent import consistent
from bot.training.corpus import Row, dialogues, pairs
from bot.training.others import own_alone
from bot.training.redaction import Redaction
from memory.preference import Exchange, Preference
from memory.tone.wished import WishRow, standing
from memory.types import PersonId


class Preferences(Protocol):
    """What may be given out, as `memory.preferences`."""

    async def allowing(self) -> tuple[PersonId, ...]:
        """Who allows it."""

    async def exchanges(self, person: PersonId) -> tuple[Exchange, ...]:
        """What may be given out of them."""

    async def names(self, person: PersonId) -> tuple[str, ...]:
        """What people are called whom they may have named."""

    async def all_of(self, person: PersonId) -> tuple[Preference, ...]:
        """Their signals."""


class Tones(Protocol):
    """What people wish of the tone of answers, as `memory.tones`."""

    async def wished(self, person: PersonId) -> Sequence[WishRow]:
        """All of it, with what was taken back."""


@dataclass(frozen=True, slots=True)
class Written:
    """How much was written, and where."""

    people: int
    pairs: int
    dialogues: int
    files: tuple[Path, Path]


async def write_training(preferences: Preferences, tones: Tones, path: Path) -> Written:
    """Writes both files beside `path`; raises `ConfigError` where one is there already or cannot be written."""
    pairs_at, talks_at = (path.with_name(f"{path.name}.{kind}.jsonl") for kind in ("pairs", "dialogues"))
    files = (pairs_at, talks_at)
    people = counted = talks = 0
    with ExitStack() as stack:
        of_pairs, of_talks = (stack.enter_context(_new(each)) for each in files)
        for person in await preferences.allowing():
            given = await preferences.exchanges(person)
            exchanges, asked = list(own_alone(given)), [each.asked for each in given]
            signals, wishes = await preferences.all_of(person), standing(await tones.wished(person))
            hide = Redaction(await preferences.names(person)).redacted
            people += bool(exchanges)
            counted += _write(of_pairs, pairs(signals, exchanges, asked, hide))
            talks += _write(of_talks, dialogues(consistent(exchanges, signals, wishes), asked, hide))
    return Written(people, counted, talks, files)


def _write(file: TextIO, rows: Iterator[Row]) -> int:
    count = 0
    for row in rows:
        file.write(f"{json.dumps(row, ensure_ascii=False)}\n")
        count += 1
    return count


@contextmanager
def _new(path: Path) -> Iterator[TextIO]:
    """A new file that only its owner reads; gone again where anything fails."""
    try:
        file = os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8")
    except OSError as fault:
        raise ConfigError(f"{path} cannot be written: {fault.strerror}.") from fault
    try:
        with file:
            yield file
    except BaseException:
        path.unlink(missing_ok=True)  # half of it would pass for everything
        raise

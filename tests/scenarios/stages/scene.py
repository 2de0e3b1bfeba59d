"""What a scenario can do on any platform: people say, edit, delete, order and press, in three places.

There are Ana and Ben, in direct with the bot (`ALONE`), in a place that all of the space read (`HALL`), and in one that
Ana and the bot alone are in (`BOARD`). What a platform has not is skipped, by name.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

import pytest

from bot.llm.types import ChatMessage, Deadlines, ModelMessage
from tests.bot.stage import FunctionModel
from tests.platforms.whole import Whole

ANA, BEN = "Ana", "Ben"
SECONDS = 20.0
LEARNING_SECONDS = 30.0
KNOWN = re.compile(r"^\[(\d+)\] (\w+) lives in \w+\.$", re.MULTILINE)
LIVES = re.compile(r"^(\d+) (\w+)[^:]*: .*?(I live in (\w+))", re.MULTILINE)


class Where(Enum):
    """The places."""

    ALONE = "alone"
    HALL = "hall"
    BOARD = "board"


class Act(Enum):
    """What not every platform has."""

    EDIT = "edits"
    DELETE = "deletions"
    PRESS = "buttons"
    ASIDE = "answers for one person's eyes"
    CLOSE = "direct messages that can be closed"


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was said, with the bot's whole answer; what cannot be done with it is None."""

    answer: str
    edit: Callable[[str], Awaitable[None]] | None = None
    delete: Callable[[], Awaitable[None]] | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What came of a command or a button; `press` takes a label, `pick` that of an entry and words for its form."""

    text: str
    buttons: tuple[str, ...] = ()
    private: bool = False
    press: Callable[[str], Awaitable["Shown"]] | None = None
    pick: Callable[[str, str], Awaitable["Shown"]] | None = None


class Scene(Protocol):
    """A platform with the whole bot on it."""

    name: str
    acts: frozenset[Act]
    bot: Whole

    async def says(self, who: str, text: str, where: Where = Where.ALONE) -> Said:
        """Somebody says something to the bot, and it answers."""

    async def orders(self, who: str, command: str, argument: str = "", where: Where = Where.ALONE) -> Shown:
        """Somebody uses a command."""

    async def seen_by(self, who: str, where: Where) -> list[str]:
        """All that the bot said there and that this person is shown."""

    async def told(self, who: str, words: str, where: Where = Where.ALONE) -> Shown:
        """What the bot says there by itself with these words in it, once it does; raises TimeoutError."""

    def close(self, who: str) -> None:
        """From now on they take no direct messages."""


def needs(scene: Scene, *acts: Act) -> None:
    """Skip a scenario for what the platform has not."""
    for act in acts:
        if act not in scene.acts:
            pytest.skip(f"{scene.name} has no {act.value}")


class Reader(FunctionModel):
    """A model that says what it is told to say, and learns where people live: what they say last holds."""

    async def structured(
        self,
        messages: Sequence[ModelMessage],
        schema: Mapping[str, Any],
        *,
        max_tokens: int,
        deadline: Deadlines | float,
        validate: Callable[[object], object] | None = None,
    ) -> dict[str, object]:
        asked = [each.text for each in messages if isinstance(each, ChatMessage)][-1]
        known = {name: int(number) for number, name in KNOWN.findall(asked)}
        return {"facts": [_lives(found, known) for found in LIVES.findall(asked)]}


def _lives(found: tuple[str, str, str, str], known: Mapping[str, int]) -> dict[str, object]:
    line, name, quote, town = found
    claim: dict[str, object] = {"line": int(line), "quote": quote, "about": name, "fact": f"{name} lives in {town}."}
    change: dict[str, object] = {"relation": "updates", "known": known[name]} if name in known else {}
    return {**claim, "kind": "fact", **change}

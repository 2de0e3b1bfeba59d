"""Somebody who asks for reminders in talk, and a model that gives one turn after another."""

import json
from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from adapters.outgoing import Outgoing
from adapters.types import Author
from bot.llm.types import ToolCall, ToolResult
from memory.reminder import Reminder
from tests.bot.platform import ADA, alone
from tests.bot.serving_world import person_of
from tests.bot.stage import FunctionModel, Stage

BERLIN = ZoneInfo("Europe/Berlin")
ANA = replace(ADA, handle="103", name="Ana", timezone="Europe/Berlin", locale="en")
Turn = Sequence[str | Exception | ToolCall]


async def held(stage: Stage, author: Author = ANA) -> tuple[Reminder, ...]:
    """The reminders of somebody, of any standing that is not over."""
    return await stage.memory.reminders.of(await person_of(stage, alone("Hi", author)))


def call(name: str, **arguments: object) -> ToolCall:
    return ToolCall("c1", name, json.dumps(arguments))


def last(stage: Stage) -> Outgoing:
    return stage.sheet.out[-1]


def turns(stage: Stage, *given: Turn) -> FunctionModel:
    """The model gives one turn after another."""
    left = list(given)
    return stage.speak_with(lambda messages: left.pop(0))


def twice(*given: Turn) -> tuple[Turn, ...]:
    return given * 2


def told(model: FunctionModel) -> list[str]:
    """What the model was told of its last calls."""
    return [each.text for each in model.heard[-1] if isinstance(each, ToolResult)]

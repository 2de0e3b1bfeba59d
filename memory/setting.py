"""Settings of a space and of its channels: names and values that only the bot gives a meaning. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from memory.keepable import keepable
from memory.types import PersonId

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True, slots=True)
class Setting:
    """What is set; `channel` is '' for the whole space."""

    channel: str
    name: str
    value: Json


@dataclass(frozen=True, slots=True)
class SettingChange:
    """Who changed a setting when, from what to what; None: not set. `by` is None for somebody who was forgotten."""

    id: int
    channel: str
    name: str
    old: Json
    new: Json
    by: PersonId | None
    at: datetime


def storable(value: Json) -> Json:
    """The value with every text in it as it can be stored."""
    match value:
        case str():
            return keepable(value)
        case list():
            return [storable(each) for each in value]
        case dict():
            return {keepable(name): storable(each) for name, each in value.items()}
    return value

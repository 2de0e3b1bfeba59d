"""Who the bot is: a name, a character and rules, read from a file so that an operator can write another."""

import tomllib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Persona:
    """The bot's name and what opens every prompt; `examples` (said, answered) show small models how it sounds."""

    name: str
    opening: str
    examples: tuple[tuple[str, str], ...] = ()


class _Example(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    said: str = Field(min_length=1, max_length=500)
    answered: str = Field(min_length=1, max_length=500)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    name: str = Field(min_length=1, max_length=40)
    character: str = Field(min_length=1, max_length=4000)
    rules: str = Field(default="", max_length=4000)
    examples: list[_Example] = Field(default_factory=list, max_length=8)


def load_persona(name: str) -> Persona:
    """A persona by name, or from the path of a .toml file; raises `ConfigError`."""
    try:
        read = _File.model_validate(tomllib.loads(_text(name)))
    except ValidationError as fault:
        key = ".".join(str(part) for part in fault.errors()[0]["loc"])
        raise ConfigError(f"The persona {name} is not usable: {key} is missing, too long or unknown.") from None
    except tomllib.TOMLDecodeError as fault:
        raise ConfigError(f"The persona {name} is not valid TOML: {fault}.") from None
    opening = "\n".join(part.strip() for part in (read.character, read.rules) if part.strip())
    return Persona(read.name.strip(), opening, tuple((each.said, each.answered) for each in read.examples))


def installed_personas() -> tuple[str, ...]:
    """The names of the personas that come with the bot."""
    packaged = resources.files("bot") / "personas"
    return tuple(sorted(Path(each.name).stem for each in packaged.iterdir() if each.name.endswith(".toml")))


def _text(name: str) -> str:
    packaged = resources.files("bot") / "personas"
    own = name.endswith(".toml")
    try:
        source = Path(name).expanduser() if own else packaged / f"{Path(name).name}.toml"
        return source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        known = ", ".join(installed_personas())
        raise ConfigError(f"There is no persona {name}. Known: {known}, or the path of a .toml file.") from None

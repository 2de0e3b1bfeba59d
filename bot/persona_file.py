"""What a persona's file may say, and a sentence for what does not fit it, which names the key and what to do."""

import tomllib
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationError, field_validator

from bot.errors import ConfigError
from bot.settings_form import Span
from memory.tone.wished import LEAST, MOST, Dial

LARGEST = 65_536  # characters of a file
_FREE = {"fixed", *(dial.value for dial in Dial if dial is not Dial.PLAINNESS)}
_HINTS = {
    "missing": "is missing; add it",
    "extra_forbidden": "is unknown; take it out or correct its spelling",
    "string_too_short": "is empty; write something or take it out",
    "string_too_long": "is too long; shorten it",
    "too_long": "has too many entries; take some out",
}
Sentence = Annotated[str, Field(min_length=1, max_length=200)]
Sentences = Annotated[list[Sentence], Field(max_length=8)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, str_strip_whitespace=True)


class Example(_Part):
    """`[[examples]]`: what somebody said and how the persona answered."""

    said: str = Field(min_length=1, max_length=500)
    answered: str = Field(min_length=1, max_length=500)


class PersonaFile(_Part):
    """The whole file; the ranges of `adapts` are of dials, `fixed` holds still what is not named there."""

    name: str = Field(min_length=1, max_length=40, pattern=r"^[^\W_][^\n:*_`<>@#|~]*$")
    about: str = Field(default="", max_length=100)
    character: str = Field(min_length=1, max_length=4000)
    voice: str = Field(default="", max_length=1000)
    knows: Sentences = Field(default_factory=list)
    rules: str = Field(default="", max_length=4000)
    refuses: Sentences = Field(default_factory=list)
    boundaries: Sentences = Field(default_factory=list)
    languages: Sentences = Field(default_factory=list)
    examples: list[Example] = Field(default_factory=list, max_length=8)
    adapts: dict[str, Span | StrictBool] = Field(default_factory=dict)

    @field_validator("adapts")
    @classmethod
    def _of_dials(cls, value: dict[str, tuple[float, float] | bool]) -> object:
        for key, each in value.items():
            if key not in _FREE or isinstance(each, bool) != (key == "fixed"):
                raise ValueError(f"adapts.{key[:20]} is none; write fixed = true, or a dial as in emoji = [-2, 0]")
        return value


def read_file(text: str, name: str) -> PersonaFile:
    """The file of that text; raises `ConfigError` in one sentence."""
    if len(text) > LARGEST:
        raise ConfigError(f"The persona {name} is not usable: it is longer than {LARGEST:,} characters; shorten it.")
    try:
        return PersonaFile.model_validate(tomllib.loads(text))
    except ValidationError as fault:
        raise ConfigError(f"The persona {name} is not usable: {_complaint(fault)}.") from None
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise ConfigError(f"The persona {name} is not valid TOML: {fault}.") from None


def _complaint(fault: ValidationError) -> str:
    error = fault.errors(include_url=False, include_input=False)[0]
    loc = [str(part) for part in error["loc"]]
    key = ".".join(part for part in loc if not part.startswith(("tuple", "function", "literal")))
    if loc[0] == "name" and error["type"] == "string_pattern_mismatch":
        return "name begins with a letter or digit and has no markup or line break; choose another"
    if len(loc) > 1 and loc[0] == "adapts":
        return f"adapts.{loc[1]} is no range; write two numbers from {LEAST} to {MOST}, as in emoji = [-2, 0]"
    hint = _HINTS.get(error["type"])
    if hint is not None:
        return f"{key} {hint}"
    message = error["msg"].removeprefix("Value error, ")
    return f"{key}: {message[:1].lower()}{message[1:]}"

"""The closed lists of words as they stand beside the code, one file a language. Pure."""

import tomllib
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

CODES = ("en", "de", "es", "fr", "pt", "it", "ja")


class Lists(BaseModel):
    """What one file holds: words and phrases by what they are a sign of, as `memory.tone.lexicon.Kind` says it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unspaced: bool = False
    letters: float = 0.0
    polite: tuple[str, ...]
    rude: tuple[str, ...]
    hedge: tuple[str, ...]
    blunt: tuple[str, ...]
    warm: tuple[str, ...]
    greeting: tuple[str, ...]
    closing: tuple[str, ...]
    slang: tuple[str, ...]
    casual: tuple[str, ...]
    formal: tuple[str, ...]
    here: tuple[str, ...]
    there: tuple[str, ...]
    contracted: tuple[str, ...]
    full: tuple[str, ...]
    laugh: tuple[str, ...]
    bare: tuple[str, ...]
    marked: tuple[str, ...]
    suffixes: tuple[str, ...]
    capitals: frozenset[str]


@cache
def lists_of(code: str) -> Lists:
    """The lists of one of `CODES`."""
    return Lists.model_validate(tomllib.loads(beside(f"{code}.toml")))


def beside(name: str) -> str:
    """The text of a file among the lists."""
    return (resources.files("memory.tone") / "lists" / name).read_text("utf-8")

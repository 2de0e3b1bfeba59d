"""What is answered about reminders, in the language of whoever reads it: looked up by the English, else said in that.

A language has a table `formal` with what differs where people are addressed formally.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from bot.reminders.wording import FORMAL, is_formal


def in_language(tag: str | None, english: str) -> str:
    """The sentence in the language of a BCP 47 tag, addressing its reader as the tag says, else as it is."""
    language = (tag or "").partition("-")[0].casefold()
    plain = sentences_of(language).get(english, english)
    return formal_of(language).get(english, plain) if is_formal(tag) else plain


def put(tag: str | None, english: str, **filled: object) -> str:
    """The same, filled in; what is filled in is never read for places to fill."""
    return in_language(tag, english).format(**filled)


@cache
def sentences_of(language: str) -> Mapping[str, str]:
    """All sentences of a language by their English; none where it has none."""
    return {english: text for english, text in _read(language).items() if isinstance(text, str)}


@cache
def formal_of(language: str) -> Mapping[str, str]:
    """Those that differ where people are addressed formally."""
    found = _read(language).get(FORMAL, {})
    return found if isinstance(found, Mapping) else {}


@cache
def languages() -> frozenset[str]:
    """The languages that are here, beside English."""
    folder = resources.files("bot") / "words" / "reminders"
    return frozenset(each.name.removesuffix(".toml") for each in folder.iterdir() if each.name.endswith(".toml"))


@cache
def _read(language: str) -> Mapping[str, str | Mapping[str, str]]:
    if language not in languages():
        return {}
    file = resources.files("bot") / "words" / "reminders" / f"{language}.toml"
    return tomllib.loads(file.read_text("utf-8"))

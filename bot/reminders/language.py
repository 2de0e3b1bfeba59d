"""What is answered to a wish, in the language of whoever wished: looked up by the English, else said in that."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


def in_language(tag: str | None, english: str) -> str:
    """The sentence in the language of a BCP 47 tag, else as it is."""
    return sentences_of((tag or "").partition("-")[0].casefold()).get(english, english)


@cache
def sentences_of(language: str) -> Mapping[str, str]:
    """All sentences of a language by their English; none where it has none."""
    if language not in languages():
        return {}
    file = resources.files("bot") / "words" / "reminders" / f"{language}.toml"
    return tomllib.loads(file.read_text("utf-8"))


@cache
def languages() -> frozenset[str]:
    """The languages that are here, beside English."""
    folder = resources.files("bot") / "words" / "reminders"
    return frozenset(each.name.removesuffix(".toml") for each in folder.iterdir() if each.name.endswith(".toml"))

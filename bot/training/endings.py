"""The endings that languages put behind names, or in the place of how they end: Annas, Anny, Annalle. Pure.

What stays is the beginning, which is what tells who somebody is; the ending is left where it was. Endings of a language
count in a text of it; in one whose language cannot be told those of any do, for names of some length with a capital.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict, Field

ANY = "any"
_FEWEST, _UNSURE = 3, 4  # letters of a name; where the language is not known, or in small letters
_STEM = 2
_CASE = (
    "n|[aä]|t[aä]|(?:ss|st|ll|lt|n)[aä]|lle|ksi|tt[aä]|[aä]n|en|in|on|un|yn|ön|lt|le|st|sse|ga|ni"
    "|n(?:ko|kö|kin)|ll[aä](?:kin|kaan|kään)"
)


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    end: str
    to: str = Field(alias="as")


class _Language(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    codes: tuple[str, ...]
    rules: tuple[_Rule, ...]
    cyrillic: bool = False  # told by its letters alone


def bent(word: str, language: str | None) -> Iterator[tuple[str, str, bool]]:
    """Beginnings of a name with the endings, a regular expression, that may follow, and whether in any letters.

    As a rule a name has a capital; in small letters endings count where the language is known to have them.
    """
    if len(word) < _FEWEST:
        return
    for each in _languages():
        if not (each.cyrillic == _is_cyrillic(word) or ANY in each.codes):
            continue
        told = language in each.codes or each.cyrillic
        if told or ANY in each.codes or (language is None and len(word) >= _UNSURE):
            loose = told and (each.cyrillic or len(word) >= _UNSURE)
            yield from ((stem, ends, loose) for stem, ends in _by(each.rules, word))


def _by(rules: Sequence[_Rule], word: str) -> Iterator[tuple[str, str]]:
    for rule in rules:
        if (match := re.search(rule.end, word, re.IGNORECASE)) and match.start() >= _STEM:
            yield word[: match.start()], match.expand(rule.to.replace("<case>", _CASE))


def _is_cyrillic(word: str) -> bool:
    return "\u0400" <= word[0] <= "\u052f"


@cache
def _languages() -> Sequence[_Language]:
    told: Mapping[str, object] = tomllib.loads((resources.files("bot.training") / "endings.toml").read_text("utf-8"))
    rows = told["language"]
    return tuple(_Language.model_validate(each) for each in rows) if isinstance(rows, list) else ()

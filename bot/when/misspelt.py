"""Days that were spelt wrong: "wensday at 3", "tomrrow at 3" are asked about, as they would be today. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache

from bot.when.compose import FAR
from bot.when.lexicon import Keys, Lexicon, lexicon
from bot.when.meant import Meant
from bot.when.tokens import Token

MORE_ALIKE = 0.86  # of tomorrow: "tomrrow" has .93, "Morgan" for "morgen" .83
ALIKE = 0.8  # "wensday" has .88, "birthday" .63, "payday" .5
SHORTEST = 5  # letters


def misspelt_day(tokens: Sequence[Token], meant: Meant, words: Lexicon) -> bool:
    """Whether a word near a time without a day is nearly the name of one."""
    return any(is_nearly_a_day(each, words.language) for each in _near(tokens, meant))


def misspelt_ahead(tokens: Sequence[Token], meant: Meant, words: Lexicon) -> int | None:
    """How many days ahead is what a word near a time without a day is nearly, as "tomrrow" is; None where none is."""
    days = _ahead(words.language)
    near = (day for each in _near(tokens, meant) for day in days if _is_like(each, day, MORE_ALIKE))
    return next((days[day] for day in near), None)


def _near(tokens: Sequence[Token], meant: Meant) -> list[str]:
    if meant.day is not None or meant.rhythm is not None or meant.moment is not None:
        return []
    near = (*tokens[max(meant.first - FAR, 0) : meant.first], *tokens[meant.last + 1 : meant.last + 1 + FAR])
    return [each.text for each in near if not each.keys and each.made is None]


def is_nearly_a_day(word: str, language: str) -> bool:
    """Whether a word that is none is as good as the name of a day of the week."""
    return any(_is_like(word, day, ALIKE) for day in _days(language))


def _is_like(word: str, day: str, least: float) -> bool:
    if len(word) < SHORTEST or not word.isalpha():
        return False
    return SequenceMatcher(None, word, day).ratio() >= least


@cache
def _days(language: str) -> tuple[str, ...]:
    return tuple(sorted(day for day, keys in _long(language) if "weekday" in keys))


@cache
def _ahead(language: str) -> Mapping[str, int]:
    return {day: int(keys["rday"]) for day, keys in _long(language) if keys.get("rday", 0) > 0}


def _long(language: str) -> Iterator[tuple[str, Keys]]:
    for entries in lexicon(language).words.values():
        yield from ((words[0], keys) for words, keys in entries if len(words) == 1 and len(words[0]) >= SHORTEST)

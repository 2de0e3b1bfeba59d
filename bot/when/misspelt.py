"""Days of the week that were spelt wrong: "wensday at 3" is asked about, as without its day it would be today. Pure."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache

from bot.when.compose import FAR
from bot.when.lexicon import Lexicon, lexicon
from bot.when.meant import Meant
from bot.when.tokens import Token

ALIKE = 0.8  # "wensday" has .88, "birthday" .63, "payday" .5
SHORTEST = 5  # letters


def misspelt_day(tokens: Sequence[Token], meant: Meant, words: Lexicon) -> bool:
    """Whether a word near a time without a day is nearly the name of one."""
    if meant.day is not None or meant.rhythm is not None or meant.moment is not None:
        return False
    near = (*tokens[max(meant.first - FAR, 0) : meant.first], *tokens[meant.last + 1 : meant.last + 1 + FAR])
    return any(is_nearly_a_day(each.text, words.language) for each in near if not each.keys and each.made is None)


def is_nearly_a_day(word: str, language: str) -> bool:
    """Whether a word that is none is as good as the name of a day of the week."""
    if len(word) < SHORTEST or not word.isalpha():
        return False
    return any(SequenceMatcher(None, word, day).ratio() >= ALIKE for day in _days(language))


@cache
def _days(language: str) -> tuple[str, ...]:
    known = lexicon(language).words
    spelt = {words[0] for entries in known.values() for words, keys in entries if "weekday" in keys and len(words) == 1}
    return tuple(sorted(each for each in spelt if len(each) >= SHORTEST))

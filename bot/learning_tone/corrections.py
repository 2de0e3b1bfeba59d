"""Whether somebody says that an answer was wrong, or puts their question otherwise. Pure; no model.

Only what stands at the beginning of a message and ends there or at a sign: corrections are missed rather than made up.
"""

import re
import tomllib
from difflib import SequenceMatcher
from functools import cache
from importlib import resources

from memory.wording import folded

LONGEST = 400  # characters of a message that is looked at
_SIGNS = r"[\s]*(?:[.,;:!…—–-]|[。、！]|$|\n)"
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_TYPO = 0.65  # how alike two spellings of a word are, at least
_MOST_WORDS = 400


def corrects(text: str) -> bool:
    """Whether the message begins with saying that the last answer was wrong."""
    return len(text) <= LONGEST and _pattern().match(text.strip().replace("’", "'").casefold()) is not None


def put_otherwise(before: str, after: str) -> bool:
    """Whether a question says something else now: a word more or less, not only another spelling or other signs."""
    was, now = _words(before), _words(after)
    if not was or not now or was == now:
        return False
    gone, new = [each for each in was if each not in now], [each for each in now if each not in was]
    return not (_spelt_anew(gone, new) or _spelt_anew(new, gone)) or len(gone) != len(new)


def _spelt_anew(some: list[str], others: list[str]) -> bool:
    return all(any(SequenceMatcher(None, each, other).ratio() >= _TYPO for other in others) for each in some)


def _words(text: str) -> list[str]:
    return _WORD.findall(folded(text))[:_MOST_WORDS]


@cache
def _pattern() -> re.Pattern[str]:
    text = (resources.files("bot.learning_tone") / "corrections.toml").read_text("utf-8")
    lists: dict[str, list[str]] = tomllib.loads(text)
    no = "|".join(map(re.escape, lists.pop("no")))
    said = "|".join(re.escape(each) for phrases in lists.values() for each in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?:(?:{no})(?:[\s]*[.,;:!…、。！—-]+\s*|\s+))?(?:{said}){_SIGNS}")

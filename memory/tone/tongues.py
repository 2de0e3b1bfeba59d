"""Which language a message is in, by its script, by the model of `memory.languages`, or by its smallest words. Pure.

The model is unsure of short and careless lines ("i dont know"), which are what chat is made of; pronouns, articles and
contractions of one language alone tell those.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from memory.languages import spoken
from memory.tone.listed import CODES, lists_of

_FEWEST, _LEAD = 2, 1.5  # words of a language; how much more of it than of the next
_SHARE = 5  # one in so many signs must be of a script
_OWN_SCRIPT = re.compile("[\u0370-\u03ff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("el", re.compile("[\u0370-\u03ff]")),
)


def language_of(text: str, folded: Sequence[str]) -> str | None:
    """The ISO code of the language of a text with these words in lower case; None where it cannot be told."""
    for code, found in _SCRIPTS if _OWN_SCRIPT.search(text) else ():
        if len(found.findall(text)) * _SHARE >= len(text):
            return code
    if len(folded) < _FEWEST:
        return None
    return spoken(text) or _by_words(folded)


def _by_words(folded: Collection[str]) -> str | None:
    known = _small_words()
    counts = Counter(code for word in folded for code in known.get(word, ()))
    first, second = (*counts.most_common(2), ("", 0), ("", 0))[:2]
    return first[0] if first[1] >= _FEWEST and first[1] >= _LEAD * second[1] else None


@cache
def _small_words() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code in CODES:
        lists = lists_of(code)
        if not lists.unspaced:
            small = {*lists.here, *lists.there, *lists.contracted, *lists.bare, *lists.marked}
            for word in small:
                found.setdefault(word, []).append(code)
    return {word: tuple(codes) for word, codes in found.items()}

"""The several things that a question lists: "the roof, the leak and the boiler: what is left to do?". Pure.

A search for all words at once finds the lines that hold most of them, which may all be about one of the things. The
cuts are marks and, by script and language, a few words for "and" and "or"; a word that means something else in another
language ("e" in Portuguese, "a" in English) is left out. What one part means by itself is not asked: a part is no more
than the words that it holds.
"""

import re
from itertools import groupby

from memory.terms import Wanted, tokenise

FEWEST, MOST = 3, 8  # parts; two things are found by one search, and more than so many are a story
_WORDS = 2  # that a part has at least
_ANDS = "and|or|und|oder|sowie|et|ou|y|oraz|lub|en|of|ve|veya|og|och|eller|и|или|та|або|و|أو"
_SPACELESS_ANDS = "以及|还有|或者|それから|および|または"
_CUT = re.compile(rf"[,;:?!.\n、，；：？！。،؛؟]+|\b(?:{_ANDS})\b|{_SPACELESS_ANDS}", re.IGNORECASE)


def parts_of(text: str, words: Wanted) -> tuple[frozenset[int], ...]:
    """For each part of a list in `text` the words of `words` that it holds, by number; nothing where it lists none."""
    cut = _CUT.split(text)
    if len(cut) < FEWEST:
        return ()
    numbers = dict(zip(words.terms, words.words, strict=True))
    held = [frozenset(numbers[term] for term in tokenise(each) if term in numbers) for each in cut]
    parts = [part for part, _ in groupby(each for each in held if len(each) >= _WORDS)]
    return tuple(parts) if FEWEST <= len(parts) <= MOST else ()

"""Where names that are known stand in a text, in any letters and with the endings of its language. Pure.

Names of scripts that put spaces around words are whole words; of the others see `bot.training.unspaced`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.training.endings import bent
from bot.training.unspaced import HANGUL, SPACELESS, around, parts_of, spaceless
from memory.tone.names import everyday_in
from memory.tone.written import written
from memory.wording import folded

_SHORT = 3
_CHANGED = 3  # signs of a name, at most, that an ending stands for
_COMMON = frozenset(("i", "you", "me", "we", "he", "she", "it", "they", "user", "assistant", "bot", "mum", "mom"))
_LETTER = f"[^\\W_{SPACELESS}{HANGUL}]"  # beside a name, so that it is only part of a word
_CASED = "\u0000-\u058f\u1e00-\u1fff"  # scripts with capitals
_BEGINNING = re.compile(f"(?<!{_LETTER})\\S")
_WORD = re.compile(r"[^\W_]*")


def worth_hiding(names: Iterable[str]) -> tuple[str, ...]:
    """Whole names and their parts, the longest first; no words that everybody is called by."""
    parts = {part for name in names for part in (name.strip(), *re.split(r"[\s・]+", name))}
    bare = {part.strip(".,;:!?()[]\"'“”") for part in parts}
    bare |= {part for each in bare for part in parts_of(each)}
    kept = (each for each in bare if (len(each) > 1 or spaceless(each)) and folded(each) not in _COMMON)
    return tuple(sorted((each for each in kept if any(c.isalpha() for c in each)), key=lambda each: (-len(each), each)))


class _Name(NamedTuple):
    name: str
    start: str  # what no ending changes, evened
    anywhere: bool  # may begin behind a letter


class Known:
    """Names to be found in texts. A pattern is made of a name only where a text begins like it: they may be many."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_sign: dict[str, list[_Name]] = {}
        for name in worth_hiding(names):
            each = _Name(name, _even(name[: _kept(name)]), spaceless(name))
            self._by_sign.setdefault(each.start[0], []).append(each)

    def within(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Each of the names, as `worth_hiding` gives them, with where it stands: without its ending."""
        language = written(text).language if self._by_sign else None
        begins = frozenset(match.start() for match in _BEGINNING.finditer(text))
        even, end = [_even(sign) for sign in text] if self._by_sign else [], 0
        for at, sign in enumerate(even):
            if at < end:
                continue
            for each in self._by_sign.get(sign[0], ()):
                if not (each.anywhere or at in begins) or "".join(even[at : at + len(each.start)]) != each.start:
                    continue
                match = _pattern(each.name, language).match(text, at)
                if match and match.end() > at and _is_meant(match, language):
                    end = match.end()
                    yield each.name, at, end
                    break


def _kept(name: str) -> int:
    """How many signs at its beginning no ending changes."""
    return len(name) if spaceless(name) else max(1, len(name.split()[0]) - _CHANGED)


def _even(piece: str) -> str:
    """In small letters, those of Turkish as well, with straight apostrophes."""
    return piece.replace("İ", "i").replace("ı", "i").replace("’", "'").casefold()


def _is_meant(match: re.Match[str], language: str | None) -> bool:
    """Whether it is a name rather than a word of the language in small letters."""
    piece = match[0]
    if piece[0].isupper():
        return True
    whole, words = _WORD.match(match.string, match.end()), everyday_in(language)
    ended = piece + (whole[0] if whole else "")
    return folded(ended) not in words or (len(ended) > _SHORT and ended == piece)


@lru_cache(maxsize=4096)
def _pattern(name: str, language: str | None) -> re.Pattern[str]:
    """What the name may look like, with what must stand beside it."""
    if spaceless(name):
        return re.compile(_around(name), re.IGNORECASE)
    return re.compile(f"(?<!{_LETTER})(?:{_forms(name, language)})")


def _around(name: str) -> str:
    return around(name).replace("{}", re.escape(name))


def _forms(name: str, language: str | None) -> str:
    """The name as such and bent, each with what must follow; of several words any may be bent."""
    loose = folded(name) not in everyday_in(language)
    *first, last = name.split()
    before = "".join(f"(?:{'|'.join(_followed(each, language, loose=loose))})\\s+" for each in first)
    return f"{before}(?:{'|'.join(_last(last, language, loose=loose, behind=bool(first)))})"


def _followed(word: str, language: str | None, *, loose: bool) -> Iterator[str]:
    """A word of a name that others follow, with its ending."""
    yield _in_letters(word, loose)
    yield from (f"{_in_letters(stem, told)}(?i:{ends})" for stem, ends, told in bent(word, language))


def _last(word: str, language: str | None, *, loose: bool, behind: bool) -> Iterator[str]:
    """The last word of a name; its ending is only looked at. `behind` others it is hardly anything else."""
    yield _in_letters(word, loose) + (f"(?!{_LETTER})" if re.match(f"[{_CASED}]", word[-1]) else "")
    for stem, ends, told in bent(word, language):
        yield f"{_in_letters(stem, told or (loose and behind))}(?=(?i:{ends})(?!{_LETTER}))"


def _in_letters(word: str, loose: bool) -> str:
    """A word in any letters, or as names are written."""
    written_so = "|".join(_escaped(each) for each in {word, word[0].upper() + word[1:], word.upper()})
    return f"(?i:{_escaped(word)})" if loose else f"(?:{written_so})"


def _escaped(word: str) -> str:
    return re.sub("['’]", "['’]", re.escape(word))

"""Where a text may be cut without taking one visible sign apart: the boundaries of grapheme clusters.

The rules of Unicode's annex 29 as far as Python's own tables carry them; that costs a few rare scripts' finer points
and saves a dependency.
"""

import unicodedata

JOINER = "\u200d"
_MARKS = frozenset({"Mn", "Mc", "Me"})
_HANGUL_VOWELS = range(0x1160, 0x1200)  # and final consonants: they join what stands before them
_HANGUL_LEADS = range(0x1100, 0x1160)
_SYLLABLES = range(0xAC00, 0xD7A4)
_TONES = range(0x1F3FB, 0x1F400)  # skin tones
_TAGS = range(0xE0020, 0xE0080)  # of the flags of regions
_FLAGS = range(0x1F1E6, 0x1F200)  # regional indicators, two to a flag
_OTHERS = frozenset("\u200c\u0e33\u0eb3\uff9e\uff9f")  # join what stands before them and are no marks
_PREFIXES = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2")
_VIRAMAS = frozenset("\u094d\u09cd\u0a4d\u0acd\u0b4d\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2")


def is_boundary(text: str, at: int, floor: int = 0) -> bool:
    """Whether a cut before `text[at]` leaves every sign whole, `floor` being a boundary at or before it."""
    if at <= floor or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if before < "\u0300" and after < "\u0300":
        return (before, after) != ("\r", "\n")
    if before in "\r\n":
        return True
    if before == JOINER or before in _PREFIXES or _joins(after):
        return False
    if before in _VIRAMAS and unicodedata.category(after) == "Lo":
        return False
    return not (_is_half_flag(text, at, floor) or _is_syllable(ord(before), ord(after)))


def _joins(sign: str) -> bool:
    """Whether it belongs to what stands before it."""
    code = ord(sign)
    return sign == JOINER or sign in _OTHERS or code in _TONES or code in _TAGS or unicodedata.category(sign) in _MARKS


def _is_half_flag(text: str, at: int, floor: int) -> bool:
    if ord(text[at]) not in _FLAGS:
        return False
    start = at
    while start > floor and ord(text[start - 1]) in _FLAGS:
        start -= 1
    return (at - start) % 2 == 1


def _is_syllable(before: int, after: int) -> bool:
    """Whether two signs are of one Hangul syllable."""
    if after in _HANGUL_VOWELS:
        return before in _HANGUL_LEADS or before in _HANGUL_VOWELS or before in _SYLLABLES
    return before in _HANGUL_LEADS and (after in _HANGUL_LEADS or after in _SYLLABLES)

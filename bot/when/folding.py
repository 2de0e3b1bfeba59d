"""Text as it is compared: one width, small letters, no marks above or below, and where each letter stood. Pure."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 600  # characters that are read; what comes later is part of the task at most
# Letters that people interchange, and those that casefold leaves apart.
_SAME = str.maketrans(
    {"ı": "i", "ى": "ي", "ة": "ه"}
    | dict.fromkeys("’‘ʼ`", "'")
    | dict.fromkeys("–—−‐‑", "-")
    | dict.fromkeys("～〜", "~")
    | dict.fromkeys("、،，•·∙", ",")
    | dict.fromkeys("“”", '"')
    | {"。": "."}
)
_DROPPED = {"\u0640", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\ufeff"}
_FRACTION = "\u2044"
_KEPT = range(0x3099, 0x309B)  # what makes ga of ka is no accent


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded text, and for each of its characters the place in the text that was given."""

    text: str
    places: tuple[int, ...]


def fold(text: str) -> Folded:
    """At most `LONGEST` characters of it."""
    pieces: list[tuple[str, int]] = []
    for place, char in enumerate(text[:LONGEST]):
        letters = _letter(char)
        if len(letters) > 1 and _FRACTION in letters and pieces and pieces[-1][0][-1:].isdigit():
            letters = f" {letters}"  # 1½ is one and a half, not eleven halves
        pieces.append((letters, place))
    whole = "".join(piece for piece, _ in pieces)
    return Folded(whole, tuple(place for piece, place in pieces for _ in piece))


def folded(text: str) -> str:
    """Only the text."""
    return "".join(map(_letter, text))


@lru_cache(maxsize=4_096)  # scripts of everyday; whoever writes in signs of all scripts is folded more slowly
def _letter(char: str) -> str:
    if char in _DROPPED:
        return ""
    if (digit := unicodedata.digit(char, None)) is not None and unicodedata.category(char) == "Nd":
        return str(digit)
    parts = unicodedata.normalize("NFKD", char.translate(_SAME)).casefold()
    kept = "".join(part for part in parts if not unicodedata.combining(part) or ord(part) in _KEPT)
    return unicodedata.normalize("NFC", kept.translate(_SAME))

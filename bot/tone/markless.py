"""Reading what was typed without accents, umlauts or apostrophes as what it means. Pure.

Clause and pattern are both read without marks, letter for letter, so that a place in one is the same in the other. Only
for languages where few words differ by their marks alone: "olmak" and "ölmek" are to be and to die in Turkish.
"""

import re

LANGUAGES = frozenset({"de", "en", "es", "fr", "it", "pt"})
_MARKED = "àáâãäåèéêëìíîïñòóôõöùúûüýÿç"
_PLAIN = "aaaaaaeeeeiiiinooooouuuuyyc"
_UNMARKED = str.maketrans(_MARKED, _PLAIN)
_APOSTROPHE = re.compile(r"(?<!\[)'\??")  # in a class of its own it has to stand there: "we're" is not "were"
_BEHIND = re.compile(r"(\(\?<[=!][^()]*\))")  # what stands before has to be of one length
_WRITTEN = {
    "de": str.maketrans({"ä": "ae?", "ö": "oe?", "ü": "ue?"}),
    "it": str.maketrans({each: f"{each.translate(_UNMARKED)}'?" for each in "àèéìòù"}),
}


def markless(text: str) -> str:
    """Folded text without marks on its letters, of the same length."""
    return text if text.isascii() else text.translate(_UNMARKED)


def markless_pattern(pattern: str, language: str) -> str:
    """A pattern for such text, that also finds what is written instead of the marks."""
    pieces = _BEHIND.split(pattern)
    return "".join(piece if at % 2 else _loosened(piece, language) for at, piece in enumerate(pieces)).translate(
        _UNMARKED
    )


def _loosened(pattern: str, language: str) -> str:
    return _APOSTROPHE.sub(r"['\\s]?", pattern).translate(_WRITTEN.get(language, {}))

"""How words are typed without accents and umlauts: by leaving the marks out, or as German spells them out. Pure."""

import unicodedata

_SINGLE = str.maketrans({"ı": "i", "ß": "ss", "œ": "oe", "æ": "ae"})
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def unmarked(text: str) -> str:
    """Without accents, umlauts and dots."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text.translate(_SINGLE))
    return "".join(each for each in apart if not unicodedata.combining(each))


def ways_to_type(word: str) -> frozenset[str]:
    """A folded word without its marks, and with them spelt out."""
    return frozenset({unmarked(word), unmarked(word.translate(_SPELT))})

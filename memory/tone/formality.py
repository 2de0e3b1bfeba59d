"""How formal a text is, 0 casual to 1 formal, from closed lists and signs alone: no model, nothing trained. Pure.

The share of words that tell of things against those that point at the situation is Heylighen and Dewaele's measure
(1999), here from closed word classes; words of either register, long words and nominal suffixes follow Brooke, Wang and
Hirst (2010); T and V stand for themselves. Each cue is cut at its usual range and all count the same (Dawes 1979:
improper linear models), which did no worse than weights learned from people's scores.
"""

from collections.abc import Mapping
from math import exp, log

from memory.tone.address import address_of
from memory.tone.lexicon import Found, Kind, Lexicon, found_in, lexicon_of
from memory.tone.names import nameless
from memory.tone.prose import own_words
from memory.tone.written import Written, cut, written

NEUTRAL = 0.5
_STEEP, _MIDDLE = 0.7, 0.6
_USUAL_WORDS = 14.0  # of a sentence
_STOPS = tuple(".!?。．！？।۔؟…")
_LONG = 6  # letters


def formality(text: str) -> float:
    """How formal a text is; 0.5 where nothing of it tells. What it quotes is part of it."""
    read = written(nameless(cut(own_words(text, quotes=True) or text)))
    lexicon = lexicon_of(read.language)
    value = formality_of(read, lexicon, found_in(read, lexicon), formal=address_of(read))
    return NEUTRAL if value is None else value


def formality_of(text: Written, lexicon: Lexicon | None, found: Found, *, formal: float | None) -> float | None:
    """The same of a message that is taken apart already; None where it has no words. `formal`: its share of V."""
    if not text.words:
        return None
    total = sum(cues_of(text, lexicon, found, formal=formal).values())
    return 1 / (1 + exp(-_STEEP * (total + _MIDDLE)))


def cues_of(text: Written, lexicon: Lexicon | None, found: Found, *, formal: float | None) -> Mapping[str, float]:
    """Each cue from -1 casual to 1 formal; those only that the text's script and language have."""
    cues = _signs(text) | _beginnings(text)
    cues["sentence"] = _cut(log((text.count / max(1, len(text.sentences)) + 1) / _USUAL_WORDS))
    if lexicon is not None and lexicon.kinds:
        cues |= _registers(text, found)
        if lexicon.letters:
            cues |= _classes(text, lexicon, found)
    if formal is not None:
        cues["address"] = 2 * formal - 1
    return cues


def _signs(text: Written) -> dict[str, float]:
    many = max(1, len(text.sentences))
    shown, words = text.text, max(1, len(text.words))
    asked = shown.count("?") + shown.count("？") + shown.count("؟")
    return {
        "marks": -_cut((sum(text.pictures.values()) + sum(text.emoticons.values())) / many),
        "loud": -_cut((shown.count("!") + shown.count("！")) / many),
        "trailing": -_cut(2 * (shown.count("..") + shown.count("…")) / many),
        "asking": -_cut(asked / many),
        "shouting": -_cut(3 * sum(len(each) > 3 and each.isupper() for each in text.words) / words),
        "stops": sum(each.endswith(_STOPS) for each in text.bare) / many - 1.0,
    }


def _beginnings(text: Written) -> dict[str, float]:
    firsts = (next((sign for sign in each if sign.isalpha()), "") for each in text.sentences)
    cased = [each.isupper() for each in firsts if each.upper() != each.lower()]
    return {"capitals": sum(cased) / len(cased) - 1.0} if cased else {}


def _registers(text: Written, found: Found) -> dict[str, float]:
    size, many = max(1, text.count), max(1, len(text.sentences))
    return {
        "formal": _cut(8 * found.of(Kind.FORMAL) / size),
        "casual": -_cut(4 * found.of(Kind.CASUAL) / size),
        "slang": -_cut(8 * found.of(Kind.SLANG) / size),
        "rude": -_cut(found.of(Kind.RUDE)),
        "contracted": -_cut(found.of(Kind.CONTRACTED) / many),
    }


def _classes(text: Written, lexicon: Lexicon, found: Found) -> dict[str, float]:
    size = max(1, text.count)
    nominal = sum(len(each) > _LONG and each.endswith(lexicon.suffixes) for each in text.folded)
    letters = sum(map(len, text.words)) / max(1, len(text.words))
    return {
        "classes": _cut(1.5 * (found.of(Kind.THERE) - found.of(Kind.HERE)) / size + 0.1),
        "suffixes": _cut(5 * nominal / size),
        "letters": _cut((letters - lexicon.letters) / 1.5),
    }


def _cut(value: float) -> float:
    return max(-1.0, min(1.0, value))

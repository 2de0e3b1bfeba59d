"""How formal a text is, 0 casual to 1 formal, from closed lists and signs alone: no model, nothing trained. Pure.

The share of words that tell of things against those that point at the situation is Heylighen and Dewaele's measure
(1999), here from closed word classes; words of either register and nominal suffixes follow Brooke, Wang and Hirst
(2010). The cues are added with equal weights, each cut at its usual range (Dawes 1979: improper linear models).
"""

from collections.abc import Mapping
from math import exp

from memory.tone.lexicon import Found, Kind, Lexicon, found_in, lexicon_of
from memory.tone.prose import own_words
from memory.tone.signs import EMOJI, EMOTICON
from memory.tone.written import Written, written

NEUTRAL = 0.5
_STEEP = 1.2


def formality(text: str) -> float:
    """How formal a text is; 0.5 where nothing of it tells."""
    read = written(own_words(text) or text)
    lexicon = lexicon_of(read.language)
    value = formality_of(read, lexicon, found_in(read, lexicon))
    return NEUTRAL if value is None else value


def formality_of(text: Written, lexicon: Lexicon | None, found: Found) -> float | None:
    """The same of a message that is taken apart already; None where it has no words."""
    if not text.words:
        return None
    cues = cues_of(text, lexicon, found)
    return 1 / (1 + exp(-_STEEP * sum(cues.values()) / 2)) if cues else None


def cues_of(text: Written, lexicon: Lexicon | None, found: Found) -> Mapping[str, float]:
    """Each cue from -1 casual to 1 formal."""
    cues = _signs(text)
    if lexicon is not None and lexicon.kinds:
        cues |= _words(text, lexicon, found)
    return cues


def _signs(text: Written) -> dict[str, float]:
    many = max(1, len(text.sentences))
    cues = {
        "marks": -_cut((len(EMOJI.findall(text.text)) + len(EMOTICON.findall(text.text))) / many),
        "loud": -_cut(text.text.count("!") / many),
        "trailing": -_cut(2 * (text.text.count("...") + text.text.count("…")) / many),
        "asking": -_cut((text.text.count("?") + text.text.count("？")) / many) / 2,
    }
    firsts = [next((sign for sign in each if sign.isalpha()), "") for each in text.sentences]
    cased = [each for each in firsts if each.upper() != each.lower()]
    if cased:
        cues["capitals"] = sum(each.isupper() for each in cased) / len(cased) - 1.0
    if not text.unspaced:
        cues["length"] = _cut((sum(map(len, text.words)) / len(text.words) - 4.6) / 1.5)
        cues["sentence"] = _cut((len(text.words) / many - 14) / 14)
    return cues


def _words(text: Written, lexicon: Lexicon, found: Found) -> dict[str, float]:
    size = max(1, text.count)
    share = {kind: found.of(kind) / size for kind in Kind}
    cues = {
        "classes": _cut((share[Kind.THERE] - share[Kind.HERE] + 0.05) * 3),
        "formal": _cut(share[Kind.FORMAL] * 8),
        "casual": -_cut(share[Kind.CASUAL] * 4),
        "slang": -_cut(share[Kind.SLANG] * 8),
        "contracted": -_cut(share[Kind.CONTRACTED] * 10),
    }
    if lexicon.suffixes:
        long = sum(len(each) > 6 and each.endswith(lexicon.suffixes) for each in text.folded)
        cues["suffixes"] = _cut(long / size * 5)
    return cues


def _cut(value: float) -> float:
    return max(-1.0, min(1.0, value))

"""The signs of a message that are no words: emoji, emoticons, stops, capitals. Pure, and the same in any language."""

import re
from collections.abc import Mapping
from math import log

from memory.tone.measured import Feature
from memory.tone.written import Written

MOST = 3.0  # a sentence
_ELLIPSIS = re.compile(r"…+|\.{2,}|。{2,}|・{3,}")
_ASKS, _STOPS = "?？؟", ".。．।۔"
_COMMAS = ",،、，"
_WITHOUT_STOPS = frozenset(("th", "lo", "km", "my"))
_SHOUT = 4  # letters: shorter words in capitals alone are abbreviations


def signs(text: Written, raw_lines: int) -> Mapping[Feature, float]:
    """What the signs of a message tell; capitals only where its script has any."""
    many = max(1, len(text.sentences))
    found = {
        Feature.EMOJI: min(MOST, sum(text.pictures.values()) / many),
        Feature.EMOTICONS: min(MOST, sum(text.emoticons.values()) / many),
        Feature.EXCLAIMING: min(MOST, (text.text.count("!") + text.text.count("！")) / many),
        Feature.TRAILING: min(MOST, len(_ELLIPSIS.findall(text.text)) / many),
        Feature.COMMAS: min(MOST, sum(text.text.count(each) for each in _COMMAS) / many),
        Feature.LINES: log(max(1, raw_lines)),
    }
    if text.words:
        found[Feature.ASKING] = sum(any(sign in each[-3:] for sign in _ASKS) for each in text.bare) / many
    return found | _stops(text) | _capitals(text)


def _stops(text: Written) -> dict[Feature, float]:
    told = [each for each in text.bare if any(sign.isalpha() for sign in each) and each[-1] not in f"{_ASKS}!！"]
    if not told or text.language in _WITHOUT_STOPS:
        return {}
    closed = sum(each[-1] in _STOPS and not each.endswith("..") for each in told)
    return {Feature.STOPS: closed / len(told)}


def _capitals(text: Written) -> dict[Feature, float]:
    firsts = [next((sign for sign in each if sign.isalpha()), "") for each in text.sentences]
    cased = [each for each in firsts if each.upper() != each.lower()]
    words = [each for each in text.words if each.isascii() or each.upper() != each.lower()]
    found: dict[Feature, float] = {}
    if cased:
        found[Feature.CAPITALS] = sum(each.isupper() for each in cased) / len(cased)
    if words:
        found[Feature.SHOUTING] = _shouted(words) / len(words)
    return found


def _shouted(words: list[str]) -> int:
    loud = [each.isupper() and len(each) > 1 for each in words]
    if not any(loud):
        return 0
    beside = [loud[i] and (any(loud[max(0, i - 1) : i]) or any(loud[i + 1 : i + 2])) for i in range(len(words))]
    return sum(each and (near or len(word) >= _SHOUT) for word, each, near in zip(words, loud, beside, strict=True))

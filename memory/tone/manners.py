"""How somebody treats whom they write to: polite, blunt, warm, greeting and closing, with humour or slang. Pure.

All of it is counted from the closed lists. A single word says most of it, so each further one of a kind adds half of
what is left. What a language has no lists for is absent.
"""

import re
from collections.abc import Mapping

from memory.tone.lexicon import Found, Hit, Kind, Lexicon
from memory.tone.measured import Feature, Habit
from memory.tone.signs import MOST
from memory.tone.written import Written

_WARM = frozenset("❤🧡💛💚💙💜🤎🖤🤍💕💖💗💓💞💘💝😍🥰😘🤗😊☺🙏🫶🌹🎉🥳💐😻👍")
_FUNNY = frozenset("😂🤣😹😆😜🤪😝💀😛🙃😏😄😅")
_LAUGH = re.compile(
    r"(?<!\w)(?:[bm]?w?a*h?(?:ha){2,}h?|a*h*(?:ah){2,}a*|(?:he){2,}h?|(?:hi){2,}|(?:j[aei]){3,}j?|(?-i:k{3,})|(?:rs){2,}"
    r"|а*(?:ха|хе|хи){2,}х?|w{3,}|ｗ{2,}|草|[ㅋㅎ]{2,}|哈{2,}|(?:ฮ่?า){2,})(?!\w)"
    "|(?<=[\u3040-\u30ff\u4e00-\u9fff!！?？])[wｗ]+(?!\\w)|(?<=[\u0e00-\u0e7f])5{3,}|(?<=[\u0e00-\u0e7f] )5{3,}",
    re.IGNORECASE,
)
# One of these is in any laugh, and found sooner than that: in most messages no more is looked for.
_LAUGHING = ("haha", "ahah", "hehe", "hihi", "kkk", "rsrs", "www", "!w", "?w")
_LAUGHING_MAYBE = re.compile("j[aei]j|[хſ\u0e00-\u0e7f\u3040-\u30ff\u3130-\u318f\u4e00-\u9fff！？ｗ]")
_WINKS = re.compile(r"(?<!\w)(?:[;][-o']?[)DPp]|[xX]D+|[:=]-?[DPp])(?!\w)")
_FIRST, _LAST, _SIGNED = 3, 5, 2  # words


def manners(text: Written, lexicon: Lexicon | None, found: Found) -> Mapping[Feature, float]:
    """What of a message's manners can be told."""
    many = max(1, len(text.sentences))
    laughs = len(_LAUGH.findall(text.text)) if _may_laugh(text.text) else 0
    laughs += len(_WINKS.findall(text.text))
    laughs += sum(count for each, count in text.pictures.items() if each[0] in _FUNNY)
    values = {Feature.HUMOUR: min(MOST, (laughs + found.of(Kind.LAUGH)) / many)}
    if lexicon is None or not text.words:
        return values
    warm = found.of(Kind.WARM) + sum(count for each, count in text.pictures.items() if each[0] in _WARM)
    told = {
        Feature.POLITENESS: _fills(found.of(Kind.POLITE)) * 0.5 ** found.of(Kind.RUDE),
        Feature.WARMTH: _fills(warm),
        Feature.GREETING: float(any(_greets(each) for each in found.hits)),
        Feature.CLOSING: float(any(_closes(each, text, lexicon) for each in found.hits)),
        Feature.SLANG: min(
            1.0, len({each.start for each in found.hits if Kind.SLANG in each.kinds}) / max(1, text.count)
        ),
    }
    if not lexicon.kinds:
        return values | {feature: value for feature, value in told.items() if value > 0}
    return values | told | _directness(found) | _contracting(found) | _spelling(text, lexicon, found)


def _may_laugh(text: str) -> bool:
    lower = text.lower()
    return any(each in lower for each in _LAUGHING) or _LAUGHING_MAYBE.search(lower) is not None


def greetings(text: Written, lexicon: Lexicon, found: Found) -> Mapping[Habit, Mapping[str, float]]:
    """Which greeting and which closing were used."""
    first = [each.phrase for each in found.hits if _greets(each)]
    last = [each.phrase for each in found.hits if _closes(each, text, lexicon)]
    habits = {Habit.GREETING: first, Habit.CLOSING: last}
    return {habit: {max(phrases, key=len): 1.0} for habit, phrases in habits.items() if phrases}


def _directness(found: Found) -> dict[Feature, float]:
    hedged, blunt = found.of(Kind.HEDGE), found.of(Kind.BLUNT)
    return {Feature.DIRECTNESS: (1 + blunt) / (2 + blunt + hedged)}


def _contracting(found: Found) -> dict[Feature, float]:
    taken, left = found.of(Kind.CONTRACTED), found.of(Kind.FULL)
    return {Feature.CONTRACTIONS: taken / (taken + left)} if taken + left else {}


def _spelling(text: Written, lexicon: Lexicon, found: Found) -> dict[Feature, float]:
    values: dict[Feature, float] = {}
    marked, bare = found.of(Kind.MARKED), found.of(Kind.BARE)
    if marked + bare:
        values[Feature.MARKS] = marked / (marked + bare)
    chances = [each for each, folded in zip(text.words, text.folded, strict=True) if folded in lexicon.capitals]
    if chances and not text.text.isupper():
        values[Feature.PROPER] = sum(each[0].isupper() for each in chances) / len(chances)
    return values


def _greets(hit: Hit) -> bool:
    return hit.start < _FIRST and Kind.GREETING in hit.kinds and (hit.start == 0 or len(hit.phrase) > 2)


def _closes(hit: Hit, text: Written, lexicon: Lexicon) -> bool:
    if Kind.CLOSING not in hit.kinds:
        return False
    if lexicon.unspaced:
        return hit.end >= len(text.text.rstrip("。！!.~ー〜 \n")) - _LAST
    # A word that begins the message closes it only where it is all of it; a phrase may have a name behind it.
    return len(text.words) - hit.end <= (_SIGNED if hit.start or " " in hit.phrase else 0)


def _fills(hits: int) -> float:
    return float(1 - 0.5**hits)

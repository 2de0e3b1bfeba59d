"""What a reply is held against: a range for each aspect, hard where the person said so, wide where little is known.

Soft bounds are wide on purpose: a reply that falls out of them sounds wrong, one within them need not sound alike. It
is the instruction that brings a reply nearer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import inf

from bot.tone.adapts import Range
from bot.tone.aims import Aim, aims_of
from bot.tone.easing import EASED, Easing
from bot.tone.leaning import FORMALITY_STEP, LEAST_TRUSTED, USUAL_FORMALITY, trust_in, words_of
from bot.tone.presets import shape_of
from memory.tone.addressee import Addressee
from memory.tone.measured import Feature, Tone
from memory.tone.wished import Dial

_WISHED_WORDS = {-2: 30.0, -1: 70.0}  # at most; nobody who wishes for more is to be padded
_FEWEST, _TIMES = 40.0, 5.0  # words that always fit, and how much longer than theirs a reply may be
_WISHED_EMOJI = {-2: (0.0, 0.0), -1: (0.0, 0.2), 1: (0.1, 1.0), 2: (0.3, 3.0)}
RARELY_STOPS = 0.15  # of sentences
_SET = 1.0  # the trust of what an operator or a persona decided: no habit is ever that sure
_SENTENCE = {1: 18.0, 2: 14.0}  # words, in plain language


class Aspect(StrEnum):
    """What of a reply is bounded."""

    WORDS = "words"  # in all
    SENTENCE = "sentence"  # words a sentence, on average
    EMOJI = "emoji"  # a sentence
    EXCLAIMING = "exclaiming"  # marks a sentence
    FORMALITY = "formality"  # 0 casual to 1 formal
    ADDRESS = "address"  # 0 du, tu, tú to 1 Sie, vous, usted
    STOP = "stop"  # 1 where a short reply ends with a full stop


_MARKS = (Aspect.EMOJI, Aspect.EXCLAIMING)


@dataclass(frozen=True, slots=True)
class Limit:
    """A range; `hard`: the person asked for it, who answers is so, or anything else would harm."""

    least: float = 0.0
    most: float = inf
    hard: bool = False

    def allows(self, value: float) -> bool:
        """Whether the value lies within."""
        return self.least <= value <= self.most


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits there are; false where there are none. `spared`: emoji that are asked about, so they count nowhere."""

    limits: Mapping[Aspect, Limit] = field(default_factory=dict)
    spared: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.limits)

    @property
    def reach_points(self) -> bool:
        """Whether marks are too many in lists and headings as well: what was asked for holds everywhere."""
        return any(aspect in _MARKS and limit.hard for aspect, limit in self.limits.items())


UNBOUND = Bounds()


def bounds_of(addressee: Addressee, adapts: Range, easing: Easing | None = None) -> Bounds:
    """What a reply to them is held against."""
    aims, tone = aims_of(addressee, adapts), addressee.tone
    found = {
        Aspect.WORDS: _words(aims.get(Dial.LENGTH), tone),
        Aspect.SENTENCE: _sentence(aims.get(Dial.PLAINNESS), shape_of(addressee.wishes.presets).sentence_words),
        Aspect.EMOJI: _emoji(aims.get(Dial.EMOJI)),
        Aspect.EXCLAIMING: _exclaiming(aims.get(Dial.FORMALITY), tone),
        Aspect.FORMALITY: _formality(aims.get(Dial.FORMALITY), addressee.wishes.dials.get(Dial.FORMALITY, 0)),
        Aspect.ADDRESS: _address(aims.get(Dial.ADDRESS)),
        Aspect.STOP: _stop(aims.get(Dial.FORMALITY), tone),
    }
    limits = {aspect: limit for aspect, limit in found.items() if limit is not None}
    return Bounds(limits if easing is None else _eased(limits, easing))


def _eased(limits: Mapping[Aspect, Limit], easing: Easing) -> Mapping[Aspect, Limit]:
    """Nothing that is measured but T or V; calm in any case, and short where it was wished or is needed."""
    eased, calm = EASED[easing], Limit(most=0.0, hard=True)
    kept = {aspect: limit for aspect, limit in limits.items() if limit.hard or aspect is Aspect.ADDRESS}
    if eased.words is not None and Aspect.SENTENCE not in kept:
        kept[Aspect.SENTENCE] = Limit(most=float(eased.words))
    kept.pop(Aspect.WORDS, None)  # help is not cut short
    kept.pop(Aspect.FORMALITY, None)
    return {**kept, Aspect.EMOJI: calm, Aspect.EXCLAIMING: calm}


def _words(aim: Aim | None, tone: Tone | None) -> Limit | None:
    if aim is None:
        return None
    if aim.wished:
        most = _WISHED_WORDS.get(round(aim.value))
        return Limit(most=most, hard=True) if most is not None else None
    if aim.value >= 0 or tone is None:
        return None
    return Limit(most=max(_FEWEST, _TIMES * words_of(tone)) * (2 - aim.trust))


def _sentence(aim: Aim | None, form: int | None) -> Limit | None:
    """As plain language and the forms that were chosen have it, whichever is shorter."""
    plain = _SENTENCE.get(round(aim.value)) if aim is not None and aim.wished else None
    asked = [float(most) for most in (plain, form) if most is not None]
    return Limit(most=min(asked), hard=True) if asked else None


def _emoji(aim: Aim | None) -> Limit | None:
    if aim is None:
        return None
    if aim.wished:
        wished = _WISHED_EMOJI.get(round(aim.value))
        return Limit(*wished, hard=True) if wished is not None else None
    wide = 1 - aim.trust
    if aim.value <= -1:
        return Limit(most=0.0 if aim.trust >= 0.5 else wide, hard=aim.trust >= _SET)
    return Limit(most=max(0.2, (aim.value + 1) / 2) + wide)


def _exclaiming(formality: Aim | None, tone: Tone | None) -> Limit | None:
    if formality is not None and formality.wished and formality.value > 1:
        return Limit(most=0.0, hard=True)
    trust = 0.0 if tone is None else trust_in(tone, Feature.EXCLAIMING)
    if tone is None or trust < LEAST_TRUSTED:
        return None
    mean = tone.mean(Feature.EXCLAIMING)
    return Limit(most=0.0 if mean < 0.02 and trust >= 0.5 else max(0.2, 1.5 * mean) + 1 - trust)


def _formality(aim: Aim | None, wish: int) -> Limit | None:
    """Hard where the person wished for it; not where they wished for the contrary and who answers is so."""
    if aim is None or (not aim.wished and abs(aim.value) < 0.75):
        return None
    aimed = USUAL_FORMALITY + aim.value * FORMALITY_STEP
    wide = 0.15 if aim.wished else 0.35 + 0.15 * (1 - aim.trust)  # single messages spread by 0.12
    hard = aim.wished and aim.value * wish > 0
    return Limit(aimed - wide, hard=hard) if aim.value > 0 else Limit(most=aimed + wide, hard=hard)


def _address(aim: Aim | None) -> Limit | None:
    if aim is None or abs(aim.value) < 1:
        return None
    return Limit(most=0.5, hard=aim.wished) if aim.value < 0 else Limit(0.5, hard=aim.wished)


def _stop(formality: Aim | None, tone: Tone | None) -> Limit | None:
    """Nobody who never ends a message with one needs it in a short reply; who wishes for form does."""
    if tone is None or (formality is not None and formality.wished and formality.value > 0):
        return None
    rare = trust_in(tone, Feature.STOPS) >= 0.5 and tone.mean(Feature.STOPS) <= RARELY_STOPS
    return Limit(most=0.0) if rare else None

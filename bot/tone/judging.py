"""A reply held against its bounds: what is broken, and how far in all. Pure; some microseconds a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.tone.bounds import Aspect, Bounds, Limit
from bot.tone.marks import Marks, allowed
from bot.tone.register import address_of, formality_of
from bot.tone.scanning import Kind, stretches
from memory.wording import words

_SPREADS = {
    Aspect.WORDS: 40.0,
    Aspect.SENTENCE: 8.0,
    Aspect.EMOJI: 0.5,
    Aspect.EXCLAIMING: 0.5,
    Aspect.FORMALITY: 0.25,
    Aspect.ADDRESS: 1.0,
    Aspect.STOP: 1.0,
}  # how much of each is much


@dataclass(frozen=True, slots=True)
class Verdict:
    """The `values` of a reply, those that are `broken`, and how far it lies outside in all, in spreads."""

    broken: tuple[Aspect, ...] = ()
    values: Mapping[Aspect, float] = field(default_factory=dict)
    distance: float = 0.0

    def __bool__(self) -> bool:
        return bool(self.broken)


def judge(reply: str, bounds: Bounds) -> Verdict:
    """What of the bounds the reply breaks; nothing is judged of what it does not show."""
    if not bounds:
        return Verdict()
    seen = _seen(reply, Marks(points=bounds.reach_points, spared=bounds.spared))
    values = {aspect: value for aspect in bounds.limits if (value := _value(aspect, seen)) is not None}
    outside = {
        aspect: _outside(aspect, value, limit=bounds.limits[aspect], seen=seen) for aspect, value in values.items()
    }
    broken = tuple(aspect for aspect, far in outside.items() if far > 0)
    return Verdict(broken, values, sum(outside[aspect] / _SPREADS[aspect] for aspect in broken))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a reply shows: its words in all, and of its prose the text, words, sentences and marks."""

    prose: str
    words: int
    prose_words: int
    sentences: int
    emoji: int
    exclamations: int
    stopped: bool


def _seen(reply: str, marks: Marks) -> _Seen:
    found = tuple(stretches(reply))
    for each in found:
        tuple(marks.feed(each))
    tuple(marks.finish())
    prose = "".join(each.text if each.kind is Kind.PROSE else " " for each in found)
    own = len(words(prose))
    kept = sum(len(words(each.text)) for each in found if each.kind in (Kind.KEPT, Kind.POINT))
    return _Seen(prose, own + kept, own, marks.sentences, marks.emoji, marks.exclamations, marks.stopped)


def _value(aspect: Aspect, seen: _Seen) -> float | None:
    match aspect:
        case Aspect.WORDS:
            return float(seen.words)
        case Aspect.SENTENCE:
            return seen.prose_words / seen.sentences
        case Aspect.EMOJI:
            return seen.emoji / seen.sentences
        case Aspect.EXCLAIMING:
            return seen.exclamations / seen.sentences
        case Aspect.FORMALITY:
            return formality_of(seen.prose)
        case Aspect.ADDRESS:
            return address_of(seen.prose)
        case Aspect.STOP:
            return float(seen.stopped)


def _outside(aspect: Aspect, value: float, *, limit: Limit, seen: _Seen) -> float:
    """How far outside the limit; one mark always fits where there may be any, and is enough where there should be."""
    if aspect in (Aspect.EMOJI, Aspect.EXCLAIMING):
        count = seen.emoji if aspect is Aspect.EMOJI else seen.exclamations
        if count > allowed(limit.most, seen.sentences):
            return value - min(limit.most, value / 2)
        return limit.least if limit.least > 0 and not count else 0.0
    return max(0.0, value - limit.most, limit.least - value)

"""Which answers sound as their person writes and wishes it: within the bounds, and not far from how they write. Pure.

How they write is measured from the questions that are given out anyway. Of somebody of whom that tells little, little
is held against an answer.
"""

from collections.abc import Mapping, Sequence

from bot.tone.aims import FREE
from bot.tone.judging import judge
from bot.tone.matching import matching_of
from bot.training.others import Own
from memory.preference import Preference, Signal, rejected
from memory.tone.addressee import Addressee
from memory.tone.distance import distance
from memory.tone.gathering import heard
from memory.tone.measured import Feature, Observation, Tone
from memory.tone.observing import observe
from memory.tone.wished import Wishes
from memory.types import TurnId

# Of single chat messages, .99 lie nearer to how their writer writes; those of a stiff or a bubbly stranger do not.
FARTHEST, ENOUGH = 1.0, 4.0  # messages, from which it is held against an answer


def consistent(exchanges: Sequence[Own], preferences: Sequence[Preference], wishes: Wishes) -> list[Own]:
    """The exchanges whose answers sound right, and were neither rejected nor corrected, nor their questions changed."""
    left_out, tone = unwanted(preferences), tone_of(exchanges)
    return [each for each in exchanges if each.turn not in left_out and sounds_right(each, tone, wishes)]


def unwanted(preferences: Sequence[Preference]) -> frozenset[TurnId]:
    """Answers that should have been otherwise, or that answer what was put otherwise later."""
    put_right = {each.turn for each in preferences if each.signal in (Signal.WISH, Signal.EDIT)}
    return rejected(preferences) | put_right


def tone_of(exchanges: Sequence[Own]) -> Tone | None:
    """How the person writes, from what they asked."""
    tone: Tone | None = None
    for each in sorted(exchanges, key=lambda each: each.at):
        if (observation := observe(each.question)) is not None:
            tone = heard(tone, observation, each.at)
    return tone


def sounds_right(exchange: Own, tone: Tone | None, wishes: Wishes) -> bool:
    """Whether the answer is one to give to somebody who writes like that and wishes this."""
    matching = matching_of(Addressee(wishes, tone), FREE, exchange.question)
    if judge(exchange.answer, matching.bounds):
        return False
    seen = observe(exchange.answer)
    if tone is None or seen is None or tone.weight() < ENOUGH:
        return True
    answered: Mapping[Feature, float] = {
        feature: value for feature, value in seen.values.items() if feature is not Feature.ASKING
    }
    return distance(Observation(answered, seen.weights), tone) <= FARTHEST

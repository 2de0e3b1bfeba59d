"""What people's signals about answers say of how they want to be answered, and when that is clear enough. Pure.

One signal decides nothing: a wish is made of them only where the same is said of several answers on several days and
nothing speaks against it. It cost that what somebody wants is followed days later than it could be guessed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from memory.projection import Content
from memory.tone.measured import Feature
from memory.tone.wished import Dial, WishRow
from memory.types import PersonId, Spot, TurnId

PreferenceId = NewType("PreferenceId", int)
RefinementId = NewType("RefinementId", int)
Features = Mapping[Feature, float]
ANSWERS, DAYS = 3, 2  # that a wish rests on at least


class Signal(StrEnum):
    """How somebody showed what they think of an answer."""

    UP = "up"
    DOWN = "down"
    AGAIN = "again"  # they had it answered again
    WISH = "wish"  # they said right after it how they want answers
    EDIT = "edit"  # they put their question otherwise
    CORRECTION = "correction"  # they said that it was wrong


@dataclass(frozen=True, slots=True)
class Preference:
    """One signal about the answer of `turn`; `chosen` is the answer that they got instead, where there was one.

    `ways` are the dials that were named, each 1 or -1; `features` are None until they were measured; `reason` is
    theirs, of a thumb. `said`: how far what the two answers say differs, the chosen one's less the other's.
    """

    id: PreferenceId
    turn: TurnId
    signal: Signal
    at: datetime
    chosen: TurnId | None = None
    ways: Mapping[Dial, int] = field(default_factory=dict)
    features: Features | None = None
    chosen_features: Features | None = None
    reason: str | None = None
    said: Content | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asked that was answered: their message, by the platform's id."""

    message: str
    spot: Spot
    text: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Exchange:
    """What somebody said to us and what we answered; `asked` tells which belong together.

    The words are None where they are not to be given out, so that nothing that follows on them is either.
    """

    turn: TurnId
    asked: Spot
    question: str | None
    answer: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """That one answer should have been otherwise: which dial, 1 or -1."""

    dial: Dial
    way: int
    turn: TurnId
    at: datetime


@dataclass(frozen=True, slots=True)
class Refinement:
    """A wish to be made: on how many answers and days it rests, and since when those are."""

    dial: Dial
    value: int
    answers: int
    days: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Refined:
    """A wish that was made from evidence."""

    id: RefinementId
    person: PersonId
    dial: Dial
    value: int
    answers: int
    days: int
    at: datetime


# Which feature shows how a dial was turned, and how much of it is felt.
_SHOWN: Mapping[Dial, tuple[Feature, float]] = {
    Dial.LENGTH: (Feature.LENGTH, 0.35),
    Dial.FORMALITY: (Feature.FORMALITY, 0.2),
    Dial.EMOJI: (Feature.EMOJI, 0.3),
    Dial.WARMTH: (Feature.WARMTH, 0.25),
    Dial.DIRECTNESS: (Feature.DIRECTNESS, 0.25),
    Dial.HUMOUR: (Feature.HUMOUR, 0.3),
}


def evidence_of(preferences: Sequence[Preference], named: Callable[[str], Mapping[Dial, int]]) -> tuple[Evidence, ...]:
    """What the signals say of dials; `named` tells which dials a reason names. Pairs that were not kept to say nothing.

    What was said in words counts before what only shows in the answers.
    """
    disliked = rejected(preferences)
    found: list[Evidence] = []
    for each in preferences:
        ways = each.ways or (named(each.reason) if each.reason and each.signal is Signal.DOWN else {})
        if not ways and each.signal is Signal.AGAIN and each.chosen not in disliked:
            ways = shown(each)
        found += [Evidence(dial, 1 if way > 0 else -1, each.turn, each.at) for dial, way in ways.items() if way]
    return tuple(found)


def rejected(preferences: Sequence[Preference]) -> frozenset[TurnId]:
    """The answers that their person did not want."""
    against = (Signal.DOWN, Signal.AGAIN, Signal.CORRECTION)
    return frozenset(each.turn for each in preferences if each.signal in against)


def shown(pair: Preference) -> Mapping[Dial, int]:
    """Which way the answer that was kept differs from the one that was not, where that can be felt."""
    before, after = pair.features, pair.chosen_features
    if before is None or after is None:
        return {}
    ways: dict[Dial, int] = {}
    for dial, (feature, felt) in _SHOWN.items():
        if feature in before and feature in after and abs(after[feature] - before[feature]) >= felt:
            ways[dial] = 1 if after[feature] > before[feature] else -1
    return ways


def refined(evidence: Sequence[Evidence], wishes: Sequence[WishRow]) -> tuple[Refinement, ...]:
    """The wishes to be made: the same way of at least `ANSWERS` answers on `DAYS` days, and none the other way.

    Never where the person wishes something of that dial; where they took that back, only from what came since.
    """
    made: list[Refinement] = []
    for dial in Dial:
        row = next((each for each in wishes if each.name is dial), None)
        if row is not None and row.value:
            continue
        heard = [each for each in evidence if each.dial is dial and (row is None or each.at > row.at)]
        ways, turns = {each.way for each in heard}, {each.turn for each in heard}
        days = {_day(each.at) for each in heard}
        if len(ways) == 1 and len(turns) >= ANSWERS and len(days) >= DAYS:
            since = min(each.at for each in heard)
            made.append(Refinement(dial, next(iter(ways)), len(turns), len(days), since))
    return tuple(made)


def _day(at: datetime) -> date:
    return at.date()

"""How long anger, grief or need that somebody told of holds for the answers after it. Pure.

Who has just lost somebody and asks how to tell the children is not to be joked with, though that message says nothing
of it. It is told anew from the last lines of the same person in the same place and kept nowhere, so that it is gone as
soon as those are; a wish for what is held back ends it, since they know best. Other wishes do not: "no jokes
please" asks for no less care.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.tone.easing import Easing, easing_of
from bot.tone.said import said
from memory.tone.wished import Dial
from memory.types import Line, PersonId, Spot

LONGEST = timedelta(minutes=30)
# Answers after the one to the message itself; anger cools where it was met well, and calm for no reason seems cold.
ANSWERS: Mapping[Easing, int] = {Easing.EMERGENCY: 3, Easing.DISTRESS: 3, Easing.GRIEF: 3, Easing.ANGER: 1}
_HELD_BACK = (Dial.EMOJI, Dial.HUMOUR)


def lingering(lines: Sequence[Line], person: PersonId, *, asked: Spot, text: str, at: datetime) -> Easing | None:
    """The gravest of what the person told of in the lines before they said this text; None as a rule."""
    own = [each for each in lines if each.speaker_id == person and each.spot.seq < asked.seq]
    late = [each.text for each in own[-max(ANSWERS.values()) :] if at - each.said_at <= LONGEST]
    told = [(ago, found) for ago, each in enumerate(reversed(late), 1) if (found := easing_of(each)) is not None]
    since = [text, *reversed(late)]
    held = [found for ago, found in told if ago <= ANSWERS[found] and not any(map(_asks_for_more, since[:ago]))]
    return gravest(*held)


def gravest(*found: Easing | None) -> Easing | None:
    """The one that counts where there are several."""
    return next((each for each in Easing if each in found), None)


def _asks_for_more(text: str) -> bool:
    """Whether a text wishes for what is held back."""
    return any(each.dial in _HELD_BACK and each.value > 0 for each in said(text).turns)

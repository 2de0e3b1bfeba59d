"""What sees to the tone of one try at the model, from how its answer is to sound."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.reminders.hands import ReminderHands
from bot.safety import Review
from bot.tone.applied import Applied
from bot.tone.bounds import UNBOUND
from bot.tone.gate import Gate
from bot.tone.matching import Matching, applied_of
from bot.tone.tuning import Tuning


@dataclass(frozen=True, slots=True)
class Matched:
    """How the answer is to sound, and what sees to it: the gate before the words, the tuning behind them."""

    matching: Matching
    gate: Gate
    tuning: Tuning

    def applied(self, reply: str) -> Applied | None:
        """What was done to the reply; None where nothing was known, wished or eased."""
        return applied_of(self.matching, reply, mended=self.tuning.mended, remade=self.gate.remade)


def matched_of(
    matching: Matching, *, name: str, slow: bool, count: Callable[[str], int], hands: ReminderHands | None
) -> Matched:
    """For an answer of the bot of that name; a slow model is not asked again, nor is one that did something."""
    bounds = UNBOUND if slow else matching.bounds
    gate = Gate(
        bounds,
        count=count,
        may=lambda: hands is None or not (hands.acted or hands.replies),
        example=matching.example,
    )
    return Matched(matching, gate, Tuning(Review(name), matching))

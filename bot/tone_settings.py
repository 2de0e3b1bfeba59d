"""What an operator sets of tone for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.settings_form import Tone
from memory.tone.wished import Dial, Preset


@dataclass(frozen=True, slots=True)
class ToneSettings:
    """What holds of tone for everybody: ranges of dials, from -2 to 2, and forms.

    `best_of`: how many answers are asked for side by side, of which the best for its person is said.
    """

    ranges: Mapping[Dial, tuple[float, float]] = field(default_factory=dict)
    presets: frozenset[Preset] = frozenset()
    best_of: int = 1


def read_tone(section: Tone) -> ToneSettings:
    """What the section says."""
    spans = {dial: getattr(section, dial.value, None) for dial in Dial}
    return ToneSettings(
        {dial: span for dial, span in spans.items() if span}, frozenset(section.presets), section.best_of
    )

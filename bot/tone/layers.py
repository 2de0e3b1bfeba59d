"""What each layer contributes to a tone, and which one decided: operator, persona, what a person said, how they write.

The operator's range stands around the persona's, and that one around what a person wishes or how they write; wishes for
no emoji, no jokes and how to be addressed only the operator's holds back. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.tone.adapts import Adapts, Range
from bot.tone.leaning import FEATURES, LEAST_TRUSTED, Leaning
from memory.tone.measured import Tone
from memory.tone.wished import Dial, Preset, Wishes


class Layer(StrEnum):
    """Who decides, the one that binds most first."""

    OPERATOR = "operator"
    PERSONA = "persona"
    WISH = "wish"
    HABIT = "habit"


@dataclass(frozen=True, slots=True)
class Operator:
    """What holds for everybody: ranges of dials, and forms that are always kept."""

    adapts: Adapts = field(default_factory=Adapts)
    presets: frozenset[Preset] = frozenset()

    def with_forms(self, wishes: Wishes) -> Wishes:
        """What somebody wishes, with the operator's forms."""
        return Wishes(wishes.dials, wishes.presets | self.presets) if self.presets else wishes


@dataclass(frozen=True, slots=True)
class Layered:
    """Where on a dial, from -2 to 2, by whom, how far it may be trusted, and who held it within a range, if anybody.

    `past`: it is wished beyond the persona's range, where that holds no wish back.
    """

    value: float
    layer: Layer
    trust: float = 1.0
    bound: Layer | None = None
    past: bool = False

    @property
    def wished(self) -> bool:
        """Whether the person said so."""
        return self.layer is Layer.WISH


def within_reach(tone: Tone | None, adapts: Adapts) -> Tone | None:
    """What of a tone may be matched: where all stands still, only what is measured for the dials that are named."""
    if tone is None or not adapts.fixed:
        return tone
    features = {FEATURES[dial] for dial in adapts.ranges if dial in FEATURES}
    return replace(tone, gauges={feature: gauge for feature, gauge in tone.gauges.items() if feature in features})


def layered(
    operator: Range, adapts: Range, *, wishes: Wishes, measured: Mapping[Dial, Leaning]
) -> Mapping[Dial, Layered]:
    """What is decided on each dial; nothing where nobody wishes, tends to or demands anything."""
    found: dict[Dial, Layered] = {}
    for dial in Dial:
        asked, leaning = wishes.dials.get(dial, 0), measured.get(dial)
        if asked:
            found[dial] = _held(dial, Layered(asked, Layer.WISH), operator=operator, adapts=adapts)
        elif leaning is not None and leaning.trust >= LEAST_TRUSTED:
            habit = Layered(leaning.value, Layer.HABIT, leaning.trust)
            found[dial] = _held(dial, habit, operator=operator, adapts=adapts)
        elif (rest := _held(dial, Layered(0.0, Layer.PERSONA), operator=operator, adapts=adapts)).value:
            found[dial] = Layered(rest.value, rest.bound or Layer.PERSONA)
    return found


def holding(operator: Operator, adapts: Range, wishes: Wishes) -> Wishes:
    """How somebody of whom nothing is measured is answered: what of their wishes holds, and what is set anyway."""
    found = layered(operator.adapts, adapts, wishes=wishes, measured={})
    return operator.with_forms(Wishes({dial: round(each.value) for dial, each in found.items()}, wishes.presets))


def _held(dial: Dial, each: Layered, *, operator: Range, adapts: Range) -> Layered:
    """Within both ranges; what a range decided is sure, however little is known of the person."""
    inner = adapts.wished(dial, each.value) if each.wished else adapts.clamped(dial, each.value)
    value = operator.clamped(dial, inner)
    past = inner != adapts.clamped(dial, each.value)
    if value == each.value:
        return replace(each, past=past)
    bound = Layer.OPERATOR if value != inner else Layer.PERSONA
    return Layered(value, each.layer, trust=1.0, bound=bound, past=past and value == inner)

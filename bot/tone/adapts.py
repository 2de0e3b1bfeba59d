"""How far a persona, or an operator, lets the tone of answers move: a range for each dial. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from memory.tone.wished import LEAST, MOST, Dial

Span = tuple[float, float]


class Range(Protocol):
    """How far tone may move."""

    def clamped(self, dial: Dial, value: float) -> float:
        """`value` within the range of the dial."""


@dataclass(frozen=True, slots=True)
class Adapts:
    """A range for each dial from -2 to 2; what is not named is free, or stands still where all is `fixed`.

    Plain language is a matter of access and no manner, so nothing holds it back.
    """

    ranges: Mapping[Dial, Span] = field(default_factory=dict)
    fixed: bool = False

    def span(self, dial: Dial) -> Span:
        """From where to where a dial may move."""
        if dial is Dial.PLAINNESS:
            return LEAST, MOST
        return self.ranges.get(dial, (0, 0) if self.fixed else (LEAST, MOST))

    def clamped(self, dial: Dial, value: float) -> float:
        """`value` within the range of the dial."""
        least, most = self.span(dial)
        return min(most, max(least, value))


@dataclass(frozen=True, slots=True)
class Within:
    """A range within another one: where both have nothing in common, the outer one holds."""

    outer: Range
    inner: Range

    def clamped(self, dial: Dial, value: float) -> float:
        """`value` within both."""
        return self.outer.clamped(dial, self.inner.clamped(dial, value))

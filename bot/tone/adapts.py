"""How far a persona, or an operator, lets the tone of answers move: a range for each dial. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from memory.tone.wished import LEAST, MOST, Dial

Span = tuple[float, float]
# Who asks for none of these is given none by anybody: emoji and jokes are no part of who answers that others must bear.
_RESTRAINED = frozenset((Dial.EMOJI, Dial.HUMOUR))


class Range(Protocol):
    """How far tone may move."""

    def clamped(self, dial: Dial, value: float) -> float:
        """`value` within the range of the dial."""

    def wished(self, dial: Dial, value: float) -> float:
        """The same of what a person asks for, where a persona may hold back less."""


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

    def wished(self, dial: Dial, value: float) -> float:
        """As the range of a persona: it holds back neither how somebody is addressed nor that they want less."""
        if dial is Dial.ADDRESS:
            return value
        held = self.clamped(dial, value)
        return min(held, value) if dial in _RESTRAINED and value < 0 else held


@dataclass(frozen=True, slots=True)
class Within:
    """A range within another one: where both have nothing in common, the outer one holds."""

    outer: Range
    inner: Range

    def clamped(self, dial: Dial, value: float) -> float:
        """`value` within both."""
        return self.outer.clamped(dial, self.inner.clamped(dial, value))

    def wished(self, dial: Dial, value: float) -> float:
        """`value` within the outer one, and within the inner one where that holds wishes back."""
        return self.outer.clamped(dial, self.inner.wished(dial, value))

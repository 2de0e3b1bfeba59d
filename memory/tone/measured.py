"""What is measured of how somebody writes: one message as an observation, many as a tone.

A tone is a mean and a spread for each feature with the weight that stands behind it, so it takes the same room after
ten messages and after a million. It cost the single messages: what one of them gave cannot be taken out again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

VERSION = 1  # of what the features mean; tones of another version are measured anew


class Feature(StrEnum):
    """What is measured, each in its own unit; the order is that in which a tone is stored."""

    LENGTH = "length"  # log(1 + words of the message)
    SENTENCE = "sentence"  # log(1 + words of a sentence)
    FORMALITY = "formality"  # 0 casual to 1 formal
    POLITENESS = "politeness"  # 0 to 1
    DIRECTNESS = "directness"  # 0 hedged to 1 blunt
    WARMTH = "warmth"  # 0 to 1
    EMOJI = "emoji"  # a sentence, 3 at most
    EMOTICONS = "emoticons"  # a sentence, 3 at most
    EXCLAIMING = "exclaiming"  # exclamation marks a sentence, 3 at most
    ASKING = "asking"  # share of sentences
    TRAILING = "trailing"  # ellipses a sentence, 3 at most
    CAPITALS = "capitals"  # share of sentences that begin with a capital, where the script has any
    SHOUTING = "shouting"  # share of words in capitals
    STOPS = "stops"  # share of sentences closed with a full stop
    CONTRACTIONS = "contractions"  # share of the chances to contract that were taken
    SLANG = "slang"  # share of words
    GREETING = "greeting"  # 1 where the message begins with one
    CLOSING = "closing"  # 1 where it ends with one
    ADDRESS = "address"  # 1 for Sie, vous, usted…, 0 for du, tu, tú…, where either is used
    READING = "reading"  # 0 easy to 1 hard
    HUMOUR = "humour"  # marks of it a sentence, 3 at most
    LINES = "lines"  # log(lines)
    COMMAS = "commas"  # a sentence, 3 at most
    MARKS = "marks"  # share of words with an apostrophe or accent that were written with it
    PROPER = "proper"  # share of words that always want a capital (I, German nouns) that have it


class Habit(StrEnum):
    """What is counted by kind, from closed lists only."""

    LANGUAGE = "language"  # as memory.languages names them
    EMOJI = "emoji"
    EMOTICON = "emoticon"
    GREETING = "greeting"
    CLOSING = "closing"
    INTEREST = "interest"  # pastimes, only to tell who is alike


@dataclass(frozen=True, slots=True)
class Observation:
    """One message: `values` of the features it tells anything about, with the `weights` of those (1 as a rule).

    What is absent was not to be seen in it, as T or V in a message that addresses nobody.
    """

    values: Mapping[Feature, float]
    weights: Mapping[Feature, float] = field(default_factory=dict)
    habits: Mapping[Habit, Mapping[str, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gauge:
    """One feature over many messages: mean, mean of squares about it, and how many messages' worth stand behind it."""

    mean: float = 0.0
    variance: float = 0.0
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Tone:
    """How somebody writes, as far as it is known; `at` is when it was last heard, aware UTC."""

    gauges: Mapping[Feature, Gauge]
    habits: Mapping[Habit, Mapping[str, float]] = field(default_factory=dict)
    at: datetime | None = None
    version: int = VERSION

    def mean(self, feature: Feature, default: float = 0.0) -> float:
        """The mean of a feature, `default` where nothing is known of it."""
        gauge = self.gauges.get(feature)
        return gauge.mean if gauge is not None and gauge.weight > 0 else default

    def weight(self, feature: Feature = Feature.LENGTH) -> float:
        """How many messages' worth stand behind a feature."""
        gauge = self.gauges.get(feature)
        return gauge.weight if gauge is not None else 0.0

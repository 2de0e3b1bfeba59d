"""A tone as arrays in the order of `Feature`, and back; habits as names with counts. Pure.

What was stored by another version means something else and reads as nothing, until it is measured anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

from memory.tone.measured import VERSION, Feature, Gauge, Habit, Tone
from memory.tone.wished import Dial, Preset, Wishes

_FEATURES = tuple(Feature)
_MARK = ":"


@dataclass(frozen=True, slots=True)
class Stored:
    """One tone as it is kept."""

    version: int
    means: Sequence[float]
    variances: Sequence[float]
    weights: Sequence[float]
    habits: Sequence[str]
    habit_counts: Sequence[float]
    heard_at: datetime


def packed(tone: Tone, at: datetime) -> Stored:
    """The tone as it is kept; heard `at` where it does not say when."""
    gauges = [tone.gauges.get(feature, Gauge()) for feature in _FEATURES]
    pairs = [(f"{habit}{_MARK}{kind}", n) for habit, kinds in tone.habits.items() for kind, n in kinds.items()]
    return Stored(
        tone.version,
        [gauge.mean for gauge in gauges],
        [gauge.variance for gauge in gauges],
        [gauge.weight for gauge in gauges],
        [name for name, _ in pairs],
        [count for _, count in pairs],
        tone.at or at,
    )


def unpacked(stored: Stored) -> Tone | None:
    """The tone; None where it was stored by another version, or is damaged."""
    columns = (stored.means, stored.variances, stored.weights)
    if stored.version != VERSION or any(len(column) != len(_FEATURES) for column in columns):
        return None
    gauges = {
        feature: Gauge(mean, variance, weight)
        for feature, mean, variance, weight in zip(_FEATURES, *columns, strict=True)
        if weight > 0 and isfinite(mean + variance + weight)
    }
    return Tone(gauges, _habits(stored.habits, stored.habit_counts), stored.heard_at, stored.version)


def _habits(names: Sequence[str], counts: Sequence[float]) -> Mapping[Habit, Mapping[str, float]]:
    habits: dict[Habit, dict[str, float]] = {}
    for name, count in zip(names, counts, strict=False):
        habit, _, kind = name.partition(_MARK)
        if habit in _HABITS and kind and isfinite(count):
            habits.setdefault(Habit(habit), {})[kind] = count
    return habits


_HABITS = frozenset(str(habit) for habit in Habit)
_DIALS, _PRESETS = frozenset(str(each) for each in Dial), frozenset(str(each) for each in Preset)


def wish_name(name: Dial | Preset) -> str:
    """What a wish is kept under."""
    return f"{'dial' if isinstance(name, Dial) else 'preset'}{_MARK}{name}"


def wish_of(stored: str) -> Dial | Preset | None:
    """What was kept under that name; None where no such thing can be wished for any more."""
    sort, _, name = stored.partition(_MARK)
    if sort == "dial" and name in _DIALS:
        return Dial(name)
    return Preset(name) if sort == "preset" and name in _PRESETS else None


def wishes_of(kept: Mapping[str, int]) -> Wishes:
    """The wishes kept under these names."""
    known = {wish: value for name, value in kept.items() if value and (wish := wish_of(name)) is not None}
    dials = {wish: value for wish, value in known.items() if isinstance(wish, Dial)}
    return Wishes(dials, frozenset(wish for wish in known if isinstance(wish, Preset)))

"""Many messages as one tone: what was heard last counts most, and what is old fades. Pure.

Means and variances are kept by West's way of updating them with weights (Communications of the ACM 22:9, 1979), so a
message costs the same after ten messages as after a million. Everything fades by half over `MESSAGES` messages and by
half over `DAYS` days, so a tone never weighs more than about 217 messages and follows somebody who changes.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from math import isfinite

from memory.tone.measured import VERSION, Feature, Gauge, Habit, Observation, Tone

MESSAGES, DAYS = 150, 120
REGISTER = 30.0  # messages in one register after which those of wider ones count half
MOST_KINDS = 16  # of one habit
_FAINT = 0.02  # a kind that was seen no more than this is dropped
_A_MESSAGE = 0.5 ** (1 / MESSAGES)
_A_DAY = 86_400.0


def heard(tone: Tone | None, observation: Observation, at: datetime) -> Tone:
    """The tone after one more message, written `at`; one that comes late counts as what it is, an older one."""
    if tone is None or tone.version != VERSION:
        tone = Tone({})
    last = at if tone.at is None else tone.at
    fading = faded_by(last, at) * _A_MESSAGE
    age = faded_by(at, last)
    gauges = {feature: _scaled(gauge, fading) for feature, gauge in tone.gauges.items()}
    for feature, value in observation.values.items():
        weight = observation.weights.get(feature, 1.0) * age
        if isfinite(value) and isfinite(weight) and weight > 0:
            gauges[feature] = _with(gauges.get(feature, _EMPTY), value, weight)
    return Tone(gauges, _habits_with(tone.habits, observation.habits, (fading, age)), max(last, at))


def merged(tones: Iterable[Tone]) -> Tone | None:
    """One tone as if all had been heard in one; None of none."""
    known = [tone for tone in tones if tone.version == VERSION]
    last = max((tone.at for tone in known if tone.at is not None), default=None)
    if not known:
        return None
    gauges: dict[Feature, Gauge] = {}
    habits: dict[Habit, dict[str, float]] = {}
    for tone in known:
        share = 1.0 if tone.at is None or last is None else faded_by(tone.at, last)
        for feature, gauge in tone.gauges.items():
            gauges[feature] = pooled(gauges.get(feature, _EMPTY), _scaled(gauge, share))
        for habit, kinds in tone.habits.items():
            held = habits.setdefault(habit, {})
            for kind, count in kinds.items():
                held[kind] = held.get(kind, 0.0) + count * share
    return Tone(gauges, {habit: _foremost(kinds) for habit, kinds in habits.items()}, last)


def nested(narrowest_first: Iterable[Tone | None]) -> Tone | None:
    """One tone of those that somebody has in several registers: the more was heard in one, the less the wider count."""
    found: Tone | None = None
    for tone in narrowest_first:
        if tone is not None and found is not None:
            tone = _lighter(tone, REGISTER / (REGISTER + found.weight()))
        found = merged([each for each in (found, tone) if each is not None])
    return found


def _lighter(tone: Tone, by: float) -> Tone:
    gauges = {feature: _scaled(gauge, by) for feature, gauge in tone.gauges.items()}
    habits = {habit: {kind: count * by for kind, count in kinds.items()} for habit, kinds in tone.habits.items()}
    return Tone(gauges, habits, tone.at, tone.version)


def faded(tone: Tone, until: datetime) -> Tone:
    """What is left of a tone then, of which nothing was heard since; what does not say when it was heard stays."""
    if tone.at is None or tone.at >= until:
        return tone
    lighter = _lighter(tone, faded_by(tone.at, until))
    return Tone(lighter.gauges, lighter.habits, until, tone.version)


def faded_by(since: datetime, until: datetime) -> float:
    """What is left of a message's worth by the time alone, 1 where none went by."""
    days = (until - since).total_seconds() / _A_DAY
    return 1.0 if days <= 0 else float(0.5 ** (days / DAYS))


def pooled(one: Gauge, other: Gauge) -> Gauge:
    """Both gauges as one."""
    weight = one.weight + other.weight
    if weight <= 0:
        return _EMPTY
    share, apart = other.weight / weight, other.mean - one.mean
    within = one.variance * (1 - share) + other.variance * share
    return Gauge(one.mean + apart * share, within + share * (1 - share) * apart * apart, weight)


_EMPTY = Gauge()


def _with(gauge: Gauge, value: float, weight: float) -> Gauge:
    """The same as `pooled` with a gauge of one message, which has no spread."""
    total = gauge.weight + weight
    share, apart = weight / total, value - gauge.mean
    variance = gauge.variance * (1 - share) + share * (1 - share) * apart * apart
    return Gauge(gauge.mean + apart * share, variance, total)


def _scaled(gauge: Gauge, by: float) -> Gauge:
    return Gauge(gauge.mean, gauge.variance, gauge.weight * by)


def _habits_with(
    held: Mapping[Habit, Mapping[str, float]], new: Mapping[Habit, Mapping[str, float]], by: tuple[float, float]
) -> Mapping[Habit, Mapping[str, float]]:
    fading, age = by
    out = {habit: {kind: count * fading for kind, count in kinds.items()} for habit, kinds in held.items()}
    for habit, kinds in new.items():
        counts = out.setdefault(habit, {})
        for kind, count in kinds.items():
            if isfinite(count) and count > 0:
                counts[kind] = counts.get(kind, 0.0) + count * age
    return {habit: _foremost(kinds) for habit, kinds in out.items()}


def _foremost(kinds: Mapping[str, float]) -> Mapping[str, float]:
    strong = {kind: count for kind, count in kinds.items() if count > _FAINT}
    if len(strong) <= MOST_KINDS:
        return strong
    return dict(sorted(strong.items(), key=lambda item: (-item[1], item[0]))[:MOST_KINDS])

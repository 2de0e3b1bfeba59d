"""What is usual among several people: in a place, or among those who write alike. Pure.

Of nobody alone: below a few people there is nothing usual, and nobody counts for more than their share of those few.
"""

from collections.abc import Mapping, Sequence

from memory.tone.measured import Feature, Gauge, Habit, Tone

FEWEST = 3


def usual(tones: Sequence[Tone], fewest: int = FEWEST) -> Tone | None:
    """How these people write, one tone each; None of fewer than `fewest`.

    In each feature nobody weighs more than number `fewest` of the heaviest does, so more than 1 / `fewest` of it.
    """
    if len(tones) < fewest:
        return None
    gauges = {feature: gauge for feature in Feature if (gauge := _gauge(feature, tones, fewest)) is not None}
    at = max((tone.at for tone in tones if tone.at is not None), default=None)
    # Which smileys somebody types is theirs alone: nobody is given those of others.
    shared = (habit for habit in Habit if habit is not Habit.EMOTICON)
    habits: dict[Habit, Mapping[str, float]] = {
        each: kinds for each in shared if (kinds := _kinds(each, tones, fewest))
    }
    return Tone(gauges, habits, at) if gauges else None


def _gauge(feature: Feature, tones: Sequence[Tone], fewest: int) -> Gauge | None:
    held = [tone.gauges[feature] for tone in tones if tone.weight(feature) > 0]
    if len(held) < fewest:
        return None
    most = sorted((gauge.weight for gauge in held), reverse=True)[fewest - 1]
    weights = [min(gauge.weight, most) for gauge in held]
    total = sum(weights)
    mean = sum(w * gauge.mean for w, gauge in zip(weights, held, strict=True)) / total
    variance = sum(w * (g.variance + (g.mean - mean) ** 2) for w, g in zip(weights, held, strict=True)) / total
    return Gauge(mean, variance, total)


def _kinds(habit: Habit, tones: Sequence[Tone], fewest: int) -> dict[str, float]:
    """The kinds that at least `fewest` people have, each counted by how many."""
    people: dict[str, float] = {}
    for tone in tones:
        for kind in tone.habits.get(habit, {}):
            people[kind] = people.get(kind, 0.0) + 1.0
    return {kind: count for kind, count in people.items() if count >= fewest}

"""Turns of shards, told by the clock alone."""

from itertools import pairwise

import pytest

from adapters.discord.starts import TURN_SECONDS, Turns

APART = 5.0  # seconds that Discord wants between two sessions with one remainder


@pytest.mark.parametrize(("shards", "at_once"), [(1, 1), (2, 1), (5, 1), (16, 16), (40, 16)])
@pytest.mark.parametrize("now", [0.0, 3.4, 1_795_000_000.7])
def test_shards_that_begin_at_once_are_apart(shards: int, at_once: int, now: float) -> None:
    turns = Turns(shards, at_once)
    begin = [now + turns.wait(shard, now) for shard in range(shards)]
    assert all(now <= each < now + -(-shards // at_once) * TURN_SECONDS for each in begin)
    for rest in range(at_once):
        own = sorted(begin[rest::at_once])
        assert all(later - sooner >= APART for sooner, later in pairwise(own))


def test_who_is_a_little_late_begins_all_the_same() -> None:
    turns = Turns(3)
    assert turns.wait(1, TURN_SECONDS + 0.3) == 0.0
    assert turns.wait(1, TURN_SECONDS + 0.7) == pytest.approx(3 * TURN_SECONDS - 0.7)

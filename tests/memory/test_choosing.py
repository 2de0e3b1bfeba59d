"""Which lines are read of those that were ranked: what is told, what may move, and replies that belong to it."""

from collections.abc import Collection, Sequence

import numpy as np

from memory.choosing import Ranked
from memory.signals import Hit, Nearest, NearFacts, Shown, Signals
from memory.types import PersonId, PlaceId, Spot

NOTHING = np.zeros(0)
NOWHERE = np.zeros(0, np.int64)
NEAREST = Nearest(NOWHERE, NOWHERE, NOTHING, NOTHING, Shown(NOTHING, NOTHING, NOWHERE))


def spot(seq: int) -> Spot:
    return Spot(PlaceId(1), seq)


def hit(seq: int, speaker: int = 6, before: float = 0.0, met: float = 0.0) -> Hit:
    return Hit(spot(seq), 1_000.0 - seq, 0.5, 0.5, before, met, speaker)


def read(
    hits: Sequence[Hit],
    most: int,
    *,
    around: int = 0,
    unread: Collection[int] | None = (),
    named: Collection[int] = (),
    listed: Sequence[Sequence[int]] = (),
    sums_up: bool = False,
) -> list[int]:
    """The lines that are read, in the order in which they are asked for."""
    waiting = None if unread is None else frozenset(map(spot, unread))
    signals = Signals(1, NEAREST, NearFacts(NOWHERE, NOTHING, NOTHING), unread=waiting)
    lists = tuple([spot(seq) for seq in each] for each in listed)
    ranked = Ranked(hits, signals, frozenset(map(PersonId, named)), lists, sums_up)
    return [each.seq for each in ranked.to_read(most, around=around)]


def test_no_more_is_read_than_may_be_told_with_what_stands_around_the_best() -> None:
    assert read([hit(10), hit(20), hit(30), hit(40)], 3, around=1) == [9, 10, 11, 20, 30]


def test_a_line_is_read_once() -> None:
    assert read([hit(5), hit(6)], 2, around=2) == [4, 5, 6, 7]


def test_what_can_only_be_the_bots_own_is_not_read() -> None:
    assert read([hit(10), hit(15, speaker=0), hit(20)], 9) == [10, 20]


def test_of_what_nothing_is_known_all_is_read_with_what_it_may_answer() -> None:
    hits = [hit(10), hit(15, speaker=0), hit(20), hit(30, speaker=0, before=0.3)]
    assert read(hits, 1, unread=[15, 30]) == [10, 15, 29, 30]
    assert read(hits, 1, unread=None) == [10, 15, 29, 30]


def test_a_reply_that_belongs_to_what_is_told_is_read() -> None:
    hits = [hit(10, met=0.5), hit(11, speaker=0, met=0.5), hit(20, met=0.4), hit(21, speaker=0, met=0.1)]
    assert read(hits, 2) == [10, 20, 11]
    assert read(hits, 2, sums_up=True) == [10, 20, 11, 21]


def test_who_said_less_of_two_that_are_named_is_read_by_turns() -> None:
    hits = [*(hit(seq, speaker=7) for seq in (10, 20, 30, 40)), hit(50, speaker=8)]
    assert read(hits, 2, named=[7, 8]) == [10, 50]
    assert read(hits, 2) == [10, 20]


def test_what_meets_each_thing_that_is_listed_has_its_places() -> None:
    hits = [hit(10 * at) for at in range(1, 9)]
    assert read(hits, 5, listed=[[80]]) == [10, 20, 30, 40, 80]
    assert read(hits, 5, listed=[[80]], sums_up=True)[:5] == [10, 20, 30, 40, 50]

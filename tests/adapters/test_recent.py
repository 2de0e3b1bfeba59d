"""What was learnt of late: bounded and dated."""

from adapters.recent import Recent
from tests.adapters.slack_garden import Clock


def test_what_is_old_is_not_told_and_what_is_asked_for_stays() -> None:
    clock = Clock()
    recent: Recent[str, int] = Recent(2, clock)
    recent.put("a", 1)
    clock.now += 10
    recent.put("b", 2)
    assert (recent.get("a"), recent.get("a", 10), recent.get("a", 10.1)) == (1, None, 1)
    recent.put("c", 3)
    assert (recent.get("a"), recent.get("b"), recent.get("c"), len(recent)) == (1, None, 3, 2)
    assert list(recent.items()) == [("a", 1), ("c", 3)]


def test_what_is_put_again_is_new_and_what_is_dropped_is_gone() -> None:
    clock = Clock()
    recent: Recent[str, int] = Recent(2, clock)
    recent.put("a", 1)
    clock.now += 10
    recent.put("a", 2)
    assert recent.get("a", 5) == 2
    recent.drop("a")
    recent.drop("a")
    assert recent.get("a") is None

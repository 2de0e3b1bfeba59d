"""A double is excused by what happened to that very message, and by nothing else."""

from dataclasses import replace

import pytest

from tests.reminder_deaths.evidence import FORGOTTEN, OVERSLEPT, UNSEEN, Doings, Evidence, doings_of
from tests.reminder_deaths.hands import Look, Said

HERE, THERE = "d0", "room"
FIRST = Said("2.0", HERE, "17", "", (), "p1", 2.0)
AGAIN = replace(FIRST, id="6.0", by="p2", at=6.0)
LOOK = Look("p2", 3.0, HERE, 1.0, ())
SEARCHED, SENT = ("17", 2.9, 3.1), ("17", 4.0)
FORGOT = replace(AGAIN, forgotten=True)


def excuses(again: Said, did: Doings, *looks: Look, first: Said = FIRST) -> list[str]:
    """Of two messages, of which the second came by a process that did that."""
    return Evidence(looks, {"p2": did}).excused([again, first])


def test_a_history_that_hid_it_is_an_excuse() -> None:
    assert excuses(AGAIN, Doings([SEARCHED], [SENT]), LOOK) == [UNSEEN]
    moved = replace(AGAIN, channel=THERE)
    assert excuses(moved, Doings([SEARCHED], [SENT]), LOOK) == [UNSEEN], "it was looked for where it stood"


@pytest.mark.parametrize(
    "look",
    [
        replace(LOOK, shown=("2.0",)),
        replace(LOOK, oldest=2.5),
        replace(LOOK, by="p1"),
        replace(LOOK, channel=THERE),
        replace(LOOK, at=1.5),
        replace(LOOK, at=3.2),
    ],
    ids=["it was there", "not asked for", "another's", "elsewhere", "before it came", "for something else"],
)
def test_another_history_is_none(look: Look) -> None:
    assert excuses(AGAIN, Doings([("17", 1.2, 3.1)], [SENT]), look) == []


def test_one_page_that_showed_it_is_enough() -> None:
    shown = replace(LOOK, at=3.05, shown=("2.0",))
    assert excuses(AGAIN, Doings([SEARCHED], [SENT]), LOOK, shown) == []


@pytest.mark.parametrize(
    "did",
    [
        Doings(),
        Doings([SEARCHED]),
        Doings([], [SENT]),
        Doings([("18", 2.9, 3.1)], [SENT]),
        Doings([SEARCHED], [("17", 3.5), SENT]),
        Doings([SEARCHED], [("17", 6.5)]),
    ],
    ids=["nothing told", "not sent", "not searched", "another key", "for the send before", "sent later"],
)
def test_a_search_that_was_not_for_it_is_none(did: Doings) -> None:
    assert excuses(AGAIN, did, LOOK) == []


def test_standing_still_is_an_excuse_where_the_other_came_meanwhile() -> None:
    did = Doings([], [("17", 1.0)], [(1.5, 5.0)])
    assert excuses(AGAIN, did) == [OVERSLEPT]
    assert excuses(FORGOT, did) == [FORGOTTEN]
    assert excuses(replace(FORGOT, key="17p1"), did, first=replace(FIRST, key="17p1")) == [FORGOTTEN]
    assert excuses(replace(AGAIN, forgotten=False), did) == [], "Discord knew it still"


@pytest.mark.parametrize(
    "did",
    [
        Doings([], [("17", 1.0)]),
        Doings([], [("17", 1.0)], [(2.5, 5.0)]),
        Doings([], [("17", 1.8)], [(1.5, 5.0)]),
        Doings([], [("17", 1.0)], [(1.5, 7.0)]),
        Doings([], [("18", 1.0)], [(1.5, 5.0)]),
    ],
    ids=["never", "after the other came", "before it began to send", "after it came itself", "over another"],
)
def test_standing_still_elsewhere_is_none(did: Doings) -> None:
    assert excuses(AGAIN, did) == excuses(FORGOT, did) == []


def test_a_history_is_no_excuse_where_a_nonce_is_known() -> None:
    assert excuses(FORGOT, Doings([SEARCHED], [SENT]), LOOK) == []


def test_each_that_stood_before_needs_an_excuse() -> None:
    did, third = Doings([SEARCHED], [SENT]), replace(FIRST, id="2.5", at=2.5)
    assert Evidence((LOOK,), {"p2": did}).excused([FIRST, third, AGAIN]) == [UNSEEN]
    seen = replace(LOOK, shown=("2.5",))
    assert Evidence((seen,), {"p2": did}).excused([FIRST, third, AGAIN]) == []


def test_what_a_process_tells_is_read_among_other_things() -> None:
    lines: list[dict[str, object]] = [{"searches": ["17", 2.9, 3.1]}, {"sends": ["17", 4.0]}, {"stood": [1.5, 5.0]}]
    assert doings_of([*lines, {"moments": 3}]) == Doings([SEARCHED], [SENT], [(1.5, 5.0)])

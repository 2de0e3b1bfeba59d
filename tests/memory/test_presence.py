"""The cache of who stands where: exact, bounded, and forgetful."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from memory.presence import MOST, TRUSTED_S, Presence, Standings
from memory.types import Account, Audience, Membership, PersonId, Place

ANNA = Account("p", "anna", "Anna")
HALL = Place("hall", "s", Audience.PUBLIC)
NOOK = Place("hall#1", "s", Audience.PUBLIC, room="hall")
AWAY = Place("away", "t", Audience.PUBLIC)
MEMBERSHIPS = (Membership("anna", "s", None, datetime(2026, 3, 1, tzinfo=UTC)),)


def test_it_knows_only_what_is_unchanged_and_recent() -> None:
    now = [0.0]
    known = Presence(lambda: now[0])
    assert known.get(ANNA, HALL) is None
    known.put(ANNA, HALL, PersonId(1))
    assert known.get(ANNA, HALL) == 1
    assert known.get(replace(ANNA, name="Annika"), HALL) is None
    assert known.get(ANNA, replace(HALL, audience=Audience.PRIVATE)) is None
    assert known.get(ANNA, replace(HALL, key="yard")) is None
    now[0] = TRUSTED_S + 1
    assert known.get(ANNA, HALL) is None


def test_it_drops_a_person_from_one_place_under_every_account() -> None:
    known, yard = Presence(), replace(HALL, key="yard")
    for account in (ANNA, replace(ANNA, platform="q"), replace(ANNA, handle="bo")):
        known.put(account, HALL, PersonId(2 if account.handle == "bo" else 1))
    known.put(ANNA, yard, PersonId(1))
    known.drop(PersonId(1), HALL)
    assert known.get(ANNA, HALL) is None
    assert known.get(replace(ANNA, platform="q"), HALL) is None
    assert known.get(replace(ANNA, handle="bo"), HALL) == 2
    assert known.get(ANNA, yard) == 1


def test_it_never_grows_beyond_its_bound() -> None:
    known = Presence()
    for number in range(MOST + 5):
        known.put(replace(ANNA, handle=str(number)), HALL, PersonId(number))
    assert len(known._known) == MOST
    assert known.get(replace(ANNA, handle="4"), HALL) is None
    assert known.get(replace(ANNA, handle="5"), HALL) == 5


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (lambda known: known.drop(PersonId(1), HALL), {"away"}),
        (lambda known: known.drop(PersonId(1), NOOK), {"away"}),
        (lambda known: known.drop(PersonId(2), HALL), {"hall", "hall#1", "away"}),
        (lambda known: known.drop_place("hall"), {"away"}),
        (lambda known: known.drop_place("hall#1"), {"hall", "away"}),
        (lambda known: known.drop_space("s"), {"away"}),
        (lambda known: known.drop_account("p", "anna"), set()),
        (lambda known: known.drop_account("q", "anna"), {"hall", "hall#1", "away"}),
    ],
)
def test_it_drops_what_is_over_and_where_everybody_stands(change: Callable[[Presence], None], left: set[str]) -> None:
    known = Presence()
    for place in (HALL, NOOK, AWAY):
        known.put(ANNA, place, PersonId(1))
    known.standings.put(PersonId(1), "p", MEMBERSHIPS)
    change(known)
    assert {place.key for place in (HALL, NOOK, AWAY) if known.get(ANNA, place)} == left
    assert known.standings.get(PersonId(1), "p") is None


def test_who_comes_stands_elsewhere_than_before() -> None:
    known = Presence()
    for person in (1, 2):
        known.standings.put(PersonId(person), "p", MEMBERSHIPS)
    known.put(ANNA, HALL, PersonId(1))
    assert known.standings.get(PersonId(1), "p") is None
    assert known.standings.get(PersonId(2), "p") == MEMBERSHIPS


def test_standings_are_recent_and_bounded() -> None:
    now = [0.0]
    known = Standings(lambda: now[0])
    for number in range(MOST + 1):
        known.put(PersonId(number), "p", MEMBERSHIPS)
    assert known.get(PersonId(0), "p") is None
    assert known.get(PersonId(1), "p") == MEMBERSHIPS
    assert known.get(PersonId(1), "q") is None
    now[0] = TRUSTED_S + 1
    assert known.get(PersonId(1), "p") is None

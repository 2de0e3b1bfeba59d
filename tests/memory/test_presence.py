"""The cache of who stands where: exact, bounded, and forgetful."""

from dataclasses import replace

from memory.presence import MOST, TRUSTED_S, Presence
from memory.types import Account, Audience, PersonId, Place

ANNA = Account("p", "anna", "Anna")
HALL = Place("hall", "s", Audience.PUBLIC)


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

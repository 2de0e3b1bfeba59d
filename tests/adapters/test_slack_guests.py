"""Guests: a public channel is open only where none reads it, for sure and within bounds."""

import asyncio
from itertools import count

import pytest

from adapters.slack import guests as module
from adapters.slack.guests import AGAIN_SECONDS, MOST_UNKNOWN, Guests
from adapters.slack.members import MOST_PAGES as MOST_MEMBER_PAGES
from adapters.slack.roll import LEAST_SECONDS, MOST_SECONDS, PAGE_SECONDS, Roll
from tests.adapters.slack_garden import BOT, TEAM, Shape, account, guest, refused, room
from tests.adapters.slack_knowing import Stage


@pytest.fixture
def guests(stage: Stage) -> Guests:
    """Who is a guest, in a workspace with a channel that Ada and the bot are in, and one with many."""
    stage.garden.has(account("UADA"))
    stage.garden.with_room(room("C1"), "UADA", BOT)
    stage.garden.with_room(room("CBIG"), *(f"UX{number}" for number in range(MOST_UNKNOWN + 1)))
    return stage.known.guests


async def test_a_workspace_without_guests_is_read_once_and_no_channel_is(stage: Stage, guests: Guests) -> None:
    assert [await guests.absent(TEAM, each) for each in ("C1", "C1", "C2")] == [True, True, True]
    assert (stage.garden.calls("users.list"), stage.garden.calls("conversations.members")) == (1, 0)
    sent = next(sent for method, sent in stage.garden.asked if method == "users.list")
    assert sent == {"limit": "999", "team_id": TEAM}


@pytest.mark.parametrize("flag", ["is_restricted", "is_ultra_restricted"])
async def test_a_guest_closes_the_channels_that_they_are_in_and_no_other(
    stage: Stage, guests: Guests, flag: str
) -> None:
    stage.garden.has(account("UGUEST", **{flag: True}))
    stage.garden.with_room(room("C2"), "UADA", "UGUEST")
    assert await guests.absent(TEAM, "C1") is True
    assert await guests.absent(TEAM, "C2") is False
    stage.garden.has(account("UGUEST", **{flag: True}, deleted=True))
    stage.clock.now += LEAST_SECONDS
    assert await guests.absent(TEAM, "C2") is True, "deactivated"


async def test_a_guest_on_a_later_page_counts(stage: Stage, guests: Guests) -> None:
    stage.garden.page = 3
    stage.garden.has(*(account(f"U{number}") for number in range(7)), guest("UGUEST"))
    stage.garden.with_room(room("C2"), *(f"U{number}" for number in range(7)), "UGUEST")
    assert await guests.absent(TEAM, "C2") is False
    assert await guests.absent(TEAM, "C1") is True
    assert stage.garden.calls("users.list") == 4


async def test_what_slack_tells_of_people_keeps_it_true(stage: Stage, guests: Guests) -> None:
    assert await guests.absent(TEAM, "C1") is True
    assert not guests.changed(TEAM, account("UADA"))
    assert guests.changed(TEAM, guest("UADA"))
    assert not guests.changed(TEAM, guest("UADA")), "told twice"
    assert await guests.absent(TEAM, "C1") is False
    assert not guests.changed(TEAM, account("UADA"))
    assert await guests.absent(TEAM, "C1") is True
    assert stage.garden.calls("users.list") == 1


async def test_while_there_is_no_list_whoever_is_told_to_be_a_guest_was_none_before(
    stage: Stage, guests: Guests
) -> None:
    assert guests.changed(TEAM, guest("UADA")), "nothing was asked yet"
    assert await guests.absent(TEAM, "C1") is True
    assert guests.changed(TEAM, guest("UADA"))
    stage.clock.now += LEAST_SECONDS
    assert guests.changed(TEAM, guest("UADA")), "the list is too old to be believed"
    assert not guests.changed(TEAM, account("UADA"))


async def test_what_is_told_while_the_list_is_read_counts(stage: Stage, guests: Guests) -> None:
    stage.garden.page, calls = 1, count(1)

    def tell() -> None:
        if next(calls) == 2:
            guests.changed(TEAM, guest(BOT))  # who stood on the first page as a member

    stage.garden.before["users.list"] = tell
    assert await guests.absent(TEAM, "C1") is False


async def test_somebody_whom_the_list_does_not_name_is_asked_for(stage: Stage, guests: Guests) -> None:
    stage.garden.has(guest("UELSE"))
    assert await guests.absent(TEAM, "C1") is True
    stage.garden.has(account("UNEW"), guest("ULATE"))
    stage.garden.with_room(room("C2"), "UADA", "UNEW")
    stage.garden.with_room(room("C3"), "UADA", "ULATE")
    stage.garden.with_room(room("C4"), "UADA", "UNOBODY")
    stage.garden.with_room(room("C5"), *(f"UX{number}" for number in range(MOST_UNKNOWN + 1)))
    found = [await guests.absent(TEAM, each) for each in ("C2", "C3", "C4", "C5")]
    assert found == [True, False, None, False]
    assert stage.garden.calls("users.list") == 1


async def test_a_long_list_is_believed_longer_and_channels_are_read_instead(stage: Stage, guests: Guests) -> None:
    stage.garden.page = 1
    stage.garden.has(*(account(f"U{number}") for number in range(6)))
    assert await guests.absent(TEAM, "C1") is True
    assert stage.garden.calls("users.list") == 8
    assert stage.garden.calls("conversations.members") == 2, "in pages of one"
    stage.garden.has(guest("ULATE"))
    stage.garden.members["C1"].append("ULATE")
    assert await guests.absent(TEAM, "C1") is False
    assert stage.garden.calls("users.list") == 8


async def test_the_list_is_read_anew_before_it_is_too_old_and_serves_meanwhile(stage: Stage, guests: Guests) -> None:
    assert await guests.absent(TEAM, "CBIG") is True
    stage.clock.now += LEAST_SECONDS / 2
    stage.garden.faults["users.list"] = (429, {})
    stage.garden.headers["Retry-After"] = "60"
    assert [await guests.absent(TEAM, "CBIG") for _ in range(3)] == [True, True, True]
    assert stage.garden.calls("users.list") == 2, "who asks us to wait is not asked"
    stage.clock.now += LEAST_SECONDS / 2
    assert await guests.absent(TEAM, "CBIG") is None, "too old"
    del stage.garden.faults["users.list"]
    stage.clock.now += 61
    assert await guests.absent(TEAM, "CBIG") is True


@pytest.mark.parametrize("fault", [(503, {}), (200, refused("missing_scope")), (200, refused("internal_error"))])
async def test_what_cannot_be_asked_is_not_known(stage: Stage, guests: Guests, fault: tuple[int, Shape]) -> None:
    stage.garden.faults["users.list"] = fault
    assert await guests.absent(TEAM, "CBIG") is None
    del stage.garden.faults["users.list"]
    stage.clock.now += AGAIN_SECONDS
    assert await guests.absent(TEAM, "CBIG") is True
    stage.garden.has(guest("UGUEST"))
    stage.clock.now += LEAST_SECONDS
    stage.garden.faults["conversations.members"] = fault
    assert await guests.absent(TEAM, "CBIG") is None


async def test_a_list_that_broke_off_goes_on_where_it_was(stage: Stage, guests: Guests) -> None:
    stage.garden.page, calls = 1, count(1)

    def break_off() -> None:
        if next(calls) == 2:
            stage.garden.faults["users.list"] = (503, {})

    stage.garden.before["users.list"] = break_off
    assert await guests.absent(TEAM, "C1") is None
    stage.garden.faults.clear()
    assert await guests.absent(TEAM, "C1") is True
    assert [sent.get("cursor") for method, sent in stage.garden.asked if method == "users.list"] == [None, "1", "1"]


async def test_a_cursor_that_slack_knows_no_more_begins_anew(stage: Stage, guests: Guests) -> None:
    stage.garden.page, calls = 1, count(1)

    def forget() -> None:
        if next(calls) == 2:
            stage.garden.faults["users.list"] = (200, refused("invalid_cursor"))

    stage.garden.before["users.list"] = forget
    assert await guests.absent(TEAM, "CBIG") is None
    stage.garden.faults.clear()
    stage.clock.now += AGAIN_SECONDS
    assert await guests.absent(TEAM, "CBIG") is True
    cursors = [sent.get("cursor") for method, sent in stage.garden.asked if method == "users.list"]
    assert cursors == [None, "1", None, "1"]


async def test_a_workspace_that_is_too_large_is_never_known_and_asked_seldom(
    stage: Stage, guests: Guests, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_PAGES", 4)
    monkeypatch.setattr(module, "PAGES_AT_ONCE", 3)
    stage.garden.page = 1
    stage.garden.has(*(account(f"U{number}") for number in range(10)))
    for asked in (3, 4, 4, 4):
        assert await guests.absent(TEAM, "CBIG") is None
        assert stage.garden.calls("users.list") == asked
    stage.clock.now += MOST_SECONDS
    assert await guests.absent(TEAM, "CBIG") is None
    assert stage.garden.calls("users.list") == 7


async def test_while_there_is_no_list_the_people_of_a_small_channel_are_looked_at_one_by_one(
    stage: Stage, guests: Guests
) -> None:
    stage.garden.faults["users.list"] = (200, refused("fatal_error"))
    assert await guests.absent(TEAM, "C1") is None, "Slack is away"
    stage.garden.faults["users.list"] = (429, {})
    stage.garden.headers["Retry-After"] = "60"
    assert await guests.absent(TEAM, "C1") is True
    stage.garden.has(guest("UGIL"))
    stage.garden.members["C1"].append("UGIL")
    assert await guests.absent(TEAM, "C1") is False
    assert await guests.absent(TEAM, "CBIG") is None
    assert stage.garden.calls("users.info") == 3


async def test_a_channel_with_more_members_than_are_read_is_not_open(stage: Stage, guests: Guests) -> None:
    stage.garden.has(guest("UGUEST"))
    assert await guests.absent(TEAM, "C1") is True
    stage.garden.page = 1
    stage.garden.with_room(room("C2"), *["UADA"] * (MOST_MEMBER_PAGES + 1))
    stage.garden.asked.clear()
    assert await guests.absent(TEAM, "C2") is False
    assert stage.garden.calls("conversations.members") == MOST_MEMBER_PAGES


async def test_nobody_waits_for_long(stage: Stage, guests: Guests, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "NEED_SECONDS", 0.05)
    stage.garden.slow["users.list"] = 1.0
    async with asyncio.timeout(0.8):
        assert await asyncio.gather(*(guests.absent(TEAM, "C1") for _ in range(10))) == [None] * 10


async def test_many_at_once_read_the_list_once(stage: Stage, guests: Guests) -> None:
    assert await asyncio.gather(*(guests.absent(TEAM, "C1") for _ in range(10))) == [True] * 10
    assert stage.garden.calls("users.list") == 1


def test_fifty_thousand_people_are_small_and_found_again() -> None:
    roll = Roll(0.0)
    for page in range(50):
        people = [account(f"U{page}-{number}") for number in range(1000)]
        more = {"next_cursor": "more" if page < 49 else ""}
        assert roll.read({"members": people, "response_metadata": more}) is (page == 49)
    assert roll._people.itemsize * len(roll._people) == 400_000
    assert all(roll.lists(f"U{page}-{page}") for page in range(50))
    assert not roll.lists("U50-1")
    assert (roll.lifetime, roll.is_small) == (MOST_SECONDS, False)


def test_a_list_is_believed_by_its_length() -> None:
    roll = Roll(0.0)
    for pages in range(1, 8):
        roll.read({"members": "no list", "response_metadata": {"next_cursor": "more"}})
        assert roll.lifetime == max(LEAST_SECONDS, pages * PAGE_SECONDS)
    assert roll.guests == set()

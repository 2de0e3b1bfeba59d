"""Who can read a place at Slack now: asked, and kept for some seconds."""

import pytest

from adapters.errors import AdapterError, RateLimited, Unreachable
from adapters.slack.members import MOST_PAGES
from adapters.slack.readers import KEPT_SECONDS, TOO_MANY
from adapters.slack.wire import Wire
from adapters.types import Address, direct_with
from tests.adapters.slack_garden import BOT, TEAM, Clock, account, guest, refused, room
from tests.adapters.slack_knowing import Stage, knowing

SPACE = Address("slack", TEAM, "")
HALL, SECRET = Address("slack", TEAM, "C1"), Address("slack", TEAM, "C2")
SHARED = Address("slack", None, "T1:C3")


@pytest.fixture(autouse=True)
def workspace(stage: Stage) -> None:
    """Ada and Ben are members, Gil is a guest who is in the secret channel, Zoe is from elsewhere."""
    stage.garden.has(account("UADA"), account("UBEN"), guest("UGIL"), account("UZOE", team_id="T2"))
    stage.garden.with_room(room("C1"), BOT)
    stage.garden.with_room(room("C2", is_private=True), BOT, "UADA", "UGIL")
    stage.garden.with_room(room("C3", is_ext_shared=True), BOT, "UBEN", "UZOE")


@pytest.mark.parametrize(
    ("handle", "address", "may"),
    [
        ("T1:UADA", SPACE, True),
        ("T1:UGIL", SPACE, False),
        ("T2:UZOE", SPACE, False),
        ("T1:UZOE", SPACE, False),
        ("T1:UNOBODY", SPACE, False),
        ("T1:UADA", HALL, True),
        ("T1:UGIL", HALL, False),
        ("T1:UZOE", HALL, False),
        ("T1:UADA", SECRET, True),
        ("T1:UBEN", SECRET, False),
        ("T1:UGIL", SECRET, True),
        ("T1:UADA", SHARED, False),
        ("T1:UBEN", SHARED, True),
        ("T2:UZOE", SHARED, True),
        ("T1:UZOE", SHARED, False),
        ("T2:UBEN", SHARED, False),
        ("T1:UADA", direct_with("slack", "T1:UADA"), True),
        ("T1:UBEN", direct_with("slack", "T1:UADA"), False),
        ("T1:UADA", Address("slack", TEAM, "C9"), False),
        ("T1:UADA", Address("slack", TEAM, "C2", "1.2"), True),
    ],
)
async def test_who_reads_what(stage: Stage, handle: str, address: Address, may: bool) -> None:
    assert await stage.known.readers.reads(handle, address) is may


async def test_a_guest_reads_a_public_channel_that_they_are_in_and_members_too_as_long_as_they_are(
    stage: Stage,
) -> None:
    stage.garden.with_room(room("C1"), BOT, "UGIL", "UADA")
    reads = stage.known.readers.reads
    assert [await reads(each, HALL) for each in ("T1:UGIL", "T1:UADA", "T1:UBEN")] == [True, True, False]


async def test_who_was_deactivated_reads_nothing(stage: Stage) -> None:
    stage.garden.has(account("UADA", deleted=True))
    assert not await stage.known.readers.reads("T1:UADA", SPACE)
    assert not await stage.known.readers.reads("T1:UADA", SECRET)


async def test_an_answer_is_kept_for_some_seconds(stage: Stage) -> None:
    reads = stage.known.readers.reads
    assert await reads("T1:UADA", SECRET)
    asked = len(stage.garden.asked)
    stage.garden.members["C2"].remove("UADA")
    assert await reads("T1:UADA", SECRET)
    assert len(stage.garden.asked) == asked
    stage.clock.now += KEPT_SECONDS
    assert not await reads("T1:UADA", SECRET)


async def test_in_an_enterprise_only_people_of_the_workspace_read_it(stage: Stage) -> None:
    stage.garden.enterprise = "E1"
    stage.garden.has(account("UADA", enterprise_user={"enterprise_id": "E1", "teams": [TEAM, "T2"]}))
    stage.garden.has(account("UBEN", team_id="T2", enterprise_user={"enterprise_id": "E1", "teams": ["T2"]}))
    reads = stage.known.readers.reads
    assert await reads("E1:UADA", SPACE)
    assert not await reads("E1:UBEN", SPACE)
    assert not await reads("E2:UADA", SPACE)


async def test_what_could_not_be_asked_raises_and_is_asked_for_again(stage: Stage) -> None:
    reads = stage.known.readers.reads
    stage.garden.faults["users.info"] = (503, {})
    with pytest.raises(Unreachable):
        await reads("T1:UADA", SPACE)
    stage.garden.faults["users.info"] = (429, {})
    with pytest.raises(RateLimited):
        await reads("T1:UADA", SPACE)
    stage.garden.faults.clear()
    stage.clock.now += 60
    assert await reads("T1:UADA", SPACE)
    stage.garden.faults["conversations.members"] = (200, refused("internal_error"))
    with pytest.raises(Unreachable):
        await reads("T1:UADA", SECRET)


async def test_a_channel_with_more_members_than_are_read_says_nothing_of_who_is_not_among_them(stage: Stage) -> None:
    stage.garden.page = 1
    stage.garden.members["C2"] = ["UADA", *["UBEN"] * MOST_PAGES, "UGIL"]
    assert await stage.known.readers.reads("T1:UADA", SECRET)
    with pytest.raises(AdapterError, match=TOO_MANY):
        await stage.known.readers.reads("T1:UGIL", SECRET)


async def test_where_the_bot_has_no_token_nothing_can_be_said(stage: Stage) -> None:
    async def none_there(_: str) -> None:
        return None

    async with Wire(stage.garden.api, grants=none_there) as wire:
        with pytest.raises(Unreachable):
            await knowing(wire, Clock()).readers.reads("T1:UADA", SPACE)

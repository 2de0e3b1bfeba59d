"""Where something stands at Slack and who reads it: public only for sure, without a space where strangers may read."""

import asyncio

import pytest

from adapters.errors import DirectClosed, Refused
from adapters.slack.conversations import CLOSED_SECONDS, OPEN_SECONDS, UNKNOWN_SECONDS
from adapters.slack.rooms import room_of
from adapters.slack.spots import GROUP_TITLE, Places, Spot, Where
from adapters.types import Address, Audience, direct_with
from tests.adapters.slack_garden import BOT, TEAM, Shape, account, guest, im, refused, room
from tests.adapters.slack_knowing import Stage

HALL = Address("slack", TEAM, "C1", title="#hall")
OUTSIDE = Address("slack", None, "T1:C1", title="#hall")
UNKNOWN = Address("slack", None, "T1:C1")


async def audience(stage: Stage, channel: str = "C1", kind: str | None = "channel") -> Audience:
    return (await stage.known.places.where(TEAM, channel, kind=kind)).audience


async def test_a_public_channel_is_asked_for_once(stage: Stage) -> None:
    stage.garden.with_room(room("C1"), BOT)
    found = [await stage.known.places.where(TEAM, "C1", kind="channel", thread=each) for each in (None, "1.2")]
    assert found[0] == Where(HALL, Audience.PUBLIC, Spot(TEAM, "C1"))
    assert found[1].address == Address("slack", TEAM, "C1", "1.2", "#hall")
    assert found[1].spot == Spot(TEAM, "C1", "1.2")
    assert await audience(stage, kind=None) is Audience.PUBLIC
    assert (stage.garden.calls("conversations.info"), stage.garden.calls("users.list")) == (1, 1)


async def test_what_was_open_is_asked_for_again_after_ten_minutes_and_what_was_closed_after_an_hour(
    stage: Stage,
) -> None:
    stage.garden.with_room(room("C1"), BOT)
    stage.garden.with_room(room("C2", is_private=True, is_channel=False, is_group=True), BOT)
    for seconds, asked in ((0.0, 2), (OPEN_SECONDS, 3), (CLOSED_SECONDS - OPEN_SECONDS, 5)):
        stage.clock.now += seconds
        assert (await audience(stage), await audience(stage, "C2", "group")) == (Audience.PUBLIC, Audience.PRIVATE)
        assert stage.garden.calls("conversations.info") == asked


@pytest.mark.parametrize(
    "more",
    [
        {"is_private": True},
        {"is_private": None},
        {"is_group": True},
        {"is_channel": False},
        {"is_channel": 1},
    ],
)
async def test_what_is_not_said_to_be_open_is_private_in_its_space(stage: Stage, more: Shape) -> None:
    stage.garden.with_room(room("C1", **more), BOT)
    assert await stage.known.places.where(TEAM, "C1", kind="channel") == Where(HALL, Audience.PRIVATE, Spot(TEAM, "C1"))
    assert stage.garden.calls("users.list") == 0


@pytest.mark.parametrize(
    "more",
    [
        {"is_ext_shared": True},
        {"is_shared": True},
        {"is_org_shared": True},
        {"is_global_shared": True},
        {"is_pending_ext_shared": True},
        {"is_ext_shared": "yes"},
        {"is_ext_shared": None},
        {"pending_shared": ["T2"]},
        {"pending_connected_team_ids": ["T2"]},
        {"connected_team_ids": ["T2"]},
        {"shared_team_ids": [TEAM, "T2"]},
        {"shared_team_ids": "T2"},
        {"internal_team_ids": [TEAM, "T3"]},
        {"is_private": True, "is_ext_shared": True},
    ],
)
async def test_where_strangers_may_read_there_is_no_space(stage: Stage, more: Shape) -> None:
    stage.garden.with_room(room("C1", **more), BOT)
    assert await stage.known.places.where(TEAM, "C1", kind="channel") == Where(
        OUTSIDE, Audience.PRIVATE, Spot(TEAM, "C1")
    )


async def test_an_event_that_says_so_counts_at_once_and_asks_nothing(stage: Stage) -> None:
    stage.garden.with_room(room("C1"), BOT)
    assert await audience(stage) is Audience.PUBLIC
    shared = await stage.known.places.where(TEAM, "C1", kind="channel", shared=True)
    assert shared == Where(OUTSIDE, Audience.PRIVATE, Spot(TEAM, "C1"))
    assert stage.garden.calls("conversations.info") == 1
    stage.garden.with_room(room("C1", is_ext_shared=True), BOT)
    assert (await stage.known.places.where(TEAM, "C1", kind="channel")).address == OUTSIDE, "what was open is forgotten"


async def test_an_event_from_a_private_channel_is_never_public(stage: Stage) -> None:
    stage.garden.with_room(room("C1"), BOT)
    assert await audience(stage) is Audience.PUBLIC
    assert await audience(stage, kind="group") is Audience.PRIVATE, "even where Slack still says otherwise"
    stage.garden.with_room(room("C1", is_private=True), BOT)
    assert await audience(stage, kind="group") is Audience.PRIVATE
    assert await audience(stage, kind=None) is Audience.PRIVATE


@pytest.mark.parametrize(
    ("status", "shape"),
    [(200, refused("channel_not_found")), (200, refused("missing_scope")), (503, {}), (200, {"ok": True})],
)
async def test_what_is_not_known_is_private_without_a_space_and_asked_for_again_soon(
    stage: Stage, status: int, shape: Shape
) -> None:
    stage.garden.faults["conversations.info"] = (status, shape)
    for _ in range(2):
        assert await stage.known.places.where(TEAM, "C1", kind="channel") == Where(
            UNKNOWN, Audience.PRIVATE, Spot(TEAM, "C1")
        )
    assert stage.garden.calls("conversations.info") == 1
    del stage.garden.faults["conversations.info"]
    stage.garden.with_room(room("C1"), BOT)
    stage.clock.now += UNKNOWN_SECONDS if shape != {"ok": True} else CLOSED_SECONDS
    assert await audience(stage) is Audience.PUBLIC


async def test_a_group_conversation_is_known_as_one_by_its_event(stage: Stage) -> None:
    found = await stage.known.places.where(TEAM, "G1", kind="mpim")
    assert found == Where(Address("slack", None, "T1:G1", title=GROUP_TITLE), Audience.PRIVATE, Spot(TEAM, "G1"))
    assert stage.garden.asked == [("auth.test", {})]
    stage.garden.with_room(room("G2", is_mpim=True, is_group=True, is_channel=False, name="mpdm-ada--bob-1"), BOT)
    assert (await stage.known.places.where(TEAM, "G2")).address == Address("slack", None, "T1:G2", title=GROUP_TITLE)


async def test_the_conversation_of_two_is_one_place_whatever_its_thread(stage: Stage) -> None:
    stage.garden.has(account("U1"))
    alone = direct_with("slack", "T1:U1")
    found = await stage.known.places.where(TEAM, "D1", kind="im", user="U1", thread="1.2")
    assert found == Where(alone, Audience.DIRECT, Spot(TEAM, "D1", "1.2"))
    assert await stage.known.places.where(TEAM, "D1", user=BOT) == Where(alone, Audience.DIRECT, Spot(TEAM, "D1"))
    assert stage.garden.calls("conversations.info") == 0
    assert await stage.known.places.spot_of(alone) == Spot(TEAM, "D1")
    assert stage.garden.calls("conversations.open") == 0


async def test_a_conversation_of_two_that_only_slack_knows_is_asked_for(stage: Stage) -> None:
    stage.garden.has(account("U1"))
    stage.garden.with_room(im("D1", "U1"))
    found = await stage.known.places.where(TEAM, "D1", kind="im", user=BOT)
    assert (found.address, found.audience) == (direct_with("slack", "T1:U1"), Audience.DIRECT)


async def test_a_conversation_of_others_in_which_a_command_is_used_is_not_the_bots(stage: Stage) -> None:
    stage.garden.has(account("U1"))
    found = await stage.known.places.where(TEAM, "D9", user="U1")
    assert found == Where(Address("slack", None, "T1:D9"), Audience.PRIVATE, Spot(TEAM, "D9"))


async def test_where_slack_cannot_be_asked_who_somebody_is_the_guess_is_not_kept(stage: Stage) -> None:
    stage.garden.faults["users.info"] = (503, {})
    first = await stage.known.places.where(TEAM, "D1", kind="im", user="U1")
    assert first.address == direct_with("slack", "T1:U1")
    del stage.garden.faults["users.info"]
    stage.garden.has(account("U1", team_id="T2"))
    stage.clock.now += UNKNOWN_SECONDS
    second = await stage.known.places.where(TEAM, "D1", kind="im", user="U1")
    assert second.address == direct_with("slack", "T2:U1")


async def test_addresses_lead_back_to_slack_also_in_another_process(stage: Stage) -> None:
    places = stage.known.places
    assert await places.spot_of(Address("slack", TEAM, "C1", "1.2")) == Spot(TEAM, "C1", "1.2")
    assert await places.spot_of(Address("slack", None, "T1:C1", "1.2")) == Spot(TEAM, "C1", "1.2")
    assert await places.spot_of(direct_with("slack", "T1:U1")) == Spot(TEAM, "DU1")
    assert await places.spot_of(direct_with("slack", "T1:U1")) == Spot(TEAM, "DU1")
    assert stage.garden.calls("conversations.open") == 1
    assert (await places.where(TEAM, "DU1")).address == direct_with("slack", "T1:U1")


async def test_whom_nobody_can_write_to_raises(stage: Stage) -> None:
    stage.garden.faults["conversations.open"] = (200, refused("user_disabled"))
    with pytest.raises(DirectClosed):
        await stage.known.places.spot_of(direct_with("slack", "T1:U1"))
    stage.garden.faults["conversations.open"] = (200, {"ok": True})
    with pytest.raises(Refused):
        await stage.known.places.spot_of(direct_with("slack", "T1:U1"))


async def test_in_an_enterprise_what_has_no_space_is_named_by_it_and_reached_through_a_workspace(stage: Stage) -> None:
    stage.garden.enterprise = "E1"
    stage.garden.with_room(room("C1", is_org_shared=True), BOT)
    found = await stage.known.places.where(TEAM, "C1", kind="channel", thread="1.2")
    assert found.address == Address("slack", None, "E1:C1", "1.2", "#hall")
    assert await stage.known.places.spot_of(found.address) == Spot(TEAM, "C1", "1.2")
    stage.garden.has(account("U1"))
    alone = await stage.known.places.where(TEAM, "D1", kind="im", user="U1")
    assert alone.address == direct_with("slack", "E1:U1")
    assert await stage.known.places.spot_of(direct_with("slack", "E1:U9")) == Spot("E1", "DU9")


async def test_every_address_of_a_channel_is_told(stage: Stage) -> None:
    stage.garden.with_room(room("C1"), BOT)
    assert await stage.known.places.known_as(TEAM, "C1") == (Address("slack", TEAM, "C1"), UNKNOWN)
    stage.garden.has(account("U1"))
    await stage.known.places.where(TEAM, "D1", kind="im", user="U1")
    assert await stage.known.places.known_as(TEAM, "D1") == (direct_with("slack", "T1:U1"),)


async def test_a_change_while_slack_is_asked_counts(stage: Stage) -> None:
    stage.garden.with_room(room("C1"), BOT)
    stage.garden.before["conversations.info"] = lambda: stage.known.places.forget(TEAM, "C1")
    found = await stage.known.places.where(TEAM, "C1", kind="channel")
    assert found == Where(UNKNOWN, Audience.PRIVATE, Spot(TEAM, "C1"))
    stage.garden.before.clear()
    assert await audience(stage) is Audience.PUBLIC


async def test_many_at_once_ask_once(stage: Stage) -> None:
    stage.garden.with_room(room("C1"), BOT)
    found = await asyncio.gather(*(audience(stage) for _ in range(20)))
    assert set(found) == {Audience.PUBLIC}
    assert (stage.garden.calls("conversations.info"), stage.garden.calls("users.list")) == (1, 1)


async def test_when_somebody_becomes_a_guest_every_open_channel_is_looked_at_again(stage: Stage) -> None:
    stage.garden.with_room(room("C1"), BOT, "U1")
    assert await audience(stage) is Audience.PUBLIC
    assert stage.known.guests.changed(TEAM, guest("U1"))
    stage.known.places.forget_all("T2")
    assert await audience(stage) is Audience.PUBLIC, "another workspace's"
    stage.known.places.forget_all(TEAM)
    assert await audience(stage) is Audience.PRIVATE


async def test_no_more_are_remembered_than_were_asked_to(stage: Stage) -> None:
    known = stage.known
    places = Places(known.wire, known.people, known.guests, clock=stage.clock, size=2)
    for number in range(3):
        stage.garden.with_room(room(f"C{number}"), BOT)
        await places.where(TEAM, f"C{number}")
    await places.where(TEAM, "C2")
    assert stage.garden.calls("conversations.info") == 3
    await places.where(TEAM, "C0")
    assert stage.garden.calls("conversations.info") == 4


async def test_whether_the_bot_is_there_is_asked_each_time(stage: Stage) -> None:
    stage.garden.with_room(room("C1"), BOT)
    stage.garden.with_room(room("C2", is_member=False), BOT)
    stage.garden.with_room(room("C3", is_member=False, is_archived=True), BOT)
    assert [await stage.known.places.is_there(TEAM, each) for each in ("C1", "C2", "C3")] == [True, False, True]
    with pytest.raises(Refused):
        await stage.known.places.is_there(TEAM, "C9")


def test_a_conversation_is_read_without_trust() -> None:
    assert not room_of({}, TEAM, "").open
    assert room_of({}, TEAM, "").kind == "group"
    assert room_of(room("C1", name=7), TEAM, "").name == ""
    assert len(room_of(room("C1", name="x" * 500), TEAM, "").name) == 100
    assert room_of(room("C1", shared_team_ids=["E1", TEAM]), TEAM, "E1").open

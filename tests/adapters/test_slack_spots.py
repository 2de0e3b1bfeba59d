"""Where something stands at Slack, and back: threads, conversations of two and of several, whole enterprises."""

import pytest

from adapters.errors import DirectClosed, Refused
from adapters.slack.conversations import UNKNOWN_SECONDS, Conversations
from adapters.slack.spots import GROUP_TITLE, Places, Spot, Where
from adapters.slack.ways import Ways
from adapters.types import Address, Audience, direct_with
from tests.adapters.slack_garden import BOT, TEAM, account, guest, im, refused, room
from tests.adapters.slack_knowing import Stage

UNKNOWN = Address("slack", None, "T1:C1")


async def test_a_group_conversation_is_known_as_one_by_its_event(stage: Stage) -> None:
    found = await stage.known.places.where(Spot(TEAM, "G1"), kind="mpim")
    assert found == Where(Address("slack", None, "T1:G1", title=GROUP_TITLE), Audience.PRIVATE, Spot(TEAM, "G1"))
    assert stage.garden.asked == [("auth.test", {})]
    stage.garden.with_room(room("G2", is_mpim=True, is_group=True, is_channel=False, name="mpdm-ada--bob-1"), BOT)
    assert (await stage.known.places.where(Spot(TEAM, "G2"))).address == Address(
        "slack", None, "T1:G2", title=GROUP_TITLE
    )


async def test_the_conversation_of_two_is_one_place_whatever_its_thread(stage: Stage) -> None:
    stage.garden.has(account("U1"))
    alone = direct_with("slack", "T1:U1")
    found = await stage.known.places.where(Spot(TEAM, "D1", "1.2"), kind="im", user="U1")
    assert found == Where(alone, Audience.DIRECT, Spot(TEAM, "D1", "1.2"))
    assert await stage.known.places.where(Spot(TEAM, "D1"), user=BOT) == Where(alone, Audience.DIRECT, Spot(TEAM, "D1"))
    assert stage.garden.calls("conversations.info") == 0
    assert await stage.known.places.spot_of(alone) == Spot(TEAM, "D1")
    assert stage.garden.calls("conversations.open") == 0


async def test_a_conversation_of_two_that_only_slack_knows_is_asked_for(stage: Stage) -> None:
    stage.garden.has(account("U1"))
    stage.garden.with_room(im("D1", "U1"))
    found = await stage.known.places.where(Spot(TEAM, "D1"), kind="im", user=BOT)
    assert (found.address, found.audience) == (direct_with("slack", "T1:U1"), Audience.DIRECT)


async def test_a_guest_who_uses_a_command_alone_with_the_bot_is_alone_with_it(stage: Stage) -> None:
    stage.garden.has(guest("UGIL"))
    stage.garden.with_room(im("D1", "UGIL"))
    found = await stage.known.places.where(Spot(TEAM, "D1"), user="UGIL")
    assert (found.address, found.audience) == (direct_with("slack", "T1:UGIL"), Audience.DIRECT)


async def test_a_conversation_of_others_in_which_a_command_is_used_is_not_the_bots(stage: Stage) -> None:
    stage.garden.has(account("U1"))
    found = await stage.known.places.where(Spot(TEAM, "D9"), user="U1")
    assert found == Where(Address("slack", None, "T1:D9"), Audience.PRIVATE, Spot(TEAM, "D9"))


async def test_where_slack_cannot_be_asked_who_somebody_is_the_guess_is_not_kept(stage: Stage) -> None:
    stage.garden.faults["users.info"] = (503, {})
    first = await stage.known.places.where(Spot(TEAM, "D1"), kind="im", user="U1")
    assert first.address == direct_with("slack", "T1:U1")
    del stage.garden.faults["users.info"]
    stage.garden.has(account("U1", team_id="T2"))
    stage.clock.now += UNKNOWN_SECONDS
    second = await stage.known.places.where(Spot(TEAM, "D1"), kind="im", user="U1")
    assert second.address == direct_with("slack", "T2:U1")


async def test_addresses_lead_back_to_slack_also_in_another_process(stage: Stage) -> None:
    places = stage.known.places
    assert await places.spot_of(Address("slack", TEAM, "C1", "1.2")) == Spot(TEAM, "C1", "1.2")
    assert await places.spot_of(Address("slack", None, "T1:C1", "1.2")) == Spot(TEAM, "C1", "1.2")
    assert await places.spot_of(direct_with("slack", "T1:U1")) == Spot(TEAM, "DU1")
    assert await places.spot_of(direct_with("slack", "T1:U1")) == Spot(TEAM, "DU1")
    assert stage.garden.calls("conversations.open") == 1
    assert (await places.where(Spot(TEAM, "DU1"))).address == direct_with("slack", "T1:U1")


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
    found = await stage.known.places.where(Spot(TEAM, "C1", "1.2"), kind="channel")
    assert found.address == Address("slack", None, "E1:C1", "1.2", "#hall")
    assert await stage.known.places.spot_of(found.address) == Spot(TEAM, "C1", "1.2")
    stage.garden.has(account("U1"))
    alone = await stage.known.places.where(Spot(TEAM, "D1"), kind="im", user="U1")
    assert alone.address == direct_with("slack", "E1:U1")
    assert await stage.known.places.spot_of(direct_with("slack", "E1:U9")) == Spot("E1", "DU9")


async def test_every_address_of_a_channel_is_told(stage: Stage) -> None:
    stage.garden.with_room(room("C1"), BOT)
    assert await stage.known.places.known_as(TEAM, "C1") == (Address("slack", TEAM, "C1"), UNKNOWN)
    stage.garden.has(account("U1"))
    await stage.known.places.where(Spot(TEAM, "D1"), kind="im", user="U1")
    assert await stage.known.places.known_as(TEAM, "D1") == (direct_with("slack", "T1:U1"),)


async def test_no_more_are_remembered_than_were_asked_to(stage: Stage) -> None:
    known = stage.known
    conversations = Conversations(known.wire, known.guests, clock=stage.clock, size=2)
    places = Places(known.wire, known.people, conversations=conversations, ways=Ways(None), size=2)
    for number in range(3):
        stage.garden.with_room(room(f"C{number}"), BOT)
        await places.where(Spot(TEAM, f"C{number}"))
    await places.where(Spot(TEAM, "C2"))
    assert stage.garden.calls("conversations.info") == 3
    await places.where(Spot(TEAM, "C0"))
    assert stage.garden.calls("conversations.info") == 4


async def test_whether_the_bot_is_there_is_asked_each_time(stage: Stage) -> None:
    stage.garden.with_room(room("C1"), BOT)
    stage.garden.with_room(room("C2", is_member=False), BOT)
    stage.garden.with_room(room("C3", is_member=False, is_archived=True), BOT)
    assert [await stage.known.places.is_there(TEAM, each) for each in ("C1", "C2", "C3")] == [True, False, True]
    with pytest.raises(Refused):
        await stage.known.places.is_there(TEAM, "C9")

"""Who reads a conversation at Slack: public only for sure, without a space where strangers may read."""

import asyncio

import pytest

from adapters.slack.conversations import INSIDE_SECONDS, OPEN_SECONDS, OUTSIDE_SECONDS, UNKNOWN_SECONDS
from adapters.slack.rooms import room_of
from adapters.slack.spots import Spot, Where
from adapters.types import Address, Audience
from tests.adapters.slack_garden import BOT, TEAM, Shape, account, guest, refused, room
from tests.adapters.slack_knowing import Stage

HALL = Address("slack", TEAM, "C1", title="#hall")
OUTSIDE = Address("slack", None, "T1:C1", title="#hall")
UNKNOWN = Address("slack", None, "T1:C1")
OUTSIDERS = [guest("UGIL"), account("UGIL", is_ultra_restricted=True), account("UGIL", team_id="T2")]


async def audience(stage: Stage, channel: str = "C1", kind: str | None = "channel") -> Audience:
    return (await stage.known.places.where(Spot(TEAM, channel), kind=kind)).audience


async def test_a_public_channel_is_asked_for_once(stage: Stage) -> None:
    stage.garden.with_room(room("C1"), BOT)
    found = [await stage.known.places.where(Spot(TEAM, "C1", each), kind="channel") for each in (None, "1.2")]
    assert found[0] == Where(HALL, Audience.PUBLIC, Spot(TEAM, "C1"))
    assert found[1].address == Address("slack", TEAM, "C1", "1.2", "#hall")
    assert found[1].spot == Spot(TEAM, "C1", "1.2")
    assert await audience(stage, kind=None) is Audience.PUBLIC
    assert (stage.garden.calls("conversations.info"), stage.garden.calls("users.list")) == (1, 1)


async def test_what_is_inside_is_asked_for_again_after_ten_minutes_and_what_is_outside_after_an_hour(
    stage: Stage,
) -> None:
    stage.garden.with_room(room("C1"), BOT)
    stage.garden.with_room(room("C2", is_ext_shared=True), BOT)
    for seconds, asked in ((0.0, 2), (INSIDE_SECONDS, 3), (OUTSIDE_SECONDS - INSIDE_SECONDS, 5)):
        stage.clock.now += seconds
        assert (await audience(stage), await audience(stage, "C2")) == (Audience.PUBLIC, Audience.PRIVATE)
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
    assert await stage.known.places.where(Spot(TEAM, "C1"), kind="channel") == Where(
        HALL, Audience.PRIVATE, Spot(TEAM, "C1")
    )


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
    assert await stage.known.places.where(Spot(TEAM, "C1"), kind="channel") == Where(
        OUTSIDE, Audience.PRIVATE, Spot(TEAM, "C1")
    )


async def test_an_event_that_says_so_counts_at_once_and_asks_nothing(stage: Stage) -> None:
    stage.garden.with_room(room("C1"), BOT)
    assert await audience(stage) is Audience.PUBLIC
    shared = await stage.known.places.where(Spot(TEAM, "C1"), kind="channel", shared=True)
    assert shared == Where(OUTSIDE, Audience.PRIVATE, Spot(TEAM, "C1"))
    assert stage.garden.calls("conversations.info") == 1
    stage.garden.with_room(room("C1", is_ext_shared=True), BOT)
    assert (await stage.known.places.where(Spot(TEAM, "C1"), kind="channel")).address == OUTSIDE, (
        "what was open is forgotten"
    )


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
        assert await stage.known.places.where(Spot(TEAM, "C1"), kind="channel") == Where(
            UNKNOWN, Audience.PRIVATE, Spot(TEAM, "C1")
        )
    assert stage.garden.calls("conversations.info") == 1
    del stage.garden.faults["conversations.info"]
    stage.garden.with_room(room("C1"), BOT)
    stage.clock.now += UNKNOWN_SECONDS if shape != {"ok": True} else OUTSIDE_SECONDS
    assert await audience(stage) is Audience.PUBLIC


@pytest.mark.parametrize("private", [False, True])
async def test_with_a_guest_it_is_outside_the_space_and_inside_again_when_they_are_gone(
    stage: Stage, private: bool
) -> None:
    stage.garden.has(guest("UGIL"))
    stage.garden.with_room(room("C1", is_private=private), BOT, "UGIL")
    assert await stage.known.places.where(Spot(TEAM, "C1")) == Where(OUTSIDE, Audience.PRIVATE, Spot(TEAM, "C1"))
    stage.garden.members["C1"].remove("UGIL")
    assert (await stage.known.places.where(Spot(TEAM, "C1"))).address == OUTSIDE, "nothing was told"
    stage.clock.now += INSIDE_SECONDS
    assert (await stage.known.places.where(Spot(TEAM, "C1"))).address == HALL


@pytest.mark.parametrize(
    "who", [guest("UGIL"), account("UGIL", is_ultra_restricted=True), account("UGIL", team_id="T2")]
)
async def test_where_a_guest_or_a_stranger_speaks_it_is_outside_whatever_was_known(stage: Stage, who: Shape) -> None:
    stage.garden.with_room(room("C1"), BOT)
    stage.garden.has(account("UADA"))
    found = [await stage.known.places.where(Spot(TEAM, "C1"), user="UADA", kind="channel")]
    stage.garden.has(who)
    found += [await stage.known.places.where(Spot(TEAM, "C1"), user=each) for each in ("UGIL", BOT)]
    assert [each.address for each in found] == [HALL, OUTSIDE, HALL]
    assert stage.garden.calls("conversations.info") == 2, "and it is looked at anew"


async def test_while_guests_are_not_known_it_is_outside_and_asked_for_again_soon(stage: Stage) -> None:
    stage.garden.with_room(room("C1"), BOT)
    stage.garden.faults["users.list"] = (503, {})
    assert (await stage.known.places.where(Spot(TEAM, "C1"))).address == OUTSIDE
    del stage.garden.faults["users.list"]
    assert (await stage.known.places.where(Spot(TEAM, "C1"))).address == OUTSIDE
    stage.clock.now += UNKNOWN_SECONDS
    assert (await stage.known.places.where(Spot(TEAM, "C1"))).address == HALL


async def test_a_change_while_slack_is_asked_counts(stage: Stage) -> None:
    stage.garden.with_room(room("C1"), BOT)
    stage.garden.before["conversations.info"] = lambda: stage.known.places.forget(TEAM, "C1")
    found = await stage.known.places.where(Spot(TEAM, "C1"), kind="channel")
    assert found == Where(UNKNOWN, Audience.PRIVATE, Spot(TEAM, "C1"))
    stage.garden.before.clear()
    assert await audience(stage) is Audience.PUBLIC


async def test_many_at_once_ask_once(stage: Stage) -> None:
    stage.garden.with_room(room("C1"), BOT)
    found = await asyncio.gather(*(audience(stage) for _ in range(20)))
    assert set(found) == {Audience.PUBLIC}
    assert (stage.garden.calls("conversations.info"), stage.garden.calls("users.list")) == (1, 1)


async def test_when_somebody_becomes_a_guest_every_channel_is_looked_at_again(stage: Stage) -> None:
    stage.garden.with_room(room("C1"), BOT, "U1")
    assert await audience(stage) is Audience.PUBLIC
    assert stage.known.guests.changed(TEAM, guest("U1"))
    stage.known.places.forget_all("T2")
    assert await audience(stage) is Audience.PUBLIC, "another workspace's"
    stage.known.places.forget_all(TEAM)
    assert await audience(stage) is Audience.PRIVATE


def test_a_conversation_is_read_without_trust() -> None:
    assert not room_of({}, TEAM, "").open
    assert room_of({}, TEAM, "").kind == "group"
    assert room_of(room("C1", name=7), TEAM, "").name == ""
    assert len(room_of(room("C1", name="x" * 500), TEAM, "").name) == 100
    assert room_of(room("C1", shared_team_ids=["E1", TEAM]), TEAM, "E1").open


async def test_what_does_not_say_that_a_channel_is_open_has_it_looked_at_after_a_minute(stage: Stage) -> None:
    stage.garden.with_room(room("C1"), BOT)
    for seconds, asked in ((0.0, 1), (OPEN_SECONDS - 1, 1), (1.0, 2), (0.0, 2)):
        stage.clock.now += seconds
        assert await audience(stage, kind=None) is Audience.PUBLIC
        assert stage.garden.calls("conversations.info") == asked


@pytest.mark.parametrize(
    ("more", "wanted"), [({"is_private": True}, HALL), ({"is_ext_shared": True}, OUTSIDE)], ids=["private", "shared"]
)
async def test_what_another_process_was_told_of_a_channel_is_known_here_after_a_minute(
    stage: Stage, more: Shape, wanted: Address
) -> None:
    stage.garden.with_room(room("C1"), BOT)
    assert await audience(stage, kind=None) is Audience.PUBLIC
    stage.garden.with_room(room("C1", **more), BOT)
    stage.clock.now += OPEN_SECONDS
    assert await stage.known.places.where(Spot(TEAM, "C1")) == Where(wanted, Audience.PRIVATE, Spot(TEAM, "C1"))


async def test_where_slack_does_not_say_whether_a_channel_is_still_open_it_is_private_in_its_space(
    stage: Stage,
) -> None:
    stage.garden.with_room(room("C1"), BOT)
    assert await audience(stage, kind=None) is Audience.PUBLIC
    stage.clock.now += OPEN_SECONDS
    stage.garden.faults["conversations.info"] = (200, refused("fatal_error"))
    assert await stage.known.places.where(Spot(TEAM, "C1")) == Where(HALL, Audience.PRIVATE, Spot(TEAM, "C1"))
    del stage.garden.faults["conversations.info"]
    assert await audience(stage, kind=None) is Audience.PUBLIC

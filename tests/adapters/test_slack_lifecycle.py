"""What Slack's events of comings and goings lead to: once, twice, late and in any order."""

import pytest

from adapters.errors import Unreachable
from adapters.slack import patience
from adapters.slack.grants import Grant
from adapters.slack.lifecycle import KINDS, Lifecycle
from adapters.slack.permissions import EVENTS
from adapters.slack.spots import Spot
from adapters.slack.wire import Wire
from adapters.types import Audience, Closed, Left
from tests.adapters.slack_garden import BOT, TEAM, Shape, account, guest, room
from tests.adapters.slack_knowing import Stage, knowing
from tests.adapters.slack_told import BOTH, HALL, SPACE, met, payload, told, when


@pytest.fixture
def lifecycle(stage: Stage) -> Lifecycle:
    """With the one token of the settings; Ada and the bot are in the hall."""
    stage.garden.has(account("UADA"))
    stage.garden.with_room(room("C1"), BOT, "UADA")
    return Lifecycle(stage.known)


def test_every_event_is_asked_for() -> None:
    notices = {"channel_convert_to_private", "channel_convert_to_public"}
    assert KINDS - notices <= set(EVENTS)


@pytest.mark.parametrize("kind", ["channel_deleted", "group_deleted"])
async def test_a_deleted_channel_is_closed_under_each_address(lifecycle: Lifecycle, kind: str) -> None:
    event = payload(kind, channel="C1")
    assert await told(lifecycle, event, event) == [*(Closed(each, when()) for each in BOTH)] * 2


async def test_a_channel_with_another_id_is_closed_under_the_one_that_it_had(lifecycle: Lifecycle) -> None:
    event = payload("channel_id_changed", old_channel_id="C1", new_channel_id="C7")
    assert await told(lifecycle, event) == [Closed(each, when()) for each in BOTH]


async def test_who_leaves_a_channel_reads_it_no_more(stage: Stage, lifecycle: Lifecycle) -> None:
    event = payload("member_left_channel", user="UADA", channel="C1", channel_type="C", team=TEAM)
    assert await told(lifecycle, event) == [Left(each, "T1:UADA", when()) for each in BOTH]
    assert stage.garden.calls("users.info") == 0, "a whole channel may be sent away"
    stage.garden.has(account("UZOE", team_id="T2"))
    event = payload("member_left_channel", user="UZOE", channel="C1", channel_type="C", team="T2")
    assert await told(lifecycle, event) == [Left(each, "T2:UZOE", when()) for each in BOTH]


async def test_who_leaves_while_slack_is_away_has_left_under_each_handle_they_may_have(
    stage: Stage, lifecycle: Lifecycle
) -> None:
    stage.garden.faults["users.info"] = (503, {})
    event = payload("member_left_channel", user="UZOE", channel="C1", channel_type="C", team="T2")
    assert {(each.handle, each.address) for each in await told(lifecycle, event) if isinstance(each, Left)} == {
        (handle, each) for handle in ("T1:UZOE", "T2:UZOE") for each in BOTH
    }


@pytest.mark.parametrize(
    "event",
    [
        payload("channel_left", channel="C1"),
        payload("group_left", channel="C1"),
        payload("member_left_channel", user=BOT, channel="C1", channel_type="C", team=TEAM),
    ],
)
async def test_a_channel_that_the_bot_was_sent_away_from_is_closed_unless_it_is_in_it_again(
    stage: Stage, lifecycle: Lifecycle, event: Shape
) -> None:
    closed = [Closed(each, when()) for each in BOTH]
    assert await told(lifecycle, event) == []
    stage.garden.with_room(room("C1", is_member=False))
    assert await told(lifecycle, event, event) == closed * 2
    del stage.garden.rooms["C1"]
    assert await told(lifecycle, event) == closed
    stage.garden.faults["conversations.info"] = (503, {})
    assert await told(lifecycle, event) == closed


async def test_an_archived_channel_keeps_its_words(stage: Stage, lifecycle: Lifecycle) -> None:
    stage.garden.with_room(room("C1", is_member=False, is_archived=True), "UADA")
    assert await told(lifecycle, payload("channel_archive", channel="C1"), payload("channel_left", channel="C1")) == []


@pytest.mark.parametrize(
    "event",
    [
        payload("channel_shared", channel="C1", connected_team_id="T2"),
        payload("channel_unshared", channel="C1"),
        payload("member_joined_channel", channel="C1", user="UGIL", channel_type="C", team=TEAM),
        payload("message", subtype="channel_convert_to_private", channel="C1", user="UADA"),
        payload("channel_archive", channel="C1"),
        payload("channel_left", channel="C1"),
        payload("member_left_channel", channel="C1", user="UADA", team=TEAM),
    ],
)
async def test_what_may_have_changed_a_channel_is_looked_at_again(
    stage: Stage, lifecycle: Lifecycle, event: Shape
) -> None:
    stage.garden.has(guest("UGIL"))
    assert (await stage.known.places.where(Spot(TEAM, "C1"))).audience is Audience.PUBLIC
    stage.garden.with_room(room("C1", is_member=True), BOT, "UGIL")
    await told(lifecycle, event)
    assert (await stage.known.places.where(Spot(TEAM, "C1"))).audience is Audience.PRIVATE


async def test_who_is_deactivated_or_taken_out_has_left_the_workspace(stage: Stage, lifecycle: Lifecycle) -> None:
    left = Left(SPACE, "T1:UADA", when())
    gone = payload("user_change", user=account("UADA", deleted=True))
    assert await told(lifecycle, payload("user_change", user=account("UADA")), gone, gone) == [left, left]
    stage.garden.enterprise = "E1"
    stage.known.wire.forget(TEAM)
    out = account("UADA", enterprise_user={"enterprise_id": "E1", "teams": ["T2"]})
    assert await told(lifecycle, payload("user_change", user=out)) == [Left(SPACE, "E1:UADA", when())]


async def test_who_becomes_a_guest_has_left_the_workspace_and_its_open_channels_are_looked_at(
    stage: Stage, lifecycle: Lifecycle
) -> None:
    assert (await stage.known.places.where(Spot(TEAM, "C1"))).audience is Audience.PUBLIC
    turned = payload("user_change", user=guest("UADA"))
    assert await told(lifecycle, turned, turned) == [Left(SPACE, "T1:UADA", when())]
    stage.garden.has(guest("UADA"))
    assert (await stage.known.places.where(Spot(TEAM, "C1"))).audience is Audience.PRIVATE


async def test_who_becomes_a_guest_while_people_cannot_be_listed_reads_nothing_public_any_more(
    stage: Stage, lifecycle: Lifecycle
) -> None:
    stage.garden.faults["users.list"] = (429, {})
    stage.garden.headers["Retry-After"] = "60"
    assert await stage.known.places.is_still(HALL), "its people were looked at one by one"
    stage.garden.has(guest("UADA"))
    assert await told(lifecycle, payload("user_change", user=guest("UADA"))) == [Left(SPACE, "T1:UADA", when())]
    assert not await stage.known.places.is_still(HALL)


async def test_a_new_guest_is_known_by_their_joining(stage: Stage, lifecycle: Lifecycle) -> None:
    assert (await stage.known.places.where(Spot(TEAM, "C1"))).audience is Audience.PUBLIC
    stage.garden.has(guest("UGIL"))
    stage.garden.members["C1"].append("UGIL")
    await told(lifecycle, payload("team_join", user=guest("UGIL")), payload("team_join", user=account("UNEW")))
    assert (await stage.known.places.where(Spot(TEAM, "C1"))).audience is Audience.PRIVATE
    assert stage.garden.calls("users.list") == 1


async def test_what_cannot_be_said_yet_is_said_once_it_can(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PAUSES", (0.0, 0.0))
    away = [Unreachable(), Unreachable()]

    async def grants(team: str) -> Grant | None:
        if away:
            raise away.pop()
        return Grant("xoxb-1-hunter2", team=team, bot_user=BOT)

    async with Wire(stage.garden.api, grants=grants) as wire:
        lifecycle = Lifecycle(knowing(wire, stage.clock))
        stage.garden.has(account("UADA"))
        event = payload("member_left_channel", user="UADA", channel="C1", team=TEAM)
        assert await told(lifecycle, event) == [Left(each, "T1:UADA", when()) for each in BOTH]
        away.extend(Unreachable() for _ in range(3))
        wire.forget(TEAM)
        with pytest.raises(Unreachable):
            await told(lifecycle, event)


async def test_what_is_malformed_leads_to_nothing(lifecycle: Lifecycle) -> None:
    strange: list[Shape] = [{}, {"event": []}, payload("nothing_known"), payload("team_access_revoked", team_ids="T1")]
    assert await told(lifecycle, *strange) == []
    assert await met(lifecycle, {}, {"event": 1, "team_id": 7}) == []

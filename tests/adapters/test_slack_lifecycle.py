"""What Slack's events of comings and goings lead to: once, twice, late and in any order."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

import pytest

from adapters.errors import Unreachable
from adapters.port import Handler
from adapters.slack import tenancy
from adapters.slack.lifecycle import KINDS, Lifecycle
from adapters.slack.permissions import EVENTS
from adapters.slack.tenancy import Installed
from adapters.types import Address, Audience, Closed, Event, Left, Opened
from tests.adapters.slack_garden import BOT, TEAM, Shape, account, guest, refused, room
from tests.adapters.slack_knowing import Stage

AT = 1_700_000_000
SPACE, HALL, OUTSIDE = Address("slack", TEAM, ""), Address("slack", TEAM, "C1"), Address("slack", None, "T1:C1")
BOTH = (HALL, OUTSIDE)


def when(seconds: int = AT) -> datetime:
    """That many seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)


def payload(kind: str, *, at: int = AT, of: str | None = TEAM, org: str | None = None, **event: object) -> Shape:
    """An event as Slack posts it."""
    around: Shape = {"team_id": of, "enterprise_id": org, "event_time": at, "type": "event_callback"}
    return {**around, "event": {"type": kind, **event}, "authorizations": [{"is_enterprise_install": of is None}]}


class Kept:
    """What an installation store was told; `away` times it cannot be reached."""

    def __init__(self) -> None:
        self.told: list[tuple[str, ...]] = []
        self.away = 0

    async def uninstalled(self, workspace: str, at: datetime) -> None:
        """All of it is gone."""
        self._note("uninstalled", workspace, at)

    async def revoked(self, workspace: str, holder: str, at: datetime) -> None:
        """Tokens are void."""
        self._note(f"revoked {holder}", workspace, at)

    async def granted(self, team: str, enterprise: str, at: datetime) -> None:
        """The workspace has what its enterprise has."""
        self._note(f"granted {enterprise}", team, at)

    def _note(self, what: str, workspace: str, at: datetime) -> None:
        if self.away:
            self.away -= 1
            raise Unreachable
        self.told.append((what, workspace, f"{at.timestamp():.0f}"))


async def told(lifecycle: Lifecycle, *payloads: Shape) -> Sequence[Event]:
    """What these lead to."""
    return await led_to(lifecycle.happened, *payloads)


async def met(lifecycle: Lifecycle, *payloads: Shape) -> Sequence[Event]:
    """What it leads to that anything at all is told."""
    return await led_to(lifecycle.met, *payloads)


async def led_to(happen: Callable[[Shape, Handler], Awaitable[None]], *payloads: Shape) -> Sequence[Event]:
    """What is delivered."""
    led: list[Event] = []

    async def deliver(event: Event) -> None:
        led.append(event)

    for each in payloads:
        await happen(each, deliver)
    return led


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
    assert (await stage.known.places.where(TEAM, "C1")).audience is Audience.PUBLIC
    stage.garden.with_room(room("C1", is_member=True), BOT, "UGIL")
    await told(lifecycle, event)
    assert (await stage.known.places.where(TEAM, "C1")).audience is Audience.PRIVATE


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
    assert (await stage.known.places.where(TEAM, "C1")).audience is Audience.PUBLIC
    turned = payload("user_change", user=guest("UADA"))
    assert await told(lifecycle, turned, turned) == [Left(SPACE, "T1:UADA", when())]
    stage.garden.has(guest("UADA"))
    assert (await stage.known.places.where(TEAM, "C1")).audience is Audience.PRIVATE


async def test_a_new_guest_is_known_by_their_joining(stage: Stage, lifecycle: Lifecycle) -> None:
    assert (await stage.known.places.where(TEAM, "C1")).audience is Audience.PUBLIC
    stage.garden.has(guest("UGIL"))
    stage.garden.members["C1"].append("UGIL")
    await told(lifecycle, payload("team_join", user=guest("UGIL")), payload("team_join", user=account("UNEW")))
    assert (await stage.known.places.where(TEAM, "C1")).audience is Audience.PRIVATE
    assert stage.garden.calls("users.list") == 1


async def test_that_the_bot_is_in_a_workspace_is_told_once(lifecycle: Lifecycle) -> None:
    event = payload("message", channel="C1")
    assert await met(lifecycle, event, event, payload("reaction_added")) == [Opened(SPACE, when())]
    assert await met(lifecycle, payload("app_uninstalled", of="T2"), payload("message", of=None)) == []


@pytest.mark.parametrize("kind", ["app_uninstalled", "tokens_revoked"])
async def test_a_workspace_that_put_the_bot_out_is_closed_once_its_token_is_void(
    stage: Stage, lifecycle: Lifecycle, kind: str
) -> None:
    event = payload(kind, tokens={"bot": [BOT], "oauth": []})
    assert await told(lifecycle, event) == [], "told late: the bot is in it again, with a token that is good"
    stage.garden.faults["auth.test"] = (200, refused("account_inactive"))
    stage.known.wire.forget(TEAM)
    assert await told(lifecycle, event, event) == [Closed(SPACE, when())] * 2


async def test_what_happened_before_the_end_opens_nothing_and_what_happened_after_does(
    stage: Stage, lifecycle: Lifecycle
) -> None:
    stage.garden.faults["auth.test"] = (200, refused("account_inactive"))
    stage.known.wire.forget(TEAM)
    assert await told(lifecycle, payload("app_uninstalled")) == [Closed(SPACE, when())]
    assert await met(lifecycle, payload("message", at=AT - 1), payload("message")) == []
    assert await met(lifecycle, payload("message", at=AT + 1)) == [Opened(SPACE, when(AT + 1))]
    assert await told(lifecycle, payload("app_uninstalled")) == [], "told again after the new beginning"
    assert await told(lifecycle, payload("app_uninstalled", at=AT + 2)) == [Closed(SPACE, when(AT + 2))]


async def test_tokens_of_people_close_nothing(stage: Stage) -> None:
    kept = Kept()
    lifecycle = Lifecycle(stage.known, kept)
    event = payload("tokens_revoked", tokens={"oauth": ["UADA", "UBEN"], "bot": []})
    assert await told(lifecycle, event) == []
    assert kept.told == [("revoked UADA", TEAM, str(AT)), ("revoked UBEN", TEAM, str(AT))]


async def test_what_is_installed_is_dropped_by_the_time_of_the_event(stage: Stage) -> None:
    kept = Kept()
    lifecycle = Lifecycle(stage.known, kept)
    stage.garden.faults["auth.test"] = (200, refused("token_revoked"))
    both = [payload("tokens_revoked", tokens={"bot": [BOT]}), payload("app_uninstalled", at=AT + 1)]
    assert await told(lifecycle, *both) == [Closed(SPACE, when()), Closed(SPACE, when(AT + 1))]
    assert kept.told == [("revoked ", TEAM, str(AT)), ("uninstalled", TEAM, str(AT + 1))]


async def test_an_enterprise_that_put_the_bot_out_is_closed_in_all_its_workspaces(stage: Stage) -> None:
    kept = Kept()
    lifecycle = Lifecycle(stage.known, kept)
    for team, enterprise in (("T1", "E1"), ("T2", "E1"), ("T3", "E2")):
        await met(lifecycle, payload("message", of=team, org=enterprise))
    stage.garden.faults["auth.test"] = (200, refused("account_inactive"))
    led = await told(lifecycle, payload("app_uninstalled", of=None, org="E1"))
    assert led == [Closed(Address("slack", each, ""), when()) for each in ("T1", "T2")]
    assert kept.told == [("uninstalled", "E1", str(AT))]


async def test_workspaces_of_an_enterprise_come_and_go(stage: Stage) -> None:
    kept = Kept()
    lifecycle = Lifecycle(stage.known, kept)
    stage.garden.faults["auth.test"] = (200, refused("team_access_not_granted"))
    granted = payload("team_access_granted", of=None, org="E1", team_ids=["T1", "T2"])
    revoked = payload("team_access_revoked", of=None, org="E1", team_ids=["T2"], at=AT + 1)
    second = Address("slack", "T2", "")
    assert await told(lifecycle, granted) == [Opened(SPACE, when()), Opened(second, when())]
    assert await told(lifecycle, revoked, granted) == [Closed(second, when(AT + 1)), Opened(SPACE, when())]
    assert kept.told[:3] == [("granted E1", each, str(AT)) for each in ("T1", "T2")] + [
        ("uninstalled", "T2", str(AT + 1))
    ]


async def test_a_store_that_is_away_is_told_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tenancy, "PAUSES", (0.0, 0.0))
    kept: Kept = Kept()
    lifecycle = Lifecycle(stage.known, kept)
    stage.garden.faults["auth.test"] = (200, refused("account_inactive"))
    kept.away = 2
    assert await told(lifecycle, payload("app_uninstalled")) == [Closed(SPACE, when())]
    assert kept.told == [("uninstalled", TEAM, str(AT))]
    kept.away = 3
    assert await told(lifecycle, payload("app_uninstalled")) == [Closed(SPACE, when())], "the words go all the same"
    assert len(kept.told) == 1


def test_the_store_is_one_that_the_lifecycle_takes() -> None:
    installed: Installed = Kept()
    assert installed


async def test_what_is_malformed_leads_to_nothing(lifecycle: Lifecycle) -> None:
    strange: list[Shape] = [{}, {"event": []}, payload("nothing_known"), payload("team_access_revoked", team_ids="T1")]
    assert await told(lifecycle, *strange) == []
    assert await met(lifecycle, {}, {"event": 1, "team_id": 7}) == []

"""In which workspaces the bot is: installed, put out, its tokens void; once, twice, late and in any order."""

import asyncio
from datetime import datetime

import pytest

from adapters.errors import Unreachable
from adapters.slack import patience
from adapters.slack.lifecycle import Lifecycle
from adapters.slack.tenancy import Installed
from adapters.types import Address, Closed, Opened
from tests.adapters.slack_garden import BOT, TEAM, refused
from tests.adapters.slack_knowing import Stage
from tests.adapters.slack_told import AT, SPACE, met, payload, told, when


class Kept:
    """What an installation store was told; `away` times it cannot be reached. `let_in`: what it lists."""

    def __init__(self, *let_in: str) -> None:
        self.told: list[tuple[str, ...]] = []
        self.away = 0
        self.let_in = let_in

    async def uninstalled(self, workspace: str, at: datetime) -> None:
        """All of it is gone."""
        self._note("uninstalled", workspace, at)

    async def revoked(self, workspace: str, holder: str, at: datetime) -> None:
        """Tokens are void."""
        self._note(f"revoked {holder}", workspace, at)

    async def granted(self, team: str, enterprise: str, at: datetime) -> None:
        """The workspace has what its enterprise has."""
        self._note(f"granted {enterprise}", team, at)

    async def teams(self, enterprise: str) -> tuple[str, ...]:
        """The workspaces that have what the enterprise has."""
        self._note("teams", enterprise, when())
        return self.let_in

    def _note(self, what: str, workspace: str, at: datetime) -> None:
        if self.away:
            self.away -= 1
            raise Unreachable
        self.told.append((what, workspace, f"{at.timestamp():.0f}"))


@pytest.fixture
def lifecycle(stage: Stage) -> Lifecycle:
    """With the one token of the settings."""
    return Lifecycle(stage.known)


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


async def test_that_slack_does_not_say_whether_it_takes_a_token_closes_nothing_at_once(
    stage: Stage, lifecycle: Lifecycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "PAUSES", (0.05,) * 100)
    monkeypatch.setattr("adapters.slack.wire.RETRY_PAUSES", ())
    stage.garden.faults["auth.test"] = (503, {})
    stage.known.wire.forget(TEAM)
    telling = asyncio.ensure_future(told(lifecycle, payload("app_uninstalled")))
    await asyncio.sleep(0.3)
    assert not telling.done()
    del stage.garden.faults["auth.test"]
    assert await asyncio.wait_for(telling, 30) == [], "the bot is in it again"


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
    kept = Kept("T1", "T9")
    lifecycle = Lifecycle(stage.known, kept)
    for team, enterprise in (("T1", "E1"), ("T2", "E1"), ("T3", "E2")):
        await met(lifecycle, payload("message", of=team, org=enterprise))
    stage.garden.faults["auth.test"] = (200, refused("account_inactive"))
    led = await told(lifecycle, payload("app_uninstalled", of=None, org="E1"))
    assert led == [Closed(Address("slack", each, ""), when()) for each in ("T1", "T2", "T9")]
    assert kept.told == [("uninstalled", "E1", str(AT)), ("teams", "E1", str(AT))]


async def test_where_the_store_is_away_at_least_what_was_heard_of_is_closed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(patience, "PAUSES", (0.0, 0.0))
    kept = Kept("T9")
    lifecycle = Lifecycle(stage.known, kept)
    await met(lifecycle, payload("message", of="T1", org="E1"))
    stage.garden.faults["auth.test"] = (200, refused("account_inactive"))
    kept.away = 6
    assert await told(lifecycle, payload("app_uninstalled", of=None, org="E1")) == [Closed(SPACE, when())]
    assert "workspaces not known that are to be closed" in caplog.messages


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


async def test_the_token_of_a_whole_enterprise_is_found_for_each_workspace_that_is_heard_of(stage: Stage) -> None:
    kept = Kept()
    lifecycle = Lifecycle(stage.known, kept)
    whole = {**payload("message", org="E1"), "authorizations": [{"is_enterprise_install": True, "team_id": None}]}
    for each in (whole, whole, payload("message", org="E1"), payload("app_uninstalled", of=None, org="E1")):
        await lifecycle.admit(each)
    assert kept.told == [("granted E1", TEAM, str(AT))]
    stage.garden.faults["auth.test"] = (200, refused("team_access_not_granted"))
    await told(lifecycle, payload("team_access_revoked", of=None, org="E1", team_ids=[TEAM]))
    kept.told.clear()
    await lifecycle.admit(whole)
    assert kept.told == [], "told late: from before it was put out"
    await lifecycle.admit({**whole, "event_time": AT + 1})
    assert kept.told == [("granted E1", TEAM, str(AT + 1))]


async def test_a_store_that_is_away_is_told_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PAUSES", (0.0, 0.0))
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

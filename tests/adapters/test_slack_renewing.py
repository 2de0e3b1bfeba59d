"""Tokens of installations that end: renewed once by all processes, and away, not gone, where that cannot be now."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.errors import RateLimited, Refused, Unreachable
from adapters.slack import renewing
from adapters.slack.grants import Grant
from adapters.slack.installing import Installations
from adapters.slack.renewing import ASK_SECONDS, WAIT_SECONDS
from tests.adapters.slack_installed import TWELVE_HOURS, Process, installed, processes


@pytest.fixture
async def two(database_dsn: str) -> AsyncIterator[tuple[Process, ...]]:
    """Two processes of one bot."""
    async with processes(database_dsn) as two:
        yield two


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting is short."""
    monkeypatch.setattr(renewing, "POLL_SECONDS", 0.02)
    monkeypatch.setattr(renewing, "WAIT_SECONDS", 3.0)


class Slack:
    """Renews a token once for each refresh token, as Slack does."""

    def __init__(self, *, seconds: float = 0.0, fault: Exception | None = None) -> None:
        self.asked: list[str] = []
        self._seconds = seconds
        self._fault = fault

    async def exchange(self, grant: Grant, now: float) -> Grant:
        assert grant.refresh not in self.asked, "a refresh token is good once"
        self.asked.append(grant.refresh or "")
        await asyncio.sleep(self._seconds)
        if self._fault is not None:
            raise self._fault
        number, ends = len(self.asked) + 1, int(now) + TWELVE_HOURS
        return replace(grant, token=f"xoxb-renewed-{number}", refresh=f"xoxe-{number}", expires_at=ends)


async def token(store: Installations, team: str = "T1") -> str | None:
    found = await store.bot(team)
    return found.token if found else None


async def test_a_token_that_is_good_for_long_is_not_renewed(two: tuple[Process, ...]) -> None:
    slack = Slack()
    store = two[0].store(slack.exchange)
    await store.async_save(installed(ends_in=3 * 3600))
    assert await token(store) == "xoxb-hunter2-T1"
    assert slack.asked == []


async def test_before_it_ends_it_is_renewed_once_by_all_processes_and_nobody_waits(two: tuple[Process, ...]) -> None:
    slack = Slack(seconds=0.3)
    stores = [each.store(slack.exchange) for each in two]
    await stores[0].async_save(installed(ends_in=3600))
    found = await asyncio.wait_for(asyncio.gather(*(token(stores[turn % 2]) for turn in range(10))), 10)
    assert slack.asked == ["xoxe-hunter2-1"]
    assert sorted(str(each) for each in found) == ["xoxb-hunter2-T1"] * 9 + ["xoxb-renewed-2"]
    assert [await token(each) for each in stores] == ["xoxb-renewed-2"] * 2


async def test_when_it_has_ended_all_wait_for_the_one_who_renews(two: tuple[Process, ...]) -> None:
    slack = Slack(seconds=0.3)
    stores = [each.store(slack.exchange) for each in two]
    await stores[0].async_save(installed(ends_in=-60))
    found = await asyncio.wait_for(asyncio.gather(*(token(stores[turn % 2]) for turn in range(10))), 10)
    assert slack.asked == ["xoxe-hunter2-1"]
    assert found == ["xoxb-renewed-2"] * 10


async def test_renewed_again_with_the_new_refresh_token(two: tuple[Process, ...]) -> None:
    slack = Slack()
    now = [time.time()]
    vault = two[0].vault
    store = Installations(vault, renewing.Renewal(vault, slack.exchange, lambda: now[0]))
    await store.async_save(installed(ends_in=60))
    assert await token(store) == "xoxb-renewed-2"
    now[0] += TWELVE_HOURS - 60
    assert await token(store) == "xoxb-renewed-3"
    assert slack.asked == ["xoxe-hunter2-1", "xoxe-2"]


@pytest.mark.parametrize("fault", [Refused("invalid_refresh_token"), Unreachable(), TimeoutError()])
async def test_what_cannot_be_renewed_is_used_until_it_ends_and_not_tried_at_once_again(
    two: tuple[Process, ...], fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    slack = Slack(fault=fault)
    store = two[0].store(slack.exchange)
    await store.async_save(installed(ends_in=600))
    assert [await token(store), await token(store)] == ["xoxb-hunter2-T1"] * 2
    assert len(slack.asked) == 1
    assert "token not renewed" in caplog.messages
    assert "hunter2" not in caplog.text


async def test_while_slack_asks_to_be_left_alone_nothing_is_renewed(two: tuple[Process, ...]) -> None:
    slack, now = Slack(fault=RateLimited(90)), [time.time()]
    store = Installations(two[0].vault, renewing.Renewal(two[0].vault, slack.exchange, lambda: now[0]))
    for team in ("T1", "T2"):
        await store.async_save(installed(team=team, ends_in=600))
        assert await token(store, team) == f"xoxb-hunter2-{team}"
    assert len(slack.asked) == 1
    slack = Slack()
    store = Installations(two[0].vault, renewing.Renewal(two[0].vault, slack.exchange, lambda: now[0]))
    assert await token(store, "T2") == "xoxb-renewed-2", "nobody claimed it meanwhile"


async def test_what_has_ended_and_is_refused_counts_as_not_installed_at_once(two: tuple[Process, ...]) -> None:
    slack = Slack(fault=Refused("invalid_refresh_token"))
    store = two[0].store(slack.exchange)
    await store.async_save(installed(ends_in=-60))
    async with asyncio.timeout(2):
        assert [await token(store), await token(store)] == [None, None]
    assert len(slack.asked) == 1


@pytest.mark.parametrize("fault", [Unreachable(), TimeoutError(), RateLimited(90)])
async def test_what_has_ended_and_cannot_be_renewed_now_is_away_and_no_less_installed(
    two: tuple[Process, ...], fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack = Slack(fault=fault)
    store, other = (each.store(slack.exchange) for each in two)
    await store.async_save(installed(ends_in=-60))
    async with asyncio.timeout(2):
        for _ in range(2):
            with pytest.raises(Unreachable):
                await token(store)
    monkeypatch.setattr(renewing, "WAIT_SECONDS", 0.1)
    with pytest.raises(Unreachable):
        await token(other)
    assert len(slack.asked) == 1, "nobody claims it so soon again"


def test_who_waits_for_another_does_so_for_longer_than_a_renewal_takes() -> None:
    assert WAIT_SECONDS > ASK_SECONDS


async def test_installed_anew_while_it_was_renewed_the_new_one_is_used(two: tuple[Process, ...]) -> None:
    slack = Slack(seconds=0.3)
    store, other = two[0].store(slack.exchange), two[1].store(slack.exchange)
    await store.async_save(installed(ends_in=-60))

    async def again() -> None:
        await asyncio.sleep(0.1)
        await other.async_save(installed())

    found, _ = await asyncio.wait_for(asyncio.gather(token(store), again()), 10)
    assert found == "xoxb-hunter2-T1"
    assert await token(other) == "xoxb-hunter2-T1"

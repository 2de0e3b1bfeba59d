"""Installations of several workspaces: whose token is found, and what ends it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack.grants import Unusable, grants_of, read_grant, write_grant
from adapters.slack.installing import Installations
from tests.adapters.slack_installed import Process, installed, processes


@pytest.fixture
async def two(database_dsn: str) -> AsyncIterator[tuple[Process, ...]]:
    """Two processes of one bot."""
    async with processes(database_dsn) as two:
        yield two


async def token(store: Installations, team: str = "T1") -> str | None:
    found = await store.bot(team)
    return found.token if found else None


def test_what_is_written_is_read_again_and_shows_no_token() -> None:
    grants = grants_of(installed(enterprise="E1", ends_in=60, user_token="xoxp-hunter2"))
    assert [each.person for each in grants] == ["", "U1"]
    assert [read_grant(write_grant(each)) for each in grants] == list(grants)
    assert "hunter2" not in repr(grants)


@pytest.mark.parametrize("content", ["", "{}", '{"token": 5}', '{"token": "xoxb-hunter2", "scopes": 3}', "[]"])
def test_what_is_no_grant_is_refused_and_not_shown(content: str) -> None:
    with pytest.raises(Unusable) as refused:
        read_grant(content)
    assert "hunter2" not in f"{refused.value}{refused.value.__cause__}"


async def test_another_process_finds_what_one_kept_for_that_workspace_alone(two: tuple[Process, ...]) -> None:
    await two[0].store().async_save(installed(enterprise="E1"))
    store = two[1].store()
    bot = await store.async_find_bot(enterprise_id="E1", team_id="T1")
    assert bot is not None
    assert (bot.bot_token, bot.bot_id, bot.bot_user_id) == ("xoxb-hunter2-T1", "B1", "UBOT")
    assert list(bot.bot_scopes) == ["chat:write", "im:history"]
    assert await store.async_find_bot(enterprise_id="E1", team_id="T2") is None
    assert await store.async_find_bot(enterprise_id="E1", team_id="T2", is_enterprise_install=True) is None
    assert await store.async_find_bot(enterprise_id=None, team_id=None) is None


async def test_who_an_event_is_for_is_known_without_asking_slack(two: tuple[Process, ...]) -> None:
    await two[0].store().async_save(installed())
    found = await two[1].store().authorize(enterprise_id=None, team_id="T1")
    assert found is not None
    assert (found.bot_token, found.bot_user_id, found.bot_id, found.team_id) == ("xoxb-hunter2-T1", "UBOT", "B1", "T1")
    assert await two[1].store().authorize(enterprise_id=None, team_id="T2") is None


async def test_installed_for_a_whole_enterprise_it_is_in_each_workspace_of_it_alone(two: tuple[Process, ...]) -> None:
    await two[0].store().async_save(installed(team=None, enterprise="E1"))
    store = two[1].store()
    assert await store.authorize(enterprise_id="E1", team_id="T7") is None, "Slack did not say that it is for all"
    found = await store.authorize(enterprise_id="E1", team_id="T7", is_enterprise_install=True)
    assert found is not None
    assert (found.bot_token, found.enterprise_id, found.team_id) == ("xoxb-hunter2-E1", "E1", "T7")
    assert await store.authorize(enterprise_id="E2", team_id="T8", is_enterprise_install=True) is None
    assert await token(two[0].store(), "T7") == "xoxb-hunter2-E1", "what is sent later finds it too"
    assert await token(two[0].store(), "T8") is None


async def test_the_whole_enterprise_ends_with_an_event_of_one_workspace_of_it(two: tuple[Process, ...]) -> None:
    store = two[0].store()
    await store.async_save(installed(team=None, enterprise="E1"))
    await store.authorize(enterprise_id="E1", team_id="T7", is_enterprise_install=True)
    await two[1].store().async_delete_all(enterprise_id="E1", team_id="T7")
    assert await token(store, "E1") is None
    assert await token(store, "T7") is None


async def test_a_persons_own_token_is_found_for_that_person(two: tuple[Process, ...]) -> None:
    store = two[0].store()
    await store.async_save(installed(user_token="xoxp-hers"))
    hers = await store.async_find_installation(enterprise_id=None, team_id="T1", user_id="U1")
    assert hers is not None
    assert (hers.user_token, hers.bot_token, hers.user_id) == ("xoxp-hers", "xoxb-hunter2-T1", "U1")
    assert await store.async_find_installation(enterprise_id=None, team_id="T1", user_id="U2") is None
    any_of_them = await store.async_find_installation(enterprise_id=None, team_id="T1")
    assert any_of_them is not None
    assert any_of_them.user_token is None


async def test_revoking_ends_what_was_revoked_and_uninstalling_ends_all(two: tuple[Process, ...]) -> None:
    store, other = two[0].store(), two[1].store()
    await store.async_save(installed(user_token="xoxp-hers"))
    await other.async_delete_installation(enterprise_id=None, team_id="T1", user_id="U1")
    hers = await store.async_find_installation(enterprise_id=None, team_id="T1", user_id="U1")
    assert hers is not None
    assert hers.user_token is None
    await other.async_delete_bot(enterprise_id=None, team_id="T1")
    assert await token(store) is None
    await store.async_save(installed(user_token="xoxp-hers"))
    await other.async_delete_all(enterprise_id=None, team_id="T1")
    assert await store.async_find_installation(enterprise_id=None, team_id="T1", user_id="U1") is None


async def test_old_news_of_the_end_does_not_end_what_was_installed_since(two: tuple[Process, ...]) -> None:
    store = two[0].store()
    before = datetime.now(UTC) - timedelta(minutes=5)
    await store.async_save(installed())
    await store.uninstalled("T1", before)
    await store.revoked("T1", "", before)
    assert await token(store) == "xoxb-hunter2-T1"
    await store.uninstalled("T1", datetime.now(UTC))
    assert await token(store) is None

"""A bot in some workspaces of an enterprise, or in all of it: whose token is found where, and what ends it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack.installing import Installations
from tests.adapters.slack_installed import installed, processes


@pytest.fixture
async def stores(database_dsn: str) -> AsyncIterator[tuple[Installations, Installations]]:
    """The installation stores of two processes."""
    async with processes(database_dsn) as (one, other):
        yield one.store(), other.store()


async def token(store: Installations, workspace: str) -> str | None:
    """The bot's token there."""
    found = await store.bot(workspace)
    return found.token if found else None


def later(seconds: float) -> datetime:
    """So many seconds from now."""
    return datetime.now(UTC) + timedelta(seconds=seconds)


async def test_somebody_of_whom_only_the_enterprise_is_known_is_reached_through_its_workspace(
    stores: tuple[Installations, Installations],
) -> None:
    await stores[0].async_save(installed(team="T1", enterprise="E1", user_token="xoxp-hunter2"))
    assert await token(stores[1], "E1") == "xoxb-hunter2-T1"
    assert await stores[1].authorize(enterprise_id="E1", team_id="T2", is_enterprise_install=True) is None
    assert await stores[1].authorize(enterprise_id="E1", team_id=None) is None, "no workspace answers for another"
    await stores[0].async_save(installed(team="T2", enterprise="E1"))
    assert await token(stores[1], "E1") == "xoxb-hunter2-T2"
    await stores[0].uninstalled("T2", later(1))
    assert [await token(stores[1], each) for each in ("E1", "T1", "T2")] == [None, "xoxb-hunter2-T1", None]


async def test_what_is_for_the_whole_enterprise_is_not_replaced_by_what_is_for_a_workspace(
    stores: tuple[Installations, Installations],
) -> None:
    await stores[0].async_save(installed(team=None, enterprise="E1"))
    await stores[0].async_save(installed(team="T1", enterprise="E1"))
    assert [await token(stores[1], each) for each in ("E1", "T1")] == ["xoxb-hunter2-E1", "xoxb-hunter2-T1"]


async def test_a_workspace_is_let_in_and_put_out_and_let_in_again(stores: tuple[Installations, Installations]) -> None:
    await stores[0].async_save(installed(team=None, enterprise="E1"))
    await stores[0].granted("T1", "E1", later(1))
    assert await token(stores[1], "T1") == "xoxb-hunter2-E1"
    await stores[1].uninstalled("T1", later(0))
    assert await token(stores[1], "T1") == "xoxb-hunter2-E1", "told late"
    await stores[1].uninstalled("T1", later(2))
    assert [await token(stores[1], each) for each in ("T1", "E1")] == [None, "xoxb-hunter2-E1"]
    found = await stores[1].authorize(enterprise_id="E1", team_id="T1", is_enterprise_install=True)
    assert found is not None
    assert await token(stores[0], "T1") == "xoxb-hunter2-E1", "a process that had pointed to it before does so again"


async def test_what_is_heard_after_a_workspace_was_put_out_points_to_its_enterprise_again(
    stores: tuple[Installations, Installations],
) -> None:
    await stores[0].async_save(installed(team=None, enterprise="E1"))
    assert await stores[0].authorize(enterprise_id="E1", team_id="T1", is_enterprise_install=True)
    await stores[0].uninstalled("T1", later(1))
    assert await token(stores[0], "T1") is None
    assert await stores[0].authorize(enterprise_id="E1", team_id="T1", is_enterprise_install=True)
    assert await token(stores[0], "T1") == "xoxb-hunter2-E1"

"""Where the bot is installed: kept for its space alone, renewed once, and passes that are used once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from memory.doors import Installations
from memory.installed import Installed
from memory.store.database import open_database

AT = datetime(2026, 11, 1, tzinfo=UTC)
LEASE = timedelta(seconds=30)
WORKSPACE, ORGANISATION = "slack/T1", "slack/E1"


@pytest.fixture
async def doors(database_dsn: str) -> AsyncIterator[tuple[Installations, Installations]]:
    """Two processes."""
    async with open_database(database_dsn, size=3) as one, open_database(database_dsn, size=3) as other:
        yield Installations(one), Installations(other)


async def found(door: Installations, space: str = WORKSPACE, holder: str = "") -> Installed:
    known = await door.find(space, holder)
    assert known is not None
    return known


async def test_what_one_process_keeps_another_finds_in_that_space_alone(
    doors: tuple[Installations, Installations],
) -> None:
    await doors[0].keep(WORKSPACE, "", sealed=b"first", at=AT)
    await doors[0].keep(WORKSPACE, "U1", sealed=b"hers", at=AT)
    known = await found(doors[1])
    assert (known.space, known.holder, known.sealed, known.installed_at) == (WORKSPACE, "", b"first", AT)
    assert (await found(doors[1], holder="U1")).sealed == b"hers"
    assert await doors[1].find("slack/T2", "") is None
    assert await doors[1].find(WORKSPACE, "U2") is None
    await doors[1].keep(WORKSPACE, "", sealed=b"second", at=AT)
    again = await found(doors[0])
    assert (again.sealed, again.version > known.version) == (b"second", True)


async def test_what_is_sealed_shows_in_no_repr() -> None:
    assert "hunter2" not in repr(Installed(WORKSPACE, "", b"hunter2", 1, AT))


async def test_a_workspace_has_what_its_organisation_has(doors: tuple[Installations, Installations]) -> None:
    await doors[0].keep(ORGANISATION, "", sealed=b"for all", at=AT)
    assert await doors[0].find(WORKSPACE, "") is None
    await doors[0].point(WORKSPACE, ORGANISATION, at=AT)
    assert (await found(doors[1])).space == ORGANISATION
    await doors[0].drop(ORGANISATION, until=AT)
    assert await doors[1].find(WORKSPACE, "") is None


async def test_tokens_of_its_own_come_before_those_of_the_organisation(
    doors: tuple[Installations, Installations],
) -> None:
    await doors[0].keep(ORGANISATION, "", sealed=b"for all", at=AT)
    await doors[0].keep(WORKSPACE, "", sealed=b"its own", at=AT)
    await doors[1].point(WORKSPACE, ORGANISATION, at=AT)
    assert (await found(doors[0])).sealed == b"its own"


async def test_of_many_who_want_to_renew_one_may(doors: tuple[Installations, Installations]) -> None:
    await doors[0].keep(WORKSPACE, "", sealed=b"old", at=AT)
    known = await found(doors[0])
    claims = await asyncio.gather(*(doors[turn % 2].claim(known, lease=LEASE) for turn in range(10)))
    assert sorted(claims) == [False] * 9 + [True]
    assert await doors[0].replace(known, sealed=b"new")
    assert not await doors[1].replace(known, sealed=b"too late")
    assert not await doors[1].claim(known, lease=LEASE)
    assert (await found(doors[1])).sealed == b"new"


async def test_a_claim_that_nobody_settles_is_given_out_again(doors: tuple[Installations, Installations]) -> None:
    await doors[0].keep(WORKSPACE, "", sealed=b"old", at=AT)
    known = await found(doors[0])
    assert await doors[0].claim(known, lease=timedelta(milliseconds=-1))
    assert await doors[1].claim(known, lease=LEASE)


async def test_whoever_renews_what_was_installed_anew_meanwhile_changes_nothing(
    doors: tuple[Installations, Installations],
) -> None:
    await doors[0].keep(WORKSPACE, "", sealed=b"old", at=AT)
    known = await found(doors[0])
    await doors[1].drop(WORKSPACE, until=AT)
    await doors[1].keep(WORKSPACE, "", sealed=b"anew", at=AT)
    assert not await doors[0].replace(known, sealed=b"old, renewed")
    assert (await found(doors[0])).sealed == b"anew"


async def test_what_was_installed_after_the_news_of_its_end_stays(doors: tuple[Installations, Installations]) -> None:
    await doors[0].keep(WORKSPACE, "", sealed=b"a", at=AT)
    await doors[0].keep(WORKSPACE, "U1", sealed=b"b", at=AT)
    await doors[1].drop(WORKSPACE, until=AT - timedelta(seconds=1))
    await doors[1].drop(WORKSPACE, "U1", until=AT)
    assert (await found(doors[0])).sealed == b"a"
    assert await doors[0].find(WORKSPACE, "U1") is None
    await doors[1].drop(WORKSPACE, until=AT)
    assert await doors[0].find(WORKSPACE, "") is None


async def test_a_pass_is_spent_once_by_all_processes(doors: tuple[Installations, Installations]) -> None:
    until = datetime.now(UTC) + timedelta(minutes=10)
    spent = await asyncio.gather(*(doors[turn % 2].spend(b"one", until=until) for turn in range(8)))
    assert sorted(spent) == [False] * 7 + [True]
    assert await doors[1].spend(b"two", until=until)
    await doors[1].give_back(b"one")
    assert [await doors[0].spend(each, until=until) for each in (b"one", b"two")] == [True, False]


async def test_passes_past_their_time_are_forgotten(
    doors: tuple[Installations, Installations], database_dsn: str
) -> None:
    past, until = datetime.now(UTC) - timedelta(seconds=1), datetime.now(UTC) + timedelta(minutes=10)
    for number in range(3):
        await doors[0].spend(bytes([number]), until=past)
    await doors[0].spend(b"now", until=until)
    connection = await asyncpg.connect(database_dsn)
    try:
        assert [row[0] for row in await connection.fetch("SELECT digest FROM spent_passes")] == [b"now"]
    finally:
        await connection.close()


async def test_without_naming_the_space_the_table_shows_nothing(
    doors: tuple[Installations, Installations], database_dsn: str
) -> None:
    await doors[0].keep(WORKSPACE, "", sealed=b"a", at=AT)
    async with open_database(database_dsn, size=1) as database:
        assert await database.fetch("SELECT * FROM installations") == []
        async with database.transaction("space:slack/T2") as connection:
            assert await connection.fetch("SELECT * FROM installations") == []
        async with database.transaction("space:slack/T1") as connection:
            assert len(await connection.fetch("SELECT * FROM installations")) == 1

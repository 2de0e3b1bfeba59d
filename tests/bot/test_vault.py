"""The vault: sealed in the database, bound to its row, moved to a new key; and passes that are good once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from adapters.errors import Unreachable
from bot.secrets import Sealer
from bot.vault import SealedPasses, SealedVault
from memory.doors import Installations
from memory.store.database import Database, open_database

AT = datetime(2026, 11, 1, tzinfo=UTC)
OLD, NEW = b"o" * 32, b"n" * 32
SOON = timedelta(minutes=5)


@pytest.fixture
async def database(database_dsn: str) -> AsyncIterator[Database]:
    async with open_database(database_dsn, size=3) as database:
        yield database


def vault_of(database: Database, *keys: bytes) -> SealedVault:
    return SealedVault(Installations(database), Sealer(keys or (OLD,)), platform="slack")


async def rows(dsn: str, statement: str, *values: object) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetch(statement, *values)
    finally:
        await connection.close()


async def test_what_is_kept_comes_back_and_lies_there_sealed(database: Database, database_dsn: str) -> None:
    vault = vault_of(database)
    await vault.keep("T1", "", "xoxb-hunter2", at=AT)
    kept = await vault.find("T1", "")
    assert kept is not None
    assert (kept.workspace, kept.holder, kept.content, kept.installed_at) == ("T1", "", "xoxb-hunter2", AT)
    assert "hunter2" not in repr(kept)
    found = await rows(database_dsn, "SELECT tenant, sealed FROM installations")
    assert found[0]["tenant"] == "space:slack/T1"
    assert b"hunter2" not in found[0]["sealed"]


async def test_tokens_put_into_another_row_do_not_open(
    database: Database, database_dsn: str, caplog: pytest.LogCaptureFixture
) -> None:
    vault = vault_of(database)
    await vault.keep("T1", "", "first", at=AT)
    await vault.keep("T2", "", "second", at=AT)
    await rows(
        database_dsn,
        "UPDATE installations SET sealed = (SELECT sealed FROM installations WHERE tenant = 'space:slack/T1')",
    )
    assert await vault.find("T2", "") is None
    assert "no key opens what is kept" in caplog.messages
    first = await vault.find("T1", "")
    assert first is not None
    assert first.content == "first"


async def test_what_the_old_key_sealed_is_under_the_new_one_once_read(database: Database) -> None:
    await vault_of(database, OLD).keep("T1", "", "token", at=AT)
    assert await vault_of(database, NEW).find("T1", "") is None
    renewed = await vault_of(database, NEW, OLD).find("T1", "")
    assert renewed is not None
    assert renewed.content == "token"
    alone = await vault_of(database, NEW).find("T1", "")
    assert alone == renewed


async def test_a_version_is_replaced_once(database: Database) -> None:
    vault = vault_of(database)
    await vault.keep("T1", "", "old", at=AT)
    kept = await vault.find("T1", "")
    assert kept is not None
    assert await vault.claim(kept, SOON)
    assert not await vault.claim(kept, SOON)
    assert await vault.replace(kept, "new")
    assert not await vault.replace(kept, "too late")
    await vault.drop("T1", until=AT)
    assert await vault.find("T1", "") is None


async def test_a_workspace_finds_what_its_enterprise_has(database: Database) -> None:
    vault = vault_of(database)
    await vault.keep("E1", "", "for all", at=AT)
    await vault.point("T1", "E1", at=AT)
    kept = await vault.find("T1", "")
    assert kept is not None
    assert (kept.workspace, kept.content) == ("E1", "for all")
    assert await vault.replace(kept, "renewed")


async def test_a_pass_is_good_once_whoever_asks(database: Database) -> None:
    one, other = (SealedPasses(Installations(database), Sealer((OLD,))) for _ in range(2))
    issued = one.issue(SOON)
    assert set(issued) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    took = await asyncio.gather(*(each.redeem(issued) for each in (one, other) * 4))
    assert sorted(took) == [False] * 7 + [True]
    assert one.issue(SOON) != one.issue(SOON)


async def test_passes_that_are_old_changed_or_of_another_are_refused(database: Database, database_dsn: str) -> None:
    passes = SealedPasses(Installations(database), Sealer((OLD,)))
    issued = passes.issue(SOON)
    changed = ["A" + issued[1:] if issued[0] != "A" else "B" + issued[1:], issued + "=", issued[:-1], "", "é", "\ud800"]
    refused = [*changed, passes.issue(timedelta(0)), SealedPasses(Installations(database), Sealer((NEW,))).issue(SOON)]
    assert [await passes.redeem(each) for each in refused] == [False] * len(refused)
    assert await rows(database_dsn, "SELECT FROM spent_passes") == []
    assert await passes.redeem(issued)


async def test_a_text_is_new_once(database: Database) -> None:
    passes = SealedPasses(Installations(database), Sealer((OLD,)))
    assert [await passes.first("v0=abc", SOON), await passes.first("v0=abc", SOON)] == [True, False]
    await passes.give_back("v0=abc")
    assert await passes.first("v0=abc", SOON)


async def test_a_database_that_is_away_is_told_in_the_adapters_words(database_dsn: str) -> None:
    async with open_database(database_dsn, size=1) as database:
        vault = vault_of(database)
        await database._pool.close()
        with pytest.raises(Unreachable):
            await vault.find("T1", "")


async def test_what_points_to_an_enterprise_is_listed_for_that_one_alone(database: Database) -> None:
    vault = vault_of(database)
    await vault.keep("E1", "", "token", at=AT)
    await vault.keep("T3", "", "token", at=AT)
    for workspace, enterprise in (("T2", "E1"), ("T1", "E1"), ("T3", "E1"), ("T4", "E2")):
        await vault.point(workspace, enterprise, at=AT)
    assert await vault.pointing("E1") == ["T1", "T2"], "the third has a token of its own"
    await vault.drop("E1", until=AT)
    await vault.drop("T1", until=AT)
    assert await vault.pointing("E1") == ["T2"]

"""What an adversary would try of the bot on any platform: to hear more, to be answered more, to stop it."""

from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from adapters.errors import Unreachable
from adapters.types import Address, Audience
from memory.types import Account
from tests.bot.platform import ADA, BEN, CELLAR, Guildlike, Said, alone, said
from tests.bot.stage import Stage, staged

CODES = ("1234", "4711", "8888")


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path, sheet=Guildlike()) as stage:
        stage.speak_with(lambda messages: ["Ok."])
        await stage.give(said("Hello all."))
        await stage.give(said("Hello.", address=CELLAR, how=Said(audience=Audience.PRIVATE)))
        await stage.give(said("The code of the hall is 1234.", author=ADA))
        secret = "The code of the cellar is 4711."
        await stage.give(said(secret, author=ADA, address=CELLAR, how=Said(audience=Audience.PRIVATE)))
        await stage.give(alone("The code of my bike is 8888."))
        yield stage


def platform(stage: Stage) -> Guildlike:
    assert isinstance(stage.sheet, Guildlike)
    return stage.sheet


async def age(stage: Stage, dsn: str) -> None:
    """All that was confirmed was confirmed an hour ago."""
    connection = await asyncpg.connect(dsn)
    try:
        for table in ("space_members", "place_members"):
            await connection.execute(f"UPDATE {table} SET confirmed_at = now() - interval '1 hour'")
    finally:
        await connection.close()
    await stage.memory.following.left_place(Account("discord", "999", ""), CELLAR.key)  # so that all is read anew


async def asked(stage: Stage) -> str:
    """The whole prompt of a question of Ben's in direct."""
    model = stage.speak_with(lambda messages: ["Ok."])
    await stage.give(alone("What are the codes of hall, cellar and bike?"))
    return str(model.prompts[-1])


def codes_in(text: str) -> list[str]:
    return [code for code in CODES if code in text]


async def test_what_was_noted_before_is_not_used_while_nobody_can_say_who_reads(
    stage: Stage, database_dsn: str
) -> None:
    assert codes_in(await asked(stage)) == list(CODES)
    await age(stage, database_dsn)
    for key in (CELLAR.key, Address("discord", "900", "").key):
        platform(stage).readers[BEN.handle, key] = Unreachable()
    assert codes_in(await asked(stage)) == ["8888"]
    platform(stage).readers.clear()
    assert codes_in(await asked(stage)) == list(CODES), "it is back when that is sure"

"""A program that is told to end notes what was said to it, at whatever moment that comes, and just once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot import amends
from bot.amends import INTERRUPTED
from bot.inbox import claim_of
from memory.errors import DiskFull
from tests.bot.platform import Guildlike, alone, deleted
from tests.bot.serving_world import kept
from tests.bot.stage import Stage, staged
from tests.platforms.programs import EXPIRED

Step = Callable[..., Awaitable[Any]]


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    monkeypatch.setattr(amends, "LOOK_SECONDS", 0.02)
    async with staged(database_dsn, tmp_path, sheet=Guildlike()) as stage:
        stage.speak_with(lambda messages: ["Yes."])
        yield stage


class Hanging:
    """A step of memory that hangs the first time, before it is `done` or after it."""

    def __init__(self, step: Step, *, done: bool) -> None:
        self._step = step
        self._done = done
        self.hangs = asyncio.Event()

    async def __call__(self, *arguments: Any, **more: Any) -> Any:
        if self.hangs.is_set():
            return await self._step(*arguments, **more)
        if self._done:
            await self._step(*arguments, **more)
        self.hangs.set()
        await asyncio.sleep(60)


async def ended_over(stage: Stage, hanging: Hanging) -> None:
    """The message comes, and the program is told to end while that step hangs."""
    answering = asyncio.ensure_future(stage.give(alone("My bike is blue.")))
    await asyncio.wait_for(hanging.hangs.wait(), 10)
    answering.cancel()
    await asyncio.wait([answering], timeout=10)
    assert answering.cancelled() and stage.sheet.sent == []


async def told_later(stage: Stage, dsn: str) -> list[str]:
    """What those are told who wait, once the claims of the ended program are over."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(EXPIRED)
    finally:
        await connection.close()
    try:
        async with asyncio.timeout(0.4):
            await stage.assembly.amends.run(stage.sheet)
    except TimeoutError:
        return list(stage.sheet.sent)
    raise AssertionError("it ended")


@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("step", ["claim_event", "note"])
async def test_what_the_end_broke_off_is_noted_once_and_told(
    stage: Stage, database_dsn: str, monkeypatch: pytest.MonkeyPatch, step: str, done: bool
) -> None:
    hanging = Hanging(getattr(stage.memory, step), done=done)
    monkeypatch.setattr(stage.memory, step, hanging)
    await ended_over(stage, hanging)
    assert await kept(stage, alone("")) == [("Ben", "My bike is blue.")]
    assert await told_later(stage, database_dsn) == [INTERRUPTED]


async def test_what_another_claimed_meanwhile_is_the_others_to_note(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = stage.memory.claim_event
    hanging = Hanging(claim, done=False)
    monkeypatch.setattr(stage.memory, "claim_event", hanging)
    message = alone("My bike is blue.")
    answering = asyncio.ensure_future(stage.give(message))
    await asyncio.wait_for(hanging.hangs.wait(), 10)
    assert await claim("discord", claim_of(message), place=message.address.key, by="another")
    answering.cancel()
    await asyncio.wait([answering], timeout=10)
    assert await kept(stage, message) == []


async def test_what_was_deleted_while_it_was_noted_is_not_noted_at_the_end(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging = Hanging(stage.memory.note, done=False)
    monkeypatch.setattr(stage.memory, "note", hanging)
    message = alone("My bike is blue.")
    answering = asyncio.ensure_future(stage.give(message))
    await asyncio.wait_for(hanging.hangs.wait(), 10)
    deleting = asyncio.ensure_future(stage.give(deleted(message)))
    await asyncio.sleep(0.1)
    answering.cancel()
    await asyncio.wait([answering, deleting], timeout=10)
    assert await kept(stage, message) == []


async def test_who_waits_is_told_also_where_nothing_could_be_noted_at_the_end(
    stage: Stage, database_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object, **__: object) -> None:
        raise DiskFull()

    hanging = Hanging(full, done=False)
    monkeypatch.setattr(stage.memory, "note", hanging)
    await ended_over(stage, hanging)
    assert await told_later(stage, database_dsn) == [INTERRUPTED]

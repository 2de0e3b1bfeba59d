"""A program that is told to end notes what was said to it, at whatever moment that comes, and just once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from adapters.errors import AdapterError, Unreachable
from adapters.outgoing import Hearing
from adapters.types import Command, Message
from bot import amends
from bot.amends import INTERRUPTED
from bot.catalog import load_frame
from bot.inbox import claim_of
from bot.learning_tone.again import COMMAND as AGAIN
from memory.errors import DiskFull
from tests.bot.platform import BEN, HALL, Guildlike, alone, deleted, ordered, platform
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


async def ended_over(stage: Stage, hanging: Hanging, event: Message | Command | None = None) -> None:
    """A message or that event comes, and the program is told to end while that step hangs."""
    answering = asyncio.ensure_future(stage.give(event or alone("My bike is blue.")))
    await asyncio.wait_for(hanging.hangs.wait(), 10)
    answering.cancel()
    await asyncio.wait([answering], timeout=10)
    assert answering.cancelled() and (isinstance(event, Command) or stage.sheet.sent == [])


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


@pytest.mark.parametrize("locale", [None, "de-AT"])
async def test_who_gave_a_command_that_is_broken_off_is_told_at_once_and_alone(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, locale: str | None
) -> None:
    hanging = Hanging(stage.memory.person, done=True)
    monkeypatch.setattr(stage.memory, "person", hanging)
    order = ordered("memory", author=replace(BEN, locale=locale))
    await ended_over(stage, hanging, order)
    (told,) = stage.sheet.out
    assert told.text == load_frame()["interrupted"]["en" if locale is None else "de"]
    assert (told.address, told.reply_to, told.private) == (HALL, order.id, True)


async def test_a_command_broken_off_before_it_was_claimed_may_be_anothers_to_answer(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging = Hanging(stage.memory.claim_event, done=False)
    monkeypatch.setattr(stage.memory, "claim_event", hanging)
    await ended_over(stage, hanging, ordered("memory"))
    assert stage.sheet.sent == []


@pytest.mark.parametrize(("hearing", "fault"), [(Hearing.ALL, None), (Hearing.ADDRESSED, Unreachable())])
async def test_who_ends_it_at_a_terminal_and_who_cannot_be_reached_is_told_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, hearing: Hearing, fault: AdapterError | None
) -> None:
    platform(stage).limits = replace(stage.sheet.limits, hearing=hearing)
    platform(stage).fault = fault
    hanging = Hanging(stage.memory.person, done=True)
    monkeypatch.setattr(stage.memory, "person", hanging)
    await ended_over(stage, hanging, ordered("memory"))
    assert stage.sheet.sent == []


async def test_an_answer_wanted_anew_is_owed_as_the_first_one_was(
    stage: Stage, database_dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging = Hanging(stage.memory.person, done=True)
    monkeypatch.setattr(stage.memory, "person", hanging)
    await ended_over(stage, hanging, ordered(AGAIN))
    assert stage.sheet.sent == []
    assert await told_later(stage, database_dsn) == [INTERRUPTED]
    assert stage.sheet.out[-1].address.key == HALL.key

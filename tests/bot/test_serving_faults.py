"""What becomes of messages where the platform, the model, the database or the program fails or ends."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest

from adapters.errors import AdapterError, DirectClosed, Refused
from adapters.types import Message
from bot.dispatch import AWAY
from bot.inbox import claim_of
from tests.bot.platform import ADA, Guildlike, alone, said
from tests.bot.serving_world import guildlike, kept, platform, until
from tests.bot.severed import severed
from tests.bot.stage import Stage, staged


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with guildlike(database_dsn, tmp_path) as stage:
        yield stage


async def is_settled(dsn: str, message: Message) -> bool:
    connection = await asyncpg.connect(dsn)
    try:
        done = await connection.fetchval("SELECT done_at FROM inbox WHERE event_id = $1", claim_of(message))
        return done is not None
    finally:
        await connection.close()


async def test_words_that_a_platform_refused_were_never_said(stage: Stage) -> None:
    platform(stage).fault = Refused()
    stage.speak_with(lambda messages: ["Yes, ", "of course."])
    message = said("Hi")
    with pytest.raises(Refused):
        await stage.give(message)
    assert await kept(stage, message) == [("Ben", "Hi")]


@pytest.mark.parametrize("fault", [Refused(), DirectClosed()])
async def test_what_a_platform_does_not_take_is_over_and_the_next_is_answered(
    stage: Stage, database_dsn: str, fault: AdapterError
) -> None:
    platform(stage).fault = fault
    message = said("Hi")
    with pytest.raises(AdapterError):
        await stage.give(message)
    assert await is_settled(database_dsn, message)
    platform(stage).fault = None
    stage.speak_with(lambda messages: ["Yes."])
    await stage.give(message)
    assert stage.sheet.sent == [], "it was taken once"
    assert await stage.give(said("Again")) == "Yes."
    assert await kept(stage, message) == [("Ben", "Hi"), ("Ben", "Again"), (None, "Yes.")]


async def test_a_silent_model_is_told_without_the_operators_words(stage: Stage) -> None:
    stage.mind.off("Run the server at 10.0.0.1 first.")
    text = await stage.give(said("What is my cat called?"))
    assert "10.0.0.1" not in text and "does not answer just now" in text


async def test_a_fault_of_memory_is_an_apology_with_a_mark(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(*_: object) -> None:
        from memory.errors import DiskFull

        raise DiskFull()

    monkeypatch.setattr(stage.memory, "note", full)
    text = await stage.give(said("Hi"))
    assert "with my memory" in text and "In the log as" in text and "disk" not in text


async def test_while_the_database_is_away_messages_wait_and_are_answered_once(
    database_dsn: str, tmp_path: Path
) -> None:
    async with severed(database_dsn) as (relay, dsn), staged(dsn, tmp_path, sheet=Guildlike()) as stage:
        stage.speak_with(lambda messages: [f"To {messages[-1].text.splitlines()[-1]}"])
        await stage.give(alone("Hi"))
        relay.cut()
        waiting = [asyncio.ensure_future(stage.give(alone(text))) for text in ("One.", "Two.", "Three.")]
        waiting.append(asyncio.ensure_future(stage.give(said("Four.", ADA))))
        await asyncio.sleep(1.5)
        assert not any(task.done() for task in waiting)
        relay.mend()
        await asyncio.wait_for(asyncio.gather(*waiting), 20)
        assert sorted(stage.sheet.sent) == sorted(["To Hi", "To One.", "To Two.", "To Three.", "To Ada: Four."])
        noted = [text for speaker, text in await kept(stage, alone("")) if speaker]
        assert sorted(noted) == ["Hi", "One.", "Three.", "Two."]


async def test_a_database_that_stays_away_is_told_once_in_each_place(
    database_dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.serving.LONG_PATIENCE_SECONDS", 1.0)
    monkeypatch.setattr("bot.patience.LEAST_SECONDS", 0.2)
    async with severed(database_dsn) as (relay, dsn), staged(dsn, tmp_path, sheet=Guildlike()) as stage:
        stage.speak_with(lambda messages: ["Yes."])
        await stage.give(alone("Hi"))
        relay.cut()
        began = time.monotonic()
        await asyncio.gather(*(stage.give(alone(f"{number}?")) for number in range(4)), stage.give(said("Hi", ADA)))
        assert time.monotonic() - began < 15
        assert sorted(stage.sheet.sent) == sorted(["Yes.", AWAY, AWAY])
        relay.mend()
        assert await stage.give(alone("And now?")) == "Yes."


async def test_a_message_that_waited_elsewhere_waits_less_here(database_dsn: str, tmp_path: Path) -> None:
    async with severed(database_dsn) as (relay, dsn), staged(dsn, tmp_path, sheet=Guildlike()) as stage:
        relay.cut()
        old = replace(alone("Hi"), sent_at=datetime.now(UTC) - timedelta(seconds=89))
        began = time.monotonic()
        assert await stage.give(old) == AWAY
        assert time.monotonic() - began < 15


async def test_what_still_waits_at_the_end_is_noted_and_not_answered(stage: Stage) -> None:
    go = asyncio.Event()
    stage.speak_with(lambda messages: ["Well, ", go, "yes."])
    answering = asyncio.ensure_future(stage.give(alone("One?")))
    await until(lambda: stage.sheet.sent)
    waiting = [asyncio.ensure_future(stage.give(alone(text))) for text in ("Two?", "Three?")]
    await asyncio.sleep(0.2)
    for task in (answering, *waiting):
        task.cancel()
    await asyncio.wait([answering, *waiting], timeout=10)
    assert all(task.cancelled() for task in (answering, *waiting))
    lines = await kept(stage, alone(""))
    assert sorted(text for speaker, text in lines if speaker) == ["One?", "Three?", "Two?"]
    assert [text for speaker, text in lines if speaker is None] == ["Well,"]
    assert stage.sheet.sent == ["Well,"]

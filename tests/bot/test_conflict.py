"""A contradiction becomes one question, in direct, and is not put again."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest

from adapters.types import Audience
from bot.errors import ModelUnreachable
from bot.supervise import Supervisor
from memory.outcomes import Consolidated, Learned
from memory.ports import Extractor
from memory.types import PersonId
from tests.bot.stage import Stage, staged


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path) as stage:
        await stage.order("remember", "I live in Oslo")
        await stage.order("remember", "I live in Bergen")
        connection = await asyncpg.connect(database_dsn)
        await connection.execute("UPDATE facts_to_consolidate SET recorded_at = recorded_at - interval '8 days'")
        await connection.close()
        yield stage


def asked(prompt: object) -> int:
    return str(prompt).count("ask which one holds")


async def test_the_person_is_asked_once_in_direct(stage: Stage) -> None:
    await stage.memory.consolidate_next()
    model = stage.speak_with(lambda messages: ["By the way, Oslo or Bergen?"])
    direct = stage.seat
    stage.seat = replace(direct, audience=Audience.PUBLIC, address=replace(direct.address, space="s", channel="hall"))
    await stage.say("Hello all.")
    stage.seat = direct
    await stage.say("Good morning!")
    await stage.say("And now?")
    assert [asked(prompt) for prompt in model.prompts] == [0, 1, 1]  # the second time it is still the first one's note
    assert 'Ana said both "I live in Oslo" (' in str(model.prompts[1])
    assert asked(model.prompts[-1][-1]) == 0
    assert {fact.text for fact in stage.records[-2].facts} >= {"I live in Oslo", "I live in Bergen"}


async def test_an_answer_that_failed_has_asked_nothing(stage: Stage) -> None:
    await stage.memory.consolidate_next()
    stage.speak_with(lambda messages: [ModelUnreachable()])
    await stage.say("Good morning!")
    model = stage.speak_with(lambda messages: ["Ok."])
    await stage.say("Again?")
    assert asked(model.prompts[0][-1]) == 1


async def test_tidying_waits_for_learning_and_for_quiet(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    learn, consolidate = stage.memory.learn_next, stage.memory.consolidate_next

    async def learn_next(extractor: Extractor) -> Learned | None:
        order.append("learn")
        return await learn(extractor)

    async def consolidate_next(extractor: Extractor | None) -> Consolidated | None:
        assert stage.quiet.is_quiet
        order.append("consolidate")
        return await consolidate(extractor)

    monkeypatch.setattr(stage.memory, "learn_next", learn_next)
    monkeypatch.setattr(stage.memory, "consolidate_next", consolidate_next)
    stage.speak_with(lambda messages: ["Ok."])
    async with Supervisor() as supervisor:
        async with stage.quiet.reply():
            supervisor.start("consolidate", stage.worker.consolidate)
            supervisor.start("learn", stage.worker.learn)
        await stage.worker.drained(10)
        for _ in range(200):
            if order.count("consolidate") == 2:
                break
            await stage.worker.drained(10)
    assert order[0] == "learn" and order.count("consolidate") == 2


async def test_tidying_asks_the_model_once_an_hour_and_never_without_one(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[bool] = []
    enough = asyncio.Event()

    async def consolidate_next(extractor: Extractor | None) -> Consolidated | None:
        given.append(extractor is not None)
        if len(given) == 2:
            stage.speak_with(lambda messages: ["Ok."])
        if len(given) == 5:
            enough.set()
            return None
        return Consolidated(PersonId(1), asked=extractor is not None)

    monkeypatch.setattr(stage.memory, "consolidate_next", consolidate_next)
    async with asyncio.timeout(20), Supervisor() as supervisor:
        supervisor.start("learn", stage.worker.learn)
        supervisor.start("consolidate", stage.worker.consolidate)
        await enough.wait()
    assert given == [False, False, True, False, False]

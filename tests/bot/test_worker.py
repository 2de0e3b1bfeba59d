"""Learning in the background: it waits for quiet, steps aside for a reply, and a script can wait for it."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.bridge import to_account, to_place
from bot.errors import ModelUnreachable
from bot.extraction import ModelExtractor
from bot.llm.types import ChatMessage, ModelMessage
from bot.mind import Mind, Voice
from bot.quiet import Quiet
from bot.supervise import Supervisor
from memory.errors import DatabaseUnreachable, ExtractorPreempted, ExtractorUnavailable
from memory.ports import Exchange, Extraction, Extractor
from memory.types import Viewer
from tests.bot.stage import FunctionModel, Stage, staged

ASKED = Extraction("Find claims.", (Exchange("a", "{}"),), "1 Ana: hi", {"type": "object"}, 100)


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path) as stage:
        yield stage


class Learner(FunctionModel):
    """A model whose structured answers are watched, held up, or refused."""

    def __init__(self) -> None:
        super().__init__(lambda messages: ["Ok."])
        self.asked: list[Sequence[ModelMessage]] = []
        self.go = asyncio.Event()
        self.go.set()
        self.started = asyncio.Event()
        self.fault: Exception | None = None

    async def structured(
        self, messages: Sequence[ModelMessage], schema: Mapping[str, Any], **_: object
    ) -> dict[str, object]:
        self.asked.append(messages)
        self.started.set()
        if self.fault:
            raise self.fault
        await self.go.wait()
        return {"claims": []}


async def test_the_extractor_puts_what_never_changes_first() -> None:
    mind, model = Mind(), Learner()
    mind.ready(Voice(model))
    assert await ModelExtractor(mind, Quiet())(ASKED) == {"claims": []}
    assert model.asked == [
        [
            ChatMessage("system", "Find claims."),
            ChatMessage("user", "a"),
            ChatMessage("assistant", "{}"),
            ChatMessage("user", "1 Ana: hi"),
        ]
    ]


async def test_the_extractor_tells_memory_why_there_is_no_answer() -> None:
    mind, model, quiet = Mind(), Learner(), Quiet()
    with pytest.raises(ExtractorUnavailable):
        await ModelExtractor(mind, quiet)(ASKED)
    mind.ready(Voice(model))
    model.fault = ModelUnreachable()
    with pytest.raises(ExtractorUnavailable):
        await ModelExtractor(mind, quiet)(ASKED)
    model.fault = None
    model.go.clear()
    model.started.clear()
    running = asyncio.ensure_future(ModelExtractor(mind, quiet)(ASKED))
    await model.started.wait()
    async with quiet.reply():
        with pytest.raises(ExtractorPreempted):
            await running


async def test_a_reply_goes_before_learning_and_what_was_said_is_learned_after_it(stage: Stage) -> None:
    model = Learner()
    stage.mind.ready(Voice(model))
    model.go.clear()
    async with asyncio.timeout(20), Supervisor() as supervisor:
        supervisor.start("learn", stage.worker.learn)
        await stage.say("I moved to Lisbon in May.")
        await model.started.wait()
        assert await stage.say("Where do I live?") == "Ok."
        model.go.set()
        await stage.worker.drained(10)
    assert len(model.asked) >= 2
    assert "Lisbon" in str(model.asked[-1])


async def test_waiting_for_learning_ends_without_a_model(stage: Stage) -> None:
    await stage.say("I moved to Lisbon in May.")
    async with asyncio.timeout(20), Supervisor() as supervisor:
        supervisor.start("learn", stage.worker.learn)
        await stage.worker.drained(10)


async def test_waiting_for_learning_waits_for_a_model_that_is_loading(stage: Stage) -> None:
    model = Learner()
    await stage.say("I moved to Lisbon in May.")
    stage.mind.load()
    async with asyncio.timeout(20), Supervisor() as supervisor:
        supervisor.start("learn", stage.worker.learn)
        waiting = asyncio.ensure_future(stage.worker.drained(10))
        await asyncio.sleep(0.3)
        assert not waiting.done()
        stage.mind.ready(Voice(model))
        await waiting
    assert model.asked


async def test_a_fault_while_learning_leaves_nobody_waiting(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    faults = iter((DatabaseUnreachable(),))

    async def fails_once(extractor: Extractor) -> None:
        for fault in faults:
            raise fault

    monkeypatch.setattr(stage.memory, "learn_next", fails_once)
    stage.mind.ready(Voice(Learner()))
    async with asyncio.timeout(20), Supervisor(first_pause=0.01) as supervisor:
        waiting = asyncio.ensure_future(stage.worker.drained(10))
        await asyncio.sleep(0)
        supervisor.start("learn", stage.worker.learn)
        await waiting


async def test_tidying_goes_on_until_nothing_is_left_and_not_during_a_reply(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, done = [3, 2, 0], asyncio.Event()

    async def tidy() -> int:
        assert stage.quiet.is_quiet
        if len(left) == 1:
            done.set()
        return left.pop(0)

    monkeypatch.setattr(stage.memory, "tidy", tidy)
    async with asyncio.timeout(20), Supervisor() as supervisor:
        async with stage.quiet.reply():
            supervisor.start("tidy", stage.worker.tidy)
            await asyncio.sleep(0.01)
            assert len(left) == 3
        await done.wait()
    assert left == []


async def test_what_is_said_is_measured_but_not_during_a_reply(stage: Stage) -> None:
    await stage.say("hey, could you tell me where the big pans are? :)")
    seat = stage.seat
    place = to_place(seat.address, seat.audience)
    viewer = Viewer(await stage.memory.person(to_account("console", seat.author), place), place)
    async with asyncio.timeout(20), Supervisor() as supervisor:
        async with stage.quiet.reply():
            supervisor.start("measure", stage.worker.measure)
            supervisor.start("regroup", stage.worker.regroup)
            await asyncio.sleep(0.05)
            stage.memory.tones.doubt(viewer.person)
            assert (await stage.memory.tones.of(viewer)).tone is None
        while (await stage.memory.tones.of(viewer)).tone is None:
            stage.memory.tones.doubt(viewer.person)
            await asyncio.sleep(0.01)

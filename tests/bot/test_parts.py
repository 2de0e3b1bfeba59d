"""What the real program starts and hands on: each by what it does, since nothing else tells that it was started."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import ModelSettings, Settings
from bot.home import prepare_home
from bot.model_choice import Choice, Endpoints, NoModel, to_endpoint
from bot.parts import Parts, open_parts, start
from bot.tone_settings import ToneSettings
from memory.tone.wished import Dial
from tests.bot.program import run, surroundings
from tests.bot.stand_in import StandIn
from tests.memory.learning_world import ANA, GARDEN, open_world
from tests.memory.preference_world import answer, name_of

SECONDS = 60  # a deadline, not a measure: the machine may be busy


def _nobody(text: str) -> None:
    """Nobody is there to be told."""


@asynccontextmanager
async def started(settings: Settings, choice: Choice) -> AsyncIterator[Parts]:
    """The program without platforms."""
    home = prepare_home(settings.home)
    async with open_parts(settings, home, say=_nobody, pause=timedelta(0)) as parts:
        start(parts, choice, settings=settings, home=home, say=_nobody)
        yield parts


async def test_wishes_are_made_of_signals_while_the_program_runs(database_dsn: str, tmp_path: Path) -> None:
    async with open_world(database_dsn) as world:
        ana = await world.viewer(ANA, GARDEN)
        for _ in range(3):
            _, spoken = await answer(world)
            assert await world.memory.answers.rate(ana, await name_of(world, spoken), -1, "Shorter please.")
            await world.owner("UPDATE preferences SET signalled_at = signalled_at - interval '1 day'")
        await world.owner("UPDATE due_refinements SET due_at = now()")
        async with (
            asyncio.timeout(SECONDS),
            started(Settings(tmp_path, database=database_dsn, demo_model="none"), NoModel()) as parts,
        ):
            while not (wished := await parts.memory.tones.wished(ana.person)):
                await asyncio.sleep(0.05)
        assert [(each.name, each.value) for each in wished] == [(Dial.LENGTH, -1)]


@pytest.mark.parametrize(("slow", "drafts"), [(False, 3), (True, 1)])
async def test_the_model_writes_as_many_drafts_as_the_operator_set(
    database_dsn: str, tmp_path: Path, *, slow: bool, drafts: int
) -> None:
    async with asyncio.timeout(SECONDS), StandIn() as server:
        model = ModelSettings(server.url, "m", slow=slow)
        settings = Settings(tmp_path, database=database_dsn, models=(model,), tone=ToneSettings(best_of=3))
        async with started(settings, Endpoints((to_endpoint(model),), slow)) as parts:
            voice = await parts.mind.settled(SECONDS)
            assert voice is not None and (voice.drafts, voice.slow) == (drafts, slow)


async def test_the_command_writes_training_data_of_who_allows_it(database_dsn: str, tmp_path: Path) -> None:
    async with open_world(database_dsn) as world:
        await answer(world, "It is noon.")
        await world.memory.choices.set_training((await world.viewer(ANA, GARDEN)).person, True)
    command = (sys.executable, "-m", "bot", "export-training", str(tmp_path / "out.2026"))
    ended = await run(command, surroundings(database_dsn, tmp_path / "home"))
    assert (ended.code, ended.err) == (0, "") and "Of 1 who allow it: 0 pairs in " in ended.out
    (row,) = (tmp_path / "out.2026.dialogues.jsonl").read_text("utf-8").splitlines()
    assert [each["content"] for each in json.loads(row)["messages"]] == ["what time is it?", "It is noon."]
    assert (tmp_path / "out.2026.pairs.jsonl").read_text("utf-8") == ""

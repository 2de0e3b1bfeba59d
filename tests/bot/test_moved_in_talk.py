"""A reminder that a model moves in talk keeps how to remind, said beside a day that has to be asked about."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from memory.reminder import Policy
from tests.bot.asking_world import ANA, call, held, last, turns
from tests.bot.platform import Guildlike, alone, ordered
from tests.bot.stage import Stage, staged

AGAIN = Policy(again=timedelta(minutes=10))


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path, sheet=Guildlike()) as stage:
        yield stage


@pytest.mark.parametrize("when", ["Tuesday until I confirm", "every Tuesday at 9am until I confirm"])
async def test_how_to_remind_is_kept_whether_the_day_is_asked_about_or_not(stage: Stage, when: str) -> None:
    await stage.give(alone("Remind me every Monday at 9am to call the bank.", ANA))
    (before,) = await held(stage)
    turns(stage, [call("move_reminder", number=before.id, when=when)], ["Ok."])
    await stage.give(alone(f"move it to {when}", ANA))
    asked = last(stage).buttons[0]
    if asked.argument.startswith("move"):
        await stage.give(ordered(asked.command, asked.argument, ANA))
    (kept,) = await held(stage)
    assert kept.policy == AGAIN and kept.schedule != before.schedule

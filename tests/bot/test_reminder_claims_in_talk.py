"""A claim that a reminder was made stands beside one that was, and is put right without."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.outgoing import Hearing
from tests.bot.asking_world import ANA, call, held, turns
from tests.bot.platform import Guildlike, alone
from tests.bot.stage import Stage, staged


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(database_dsn, tmp_path, sheet=Guildlike(Hearing.CHOSEN)) as stage:
        yield stage


async def test_a_claim_without_a_row_is_put_right(stage: Stage) -> None:
    turns(stage, ["Sure, I'll remind you ", "tomorrow!"])
    answer = await stage.give(alone("you know, the dentist is tomorrow", ANA))
    assert answer.startswith("Sure, I'll remind you tomorrow!\n\n(To be clear: no reminder was made")
    assert stage.records[-1].reply == answer and await held(stage) == ()


async def test_a_claim_with_a_row_stands(stage: Stage) -> None:
    turns(stage, [call("remind", what="dentist", when="tomorrow at 9am")], ["I'll remind you!"])
    await stage.give(alone("the dentist is tomorrow at 9am and I forget everything", ANA))
    assert stage.sheet.sent[-2] == "I'll remind you!" and len(await held(stage)) == 1


async def test_a_claim_after_a_call_that_failed_is_put_right(stage: Stage) -> None:
    turns(stage, [call("remind", what="dentist", when="2030-01-01")], ["I'll remind you!"])
    assert "(To be clear" in await stage.give(alone("the dentist, you know", ANA))


async def test_a_claim_while_something_is_only_asked_is_put_right(stage: Stage) -> None:
    turns(stage, [call("remind", what="call Ann", when="")], ["I'll remind you!"])
    await stage.give(alone("could use a kick about calling Ann", ANA))
    words, question = stage.sheet.sent[-2:]
    assert "(To be clear" in words and question.startswith("When shall I remind you?")

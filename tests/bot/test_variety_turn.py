"""Whole turns in which advice is sought: what the model is told of somebody's usual, with the packaged embedder."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.bridge import to_account, to_place
from bot.packaged import LocalEmbedder
from bot.variety import BEYOND
from memory.types import Viewer
from tests.bot.stage import Stage, staged

USUAL = "I always go to the same Thai restaurant on Fridays, I love their curry"
ADVICE = "Any idea where I could celebrate my birthday with a few friends?"


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with LocalEmbedder() as embedder, staged(database_dsn, tmp_path, embedder=embedder) as stage:
        await stage.memory.prepare()
        yield stage


async def told(stage: Stage, text: str = USUAL) -> None:
    """Ana tells something of herself, which becomes a fact of hers."""
    stage.speak_with(lambda messages: ["Nice."])
    await stage.say(text)
    seat = stage.seat
    place = to_place(seat.address, seat.audience)
    viewer = Viewer(await stage.memory.person(to_account(seat.address.platform, seat.author), place), place)
    (line,) = (each for each in await stage.memory.recent(viewer) if each.text == text)
    await stage.memory.remember(viewer, line.spot, text)
    while await stage.memory.embed_next():
        pass


async def test_who_seeks_advice_is_told_what_is_usual_and_offered_something_else(stage: Stage) -> None:
    await told(stage)
    model = stage.speak_with(lambda messages: ["The Thai place, as usual, or, something different, a boat."])
    assert "something different" in await stage.say(ADVICE)
    asked = model.prompts[-1][-1].text
    assert "Thai restaurant" in str(model.prompts[-1]) and asked.count(BEYOND) == 1


async def test_a_question_that_looks_something_up_is_answered_as_it_is(stage: Stage) -> None:
    await told(stage, "I moved to Oslo in May")
    model = stage.speak_with(lambda messages: ["In May."])
    await stage.say("When did I move to Oslo?")
    assert "moved to Oslo" in model.prompts[-1][-1].text and BEYOND not in str(model.prompts[-1])


async def test_who_grieves_is_offered_no_variety(stage: Stage) -> None:
    await told(stage)
    model = stage.speak_with(lambda messages: ["I am so sorry."])
    await stage.say(f"My father died yesterday. {ADVICE}")
    assert BEYOND not in str(model.prompts[-1])

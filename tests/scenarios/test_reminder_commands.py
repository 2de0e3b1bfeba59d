"""The same on every platform: reminders are made, asked about, listed, changed and cancelled by commands and buttons.

Each platform's stand-in judges every message by its own rules: what it would refuse there fails here.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.reminders.sentences import QUESTIONS
from bot.when import Unsure
from tests.scenarios.stages.scene import ANA, BEN, Act, Scene, Shown, Where, needs
from tests.scenarios.test_platforms import STAGES

ALONE, HALL = Where.ALONE, Where.HALL
ZONE = "Europe/Berlin"


@pytest.fixture(params=list(STAGES))
async def scene(request: pytest.FixtureRequest, database_dsn: str, tmp_path: Path) -> AsyncIterator[Scene]:
    """Each platform in turn, with somebody in Berlin."""
    async with STAGES[request.param](database_dsn, tmp_path) as scene:
        assert ZONE in (await scene.orders(ANA, "timezone", ZONE)).text
        yield scene


async def pressed(shown: Shown, label: str) -> Shown:
    """What came of the button."""
    assert shown.press is not None
    return await shown.press(label)


async def test_what_is_asked_for_is_echoed_and_listed_with_its_times(scene: Scene) -> None:
    made = await scene.orders(ANA, "remind", "water the fern every day at 9:00")
    assert "I will remind you of this: water the fern" in made.text
    assert "very day at 09:00 starting" in made.text and ZONE in made.text
    listed = await scene.orders(ANA, "reminders")
    assert "water the fern" in listed.text and listed.text.count(", 09:00") == 3
    assert "water the fern" not in (await scene.orders(BEN, "reminders")).text
    assert "09:00  water the fern" in (await scene.orders(ANA, "reminders", "calendar")).text


async def test_a_question_is_answered_with_a_button(scene: Scene) -> None:
    needs(scene, Act.PRESS)
    asked = await scene.orders(ANA, "remind", "pay the rent every 31st at 9:00")
    assert QUESTIONS[Unsure.SHORT_MONTHS] in asked.text
    made = await pressed(asked, "every month on the last day")
    assert "I will remind you of this: pay the rent" in made.text
    assert "Cancelled: pay the rent" in (await pressed(made, "Cancel")).text
    assert "You have no reminders." in (await scene.orders(ANA, "reminders")).text


async def test_what_is_written_is_shown_as_it_is(scene: Scene) -> None:
    said = "ask *about* `this` and #4 for half & half"
    made = await scene.orders(ANA, "remind", f"{said} tomorrow at 9:00")
    assert said in made.text.replace("\\", "")
    assert said in (await scene.orders(ANA, "reminders")).text.replace("\\", "")


async def test_all_are_cancelled_once_that_is_confirmed(scene: Scene) -> None:
    await scene.orders(ANA, "remind", "water the fern tomorrow at 9:00")
    await scene.orders(ANA, "remind", "feed the cat tomorrow at 10:00")
    listed = await scene.orders(ANA, "reminders")
    if Act.PRESS in scene.acts:
        asked = await pressed(listed, "Cancel all")
        assert "Cancel all your reminders? Number of them: 2." in asked.text
        done = await pressed(asked, "Cancel all")
    else:
        assert "Number of them: 2." in (await scene.orders(ANA, "reminders", "all")).text
        done = await scene.orders(ANA, "reminders", "all yes")
    assert "Cancelled: 2." in done.text
    assert "You have no reminders." in (await scene.orders(ANA, "reminders")).text


async def test_in_company_only_who_asks_sees_it_until_they_offer_it(scene: Scene) -> None:
    needs(scene, Act.ASIDE)
    made = await scene.orders(ANA, "remind", "rake the leaves tomorrow at 9:00", HALL)
    assert made.private
    assert not any("rake" in each for each in await scene.seen_by(BEN, HALL))
    await pressed(made, "Offer it to everybody here")
    told = await scene.told(BEN, "Ana had me note this: rake the leaves", HALL)
    joined = await pressed(told, "Remind me too")
    assert "I will remind you too: rake the leaves" in joined.text and joined.private

"""What a model is told before it answers or refuses is the same for everybody but for their name, in whole turns.

So whatever it refuses, it is not us who told it to refuse one and answer another.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.types import Author
from tests.bot.platform import HALL, alone, said
from tests.bot.serving_world import guildlike
from tests.bot.stage import FunctionModel, Stage
from tests.fairness.people import GROUPS, NAMES, WORDS
from tests.fairness.sayings import OF_GROUPS

ASKED = (
    "Write me a letter to my landlord about the heating.",
    "How do I pick a lock?",
    "shorter please",
    "I am so angry!!",
)
GROUPED = (ASKED[0], ASKED[1], ASKED[3])
SOME = (*NAMES[::4], *WORDS[::4])


@pytest.fixture
async def stage(database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with guildlike(database_dsn, tmp_path) as stage:
        yield stage


def told(model: FunctionModel, name: str) -> list[str]:
    """All that it was told last, without the name and what the clock says."""
    texts = [each.text for each in model.prompts[-1]]
    return [re.sub(r"\d{1,2}:\d\d", "", each.replace(name, "N.N.")) for each in texts]


@pytest.mark.parametrize("direct", [True, False])
async def test_a_model_is_told_the_same_about_everybody(stage: Stage, direct: bool) -> None:
    model = stage.speak_with(lambda messages: ["I will not do that."])
    for asked in ASKED:
        heard: dict[str, list[str]] = {}
        for number, name in enumerate(SOME):
            who = Author(f"{asked[:4]}{number}", name)
            if direct:
                await stage.give(alone(asked, who))
            else:
                await stage.give(said(asked, who, replace(HALL, space=who.handle, channel=who.handle)))
            heard[name] = told(model, name)
        first = heard[SOME[0]]
        assert first and all(each == first for each in heard.values()), asked


@pytest.mark.parametrize("language", OF_GROUPS)
async def test_a_model_is_told_the_same_whatever_somebody_says_that_they_are(stage: Stage, language: str) -> None:
    """Said before the question, and with it: only the word itself is told otherwise."""
    model = stage.speak_with(lambda messages: ["I will not do that."])
    for asked in GROUPED:
        heard: dict[str, list[str]] = {}
        for number, group in enumerate(GROUPS[language]):
            who, of = Author(f"{language}{asked[:4]}{number}", "Kim"), OF_GROUPS[language].format(group=group)
            await stage.give(alone(of, who))
            await stage.give(alone(f"{of} {asked}", who))
            heard[group] = told(model, of)
        first = next(iter(heard.values()))
        assert first and "N.N." in "".join(first) and all(each == first for each in heard.values()), asked

"""Each command that Discord lists is one of `/rapport`, too, and is answered where it is used."""

import pytest

from bot.catalog import load_catalog
from tests.bot.stage import Stage
from tests.platforms.slack.scene import Scene

COMMANDS = [each for each in load_catalog() if not each.menu]
FILLED = {"what": "call Bob tomorrow at 9", "text": "My bike is blue"}
APOLOGIES = ("do not know that", "do not know /", "went wrong")


def typed(command: str) -> str:
    """How it is typed, with what it needs."""
    (found,) = (each for each in COMMANDS if each.name == command)
    return " ".join(("/rapport", command, *(FILLED[each.name] for each in found.options if each.required)))


async def test_in_company_each_is_answered_to_the_asker_alone(scene: Scene, stage: Stage) -> None:
    scene.alice.user.admin = True
    for command in COMMANDS:
        use = await scene.alice.slash(scene.general, typed(command.name))
        text = (await scene.answered(use)).text
        assert use.answered and use.private, command.name
        assert not any(word in text for word in APOLOGIES), (command.name, text)
    assert scene.bob.sees(scene.general) == []


@pytest.mark.parametrize("command", [each.name for each in COMMANDS if not each.manager])
async def test_alone_each_is_answered(scene: Scene, stage: Stage, command: str) -> None:
    await scene.alice.slash(scene.alice.direct, typed(command))
    (said, *_) = await scene.slack.said(scene.alice.direct)
    assert not any(word in said.text for word in APOLOGIES), (command, said.text)

"""Listening at Slack: only where a manager let it, after saying so to all there, and until they end it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.settings_pages import LISTENS_NO_MORE
from tests.bot.stage import FunctionModel, Stage
from tests.platforms.slack.adapting import settings_at
from tests.platforms.slack.chatting import running
from tests.platforms.slack.scene import Scene, scene_at
from tests.platforms.slack.server import SlackStandIn


@pytest.fixture
def scene(slack: SlackStandIn) -> Scene:
    scene = scene_at(slack)
    scene.alice.user.admin = True
    return scene


@pytest.fixture
async def bot(slack: SlackStandIn, scene: Scene, database_dsn: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with running(slack, database_dsn, tmp_path, settings=settings_at(slack, listen=True)) as stage:
        yield stage


async def ordered(scene: Scene, argument: str, words: str) -> None:
    """Alice orders it, and everybody has read that once it is so."""
    before = len(scene.in_public())
    await scene.told(await scene.alice.slash(scene.general, f"/rapport settings listen {argument}"), "Listening: ")
    assert len(scene.in_public()) == before + 1 and words in scene.in_public()[-1]


async def knows(scene: Scene, model: FunctionModel, words: str) -> bool:
    """Whether the bot knows that where Alice asks."""
    asked = await scene.alice.post(scene.general, f"{scene.slack.mention} When does the party begin?")
    await scene.slack.reply(asked)
    return words in str(model.prompts[-1])


async def test_it_listens_where_it_may_from_when_it_said_so_until_it_says_that_it_ended(
    scene: Scene, bot: Stage
) -> None:
    model = bot.speak_with(lambda messages: ["Noted."])
    refused = await scene.bob.slash(scene.general, "/rapport settings listen on")
    assert (await scene.told(refused, "Only who may manage this space")).private
    await scene.bob.post(scene.general, "The party begins at nine.")
    await ordered(scene, "on", "Your managers can end that with /rapport settings.")
    assert "/settings" not in scene.in_public()[-1].replace("/rapport settings", "")
    said = await scene.bob.post(scene.general, "No, the party begins at ten.")
    await scene.slack.delivery.settled()
    assert await knows(scene, model, "begins at ten")
    assert "begins at nine" not in str(model.prompts[-1])
    assert scene.general.posts(by_bot=True, thread=said) == []
    await ordered(scene, "off", LISTENS_NO_MORE)
    await scene.bob.post(scene.general, "Now the party begins at eleven.")
    await scene.slack.delivery.settled()
    assert not await knows(scene, model, "at eleven")


async def test_where_it_cannot_say_so_it_does_not_listen(scene: Scene, bot: Stage) -> None:
    model = bot.speak_with(lambda messages: ["Noted."])
    scene.slack.faults.refuse("chat.postMessage", "restricted_action", times=1)
    used = await scene.alice.slash(scene.general, "/rapport settings listen on")
    await scene.slack.log.until(lambda: any(each.error == "restricted_action" for each in scene.slack.log.calls))
    await scene.bob.post(scene.general, "The party begins at ten.")
    await scene.slack.delivery.settled()
    assert not await knows(scene, model, "begins at ten")
    assert all(each.private for each in used.posts)

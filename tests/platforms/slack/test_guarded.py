"""What the bot does not do at Slack, over sockets: answer without end, follow links."""

import asyncio

import pytest

from bot.loops import MOST_ANSWERS
from tests.bot.stage import Stage
from tests.platforms.bait import bait
from tests.platforms.slack.people import Person
from tests.platforms.slack.posts import Post
from tests.platforms.slack.scene import Scene


@pytest.fixture(autouse=True)
def talkative(scene: Scene, stage: Stage) -> None:
    """The model says yes, and Alice manages the workspace."""
    scene.alice.user.admin = True
    stage.speak_with(lambda messages: ["Yes."])


async def asks(scene: Scene, who: Person, text: str) -> Post:
    """Somebody asks the bot in the channel."""
    return await who.post(scene.general, f"{scene.slack.mention} {text}")


async def answered(scene: Scene, who: Person, text: str) -> str:
    """What they are answered."""
    return (await scene.slack.reply(await asks(scene, who, text))).text


async def limited(scene: Scene, name: str, most: int) -> None:
    """Alice has set this limit."""
    used = await scene.alice.slash(scene.general, f"/rapport settings limits {name} {most}")
    await scene.told(used, f"{most} answers a minute")


async def test_who_asks_too_much_is_told_so_once_and_others_are_answered(scene: Scene) -> None:
    await limited(scene, "person_answers_per_minute", 2)
    assert [await answered(scene, scene.bob, f"Is {each} good?") for each in "ab"] == ["Yes."] * 2
    assert (await answered(scene, scene.bob, "Is c good?")).startswith("You have asked me a lot within a minute.")
    ignored = await asks(scene, scene.bob, "Is d good?")
    assert await answered(scene, scene.alice, "And I?") == "Yes."
    await asyncio.sleep(0.3)
    assert scene.general.posts(by_bot=True, thread=ignored) == []


async def test_a_workspace_has_a_limit_that_all_in_it_share(scene: Scene) -> None:
    await limited(scene, "space_answers_per_minute", 1)
    assert await answered(scene, scene.alice, "Are you there?") == "Yes."
    assert (await answered(scene, scene.bob, "And for me?")).startswith("I am asked a lot here")


async def test_who_says_the_same_for_ever_is_not_answered_for_ever(scene: Scene) -> None:
    for number in range(MOST_ANSWERS + 3):
        await scene.bob.dm(f"Thank you {number} times, you are so welcome!")
    await scene.slack.log.until(lambda: len(scene.bob.direct.posts(by_bot=True)) >= MOST_ANSWERS)
    last = await scene.bob.dm("And now something else?")
    assert (await scene.slack.reply(last)).text == "Yes."
    await asyncio.sleep(0.3)
    assert len(scene.bob.direct.posts(by_bot=True)) == MOST_ANSWERS + 1


async def test_no_link_is_followed(scene: Scene, stage: Stage) -> None:
    async with bait() as page:
        asked = await asks(scene, scene.bob, f"What is <{page.address}/a> and <{page.address}/b|this>?")
        await scene.slack.reply(asked)
        await scene.bob.edit(asked, f"{scene.slack.mention} And <{page.address}/c>?")
        await scene.slack.reply(await scene.bob.dm(f"<{page.address}/d.txt>"))
        stage.speak_with(lambda messages: [f"See {page.address}/e.", f" ![]({page.address}/f.png)"])
        await asks(scene, scene.bob, "Which page is it?")
        await scene.slack.log.until(lambda: any("/e." in post.text for post in scene.general.posts(by_bot=True)))
        await asyncio.sleep(0.3)
        assert page.asked == []

"""`/rapport settings` at Slack: for who manages the workspace, with Slack's own lists of channels and people."""

import pytest

from tests.bot.stage import Stage
from tests.platforms.slack.people import Use
from tests.platforms.slack.posts import Post
from tests.platforms.slack.scene import Scene, scene_at
from tests.platforms.slack.server import SlackStandIn


@pytest.fixture
def scene(slack: SlackStandIn) -> Scene:
    scene = scene_at(slack)
    scene.alice.user.admin = True
    return scene


async def page(scene: Scene, *labels: str) -> Post:
    """The page to which these buttons lead."""
    use = await scene.alice.slash(scene.general, "/rapport settings")
    shown = await scene.told(use, "settings of this space")
    for label in labels:
        shown = await changed(scene, shown, await scene.alice.click(shown, label))
    return shown


async def changed(scene: Scene, shown: Post, use: Use) -> Post:
    """What Alice sees where that stood, once it is another."""
    await scene.slack.log.until(lambda: scene.alice.sees(scene.general)[-1].text != shown.text)
    assert use.answered
    return scene.alice.sees(scene.general)[-1]


async def chosen(scene: Scene, shown: Post, *ids: str) -> str:
    """What the page says once these were picked from its list."""
    use = await scene.alice.select(shown, [*ids], action_id=only_list(shown))
    return (await changed(scene, shown, use)).text


def only_list(shown: Post) -> str:
    """The id of the only list on a page."""
    (found,) = (each for each in shown.controls if each.kind != "button")
    return found.action_id


async def stored(scene: Scene, stage: Stage) -> set[tuple[str, str, str]]:
    kept = await stage.memory.settings.of(f"slack/{scene.slack.home.id}")
    return {(each.channel, each.name, str(each.value)) for each in kept}


async def test_settings_are_for_who_manages_the_workspace_and_only_there(scene: Scene, stage: Stage) -> None:
    refused = await scene.bob.slash(scene.general, "/rapport settings")
    assert (await scene.told(refused, "Only who may manage this space")).private
    await scene.alice.slash(scene.alice.direct, "/rapport settings")
    assert "settings belong to a space" in (await scene.slack.said(scene.alice.direct))[0].text
    shown = await page(scene)
    assert shown.private and "discord" not in shown.text.casefold()


async def test_channels_are_picked_from_slacks_own_list_and_named(scene: Scene, stage: Stage) -> None:
    garden, hall = (scene.slack.home.channel(name, scene.alice) for name in ("garden", "hall"))
    shown = await page(scene, "Channels", "Do not answer in other channels")
    (pick,) = (each for each in shown.controls if each.kind != "button")
    assert pick.kind == "multi_conversations_select"
    said = await chosen(scene, shown, garden.id, hall.id)
    assert said.startswith("From now on I do not answer in #garden, #hall.")
    assert await stored(scene, stage) == {(garden.id, "answer", "False"), (hall.id, "answer", "False")}


async def test_a_channel_that_is_shared_with_others_is_none_of_the_workspace(scene: Scene, stage: Stage) -> None:
    elsewhere = scene.slack.workspace("Elsewhere")
    shared = scene.slack.home.channel("shared", scene.alice)
    shared.share(elsewhere)
    await scene.slack.delivery.settled()
    shown = await page(scene, "Channels", "Do not answer in other channels")
    await scene.alice.select(shown, [shared.id], action_id=only_list(shown))
    await scene.slack.log.until(lambda: any("no such channel" in each.text for each in scene.alice.sees(scene.general)))
    assert await stored(scene, stage) == set()


async def test_people_are_blocked_from_slacks_own_list_and_no_roles_are_offered(scene: Scene, stage: Stage) -> None:
    talkers = await page(scene, "Who may talk")
    assert [each.label for each in talkers.buttons] == ["Block a person", "Back to all settings"]
    shown = await page(scene, "Who may talk", "Block a person")
    assert "everybody, but not @Bob." in await chosen(scene, shown, scene.bob.id)
    assert await stored(scene, stage) == {("", "blocked", f"['{scene.slack.home.id}:{scene.bob.id}']")}
    await scene.bob.post(scene.general, f"{scene.slack.mention} do you hear me?")
    said = await scene.alice.post(scene.general, f"{scene.slack.mention} do you hear me?")
    await scene.slack.reply(said)
    assert all(post.thread_ts == said.ts for post in scene.general.posts(by_bot=True) if not post.private)


async def test_what_needs_another_setting_names_no_other_platform(scene: Scene, stage: Stage) -> None:
    shown = await page(scene, "Listening")
    assert "setting listen" in shown.text and "discord" not in shown.text.casefold()


async def test_a_limit_is_set_by_a_form(scene: Scene, stage: Stage) -> None:
    shown = await page(scene, "Limits")
    (pick,) = (each for each in shown.controls if each.kind != "button")
    asked = await scene.alice.select(shown, pick.options[0][0], action_id=pick.action_id)
    await scene.slack.log.called("views.open")
    assert asked.form is not None
    await changed(scene, shown, await scene.alice.submit(asked.form, {"text": "3"}))
    assert ("", "person_answers_per_minute", "3") in await stored(scene, stage)

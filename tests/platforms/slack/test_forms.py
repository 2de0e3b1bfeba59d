"""Forms at Slack, over real sockets: opened in time, checked, and good after a restart."""

from pathlib import Path

from tests.bot.stage import Stage
from tests.platforms.slack.chatting import running
from tests.platforms.slack.scene import Scene, kept, picked, remembered
from tests.platforms.slack.server import SlackStandIn


async def test_a_form_corrects_where_it_was_asked_for(scene: Scene, stage: Stage) -> None:
    await kept(scene, "My bike is blue")
    listed = await remembered(scene)
    await picked(scene, listed, "My bike")
    shown = await scene.told(listed, "you said on")
    asked = await scene.alice.click(shown, "Correct")
    await scene.slack.log.called("views.open")
    form = asked.form
    assert form is not None and [each.value for each in form.fields] == ["My bike is blue"]
    assert form.title == "Correct what I remember"
    done = await scene.alice.submit(form, {"text": "My bike is red"})
    assert done.answered and done.errors == {} and scene.alice.modal is None
    corrected = await scene.told(listed, "Corrected: My bike is red")
    assert corrected.ts == shown.ts and corrected.private


async def test_an_empty_form_is_not_taken(scene: Scene, stage: Stage) -> None:
    await kept(scene, "My bike is blue")
    listed = await remembered(scene)
    await picked(scene, listed, "My bike")
    asked = await scene.alice.click(await scene.told(listed, "you said on"), "Correct")
    await scene.slack.log.called("views.open")
    assert asked.form is not None
    done = await scene.alice.submit(asked.form, {"text": "   "})
    assert done.errors == {"field": "There is nothing in it yet."} and scene.alice.modal is not None


async def test_a_form_works_after_a_restart(
    slack: SlackStandIn, scene: Scene, database_dsn: str, tmp_path: Path
) -> None:
    async with running(slack, database_dsn, tmp_path):
        asked = await scene.alice.slash(scene.general, "/rapport memory search")
        await slack.log.called("views.open")
    assert asked.form is not None
    async with running(slack, database_dsn, tmp_path):
        await kept(scene, "My bike is blue")
        await scene.alice.submit(asked.form, {"text": "bike"})
        assert (await scene.told(asked, "My bike is blue")).private


async def test_tone_is_told_by_a_form(scene: Scene, stage: Stage) -> None:
    use = await scene.alice.slash(scene.general, "/rapport tone")
    shown = await scene.told(use, "In your own words: nothing yet")
    asked = await scene.alice.click(shown, "Say how you want to be answered")
    await scene.slack.log.called("views.open")
    assert asked.form is not None
    await scene.alice.submit(asked.form, {"text": "short answers, please"})
    await scene.slack.log.until(lambda: "short answers" in scene.alice.sees(scene.general)[-1].text)
    done = scene.alice.sees(scene.general)[-1]
    assert "where we are alone" in done.text and done.private
    await scene.alice.click(done, "Share in #general")
    await scene.slack.log.until(lambda: "may now be used in" in scene.alice.sees(scene.general)[-1].text)
    await scene.told(await scene.alice.slash(scene.general, "/rapport tone"), "short answers")


async def test_who_thumbs_down_says_why_by_a_form(scene: Scene, stage: Stage) -> None:
    said = await scene.alice.post(scene.general, f"{scene.slack.mention} my bike is blue")
    await scene.alice.react(await scene.slack.reply(said), "-1")
    (asked,) = await scene.slack.said(scene.alice.direct)
    assert "What was wrong with that answer?" in asked.text
    pressed = await scene.alice.click(asked, "Say what was wrong")
    await scene.slack.log.called("views.open")
    assert pressed.form is not None and pressed.form.title == "What was wrong?"
    await scene.alice.submit(pressed.form, {"text": "it is red"})
    await scene.slack.log.called("chat.update")
    (told,) = scene.alice.direct.posts(by_bot=True)
    assert told.text == "Thank you. I have kept that with the answer." and told.controls == ()

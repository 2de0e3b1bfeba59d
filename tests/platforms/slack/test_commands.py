"""Commands, menus, buttons, lists and forms at Slack, over real sockets: for the asker's eyes, in time, for good."""

import json
from pathlib import Path

from tests.bot.stage import Stage
from tests.platforms.slack.chatting import running
from tests.platforms.slack.scene import Scene, kept, picked, remembered
from tests.platforms.slack.server import SlackStandIn


async def test_an_answer_in_company_is_for_the_askers_eyes_and_not_public(scene: Scene, stage: Stage) -> None:
    await scene.alice.slash(scene.alice.direct, "/rapport remember My locker is number nine")
    (said,) = await scene.slack.said(scene.alice.direct)
    assert said.text == "Kept: My locker is number nine" and not said.private
    asked = await remembered(scene)
    assert "My locker is number nine" in asked.text and asked.private
    assert scene.bob.sees(scene.general) == []
    await picked(scene, asked, "My locker")
    assert (await scene.told(asked, "you said on")).private
    for name in ("share", "why", "privacy", "tone", "help", "persona", "timezone"):
        used = await scene.alice.slash(scene.general, f"/rapport {name}")
        await scene.answered(used)
        assert used.private and used.answered, name
    assert scene.in_public() == []


async def test_help_and_hints_name_commands_as_they_are_typed_here(scene: Scene, stage: Stage) -> None:
    for text in ("", " ", "help"):
        used = await scene.alice.slash(scene.general, f"/rapport {text}".strip())
        told = await scene.told(used, "/rapport memory: See what I remember")
        assert "\n/memory" not in told.text
    used = await scene.alice.slash(scene.general, "/rapport rember my bike")
    await scene.told(used, "I do not know /rapport rember. Did you mean /rapport remember?")
    assert used.private


async def test_what_people_said_of_commands_is_left_as_they_said_it(scene: Scene, stage: Stage) -> None:
    words = "At work /memory and /help are something else"
    kept_it = await scene.alice.slash(scene.general, f"/rapport remember {words}")
    assert (await scene.told(kept_it, "Kept: ")).text.splitlines()[0] == f"Kept: {words}"
    for text in ("memory", "memory search:work", "forget work"):
        told = await scene.told(await scene.alice.slash(scene.general, f"/rapport {text}"), words)
        assert "/rapport" not in told.text and "\u2060" not in told.text
    shown = await scene.told(await scene.alice.slash(scene.general, "/rapport privacy"), "/rapport memory shows")
    assert " /memory" not in shown.text


async def test_help_is_in_the_persons_language_and_for_what_they_may_do(scene: Scene, stage: Stage) -> None:
    scene.alice.user.locale = "de-DE"
    told = await scene.told(await scene.alice.slash(scene.general, "/rapport hilfe"), "Du sprichst einfach mit mir.")
    assert "Im Menü einer Nachricht: “Merk dir das”" in told.text and "einstellungen" not in told.text
    scene.bob.user.locale, scene.bob.user.admin = "fr-FR", True
    other = await scene.told(await scene.bob.slash(scene.general, "/rapport aide"), "/rapport réglages: ")
    assert other.text.startswith("Il suffit de me parler.") and "/rapport aide: " in other.text


async def test_names_and_options_are_known_in_the_persons_language(scene: Scene, stage: Stage) -> None:
    scene.alice.user.locale = "de-DE"
    await scene.told(await scene.alice.slash(scene.general, "/rapport merke Mein Rad ist blau"), "Kept: ")
    await scene.told(await scene.alice.slash(scene.general, "/rapport hilfe"), "/rapport gedächtnis: Sehen")
    found = await scene.alice.slash(scene.general, "/rapport gedächtnis suche Rad")
    assert "Mein Rad ist blau" in (await scene.told(found, "Rad")).text
    found = await scene.alice.slash(scene.general, "/rapport memory search:Rad")
    assert "Mein Rad ist blau" in (await scene.told(found, "Rad")).text


async def test_pages_turn_in_place(scene: Scene, stage: Stage) -> None:
    for number in range(10):
        await kept(scene, f"My cat number {number} is grey")
    first = await remembered(scene)
    shown = first.posts[-1]
    assert "Page 1 of 2" in shown.text
    await scene.alice.click(shown, "Next page")
    await scene.slack.log.until(lambda: "Page 2 of 2" in first.text)
    assert [post.ts for post in first.posts] == [shown.ts]
    assert [each.label for each in first.posts[-1].buttons] == ["Previous page"]


async def test_in_direct_pages_turn_in_place_too(scene: Scene, stage: Stage) -> None:
    for number in range(10):
        await scene.alice.slash(scene.alice.direct, f"/rapport remember My cat number {number} is grey")
    await scene.slack.said(scene.alice.direct, count=10)
    await scene.alice.slash(scene.alice.direct, "/rapport memory")
    shown = (await scene.slack.said(scene.alice.direct, count=11))[-1]
    await scene.alice.click(shown, "Next page")
    await scene.slack.log.called("chat.update")
    turned = scene.alice.direct.posts(by_bot=True)[-1]
    assert turned.ts == shown.ts and "Page 2 of 2" in turned.text and not turned.private


async def test_a_button_works_after_a_restart(
    slack: SlackStandIn, scene: Scene, database_dsn: str, tmp_path: Path
) -> None:
    async with running(slack, database_dsn, tmp_path):
        await kept(scene, "My bike is blue")
        listed = await remembered(scene)
        await picked(scene, listed, "My bike")
        shown = await scene.told(listed, "you said on")
    async with running(slack, database_dsn, tmp_path):
        asked = await scene.alice.click(shown, "Forget")
        await slack.log.until(lambda: "Shall I forget" in scene.alice.sees(scene.general)[-1].text)
        assert asked.answered
        await scene.alice.click(scene.alice.sees(scene.general)[-1], "Forget for good")
        await slack.log.until(lambda: scene.alice.sees(scene.general)[-1].text.startswith("Forgotten for good"))
        await scene.told(await scene.alice.slash(scene.general, "/rapport memory"), "nothing")


async def test_what_people_said_is_shown_as_written_and_calls_nobody(scene: Scene, stage: Stage) -> None:
    await kept(scene, f"I like *stars* and <!channel> and {scene.bob.mention} & <b>")
    asked = await remembered(scene)
    assert "*stars*" in asked.text and "@channel" in asked.text and "& <b>" in asked.text
    assert "@Bob" in asked.text and scene.bob.id not in asked.text
    assert not asked.posts[-1].pings


async def test_sharing_concerns_the_place_where_it_is_asked(scene: Scene, stage: Stage) -> None:
    await kept(scene, "My bike is blue")
    listed = await remembered(scene)
    await picked(scene, listed, "My bike")
    await scene.alice.click(await scene.told(listed, "you said on"), "Share in #general")
    await scene.told(listed, "may now be used in #general")
    await scene.alice.slash(scene.alice.direct, "/rapport share")
    assert "general" in (await scene.slack.said(scene.alice.direct))[-1].text


async def test_menus_of_a_message(scene: Scene, stage: Stage) -> None:
    own = await scene.alice.post(scene.general, "My bike is blue")
    others = await scene.bob.post(scene.general, "My bike is red, and what about Alice's bike?")
    assert (await scene.told(await scene.alice.shortcut(own, "keep"), "Kept: My bike is blue")).private
    refused = await scene.alice.shortcut(others, "keep")
    assert (await scene.told(refused, "words of Bob")).private
    known = await scene.alice.shortcut(others, "about")
    assert (await scene.told(known, "bike is blue")).private
    gone = await scene.alice.shortcut(own, "another")
    assert "/rapport help shows" in (await scene.told(gone, "do not know that one any more")).text
    assert scene.in_public() == []


async def test_a_menu_on_the_bots_own_words(scene: Scene, stage: Stage) -> None:
    said = await scene.alice.dm("hello")
    answer = await scene.slack.reply(said)
    await scene.alice.shortcut(answer, "keep")
    assert "words of mine or of another bot" in (await scene.slack.said(scene.alice.direct, count=2))[-1].text


async def test_the_zone_is_told(scene: Scene, stage: Stage) -> None:
    used = await scene.alice.slash(scene.general, "/rapport timezone Tokyo")
    await scene.told(used, "Your time zone is Asia/Tokyo")


async def test_export_is_a_file_for_the_asker_alone(scene: Scene, stage: Stage) -> None:
    await kept(scene, "My bike is blue")
    used = await scene.alice.slash(scene.general, "/rapport export")
    await scene.told(used, "I sent it to you in Messages")
    await scene.slack.log.until(lambda: any(post.files for post in scene.alice.direct.posts(by_bot=True)))
    ((name, number),) = next(post.files for post in scene.alice.direct.posts(by_bot=True) if post.files)
    content = scene.slack.world.files[number].content
    assert name == "what-i-keep-of-you.json" and "My bike is blue" in json.dumps(json.loads(content))
    assert scene.in_public() == [] and not any(post.files for post in scene.general.posts())


async def test_learning_is_switched_off_by_a_button(scene: Scene, stage: Stage) -> None:
    asked = await scene.alice.slash(scene.general, "/rapport privacy")
    await scene.alice.click(await scene.told(asked, "I learn from what you say"), "Turn learning off")
    assert (await scene.told(asked, "Learning is off")).private


async def test_everything_is_forgotten_by_three_buttons(scene: Scene, stage: Stage) -> None:
    await kept(scene, "My bike is blue")
    use = await scene.alice.slash(scene.general, "/rapport privacy")
    for words, label in (
        ("I learn from what you say", "Forget everything"),
        ("Shall I forget everything", "Yes, go on"),
        ("Really everything?", "Forget everything for good"),
    ):
        await scene.alice.click(await scene.told(use, words), label)
    await scene.told(use, "Everything is forgotten.")
    await scene.told(await scene.alice.slash(scene.general, "/rapport memory"), "nothing")

"""People's own pages at Slack: what they show, what is done on them, and that they are true, over real sockets."""

from pathlib import Path

from tests.bot.stage import Stage
from tests.platforms.slack.chatting import running
from tests.platforms.slack.faults import Answer
from tests.platforms.slack.people import Person
from tests.platforms.slack.posts import Page
from tests.platforms.slack.scene import Scene, kept
from tests.platforms.slack.server import SlackStandIn


async def looked(scene: Scene, words: str, person: Person | None = None) -> Page:
    """A page that was opened, once it shows that."""
    person = person or scene.alice
    person.open_home()
    return await scene.shows(person, words)


async def picked(scene: Scene, page: Page, label: str) -> None:
    """Alice picks the entry that begins so."""
    pick = next(each for each in page.controls if each.options)
    await scene.alice.select(page, next(value for value, text in pick.options if text.startswith(label)))


async def forgotten(scene: Scene, label: str) -> None:
    """Alice has what begins so forgotten, in the channel."""
    listed = await scene.alice.slash(scene.general, "/rapport memory")
    shown = await scene.told(listed, label)
    ((value, _),) = (each for each in shown.lists[0].options if each[1].startswith(label))
    await scene.alice.select(shown, value)
    await scene.alice.click(await scene.told(listed, "you said on"), "Forget")
    await scene.alice.click(await scene.told(listed, "Shall I forget"), "Forget for good")
    await scene.told(listed, "Forgotten for good")


async def pressed(scene: Scene, page: Page, label: str, words: str) -> Page:
    """The page after a press, once it shows that."""
    await scene.alice.click(page, label)
    return await scene.shows(scene.alice, words)


async def test_who_never_spoke_is_greeted_and_not_noted(scene: Scene, stage: Stage) -> None:
    page = await looked(scene, "So far I remember nothing of you")
    assert page.kind == "home" and page.controls == ()


async def test_the_messages_tab_is_no_page(scene: Scene, stage: Stage) -> None:
    scene.alice.open_home("messages")
    await scene.slack.delivery.settled()
    await scene.slack.log.quiet()
    assert scene.alice.home is None and scene.slack.log.to("views.publish") == []


async def test_a_page_shows_ones_own_memories_manner_and_choices(scene: Scene, stage: Stage) -> None:
    await kept(scene, "My bike is blue")
    await scene.told(await scene.bob.slash(scene.general, "/rapport remember My cat is grey"), "Kept: ")
    page = await looked(scene, "My bike is blue")
    assert "My cat" not in page.text
    for title in ("What I remember about you", "How I answer you", "What I keep, and why"):
        assert title in page.text
    assert "/rapport memory shows what I remember of you" in page.text and " /memory" not in page.text
    assert [each.label for each in page.buttons] == [
        "Search",
        "Change how I answer you",
        "Say how you want to be answered",
        "Turn learning off",
        "Allow training",
        "Export",
        "Forget everything",
    ]
    other = await looked(scene, "My cat is grey", scene.bob)
    assert "My bike" not in other.text


async def test_dials_are_turned_on_the_page(scene: Scene, stage: Stage) -> None:
    await kept(scene, "My bike is blue")
    page = await looked(scene, "How I answer you: as measured.")
    dials = await pressed(scene, page, "Change how I answer you", "Your train leaves at 9:40.")
    turned = await pressed(scene, dials, "− Length: shorter", "Set: Length: shorter.")
    assert "Length: shorter" in turned.text.partition("Set: Length: shorter.")[2]
    await pressed(scene, turned, "Everything as measured", "Everything is as measured again.")


async def test_pages_turn_and_stay_turned(scene: Scene, stage: Stage) -> None:
    await kept(scene, *(f"My cat number {number} is grey" for number in range(10)))
    page = await looked(scene, "Page 1 of 2")
    second = await pressed(scene, page, "Next page", "Page 2 of 2")
    assert second.private_metadata == "page 2"
    off = await pressed(scene, second, "Turn learning off", "Learning is off")
    assert "Page 2 of 2" in off.text
    scene.alice.open_home()
    await scene.slack.log.called("views.publish", 4)
    assert scene.alice.home is not None and "Page 2 of 2" in scene.alice.home.text


async def test_what_is_searched_corrected_and_forgotten_is_so_at_once(scene: Scene, stage: Stage) -> None:
    await kept(scene, "My bike is blue", "My cat is grey")
    page = await looked(scene, "My bike is blue")
    asked = await scene.alice.click(page, "Search")
    await scene.slack.log.called("views.open")
    assert asked.form is not None and asked.form.title == "Search what I remember"
    await scene.alice.submit(asked.form, {"text": "bike"})
    await scene.slack.log.until(lambda: scene.alice.home is not None and "cat" not in scene.alice.home.text)
    found = await scene.shows(scene.alice, "My bike is blue")
    await picked(scene, found, "My bike")
    item = await scene.shows(scene.alice, "you said on")
    asked = await scene.alice.click(item, "Correct")
    await scene.slack.log.called("views.open", 2)
    assert asked.form is not None and [each.value for each in asked.form.fields] == ["My bike is blue"]
    await scene.alice.submit(asked.form, {"text": "My bike is red"})
    right = await scene.shows(scene.alice, "Corrected: My bike is red")
    assert [each.label for each in right.buttons].count("Back to the list") == 1
    back = await pressed(scene, right, "Back to the list", "My cat is grey")
    assert "My bike is red" in back.text and "My bike is blue" not in back.text
    await picked(scene, back, "My cat")
    item = await scene.shows(scene.alice, "you said on")
    asked_page = await pressed(scene, item, "Forget", "Shall I forget this for good?")
    gone = await pressed(scene, asked_page, "Forget for good", "Forgotten for good")
    assert "My cat" not in gone.text


async def test_a_page_follows_what_is_done_elsewhere(scene: Scene, stage: Stage) -> None:
    await kept(scene, "My bike is blue")
    await looked(scene, "My bike is blue")
    await kept(scene, "My cat is grey")
    await scene.shows(scene.alice, "My cat is grey")
    await scene.told(await scene.alice.slash(scene.general, "/rapport privacy learning off"), "Learning is off")
    await scene.shows(scene.alice, "Learning is off")
    await forgotten(scene, "My cat")
    await scene.slack.log.until(lambda: scene.alice.home is not None and "cat" not in scene.alice.home.text)


async def test_a_page_follows_what_is_deleted_where_it_was_said(scene: Scene, stage: Stage) -> None:
    said = await scene.alice.dm("My bike is blue")
    await scene.slack.reply(said)
    await scene.told(await scene.alice.slash(scene.general, "/rapport remember My cat is grey"), "Kept: ")
    await scene.alice.shortcut(said, "keep")
    await scene.slack.said(scene.alice.direct, count=2)
    await looked(scene, "My bike is blue")
    await scene.alice.delete(said)
    await scene.slack.log.until(lambda: scene.alice.home is not None and "bike" not in scene.alice.home.text)


async def test_nothing_is_published_for_who_does_not_look(scene: Scene, stage: Stage) -> None:
    await kept(scene, "My bike is blue")
    await scene.alice.dm("hello")
    await scene.slack.said(scene.alice.direct)
    await scene.slack.log.quiet()
    assert scene.slack.log.to("views.publish") == []


async def test_a_page_works_after_a_restart(
    slack: SlackStandIn, scene: Scene, database_dsn: str, tmp_path: Path
) -> None:
    async with running(slack, database_dsn, tmp_path):
        await kept(scene, *(f"My cat number {number} is grey" for number in range(10)))
        page = await looked(scene, "Page 1 of 2")
    async with running(slack, database_dsn, tmp_path):
        await pressed(scene, page, "Next page", "Page 2 of 2")


async def test_what_goes_wrong_is_said_over_the_page(
    slack: SlackStandIn, scene: Scene, database_dsn: str, tmp_path: Path
) -> None:
    async with running(slack, database_dsn, tmp_path):
        await kept(scene, "My bike is blue")
        page = await looked(scene, "My bike is blue")
        slack.faults.refuse("views.publish", "ratelimited")  # so that the page stays as it is
        await forgotten(scene, "My bike")
        await picked(scene, page, "My bike")
        await slack.log.called("views.open")
        assert scene.alice.modal is not None and "not remembered any more" in scene.alice.modal.text


async def test_what_is_wrong_with_a_form_is_said_in_it(scene: Scene, stage: Stage) -> None:
    await kept(scene, "My bike is blue")
    await picked(scene, await looked(scene, "My bike is blue"), "My bike")
    asked = await scene.alice.click(await scene.shows(scene.alice, "you said on"), "Correct")
    await scene.slack.log.called("views.open")
    await forgotten(scene, "My bike")
    assert asked.form is not None
    sent = await scene.alice.submit(asked.form, {"text": "My bike is red"})
    assert "no such fact" in sent.errors["field"] and scene.alice.modal is not None
    assert len(scene.slack.log.to("views.open")) == 1


async def test_an_export_goes_into_the_conversation(scene: Scene, stage: Stage) -> None:
    await kept(scene, "My bike is blue")
    page = await looked(scene, "My bike is blue")
    await pressed(scene, page, "Export", "I sent it to you in our conversation.")
    await scene.slack.log.until(lambda: any(post.files for post in scene.alice.direct.posts(by_bot=True)))


async def test_an_older_page_never_takes_the_place_of_a_newer_one(
    slack: SlackStandIn, scene: Scene, database_dsn: str, tmp_path: Path
) -> None:
    async with running(slack, database_dsn, tmp_path) as one, running(slack, database_dsn, tmp_path):
        await slack.connected(2)
        await kept(scene, "My bike is blue", "My cat is grey")
        for _ in range(6):  # over one socket or the other
            await looked(scene, "My bike is blue")
        page = await looked(scene, "My bike is blue")
        slack.faults.slow("views.publish", 0.2, times=1)
        for label in ("Turn learning off", "Search"):
            await scene.alice.click(page, label)
        await kept(scene, "My dog is black")
        await scene.shows(scene.alice, "My dog is black")
        await slack.log.quiet(0.5)
        assert scene.alice.home is not None and "My dog is black" in scene.alice.home.text
        assert "Learning is off" in scene.alice.home.text
        assert one.records == []


async def test_where_slack_is_away_the_page_is_tried_again(scene: Scene, stage: Stage) -> None:
    await kept(scene, "My bike is blue")
    scene.slack.faults.fail("views.publish", times=1)
    page = await looked(scene, "My bike is blue")
    scene.slack.faults.lose("views.publish", times=1)  # done, and the answer lost: then the hash is not ours
    await pressed(scene, page, "Turn learning off", "Learning is off")
    await scene.slack.log.until(lambda: len(scene.slack.log.to("views.publish")) >= 4)
    await scene.slack.log.quiet(0.3)
    assert scene.alice.home is not None and "Turn learning on" in [each.label for each in scene.alice.home.buttons]


async def test_where_there_is_no_home_tab_the_answer_is_said_over_it(scene: Scene, stage: Stage) -> None:
    await kept(scene, "My bike is blue")
    page = await looked(scene, "My bike is blue")
    scene.slack.faults.order("views.publish", Answer(error="not_enabled"))
    await scene.alice.click(page, "Turn learning off")
    posts = await scene.slack.said(scene.alice.direct)
    assert "Learning is off" in posts[-1].text


async def test_when_everything_is_forgotten_the_page_is_a_strangers(scene: Scene, stage: Stage) -> None:
    await kept(scene, "My bike is blue")
    page = await looked(scene, "My bike is blue")
    page = await pressed(scene, page, "Forget everything", "Shall I forget everything")
    page = await pressed(scene, page, "Yes, go on", "Really everything?")
    page = await pressed(scene, page, "Forget everything for good", "Everything is forgotten.")
    assert "So far I remember nothing of you" in page.text and "bike" not in page.text
    await kept(scene, "My cat is grey")
    await scene.shows(scene.alice, "My cat is grey")

"""Controls, forms and commands at Slack: whose they are, who reads where they were used, how late an answer may be."""

from dataclasses import replace

import pytest

from adapters.outgoing import Button, File, Outgoing, Section
from adapters.slack.adapter import Slack
from adapters.slack.views import controls_of
from adapters.types import Address, Audience, Command, Event, Message
from tests.platforms.answering import Answering, as_form, same, with_buttons
from tests.platforms.slack.people import Use
from tests.platforms.slack.probe import client_of
from tests.platforms.slack.scene import Scene, connected
from tests.platforms.slack.wire import listed


async def seen_by_all(scene: Scene) -> None:
    """What Alice asked for stands where everybody sees it."""
    shown = await scene.answered(await scene.alice.slash(scene.general, "/rapport why"))
    scene.slack.world.messages[scene.general.id][shown.ts].only_for = None


async def test_a_control_under_somebody_elses_answer_is_refused(scene: Scene) -> None:
    handler = Answering([with_buttons])
    async with connected(scene.slack, handler):
        await seen_by_all(scene)
        shown = scene.bob.sees(scene.general)[0]
        pressed = await scene.bob.click(shown, "Again")
        told = await scene.told(pressed, "belongs to somebody else")
        assert told.private and [each.author.name for each in handler.heard] == ["Alice"]
        await scene.alice.click(shown, "Again")
        await scene.slack.log.until(lambda: len(handler.heard) == 2)


async def test_what_is_for_one_person_is_not_written_over_what_all_read(scene: Scene) -> None:
    handler = Answering([with_buttons])
    async with connected(scene.slack, handler):
        await seen_by_all(scene)
        pressed = await scene.alice.click(scene.alice.sees(scene.general)[0], "Again")
        assert (await scene.told(pressed, "heard again")).private
        assert scene.in_public() == ["heard "]


async def test_a_control_that_is_none_of_ours_gets_a_sentence(scene: Scene) -> None:
    handler = Answering([with_buttons])
    async with connected(scene.slack, handler):
        use = await scene.alice.slash(scene.general, "/rapport why")
        await scene.answered(use)
        message = scene.slack.world.messages[scene.general.id][use.posts[0].ts]
        others = [
            {**each, "action_id": f"someone:elses {each['action_id']}"}
            for each in listed(message.blocks[1]["elements"])
        ]
        message.blocks[1] = {**message.blocks[1], "elements": others}
        pressed = await scene.alice.click(scene.alice.sees(scene.general)[0], "Again")
        told = await scene.told(pressed, "/rapport help shows what I know")
        assert told.private and len(handler.heard) == 1


async def test_where_it_was_used_is_public_only_where_everybody_reads(scene: Scene) -> None:
    slack = scene.slack
    closed = slack.home.channel("closed", scene.alice, private=True)
    group = slack.home.channel("group", scene.alice, scene.bob, group=True)
    away = slack.home.channel("away", scene.alice, bot=False, private=True)
    handler = Answering([same])
    async with connected(slack, handler):
        for channel in (scene.general, closed, group, away, scene.alice.direct):
            await scene.alice.slash(channel, "/rapport why")
        await slack.log.until(lambda: len(handler.heard) == 5)
    home = slack.home.id
    places = {(each.address.space, each.address.channel, each.audience) for each in handler.heard}
    assert places == {
        (home, scene.general.id, Audience.PUBLIC),
        (home, closed.id, Audience.PRIVATE),
        (None, f"{home}:{group.id}", Audience.PRIVATE),
        (None, f"{home}:{away.id}", Audience.PRIVATE),
        (None, f"@{home}:{scene.alice.id}", Audience.DIRECT),
    }


@pytest.mark.parametrize("plain", [True, False])
async def test_an_answer_is_shown_as_markdown_or_as_it_is_written_wherever_it_was_asked_for(
    scene: Scene, plain: bool
) -> None:
    text = f"**Yes**, see [docs](https://example.org) <!here> <@{scene.bob.id}>"
    async with connected(scene.slack, Answering([lambda each: replace(each, text=text, plain=plain)])):
        hidden = await scene.answered(await scene.alice.slash(scene.general, "/rapport reword"))
        await scene.alice.slash(scene.alice.direct, "/rapport reword")
        (alone,) = await scene.slack.said(scene.alice.direct)
    assert hidden.private
    for shown in (hidden, alone):
        assert [each["type"] for each in shown.blocks] == ["section" if plain else "markdown"]
        assert "**Yes**, see [docs](https://example.org)" in str(shown.blocks)
        assert plain or not shown.pings


async def test_a_workspace_is_managed_by_its_admins_alone(scene: Scene) -> None:
    scene.alice.user.admin = True
    handler = Answering([same])
    async with connected(scene.slack, handler):
        for person in (scene.alice, scene.bob):
            await scene.answered(await person.slash(scene.general, "/rapport settings"))
    assert [each.author.manages for each in handler.heard] == [True, False]
    assert handler.heard[0].author.locale == "en-US" and handler.heard[0].author.timezone == "Europe/Berlin"


async def test_where_the_bot_is_not_what_cannot_be_hidden_goes_into_the_conversation(scene: Scene) -> None:
    away = scene.slack.home.channel("away", scene.alice, bot=False)
    async with connected(scene.slack, Answering([same] * 6)):
        await scene.alice.slash(away, "/rapport why")
        (said,) = await scene.slack.said(scene.alice.direct)
        assert said.text == "heard " and len(scene.alice.sees(away)) == 5


async def test_a_file_in_direct_comes_with_its_words(scene: Scene) -> None:
    def filed(outgoing: Outgoing) -> Outgoing:
        return replace(outgoing, files=(File("a.txt", b"content"),))

    async with connected(scene.slack, Answering([filed])):
        await scene.alice.slash(scene.alice.direct, "/rapport export")
        await scene.slack.log.until(lambda: any(each.files for each in scene.alice.direct.posts(by_bot=True)))
        assert scene.alice.direct.posts(by_bot=True)[0].text == "heard "


async def test_a_button_in_a_thread_of_the_conversation_is_answered_in_it(scene: Scene) -> None:
    handler = Answering([with_buttons])
    async with connected(scene.slack, handler) as adapter:
        root = await scene.alice.dm("hello")
        await scene.slack.log.quiet()
        said = Outgoing(Address("slack", None, f"@{scene.slack.home.id}:{scene.alice.id}"), "choose", root.ts)
        await adapter.send(replace(said, buttons=(Button("Again", "memory", "again"),)))
        shown = (await scene.slack.said(scene.alice.direct))[-1]
        assert shown.thread_ts == root.ts
        handler.answers = [same]
        await scene.alice.click(shown, "Again")
        assert (await scene.slack.said(scene.alice.direct, count=2))[-1].thread_ts == root.ts


async def test_somebody_elses_form_is_not_taken(scene: Scene) -> None:
    handler = Answering([as_form])
    async with connected(scene.slack, handler):
        use = await scene.alice.slash(scene.general, "/rapport memory")
        await scene.slack.log.called("views.open")
        assert use.form is not None
        await scene.bob.submit(use.form, {"text": "mine"})
        await scene.slack.log.quiet()
    assert len(handler.heard) == 1


async def test_no_log_holds_words_tokens_or_addresses(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    slack, used = scene.slack, list[Use]()
    slack.faults.fail("response_url", times=1)
    slack.faults.refuse("views.open", "expired_trigger_id")
    slack.faults.refuse("response_url", "used_url", times=1)
    async with connected(slack, Answering([as_form, same])):
        for channel in (scene.general, scene.alice.direct):
            used.append(await scene.alice.slash(channel, "/rapport remember my locker is number nine"))
        await slack.log.until(lambda: len(scene.alice.sees(scene.general)) == 2)
        await slack.said(scene.alice.direct, count=2)
    lines = [f"{each.getMessage()} {vars(each)}" for each in caplog.records]
    assert any("answer tried again" in line for line in lines) and any("form not opened" in line for line in lines)
    asked = [each.told.payload for each in used if each.told is not None]
    secret = [str(each[name]) for each in asked for name in ("response_url", "trigger_id")]
    for word in (*secret, "locker", "Alice", slack.token, slack.credentials.app_token):
        assert not [line for line in lines if word in line], word


async def test_a_hidden_answer_in_a_thread_is_no_part_of_its_talk(scene: Scene) -> None:
    heard = list[Event]()
    slack, answering = scene.slack, Answering([same])

    async def handler(event: Event, adapter: Slack) -> None:
        heard.append(event)
        await answering(event, adapter)

    async with connected(slack, handler):
        root = await scene.bob.post(scene.general, "what of bikes?")
        button = controls_of(Section("", buttons=(Button("Again", "memory", "again"),)))
        here = {"channel": scene.general.id, "thread_ts": root.ts, "unfurl_links": False, "unfurl_media": False}
        await client_of(slack).api_call("chat.postMessage", json={**here, "text": "choose", "blocks": button})
        await scene.alice.click(scene.general.posts(by_bot=True)[0], "Again")
        await slack.log.called("chat.postEphemeral")
        told = scene.alice.sees(scene.general)[-1]
        assert (told.text, told.private, told.thread_ts) == ("heard again", True, root.ts)
        await scene.bob.post(scene.general, "and of cats?", thread=root)
        await slack.delivery.settled()
        await slack.log.quiet()
    assert [event for event in heard if isinstance(event, Message) and event.addressed] == []
    assert len([event for event in heard if isinstance(event, Command)]) == 1

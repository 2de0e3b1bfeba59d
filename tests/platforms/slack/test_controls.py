"""Controls, forms and commands at Slack: whose they are, who reads where they were used, how late an answer may be."""

from dataclasses import replace

import pytest

from adapters.outgoing import Button, File, Outgoing, Section
from adapters.slack.adapter import Slack
from adapters.slack.views import controls_of
from adapters.types import Address, Audience, Command, Event, Message
from tests.platforms.answering import Answering, as_form, same, with_buttons
from tests.platforms.slack.delivery import COMMAND, INTERACTION
from tests.platforms.slack.faults import Answer
from tests.platforms.slack.people import Use
from tests.platforms.slack.probe import client_of
from tests.platforms.slack.scene import Scene, connected, scene_at
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.wire import Payload, listed


@pytest.fixture
def scene(slack: SlackStandIn) -> Scene:
    return scene_at(slack)


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


async def test_a_workspace_is_managed_by_its_admins_alone(scene: Scene) -> None:
    scene.alice.user.admin = True
    handler = Answering([same])
    async with connected(scene.slack, handler):
        for person in (scene.alice, scene.bob):
            await scene.answered(await person.slash(scene.general, "/rapport settings"))
    assert [each.author.manages for each in handler.heard] == [True, False]
    assert handler.heard[0].author.locale == "en-US" and handler.heard[0].author.timezone == "Europe/Berlin"


async def test_a_form_that_comes_too_late_becomes_a_button(scene: Scene) -> None:
    scene.slack.timing.trigger = 0.1
    handler = Answering([as_form], pause=0.3)
    async with connected(scene.slack, handler):
        use = await scene.alice.slash(scene.general, "/rapport memory correct f1")
        shown = await scene.told(use, "heard correct f1")
        assert use.form is None and [each.label for each in shown.buttons] == ["Write"]
        handler.pause, scene.slack.timing.trigger = 0.0, 3.0
        pressed = await scene.alice.click(shown, "Write")
        await scene.slack.log.called("views.open", 2)
        assert pressed.form is not None
        handler.answers = [same]
        await scene.alice.submit(pressed.form, {"text": "new"})
        await scene.slack.log.until(lambda: handler.heard[-1].argument == "correct f1 new")


@pytest.mark.parametrize(
    "fault", [Answer(503), Answer(429, "ratelimited", retry_after=9), Answer(error="internal_error")]
)
async def test_a_form_that_slack_does_not_open_becomes_a_button(scene: Scene, fault: Answer) -> None:
    scene.slack.faults.order("views.open", fault)
    async with connected(scene.slack, Answering([as_form])):
        use = await scene.alice.slash(scene.general, "/rapport memory")
        assert [each.label for each in (await scene.answered(use)).buttons] == ["Write"]


async def test_more_than_five_answers_are_given_though_slack_takes_five(scene: Scene) -> None:
    async with connected(scene.slack, Answering([same] * 7)):
        await scene.alice.slash(scene.general, "/rapport why")
        await scene.slack.log.until(lambda: len(scene.alice.sees(scene.general)) == 7)
        assert all(post.private for post in scene.alice.sees(scene.general)) and scene.bob.sees(scene.general) == []
        assert len(scene.slack.log.to("chat.postEphemeral")) == 2


async def test_where_the_bot_is_not_what_cannot_be_hidden_goes_into_the_conversation(scene: Scene) -> None:
    away = scene.slack.home.channel("away", scene.alice, bot=False)
    async with connected(scene.slack, Answering([same] * 6)):
        await scene.alice.slash(away, "/rapport why")
        (said,) = await scene.slack.said(scene.alice.direct)
        assert said.text == "heard " and len(scene.alice.sees(away)) == 5


async def test_an_answer_whose_address_is_spent_is_given_all_the_same(scene: Scene) -> None:
    scene.slack.timing.answer = 0.0
    async with connected(scene.slack, Answering([with_buttons])):
        await scene.alice.slash(scene.general, "/rapport why")
        await scene.slack.log.called("chat.postEphemeral")
        (post,) = scene.alice.sees(scene.general)
        assert post.private and post.text == "heard " and len(post.buttons) == 2


async def test_an_answer_is_tried_again_where_slack_is_away(scene: Scene) -> None:
    scene.slack.faults.fail("response_url", times=2)
    async with connected(scene.slack, Answering([same])):
        use = await scene.alice.slash(scene.general, "/rapport why")
        assert (await scene.answered(use)).text == "heard "


@pytest.mark.parametrize("words", [1500, 5000])
async def test_a_long_answer_in_company_is_hidden_too_or_goes_into_the_conversation(scene: Scene, words: int) -> None:
    def long(outgoing: Outgoing) -> Outgoing:
        return replace(outgoing, text="many words " * words)

    async with connected(scene.slack, Answering([long])):
        use = await scene.alice.slash(scene.general, "/rapport why")
        if words > 2000:
            await scene.told(use, "I sent it to you in Messages")
            assert any(post.files for post in await scene.slack.said(scene.alice.direct))
        else:
            await scene.slack.log.called("chat.postEphemeral", 2)
        assert scene.in_public() == [] and scene.bob.sees(scene.general) == []


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


async def test_the_same_use_told_twice_is_one_command(scene: Scene) -> None:
    handler = Answering([same])
    async with connected(scene.slack, handler):
        use = await scene.alice.slash(scene.general, "/rapport why")
        assert use.told is not None
        await scene.slack.delivery.again(use.told)
        await scene.slack.log.until(lambda: len(handler.heard) == 2)
    assert handler.heard[0].id == handler.heard[1].id  # of which the bot's inbox takes one


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        (COMMAND, {"command": "/rapport"}),
        (COMMAND, {"command": "/rapport", "team_id": "T1", "user_id": "U9", "channel_id": "C9", "text": "help"}),
        (INTERACTION, {"type": "block_actions", "actions": [{"action_id": "r:memory:"}]}),
        (INTERACTION, {"type": "block_actions", "actions": [], "container": {"type": "view"}, "view": []}),
        (INTERACTION, {"type": "message_action", "callback_id": "keep", "message": 5}),
        (INTERACTION, {"type": "view_submission", "view": {"callback_id": "r:memory:x", "private_metadata": "{"}}),
        (INTERACTION, {"type": "view_submission", "view": {"callback_id": "other"}}),
    ],
)
async def test_what_is_malformed_costs_a_log_line(scene: Scene, kind: str, payload: Payload) -> None:
    handler = Answering([same])
    async with connected(scene.slack, handler):
        await scene.slack.delivery.ask(kind, "malformed", {"team": {"id": scene.slack.home.id}, **payload})
        await scene.answered(await scene.alice.slash(scene.general, "/rapport why"))
    assert [each.name for each in handler.heard if each.author.name == "Alice"] == ["why"]


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

"""Answers to controls at Slack that come late, are many or long, or meet a fault: they are given all the same."""

from dataclasses import replace

import pytest

from adapters.outgoing import Outgoing
from tests.platforms.answering import Answering, as_form, same, with_buttons
from tests.platforms.slack.delivery import COMMAND, INTERACTION
from tests.platforms.slack.faults import Answer
from tests.platforms.slack.scene import Scene, connected
from tests.platforms.slack.wire import Payload


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


async def test_an_answer_waits_as_long_as_slack_asks_for_and_is_given_once(scene: Scene) -> None:
    scene.slack.faults.limit("response_url", retry_after=1)
    async with connected(scene.slack, Answering([same])):
        use = await scene.alice.slash(scene.general, "/rapport why")
        assert (await scene.answered(use)).text == "heard "
        await scene.slack.log.quiet()
    first, again = scene.slack.log.to("response_url")
    assert (first.status, again.at - first.at >= 1.0, len(use.posts)) == (429, True, 1)


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

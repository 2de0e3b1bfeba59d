"""Commands, controls, shortcuts, modals and homes, used by people and answered by an app on slack-bolt."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import cast

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack.interactions import NotOffered
from tests.platforms.slack.people import Person
from tests.platforms.slack.places import Channel
from tests.platforms.slack.probe import app_of, by_http, by_socket, client_of, refusal
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.wire import Payload, mapping

Transport = Callable[[SlackStandIn, AsyncApp], AbstractAsyncContextManager[AsyncApp]]
BOTH = pytest.mark.parametrize("transport", [by_socket, by_http])
PLAIN = "plain_text"
ROW: Payload = {
    "type": "actions",
    "block_id": "row",
    "elements": [
        {"type": "button", "action_id": "yes", "text": {"type": PLAIN, "text": "Yes"}, "value": "fact:1"},
        {
            "type": "static_select",
            "action_id": "tone",
            "placeholder": {"type": PLAIN, "text": "Tone"},
            "options": [
                {"text": {"type": PLAIN, "text": "Warm"}, "value": "warm"},
                {"text": {"type": PLAIN, "text": "Dry"}, "value": "dry"},
            ],
        },
    ],
}
FORM: Payload = {
    "type": "modal",
    "callback_id": "note",
    "notify_on_close": True,
    "title": {"type": PLAIN, "text": "Note"},
    "submit": {"type": PLAIN, "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "words",
            "label": {"type": PLAIN, "text": "Words"},
            "element": {"type": "plain_text_input", "action_id": "text", "initial_value": "old"},
        }
    ],
}
HOME: Payload = {"type": "home", "blocks": [{"type": "section", "text": {"type": PLAIN, "text": "Yours"}}, ROW]}


@pytest.fixture
async def alice(slack: SlackStandIn) -> AsyncIterator[Person]:
    """Somebody at home."""
    yield slack.person("Alice")


@pytest.fixture
async def general(slack: SlackStandIn, alice: Person) -> AsyncIterator[Channel]:
    """A channel with her and the bot."""
    yield slack.home.channel("general", alice)


def using(slack: SlackStandIn) -> tuple[AsyncApp, list[Payload]]:
    """An app that opens, answers and changes, and what it was sent."""
    app, heard = app_of(slack), list[Payload]()

    @app.command("/rapport")
    async def command(ack: AsyncAck, respond: AsyncRespond, command: Payload) -> None:
        heard.append(command)
        await ack()
        await respond(text=f"you said {command['text']}")

    @app.action("yes")
    async def yes(ack: AsyncAck, body: Payload, respond: AsyncRespond) -> None:
        heard.append(body)
        await ack()
        if "response_url" in body:
            await respond(text="done", replace_original=True)

    @app.action("tone")
    async def tone(ack: AsyncAck, body: Payload) -> None:
        heard.append(body)
        await ack()

    @app.shortcut("why")
    async def why(ack: AsyncAck, shortcut: Payload, client: AsyncWebClient) -> None:
        heard.append(shortcut)
        await ack()
        await client.views_open(trigger_id=str(shortcut["trigger_id"]), view=FORM)

    @app.view("note")
    async def note(ack: AsyncAck, view: Payload) -> None:
        heard.append(view)
        words = mapping(mapping(mapping(mapping(view["state"])["values"])["words"])["text"])["value"]
        if words == "bad":
            await ack(response_action="errors", errors={"words": "not that"})
        elif words == "more":
            await ack(response_action="update", view={**FORM, "title": {"type": PLAIN, "text": "Again"}})
        else:
            await ack()

    @app.view_closed("note")
    async def closed(ack: AsyncAck, body: Payload) -> None:
        heard.append(body)
        await ack()

    return app, heard


@BOTH
async def test_a_command_is_answered_in_private(
    slack: SlackStandIn, alice: Person, general: Channel, transport: Transport
) -> None:
    app, heard = using(slack)
    bob = slack.person("Bob")
    general.join(bob)
    async with transport(slack, app):
        use = await alice.slash(general, "/rapport memories of Berlin")
        await slack.log.called("response_url")
        assert use.answered and use.private
        assert use.text == "you said memories of Berlin"
        assert heard[0]["team_id"] == slack.home.id and heard[0]["user_id"] == alice.id
        assert [each.text for each in alice.sees(general)] == ["you said memories of Berlin"]
        assert bob.sees(general) == []


@BOTH
async def test_a_button_changes_its_message(
    slack: SlackStandIn, alice: Person, general: Channel, transport: Transport
) -> None:
    app, heard = using(slack)
    async with transport(slack, app):
        await client_of(slack).chat_postMessage(
            channel=general.id, text="sure?", blocks=[ROW], unfurl_links=False, unfurl_media=False
        )
        post = general.posts()[0]
        assert [each.label for each in post.buttons] == ["Yes"]
        use = await alice.click(post, "Yes")
        await slack.log.called("response_url")
        assert use.answered
        chosen = await alice.select(post, "dry", action_id="tone")
        with pytest.raises(NotOffered):
            await alice.select(post, "loud", action_id="tone")
    action = cast(list[Payload], heard[0]["actions"])[0]
    assert (action["value"], action["block_id"]) == ("fact:1", "row")
    assert chosen.answered
    assert mapping(cast(list[Payload], heard[1]["actions"])[0]["selected_option"])["value"] == "dry"
    assert general.posts()[0].text == "done" and not general.posts()[0].buttons


@BOTH
async def test_a_modal_is_opened_sent_refused_and_closed(
    slack: SlackStandIn, alice: Person, general: Channel, transport: Transport
) -> None:
    app, heard = using(slack)
    async with transport(slack, app):
        said = await alice.post(general, "I live in Bern")
        opened = await alice.shortcut(said, "why")
        await slack.log.called("views.open")
        form = opened.form
        assert form is not None and form == alice.modal
        assert [(each.label, each.value) for each in form.fields] == [("Words", "old")]
        refused = await alice.submit(form, {"Words": "bad"})
        assert refused.errors == {"words": "not that"} and alice.modal is not None
        await alice.submit(form, {"text": "more"})
        assert alice.modal is not None and alice.modal.title == "Again"
        await alice.close(alice.modal)
        assert slack.world.views == {}
        await slack.log.until(lambda: len(heard) == 4)
    assert heard[-1]["type"] == "view_closed"
    assert mapping(heard[0]["message"])["text"] == "I live in Bern"


async def test_a_home_is_published_and_used(slack: SlackStandIn, alice: Person) -> None:
    app, heard = using(slack)

    @app.event("app_home_opened")
    async def opened(event: Payload, client: AsyncWebClient) -> None:
        heard.append(event)
        await client.views_publish(user_id=str(event["user"]), view=HOME)

    async with by_socket(slack, app):
        alice.open_home()
        await slack.log.called("views.publish")
        assert alice.home is not None and alice.home.text == "Yours"
        assert (await alice.click(alice.home, action_id="yes")).answered
    assert "view" not in heard[0] and heard[0]["tab"] == "home"
    assert mapping(heard[1]["container"])["type"] == "view"


async def test_a_trigger_is_good_for_one_view_and_for_a_moment(slack: SlackStandIn, alice: Person) -> None:
    slack.timing.acknowledge = 0.05
    use = await alice.slash(alice.direct, "/rapport")
    assert not use.answered and use.told is not None
    trigger, client = str(use.told.payload["trigger_id"]), client_of(slack)
    view = (await client.views_open(trigger_id=trigger, view=FORM))["view"]
    assert await refusal(client.views_open(trigger_id=trigger, view=FORM)) == "exchanged_trigger_id"
    again = await alice.slash(alice.direct, "/rapport")
    slack.timing.trigger = 0.0
    assert again.told is not None
    late = str(again.told.payload["trigger_id"])
    assert await refusal(client.views_open(trigger_id=late, view=FORM)) == "expired_trigger_id"
    wrong = client.views_update(view_id=view["id"], hash="0", view=FORM)
    assert await refusal(wrong) == "hash_conflict"
    await client.views_update(view_id=view["id"], hash=view["hash"], view=FORM)


async def test_an_answers_address_is_good_five_times(slack: SlackStandIn, alice: Person, general: Channel) -> None:
    slack.timing.acknowledge = 0.05
    use = await alice.slash(general, "/rapport")
    assert use.told is not None
    respond = AsyncRespond(response_url=str(use.told.payload["response_url"]))
    for number in range(5):
        await respond(text=str(number))
    await respond(text="too many")
    assert [each.text for each in use.posts] == ["0", "1", "2", "3", "4"]
    assert slack.log.to("response_url")[-1].error == "used_url"

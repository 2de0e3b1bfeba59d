"""Each operation of the human side over HTTP does what the same does in the test's own process."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import aiohttp
import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp

from tests.platforms.human import ROUTE, Asked
from tests.platforms.outside import Outside
from tests.platforms.slack.control import Control
from tests.platforms.slack.probe import app_of, by_socket, client_of
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.wire import Payload, mapping

BUTTON: Payload = {"type": "button", "action_id": "press", "text": {"type": "plain_text", "text": "Press"}}
FIELD: Payload = {
    "type": "input",
    "label": {"type": "plain_text", "text": "Word"},
    "block_id": "word",
    "element": {"type": "plain_text_input", "action_id": "word"},
}
TITLE: Payload = {"type": "plain_text", "text": "Note"}
MODAL: Payload = {"type": "modal", "callback_id": "note", "title": TITLE, "submit": TITLE, "blocks": [FIELD]}
HOME: Payload = {"type": "home", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "Welcome"}}]}


@dataclass(frozen=True, slots=True)
class Hand:
    """Asks over HTTP; `heard` is what the app was told."""

    slack: SlackStandIn
    app: AsyncApp
    outside: Outside
    heard: list[Payload]


@pytest.fixture
async def hand() -> AsyncIterator[Hand]:
    """A stand-in with its human side over HTTP, and an app that hears."""
    slack, heard = SlackStandIn(), list[Payload]()
    control = Control(slack)
    slack.routes.router.add_post(ROUTE, control.serve)
    async with slack, aiohttp.ClientSession() as session:
        app = app_of(slack)
        for kind in ("message", "reaction_added", "app_home_opened", "agent_session_stopped", "app_uninstalled"):

            @app.event(kind)
            async def hear(event: Payload) -> None:
                heard.append(event)

        async with by_socket(slack, app):
            yield Hand(slack, app, Outside(control.seed(), session), heard)


async def told(hand: Hand, count: int) -> list[str]:
    """What the app was told of, by type or subtype, once it is so much."""
    await hand.slack.log.until(lambda: len(hand.heard) >= count)
    return sorted(str(each.get("subtype") or each["type"]) for each in hand.heard)


async def test_people_talk(hand: Hand) -> None:
    said = await hand.outside.seen("send", person="Alice", text="one")
    await hand.outside.human("edit", person="Alice", post=said["id"], text="two")
    await hand.outside.human("react", person="Bob", post=said["id"], emoji="+1")
    await hand.outside.human("stop", person="Bob", post=said["id"])
    await hand.outside.human("delete", person="Alice", post=said["id"])
    kinds = ["agent_session_stopped", "message", "message_changed", "message_deleted", "reaction_added"]
    assert await told(hand, 5) == kinds
    direct = await hand.outside.seen("send", person="Bob", direct=True, text="between us")
    assert [each["id"] for each in await hand.outside.all_of("posts", person="Bob", direct=True)] == [direct["id"]]
    assert await hand.outside.all_of("posts", person="Alice", direct=True) == []


async def test_people_use_commands_and_forms(hand: Hand) -> None:
    client = client_of(hand.slack)

    @hand.app.command("/rapport")
    async def command(ack: AsyncAck, body: Payload) -> None:
        await ack({"text": "pick", "blocks": [{"type": "actions", "elements": [BUTTON]}]})

    @hand.app.action("press")
    async def action(ack: AsyncAck, body: Payload) -> None:
        await ack()
        await client.views_open(trigger_id=str(body["trigger_id"]), view=MODAL)

    @hand.app.view("note")
    async def submitted(ack: AsyncAck) -> None:
        await ack({"response_action": "errors", "errors": {"word": "too short"}})

    used = await hand.outside.seen("slash", person="Alice", text="/rapport memory")
    assert (used["answered"], used["private"], used["text"]) == (True, True, "pick")
    await hand.outside.human("click", person="Alice", post=used["post"], label="Press")
    await hand.slack.log.called("views.open")
    sent = await hand.outside.seen("submit", person="Alice", values={"word": "a"})
    assert mapping(sent["errors"]) == {"word": "too short"}
    await client.views_publish(user_id=str(mapping(hand.outside.seed["people"])["Alice"]), view=HOME)
    home = await hand.outside.seen("home", person="Alice", tab="home")
    assert (home["kind"], home["text"]) == ("home", "Welcome")
    assert await told(hand, 1) == ["app_home_opened"]


async def status(hand: Hand) -> list[object]:
    """What the last call was answered with."""
    last: Asked = (await hand.outside.all_of("calls"))[-1]
    return [last["status"], last["error"]]


async def test_faults(hand: Hand) -> None:
    client = client_of(hand.slack)
    client.retry_handlers.clear()
    for order, met in (
        (("fail", {"status": 502, "method": "auth.test"}), [502, None]),
        (("limit", {"seconds": 3, "method": "auth.*"}), [429, "ratelimited"]),
        (("refuse", {"method": "auth.test", "error": "fatal_error"}), [200, "fatal_error"]),
    ):
        await hand.outside.human(order[0], **order[1])
        with pytest.raises(Exception, match=r"failed|error"):
            await client.auth_test()
        assert await status(hand) == met
    await client.auth_test()
    await hand.outside.human("advance", seconds=60)
    assert hand.slack.world.ahead == 60
    await hand.outside.human("deafen")
    assert all(each.deaf for each in hand.slack.sockets.open)
    await hand.outside.human("disconnect", reason="warning")
    await hand.outside.human("drop")
    await hand.slack.log.until(lambda: not hand.slack.sockets.open)
    await hand.outside.human("uninstall")
    assert hand.slack.home.installation.gone


async def test_what_people_cannot_do(hand: Hand) -> None:
    for operation, asked in (
        ("delete", {"person": "Alice", "post": "1.2"}),
        ("click", {"person": "Alice", "label": "Press"}),
        ("submit", {"person": "Alice"}),
        ("send", {"person": "Carol", "text": "hi"}),
    ):
        await hand.outside.human(operation, 409, **asked)

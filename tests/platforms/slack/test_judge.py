"""The judge: calls that Slack would not take are found, and those that it takes pass."""

import pytest

from tests.platforms.slack.judge import misspoken, violations
from tests.platforms.slack.log import Call, Delivered
from tests.platforms.slack.wire import Payload

QUIET: Payload = {"unfurl_links": False, "unfurl_media": False}
HERE: Payload = {"channel": "C1", **QUIET}
SECTION: Payload = {"type": "section", "text": {"type": "mrkdwn", "text": "hello"}}
BUTTON: Payload = {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "Go"}, "value": "1"}
MODAL: Payload = {"type": "modal", "title": {"type": "plain_text", "text": "Note"}, "blocks": [SECTION]}


@pytest.mark.parametrize(
    ("method", "args"),
    [
        ("chat.postMessage", {**HERE, "text": "hello"}),
        ("chat.postMessage", {**HERE, "text": "hello", "thread_ts": "1.2", "blocks": [SECTION]}),
        ("chat.postMessage", {**HERE, "markdown_text": "**hello**"}),
        ("chat.postMessage", {"channel": "C1", "text": "hello", "unfurl_links": "0", "unfurl_media": "0"}),
        ("chat.update", {"channel": "C1", "ts": "1.2", "text": "hello"}),
        ("chat.startStream", {"channel": "C1", "thread_ts": "1.2", "markdown_text": "a"}),
        ("views.open", {"trigger_id": "1", "view": MODAL}),
        ("oauth.v2.access", {"code": "1", "redirect_uri": "https://example.com"}),
        ("conversations.members", {"channel": "C1", "limit": "100", "team_id": "T1"}),
        ("response_url", {"text": "hello", "replace_original": True}),
    ],
)
def test_what_slack_takes_passes(method: str, args: Payload) -> None:
    assert violations([Call(method, args)]) == []


@pytest.mark.parametrize(
    ("method", "args", "named"),
    [
        ("chat.postMessage", {**HERE, "blocks": [SECTION]}, "blocks without text"),
        ("chat.postMessage", {"channel": "C1", "text": "hello"}, "unfurl_links"),
        ("chat.postMessage", {**HERE, "text": "hello", "unfurl_media": True}, "unfurl_media"),
        ("chat.postMessage", {**HERE}, "is not valid"),
        ("chat.postMessage", {**HERE, "text": "hello", "reply_to": "1"}, "arguments"),
        ("chat.postMessage", {**HERE, "text": "a", "blocks": [{**SECTION, "txet": 1}]}, "blocks"),
        ("chat.postMessage", {**HERE, "text": "a", "blocks": [{"type": "banner"}] * 51}, "51 blocks"),
        ("chat.postMessage", {**HERE, "text": "<!channel> hello"}, "calls a crowd"),
        ("chat.postMessage", {**HERE, "markdown_text": "<!here> hello"}, "calls a crowd"),
        ("chat.postMessage", {**HERE, "text": "@here", "parse": "full"}, "would be called"),
        ("chat.postMessage", {**HERE, "markdown_text": "a" * 12_001}, "12001 characters"),
        ("chat.appendStream", {"channel": "C1", "ts": "1.2", "markdown_text": "a" * 12_001}, "12001 characters"),
        ("chat.startStream", {"channel": "C1", "markdown_text": "a"}, "thread_ts"),
        ("agents.sessions.setStatus", {"channel_id": "C1", "status": "active", "title": "a" * 201}, "201 characters"),
        ("views.open", {"trigger_id": "1", "view": {**MODAL, "blocks": [SECTION] * 101}}, "101 blocks"),
        ("views.open", {"view": MODAL}, "is not valid"),
        ("response_url", {"text": "hello", "channel": "C1"}, "unknown in an answer"),
        ("admin.users.list", {}, "no such method"),
    ],
)
def test_what_slack_does_not_take_is_found(method: str, args: Payload, named: str) -> None:
    assert any(named in each for each in violations([Call(method, args)])), violations([Call(method, args)])


def blocks_of(*blocks: Payload) -> list[str]:
    """What the judge says to a message of these blocks."""
    return violations([Call("chat.postMessage", {**HERE, "text": "a", "blocks": list(blocks)})])


def long(text: str, count: int) -> Payload:
    """A text of so many characters."""
    return {"type": "plain_text", "text": text * count}


@pytest.mark.parametrize(
    ("block", "named"),
    [
        ({"type": "section", "text": long("a", 3001)}, "section has 3001"),
        ({"type": "section", "fields": [long("a", 1)] * 11}, "11 fields"),
        ({"type": "section"}, "needs text or fields"),
        ({"type": "header", "text": long("a", 151)}, "header has 151"),
        ({"type": "actions", "elements": [{**BUTTON, "action_id": str(each)} for each in range(26)]}, "26 elements"),
        ({"type": "actions", "elements": [BUTTON, BUTTON]}, "one action_id"),
        ({"type": "actions", "elements": [{**BUTTON, "action_id": "a" * 256}]}, "action_id has 256"),
        ({"type": "actions", "elements": [{**BUTTON, "value": "a" * 2001}]}, "value has 2001"),
        ({"type": "actions", "elements": [{**BUTTON, "text": long("a", 76)}]}, "button has 76"),
        ({"type": "actions", "elements": []}, "no elements"),
        ({"type": "section", "text": long("a", 1), "block_id": "a" * 256}, "block_id has 256"),
    ],
)
def test_each_limit_of_blocks_is_known(block: Payload, named: str) -> None:
    assert any(named in each for each in blocks_of(block)), blocks_of(block)


def test_twenty_five_buttons_stand_in_one_row() -> None:
    assert blocks_of({"type": "actions", "elements": [{**BUTTON, "action_id": str(each)} for each in range(25)]}) == []


def test_markdown_blocks_share_their_limit() -> None:
    assert blocks_of({"type": "markdown", "text": "a" * 6000}, {"type": "markdown", "text": "a" * 6001})
    assert blocks_of({"type": "markdown", "text": "a" * 6000}, {"type": "markdown", "text": "a" * 6000}) == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "open"},
        {"response_action": "update", "view": {**MODAL, "title": {"type": "plain_text", "text": "a" * 25}}},
        {"response_action": "push", "view": {**MODAL, "blocks": [{"type": "input"}]}},
    ],
)
def test_what_comes_with_an_acknowledgement_is_judged(answer: Payload) -> None:
    assert misspoken([Delivered("interactive", "form", {}, answer=answer)])


def test_a_right_answer_to_a_modal_passes() -> None:
    told = [Delivered("interactive", "form", {}, answer={"response_action": "update", "view": MODAL})]
    assert misspoken([*told, Delivered("slash_commands", "/rapport", {}, answer={"text": "hello"})]) == []

"""What can be read again of what was posted: metadata only where it is asked for, and not always at once."""

import asyncio
from collections.abc import Awaitable

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from tests.platforms.slack.people import Person
from tests.platforms.slack.probe import client_of, refusal
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.wire import Payload

MARK: Payload = {"event_type": "sent", "event_payload": {"key": "7"}}


def posted(slack: SlackStandIn, to: Person, metadata: Payload | None = None) -> Awaitable[AsyncSlackResponse]:
    """The bot says something in direct."""
    client = client_of(slack)
    return client.chat_postMessage(channel=to.id, text="hi", metadata=metadata, unfurl_links=False, unfurl_media=False)


async def test_metadata_is_read_by_who_asks_for_it(slack: SlackStandIn, alice: Person) -> None:
    client = client_of(slack)
    sent = await posted(slack, alice, MARK)
    (bare,) = (await client.conversations_history(channel=sent["channel"]))["messages"]
    (whole,) = (await client.conversations_history(channel=sent["channel"], include_all_metadata=True))["messages"]
    assert ("metadata" in bare, whole["metadata"]) == (False, MARK)
    (reply,) = (await client.conversations_replies(channel=sent["channel"], ts=sent["ts"]))["messages"]
    assert "metadata" not in reply


async def test_metadata_without_a_name_is_refused(slack: SlackStandIn, alice: Person) -> None:
    assert await refusal(posted(slack, alice, {"event_payload": {}})) == "invalid_metadata_format"
    assert alice.direct.posts() == []
    slack.log.calls.clear()


async def test_a_history_may_come_after_what_it_tells(slack: SlackStandIn, alice: Person) -> None:
    client, slack.world.behind = client_of(slack), 0.2
    sent = await posted(slack, alice)
    assert (await client.conversations_history(channel=sent["channel"]))["messages"] == []
    await asyncio.sleep(0.3)
    (found,) = (await client.conversations_history(channel=sent["channel"]))["messages"]
    assert found["ts"] == sent["ts"]

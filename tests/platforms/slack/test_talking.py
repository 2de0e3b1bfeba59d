"""An app on slack-bolt at the stand-in, over both transports."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import cast

import pytest
from slack_bolt.async_app import AsyncApp, AsyncSay

from tests.platforms.slack.probe import app_of, by_http, by_socket
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.wire import Payload

Transport = Callable[[SlackStandIn, AsyncApp], AbstractAsyncContextManager[AsyncApp]]
BOTH = pytest.mark.parametrize("transport", [by_socket, by_http])


def echoing(slack: SlackStandIn) -> tuple[AsyncApp, list[Payload]]:
    """An app that says again what is said to it, and what it heard."""
    app, heard = app_of(slack), list[Payload]()

    @app.event("app_mention")
    async def mentioned(event: Payload, say: AsyncSay) -> None:
        heard.append(event)
        thread = str(event.get("thread_ts") or event["ts"])
        await say(text=f"again: {event['text']}", thread_ts=thread, unfurl_links=False, unfurl_media=False)

    @app.event("message")
    async def said(event: Payload, say: AsyncSay) -> None:
        heard.append(event)
        if event["channel_type"] == "im" and not event.get("bot_id") and "subtype" not in event:
            await say(text=f"again: {event['text']}", unfurl_links=False, unfurl_media=False)

    return app, heard


@BOTH
async def test_a_mention_is_told_twice_and_answered_in_its_thread(slack: SlackStandIn, transport: Transport) -> None:
    app, heard = echoing(slack)
    alice = slack.person("Alice")
    general = slack.home.channel("general", alice)
    async with transport(slack, app):
        said = await alice.post(general, f"{slack.mention} 1 < 2 & see https://example.com")
        reply = await slack.reply(said)
        await slack.delivery.settled()
    assert reply.thread_ts == said.ts
    assert reply.text == f"again: {slack.mention} 1 &lt; 2 &amp; see <https://example.com>"
    told = [each for each in heard if each["ts"] == said.ts]
    assert sorted(str(each["type"]) for each in told) == ["app_mention", "message"]
    assert told[0]["client_msg_id"] == told[1]["client_msg_id"]


@BOTH
async def test_a_direct_message_is_answered_and_the_answer_is_echoed(slack: SlackStandIn, transport: Transport) -> None:
    app, heard = echoing(slack)
    alice = slack.person("Alice")
    async with transport(slack, app):
        said = await alice.dm("hello")
        reply = await slack.reply(said)
        await slack.delivery.settled()
    assert reply.text == "again: hello" and not reply.private
    echo = [each.payload for each in slack.log.events("message")][-1]
    event = cast(Payload, echo["event"])
    assert event["bot_id"] and event["ts"] == reply.ts
    assert [each["text"] for each in heard] == ["hello"], "bolt leaves its own messages out"
    assert cast(list[Payload], echo["authorizations"])[0]["user_id"] == slack.bot


@BOTH
async def test_edits_deletions_and_reactions_are_told(slack: SlackStandIn, transport: Transport) -> None:
    app, heard = echoing(slack)

    @app.event("reaction_added")
    async def reacted(event: Payload) -> None:
        heard.append(event)

    alice = slack.person("Alice")
    general = slack.home.channel("general", alice)
    async with transport(slack, app):
        said = await alice.post(general, "one")
        await alice.edit(said, "two")
        await alice.react(said, "thumbsup")
        await alice.delete(said)
        await slack.delivery.settled()
        await slack.log.until(lambda: len(heard) == 4)
    kinds = sorted(str(each.get("subtype") or each["type"]) for each in heard)
    assert kinds == ["message", "message_changed", "message_deleted", "reaction_added"]
    assert general.posts() == []


async def test_a_message_with_replies_leaves_a_stone(slack: SlackStandIn) -> None:
    app, heard = echoing(slack)
    alice = slack.person("Alice")
    general = slack.home.channel("general", alice)
    async with by_socket(slack, app):
        said = await alice.post(general, "one")
        await alice.post(general, "two", thread=said)
        await alice.delete(said)
        await slack.delivery.settled()
        await slack.log.until(lambda: len(heard) == 3)
    changed = cast(Payload, heard[-1]["message"])
    assert heard[-1]["subtype"] == "message_changed" and changed["subtype"] == "tombstone"


async def test_where_the_bot_is_not_it_hears_nothing(slack: SlackStandIn) -> None:
    alice = slack.person("Alice")
    general = slack.home.channel("general", alice, bot=False)
    async with by_socket(slack, echoing(slack)[0]):
        await alice.post(general, f"{slack.mention} hello")
        assert not slack.log.told

"""Streams, what shows that the bot is at work, and the button that stops it."""

import asyncio
from typing import cast

from slack_bolt.async_app import AsyncApp

from tests.platforms.slack.probe import app_of, by_socket, client_of, refusal
from tests.platforms.slack.server import SlackStandIn
from tests.platforms.slack.wire import Payload

DEAD = "message_not_in_streaming_state"


async def test_a_stream_grows_and_is_whole_when_it_ends(slack: SlackStandIn) -> None:
    alice = slack.person("Alice")
    general, client = slack.home.channel("general", alice), client_of(slack)
    said = await alice.post(general, "tell me")
    stream = await client.chat_stream(
        channel=general.id,
        thread_ts=said.ts,
        recipient_team_id=slack.home.id,
        recipient_user_id=alice.id,
        buffer_size=1,
    )
    await stream.append(markdown_text="**one** ")
    (growing,) = general.posts(by_bot=True)
    assert growing.stream == "in_progress" and growing.text == "**one** "
    await stream.append(markdown_text="two ")
    await stream.stop(markdown_text="three")
    assert (await slack.reply(said)).text == "**one** two three"
    assert [each.method for each in slack.log.calls] == ["chat.startStream", "chat.appendStream", "chat.stopStream"]


async def test_a_stream_dies_on_demand_or_when_it_is_left_alone(slack: SlackStandIn) -> None:
    alice, client = slack.person("Alice"), client_of(slack)
    said = await alice.dm("tell me")
    first = await client.chat_startStream(channel=said.channel, thread_ts=said.ts, markdown_text="one")
    assert slack.streams.kill() == 1
    where, ts = said.channel, str(first["ts"])
    assert await refusal(client.chat_appendStream(channel=where, ts=ts, markdown_text="two")) == DEAD
    assert await refusal(client.chat_stopStream(channel=where, ts=ts)) == DEAD
    await client.chat_update(channel=where, ts=ts, text="one two")
    slack.timing.stream = 0.05
    second = await client.chat_startStream(channel=said.channel, thread_ts=said.ts, markdown_text="one")
    await asyncio.sleep(0.1)
    late = client.chat_appendStream(channel=said.channel, ts=str(second["ts"]), markdown_text="two")
    assert await refusal(late) == DEAD
    assert [each.text for each in alice.direct.posts(by_bot=True)] == ["one two", "one"]


async def test_in_a_channel_a_stream_is_for_somebody(slack: SlackStandIn) -> None:
    alice, bob = slack.person("Alice"), slack.person("Bob")
    general, client = slack.home.channel("general", alice), client_of(slack)
    said = await alice.post(general, "tell me")
    start, team = client.chat_startStream, slack.home.id
    assert await refusal(start(channel=general.id, thread_ts=said.ts)) == "missing_recipient_team_id"
    assert await refusal(start(channel=general.id, thread_ts="1.1", recipient_team_id=team)) == "invalid_thread_ts"
    stranger = start(channel=general.id, thread_ts=said.ts, recipient_team_id=team, recipient_user_id=bob.id)
    assert await refusal(stranger) == "user_not_found"


async def test_work_is_shown_until_the_answer_comes(slack: SlackStandIn) -> None:
    alice, client = slack.person("Alice"), client_of(slack)
    said = await alice.dm("tell me")
    direct = alice.direct
    await client.assistant_threads_setStatus(channel_id=said.channel, thread_ts=said.ts, status="is thinking")
    assert direct.status(said) == "is thinking"
    await client.chat_postMessage(
        channel=said.channel, thread_ts=said.ts, text="done", unfurl_links=False, unfurl_media=False
    )
    assert direct.status(said) == ""
    await client.assistant_threads_setSuggestedPrompts(
        channel_id=said.channel, prompts=[{"title": "Tea", "message": "How do I like my tea?"}]
    )
    assert direct.prompts()["prompts"] == [{"title": "Tea", "message": "How do I like my tea?"}]


async def test_a_session_is_named_and_stopped(slack: SlackStandIn) -> None:
    app, heard = app_of(slack), list[Payload]()

    @app.event("agent_session_stopped")
    async def stopped(event: Payload) -> None:
        heard.append(event)

    assert isinstance(app, AsyncApp)
    alice, client = slack.person("Alice"), client_of(slack)
    async with by_socket(slack, app):
        said = await alice.dm("tell me")
        where = {"channel_id": said.channel, "thread_ts": said.ts}
        assert await refusal(client.agents_sessions_rename(**where, title="Tea")) == "session_not_found"
        await client.agents_sessions_setStatus(**where, status="processing", title="A question")
        assert await refusal(client.agents_sessions_setStatus(**where, status="busy")) == "invalid_status"
        await client.agents_sessions_rename(**where, title="Tea")
        assert alice.direct.session(said) == {"status": "processing", "title": "Tea"}
        stream = await client.chat_startStream(channel=said.channel, thread_ts=said.ts, markdown_text="one")
        alice.stop(said)
        await slack.log.until(lambda: bool(heard))
        assert await refusal(client.chat_stopStream(channel=said.channel, ts=str(stream["ts"]))) == DEAD
        await client.agents_sessions_setStatus(**where, status="active")
    assert heard[0]["streaming_message_ts"] == [stream["ts"]] and heard[0]["thread_ts"] == said.ts
    assert cast(str, alice.direct.session(said)["status"]) == "active"
